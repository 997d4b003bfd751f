"""A site of the seeds, of two reports of one town in turn, and of a report full of traps; and a browser cut off from everything."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from kg.site import write_site
from kg.store import Build, build, open_build
from tests.site.windows import started

ROOT = Path(__file__).resolve().parents[3]
MAIN = ("index.html", "findings.html", "compare.html", "promises.html", "projects.html", "ontology.html")
TRAPS = (
    "碧湖街道2021年工作总结\r\n\r\n"
    "一、2021年工作总结\r\n"
    "全年完成固定资产投资35.2亿元,同比增长8.1%。<script>document.title='坏了'</script>\u3000\tA&amp;B</div></article>\r\n"
    "𠮷祥路改造工程完工,惠及居民1200人。实施“𠮷祥”行动计划,建成口袋公园3个。\u0080\r\n"
    "二、2022年工作计划\r\n2022年6月底前完成𠮷祥小学建设,新增学位900个。<img src=x onerror=alert(1)>\r\n"
)


@dataclass(frozen=True)
class Made:
    """A build with its site."""

    build: Build
    folder: Path

    def page_of(self, file: str) -> str:
        """Path of the page of a report, by its file."""
        return next(f"reports/{row['sha256'][:16]}.html" for row in self.build.info["sources"] if row["name"] == file)

    def text_of(self, file: str) -> str:
        """The decoded text of a report."""
        return self.build.text(next(row["sha256"] for row in self.build.info["sources"] if row["name"] == file))

    def facts_of(self, file: str) -> list[dict[str, Any]]:
        """The facts of a report."""
        iri = next(row["report"] for row in self.build.info["sources"] if row["name"] == file)
        return [fact for fact in self.build.facts() if fact["report"] == iri]

    def pages(self) -> list[str]:
        """Paths of the pages that are tested here: all but the programs, explorer and SPARQL."""
        return [*MAIN, *sorted(str(path.relative_to(self.folder)) for path in self.folder.glob("reports/*.html"))]


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """The site."""
    folder = tmp_path_factory.mktemp("site")
    (folder / "traps.txt").write_bytes(TRAPS.encode())
    pair = [ROOT / "tests" / "gold" / "pairs" / f"pa2-{number}.txt" for number in (1, 2)]
    build([ROOT / "seeds", *pair, folder / "traps.txt"], folder / "build")
    write_site(folder / "build", folder / "site")
    return Made(open_build(folder / "build"), folder / "site")


class Browser:
    """A headless Chromium that can reach nothing, and tells what it tried."""

    def __init__(self, folder: Path, site: Path) -> None:
        self.site, self.downloads = site, folder / "downloads"
        self.downloads.mkdir()
        self.driver = started(
            self.downloads,
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--proxy-server=http://127.0.0.1:9",
            "--proxy-bypass-list=<-loopback>",
            f"--user-data-dir={folder / 'profile'}",
            logs=("browser", "performance"),
        )

    def look(self, width: int = 1280, scheme: str = "light") -> None:
        """As wide as that, in light or dark; motion kept small so that nothing waits for it."""
        size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 600}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
        features = [
            {"name": "prefers-color-scheme", "value": scheme},
            {"name": "prefers-reduced-motion", "value": "reduce"},
        ]
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})

    def open(self, path: str, anchor: str = "") -> None:
        """Go to a page of the site afresh, as from a folder."""
        self.complaints()
        url = (self.site / path).as_uri()
        again = self.driver.current_url.partition("#")[0] == url
        self.driver.get(url + anchor)
        if again:
            self.driver.refresh()
        # With its first frame a page has the memory of the browser; a test that asks sooner spoils it.
        self.driver.execute_async_script("kgStorage.then(() => arguments[0]())")
        if path.startswith("reports/"):
            self.ready()

    def ready(self) -> None:
        """Wait until the page of a report has unpacked its facts."""
        from selenium.webdriver.support.ui import WebDriverWait

        WebDriverWait(self.driver, 20, poll_frequency=0.02).until(
            lambda driver: driver.execute_script("return document.documentElement.dataset.ready === 'report'")
        )

    def run(self, script: str, *arguments: Any) -> Any:
        """What a piece of script gives back."""
        return self.driver.execute_script(script, *arguments)

    def click(self, selector: str) -> None:
        """Click on the first element."""
        self.driver.find_element("css selector", selector).click()

    def keys(self, *keys: str) -> None:
        """Press keys, wherever the focus is."""
        from selenium.webdriver.common.action_chains import ActionChains

        ActionChains(self.driver).send_keys(*keys).perform()

    def write(self, selector: str, words: str) -> None:
        """Write into a field, in place of what is there."""
        field = self.driver.find_element("css selector", selector)
        field.clear()
        field.send_keys(words)

    def text(self, selector: str) -> str:
        """The text of the first element, as the document has it."""
        return str(self.run("return document.querySelector(arguments[0]).textContent", selector))

    def complaints(self) -> list[str]:
        """Errors and warnings on the console since the last time, and all requests but for pages from the folder."""
        told = [entry["message"] for entry in self.driver.get_log("browser")]
        for entry in self.driver.get_log("performance"):
            message = json.loads(entry["message"])["message"]
            if message["method"] == "Network.requestWillBeSent":
                url = message["params"]["request"]["url"]
                if not url.startswith(("file:", "data:", "blob:", "about:", "chrome:")):
                    told.append(f"asks {url}")
        return told


@pytest.fixture(scope="session")
def _browser(tmp_path_factory: pytest.TempPathFactory, made: Made) -> Iterator[Browser]:
    browser = Browser(tmp_path_factory.mktemp("browser"), made.folder)
    yield browser
    browser.driver.quit()


@pytest.fixture
def browser(_browser: Browser) -> Iterator[Browser]:
    """The browser, with nothing remembered from the test before."""
    _browser.look()
    _browser.open("index.html")
    _browser.run("localStorage.clear()")
    for path in _browser.downloads.iterdir():
        path.unlink()
    yield _browser
