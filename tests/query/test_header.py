"""The header of a query file: what it may say, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import UsageError
from kg.query import load, parse
from kg.query.files import find, load_directory

HEADER = """#+ title: 目标
#+ title-en: Targets
#+ description: 第一行
#+   第二行
#+ params: street(string)=, least(decimal)=0,
#+   day(date), words(string)="a, b"
#+ columns: street=街道, value=数值
# an ordinary comment
SELECT ?street ?value { ?street ?p ?value }
"""


def test_header_is_read() -> None:
    query = parse(HEADER, "example")
    assert (query.title, query.title_en, query.description) == ("目标", "Targets", "第一行 第二行")
    assert [(p.name, p.type, p.required, p.default) for p in query.parameters] == [
        ("street", "string", False, None),
        ("least", "decimal", False, "0"),
        ("day", "date", True, None),
        ("words", "string", False, "a, b"),
    ]
    assert query.labels == {"street": "街道", "value": "数值"}


def test_a_query_without_header_has_its_name_only() -> None:
    query = parse("SELECT * { ?s ?p ?o }", "plain")
    assert (query.name, query.title, query.parameters) == ("plain", "", ())


def test_lines_after_the_query_are_no_header() -> None:
    assert parse("SELECT * { ?s ?p ?o }\n#+ title: late", "q").title == ""


@pytest.mark.parametrize(
    "line",
    [
        "#+ titel: 目标",
        "#+ no key",
        "#+ params: street",
        "#+ params: street(text)=",
        "#+ params: street_name(string)=",
        "#+ params: least(decimal)=viel",
        "#+ params: day(date)=2020-13-01",
        "#+ columns: street",
        "#+ title: one\n#+ title: two",
    ],
)
def test_a_wrong_header_is_refused(line: str) -> None:
    with pytest.raises(UsageError):
        parse(line + "\nSELECT * { ?s ?p ?o }", "q")


def test_files_with_byte_order_mark_and_carriage_returns_are_read(tmp_path: Path) -> None:
    path = tmp_path / "q.rq"
    path.write_bytes("\ufeff#+ title: 目标\r\nSELECT * { ?s ?p ?o }\r\n".encode())
    assert load(path).title == "目标"
    assert "\r" not in load(path).text


def test_unreadable_files_are_named(tmp_path: Path) -> None:
    bad = tmp_path / "gbk.rq"
    bad.write_bytes("#+ title: 目标".encode("gbk"))
    for path in (bad, tmp_path / "missing.rq", tmp_path):
        with pytest.raises(UsageError) as caught:
            load(path)
        assert str(path) in caught.value.line()
    with pytest.raises(UsageError):
        load_directory(tmp_path / "nothing")


@pytest.mark.parametrize("name", ["01-targets", "targets", "1", "01"])
def test_shipped_queries_have_names_and_numbers(name: str) -> None:
    assert find(name).name == "01-targets"


def test_an_unknown_name_gets_the_nearest() -> None:
    with pytest.raises(UsageError, match="targets"):
        find("tragets")
