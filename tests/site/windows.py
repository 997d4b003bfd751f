"""Windows of Chromium with and without WebGL, for the explorer and the SPARQL page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.programs import program

AXE = Path(__file__).with_name("pages") / "axe" / "axe.min.js"
_CUT_OFF = (
    "--headless=new",
    "--no-sandbox",
    "--no-first-run",
    "--disable-sync",
    "--disable-component-update",
    "--disable-background-networking",
    # Nothing has an address: a page that asks for anything gets an error, which stands in its log.
    "--host-resolver-rules=MAP * ~NOTFOUND",
)
_PLAIN = ("--hide-scrollbars", "--disable-quic", "--force-device-scale-factor=1")
SOFTWARE_GL = ("--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader")
NO_GL = ("--disable-gpu", "--disable-3d-apis")


class Window:
    """A window of Chromium in which nothing has an address; `logged` gives what pages complained about."""

    def __init__(self, driver: Any, downloads: Path) -> None:
        self.driver = driver
        self.downloads = downloads

    def open(self, address: str, ready: str = "return true") -> None:
        """Load a page anew and wait until the script `ready` gives something."""
        self.driver.get("about:blank")
        self.driver.get(address)
        self.wait(ready)

    def wait(self, script: str, seconds: float = 30) -> Any:
        from selenium.webdriver.support.ui import WebDriverWait

        return WebDriverWait(self.driver, seconds, poll_frequency=0.05).until(
            lambda driver: driver.execute_script(script)
        )

    def run(self, script: str, *given: Any) -> Any:
        return self.driver.execute_script(script, *given)

    def find(self, selector: str) -> Any:
        return self.driver.find_element("css selector", selector)

    def texts(self, selector: str) -> list[str]:
        return [found.text for found in self.driver.find_elements("css selector", selector)]

    def saved(self, name: str) -> Path:
        """A file that a page has offered, once it is whole."""
        import time

        file, end = self.downloads / name, time.monotonic() + 20
        while time.monotonic() < end:
            if file.exists() and not list(self.downloads.glob("*.crdownload")):
                return file
            time.sleep(0.05)
        raise AssertionError(f"{name} was not saved")

    def logged(self) -> list[str]:
        """Errors and warnings of pages, but those of the browser about its own drawing."""
        entries = self.driver.get_log("browser")
        return [
            entry["message"]
            for entry in entries
            if entry["source"] != "rendering" and "GL Driver" not in entry["message"]
        ]

    def faults(self) -> list[str]:
        """What axe-core finds serious or critical."""
        return serious_faults(self.driver)

    def size(self, width: int, height: int) -> None:
        screen = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", screen)

    def scheme(self, name: str) -> None:
        features = [{"name": "prefers-color-scheme", "value": name}]
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})


def started(downloads: Path, *more: str, logs: Sequence[str] = ("browser",)) -> Any:
    """A driver of a headless Chromium that reaches nothing; what pages offer is saved to `downloads`."""
    from selenium import webdriver

    options = webdriver.ChromeOptions()
    options.binary_location = program("chromium", "google-chrome")
    for argument in (*_CUT_OFF, *more):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", dict.fromkeys(logs, "ALL"))
    options.add_experimental_option("prefs", {"download.default_directory": str(downloads)})
    return webdriver.Chrome(options=options, service=webdriver.ChromeService(program("chromedriver")))


def serious_faults(driver: Any) -> list[str]:
    """What axe-core finds serious or critical in the page that is open."""
    driver.execute_script(AXE.read_text(encoding="utf-8"))
    found = driver.execute_async_script("axe.run(document, { resultTypes: ['violations'] }).then(arguments[0])")
    return [
        f"{fault['id']}: {node['target']} {node['failureSummary']}"
        for fault in found["violations"]
        if fault["impact"] in ("serious", "critical")
        for node in fault["nodes"]
    ]


@contextmanager
def chromium(downloads: Path, *more: str) -> Iterator[Window]:
    """A browser without a network."""
    driver = started(downloads, *_PLAIN, *more)
    try:
        driver.set_script_timeout(60)
        found = Window(driver, downloads)
        found.size(1280, 800)
        found.scheme("light")
        yield found
    finally:
        driver.quit()
