"""What is written: whole pages, within their budgets, the same bytes each time, and nothing of others overwritten."""

from __future__ import annotations

import base64
import json
import re
import zlib
from html.parser import HTMLParser
from itertools import accumulate
from pathlib import Path
from typing import Any

import pytest

from kg.errors import UsageError
from kg.site import open_site_build, write_site
from kg.site.material import spoken
from kg.site.packing import packed_json
from kg.site.pages.reports import uncovered
from kg.site.palette import contrast, hues, mixed, paper
from tests.site.pages.conftest import Made

_VOID = {"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}


class _Checker(HTMLParser):
    """Elements that are left open, ids given twice, and addresses."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.addresses: list[str] = []
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.ids += [given["id"] or ""] if "id" in given else []
        self.addresses += [value or "" for name, value in attrs if name in ("src", "href", "action", "data", "srcset")]
        if tag not in _VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.open[:] = self.open[: -1 if tag not in _VOID else None]

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> at {self.getpos()}")


def test_pages_are_well_formed_name_nothing_twice_and_point_only_into_the_folder(made: Made) -> None:
    for path in made.pages():
        checker = _Checker()
        checker.feed((made.folder / path).read_text(encoding="utf-8"))
        checker.close()
        assert (checker.faults, checker.open) == ([], []), path
        assert len(checker.ids) == len(set(checker.ids)), path
        assert [one for one in checker.addresses if re.match(r"[a-z]+:|//|/", one) and one != "data:,"] == [], path


def test_each_page_forbids_everything_but_its_own_scripts(made: Made) -> None:
    for path in made.pages():
        text = (made.folder / path).read_text(encoding="utf-8")
        [policy] = re.findall(r'Content-Security-Policy" content="([^"]+)"', text)
        directives = dict(part.split(" ", 1) for part in policy.replace("&#39;", "'").split("; "))
        assert directives["default-src"] == "'none'"
        assert "unsafe" not in directives["script-src"], path
        assert "connect-src" not in directives


def test_pages_keep_their_budgets(made: Made) -> None:
    sizes = {path: (made.folder / path).stat().st_size for path in made.pages()}
    assert sizes.pop("index.html") < 100_000
    assert {path: size for path, size in sizes.items() if path.startswith("reports/") and size >= 200_000} == {}
    assert {path: size for path, size in sizes.items() if size >= 400_000} == {}


def test_the_first_page_counts_what_the_facts_say(made: Made) -> None:
    text = (made.folder / "index.html").read_text(encoding="utf-8")
    facts = list(made.build.facts())
    figures = {(f["report"], f["start"], f["end"]) for f in facts if f["type"] == "indicator"}
    aside = [f for f in facts if f["type"] == "set_aside"]
    unresolved = sum(fact["reason"] == "unresolved" for fact in aside)
    shown = [int(number.replace(",", "")) for number in re.findall(r"</dt><dd>([\d,]+)</dd>", text)[:4]]
    assert shown == [len(figures) + len(aside), len(figures), len(aside) - unresolved, unresolved]


def test_a_build_gives_the_same_bytes_again_and_takes_the_place_of_its_old_site(made: Made, tmp_path: Path) -> None:
    write_site(made.build.path, tmp_path / "site")
    (tmp_path / "site" / "left-over.html").write_text("old", encoding="utf-8")
    write_site(made.build.path, tmp_path / "site")
    again = {
        path.relative_to(tmp_path / "site"): path.read_bytes()
        for path in (tmp_path / "site").rglob("*")
        if path.is_file()
    }
    first = {path.relative_to(made.folder): path.read_bytes() for path in made.folder.rglob("*") if path.is_file()}
    assert again == first
    assert sorted(path.name for path in tmp_path.iterdir()) == ["site"]


def test_a_folder_of_others_is_not_replaced(made: Made, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError, match="别的东西"):
        write_site(made.build.path, tmp_path)
    assert (tmp_path / "mine.txt").read_text(encoding="utf-8") == "mine"


def test_the_downloads_are_the_build_s(made: Made) -> None:
    for name in ("graph.ttl", "facts.jsonl", "build.json"):
        assert (made.folder / "data" / name).read_bytes() == (made.build.path / name).read_bytes()


def _unpacked(page: str) -> dict[str, Any]:
    """What a page of a report carries for its script."""
    [embedded] = re.findall(r'<script type="application/json" id="report">(.*?)</script>', page, re.DOTALL)
    data: dict[str, Any] = json.loads(zlib.decompress(base64.b64decode(json.loads(embedded)), wbits=-15))
    return data


def test_half_a_surrogate_pair_does_not_stop_a_page() -> None:
    data = zlib.decompress(base64.b64decode(packed_json(["a\ud800b", "街𠮷"])), wbits=-15)
    assert json.loads(data) == ["a?b", "街𠮷"]


def test_what_the_page_of_a_report_knows_are_its_facts(made: Made) -> None:
    for source in made.build.info["sources"]:
        data = _unpacked((made.folder / made.page_of(source["name"])).read_text(encoding="utf-8"))
        facts = made.facts_of(source["name"])
        starts = list(accumulate(row[1] for row in data["facts"]))
        assert [
            (start, start + row[2], data["types"][data["kinds"][row[0]][1]][0])
            for start, row in zip(starts, data["facts"], strict=True)
        ] == [(fact["start"], fact["end"], fact["type"]) for fact in facts]
        assert uncovered(made.text_of(source["name"]), facts) == []


def test_the_page_that_shows_a_fact_is_found_by_its_names(made: Made) -> None:
    opened = open_site_build(made.build.path)
    fact = next(opened.facts())
    assert (
        opened.evidence(fact["report"], fact["id"])
        == f"{opened.page_of[fact['report']]}#{fact['id'].rpartition('/')[2]}"
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_colours_of_classes_can_be_read(scheme: str) -> None:
    for hue in hues().values():
        colour = getattr(hue, scheme)
        assert contrast(colour, paper(scheme)) >= 4.5, hue.name  # type: ignore[arg-type]
        assert contrast(colour, hue.tint(scheme)) >= 4.5, hue.name  # type: ignore[arg-type]


def test_contrast_and_mixing_are_computed_as_defined() -> None:
    # WCAG 2.2: black on white is 21:1; #767676 on white is the lightest grey that reaches 4.5:1.
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)
    assert mixed("#ff0000", "#ffffff", 0.5) == "#ff8080"


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ("2020-01-01", "2020-12-31", "2020年"),
        ("2020-01-01", "2020-06-30", "2020年上半年"),
        ("2020-07-01", "2020-12-31", "2020年下半年"),
        ("2020-04-01", "2020-06-30", "2020年二季度"),
        ("2020-10-01", "2020-12-31", "2020年四季度"),
        ("2020-02-01", "2020-02-29", "2020年2月"),
        ("2020-01-01", "2020-05-31", "2020年1—5月"),
        ("2016-01-01", "2020-12-31", "2016—2020年"),
        ("2019-09-01", "2020-08-31", "2019年9月至2020年8月"),
        ("2020-05-01", "2020-05-07", "2020-05-01至2020-05-07"),
        ("2020-05-01", "2020-05-01", "2020-05-01"),
    ],
)
def test_periods_are_named_as_people_name_them(start: str, end: str, words: str) -> None:
    assert spoken(start, end) == words
