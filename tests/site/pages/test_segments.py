"""The text of a page is the text of the report, whatever spans lie on it."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.site.segments import Span, lines, shown


class _Reader(HTMLParser):
    """What a browser makes of a line: its text, and for each character the numbers of the elements around it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text, self.open, self.covered = "", [], []  # type: ignore[var-annotated]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.open.append(int(given["data-f"] or 0))

    def handle_endtag(self, tag: str) -> None:
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.text += data
        self.covered += [frozenset(self.open)] * len(data)


def _read(text: str, spans: list[Span]) -> _Reader:
    reader = _Reader()
    for line in lines(text, spans):
        reader.feed(str(line))
        assert reader.open == [], "each line closes what it opens"
    reader.close()
    return reader


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.text(alphabet="甲乙a<&\"'>\r\n\t 😀\ud800\x00", max_size=40),
    st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=12),
)
def test_each_character_stands_once_under_exactly_its_spans(text: str, pairs: list[tuple[int, int]]) -> None:
    bounds = [(min(a, b, len(text)), min(max(a, b), len(text))) for a, b in pairs]
    spans = [Span(a, b, "i", number) for number, (a, b) in enumerate(bounds) if a < b]
    read = _read(text, spans)
    assert read.text == shown(text)
    assert len(shown(text)) == len(text)
    for position, covered in enumerate(read.covered):
        assert covered == {span.number for span in spans if span.start <= position < span.end}


@pytest.mark.parametrize(
    ("text", "spans", "expected"),
    [
        ("完成投资3亿元", [(0, 4, 0), (4, 7, 1)], ['<0>完成投资</0><1>3亿元</1>']),
        ("完成投资3亿元", [(0, 7, 0), (4, 7, 1)], ['<0>完成投资<1>3亿元</1></0>']),
        ("甲乙丙丁", [(0, 3, 0), (1, 4, 1)], ["<0>甲</0><1><0>乙丙</0>丁</1>"]),
        ("甲乙\n丙丁", [(1, 4, 0)], ["甲<0>乙\n</0>", "<0>丙</0>丁"]),
    ],
)  # fmt: skip
def test_spans_nest_and_crossing_ones_are_cut(
    text: str, spans: list[tuple[int, int, int]], expected: list[str]
) -> None:
    made = [str(line) for line in lines(text, [Span(a, b, "i", number) for a, b, number in spans])]
    plain = []
    for line in made:
        numbers: list[str] = []
        out = ""
        for piece in line.replace("<", "\0<").replace(">", ">\0").split("\0"):
            if piece.startswith("<b"):
                numbers.append(piece.split("data-f=")[1].rstrip(">").split()[0])
                out += f"<{numbers[-1]}>"
            elif piece == "</b>":
                out += f"</{numbers.pop()}>"
            else:
                out += piece
        plain.append(out)
    assert plain == expected
