"""Statements or places in reports in, the sentences that say them out, with the quotations marked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from typing import TYPE_CHECKING, Any, overload

from kg.errors import UsageError
from kg.explore.style import FAINT, LINE, palette
from kg.query.parameters import quoted
from kg.records import record

if TYPE_CHECKING:
    import pandas as pd

    from kg.store import Build

_PLACE = re.compile(r"(?P<file>.+?):(?P<start>\d+)-(?P<end>\d+)(?:; |\Z)")
_AT_ONCE = 2_000
_SHOWN = 30
"""Passages that a notebook shows; all are there."""

# A follow-up stands on what its promise and its outcome stand on, a sentence on the figures in it, a thing on what is said of it.
_PLACES = """SELECT ?node ?file ?start ?end WHERE {
  VALUES ?node { %s }
  { ?node kg:evidence ?span ; kg:reportedIn ?report }
  UNION { ?fact kg:sentence ?node ; kg:valueText ?written ; kg:evidence ?span ; kg:reportedIn ?report }
  UNION { VALUES ?path { kg:about kg:indicator kg:refersTo } ?fact ?path ?node ; kg:evidence ?span ; kg:reportedIn ?report }
  UNION { ?node kg:commitment ?fact . ?fact kg:evidence ?span ; kg:reportedIn ?report }
  UNION { ?node kg:outcome ?fact . ?fact kg:evidence ?span ; kg:reportedIn ?report }
  ?span nif:beginIndex ?start ; nif:endIndex ?end .
  ?report kg:sourceFile ?file .
}"""
_ABOUT = """SELECT DISTINCT ?fact WHERE {
  { <IRI> kg:evidence ?span BIND(<IRI> AS ?fact) }
  UNION { VALUES ?path { kg:about kg:indicator kg:refersTo kg:forArea kg:reportedIn } ?fact ?path <IRI> ; kg:evidence ?span }
  UNION { VALUES ?part { kg:runBy kg:jointlyWith } ?thing ?part <IRI> . ?fact kg:about ?thing ; kg:evidence ?span }
}"""
_STANDING = """SELECT DISTINCT ?fact WHERE {
  ?report kg:sourceFile ?file . ?fact kg:reportedIn ?report ; kg:evidence ?span .
  ?span nif:beginIndex %d ; nif:endIndex %d .
  FILTER(?file = %s)
}"""
_OF = """SELECT DISTINCT ?thing WHERE { VALUES ?path { kg:about kg:indicator kg:refersTo } <%s> ?path ?thing }"""
_SENTENCES = """SELECT ?start ?end ?from ?to ?rule ?confidence ?heading WHERE {
  GRAPH <%s> {
    ?fact kg:evidence ?span ; kg:sentence ?sentence ; kg:rule ?ruleNode ; kg:confidence ?confidence .
    ?span nif:beginIndex ?start ; nif:endIndex ?end .
    ?sentence nif:beginIndex ?from ; nif:endIndex ?to .
    OPTIONAL { ?fact kg:section/kg:heading ?heading }
  }
  OPTIONAL { ?ruleNode kg:ruleId ?rule }
}"""


@record(order=True)
class Place:
    """Characters of a report: offsets are code points of its text, the end exclusive."""

    file: str
    start: int
    end: int

    def __str__(self) -> str:
        return f"{self.file}:{self.start}-{self.end}"


@record
class Passage:
    """A sentence (or item) of a report. `quotes` are the offsets, in the report, of what was quoted from it."""

    file: str
    title: str
    street: str
    section: str
    start: int
    end: int
    text: str
    quotes: tuple[tuple[int, int], ...]
    rules: tuple[tuple[str, str], ...]
    """Rule and confidence of each statement quoted."""

    def pieces(self) -> Iterator[tuple[str, bool]]:
        """The text in stretches, and whether each is quoted; quotations that overlap run together."""
        position = self.start
        for start, end in _joined(self.quotes):
            yield self.text[position - self.start : start - self.start], False
            yield self.text[start - self.start : end - self.start], True
            position = end
        yield self.text[position - self.start :], False


class Evidence(Sequence[Passage]):
    """Sentences in the order in which they were asked for, each once."""

    def __init__(self, passages: Iterable[Passage]) -> None:
        self._passages = tuple(passages)

    @overload
    def __getitem__(self, index: int) -> Passage: ...
    @overload
    def __getitem__(self, index: slice) -> Evidence: ...
    def __getitem__(self, index: int | slice) -> Passage | Evidence:
        return Evidence(self._passages[index]) if isinstance(index, slice) else self._passages[index]

    def __len__(self) -> int:
        return len(self._passages)

    def says(self, words: str) -> bool:
        """Whether one of the sentences has these words, blanks and line ends apart."""
        wanted = "".join(words.split())
        return any(wanted in "".join(passage.text.split()) for passage in self)

    def frame(self) -> pd.DataFrame:
        """The same as a data frame: a row a quotation."""
        from kg.explore.frames import pandas

        rows = [
            {
                "file": passage.file,
                "title": passage.title,
                "section": passage.section,
                "start": start,
                "end": end,
                "quote": passage.text[start - passage.start : end - passage.start],
                "sentence": passage.text.strip(),
            }
            for passage in self
            for start, end in passage.quotes
        ]
        columns = ["file", "title", "section", "start", "end", "quote", "sentence"]
        return pandas().DataFrame(rows, columns=columns)

    def __repr__(self) -> str:
        return "\n".join(map(_as_text, self)) or "（没有句子）"

    def _repr_html_(self) -> str:
        surface = palette()["surface"]
        more = f'<p style="{FAINT}">另有 {len(self) - _SHOWN} 句</p>' if len(self) > _SHOWN else ""
        return "".join(_as_html(passage, surface) for passage in self[:_SHOWN]) + more or "<p>没有句子</p>"


def places_of(build: Build, nodes: Iterable[str]) -> dict[str, tuple[Place, ...]]:
    """Where the evidence of each statement, number set aside or follow-up stands, in the order of the text."""
    wanted = list(dict.fromkeys(nodes))
    found: dict[str, set[Place]] = {}
    for first in range(0, len(wanted), _AT_ONCE):
        names = " ".join(f"<{name}>" for name in wanted[first : first + _AT_ONCE])
        for row in build.select(_PLACES % names):
            place = Place(row["file"].value, int(row["start"].value), int(row["end"].value))
            found.setdefault(row["node"].value, set()).add(place)
    return {node: tuple(sorted(places)) for node, places in found.items()}


def statements_about(build: Build, iri: str) -> list[str]:
    """The statement itself, or all that is stated of a project, initiative, indicator, area, report, or by whom it is run."""
    return [row["fact"].value for row in build.select(_ABOUT.replace("IRI", iri))]


def things_of(build: Build, facts: Iterable[str]) -> list[str]:
    """The projects, initiatives, indicators or areas that statements are about."""
    return list(dict.fromkeys(row["thing"].value for fact in facts for row in build.select(_OF % fact)))


def statements_at(build: Build, places: Iterable[Place]) -> list[str]:
    """The statements whose evidence stands at these places."""
    rows = (build.select(_STANDING % (place.start, place.end, quoted(place.file))) for place in places)
    return [row["fact"].value for found in rows for row in found]


def origin(places: Iterable[Place]) -> str:
    """Places as the index of a frame has them."""
    return "; ".join(map(str, dict.fromkeys(places)))


def places_in(text: str) -> list[Place]:
    """The places that an index entry names."""
    return [Place(match["file"], int(match["start"]), int(match["end"])) for match in _PLACE.finditer(text.strip())]


def found_at(build: Build, places: Sequence[Place]) -> Evidence:
    """The sentences in which statements stand at these places.

    Raises:
        UsageError: the build has no such report, or nothing is stated there (it was built anew from another text).
    """
    passages: dict[tuple[str, int], Passage] = {}
    order: list[tuple[str, int]] = []
    by_file: dict[str, list[Place]] = {}
    for place in dict.fromkeys(places):
        by_file.setdefault(place.file, []).append(place)
    at: dict[Place, tuple[str, int]] = {}
    for file, wanted in by_file.items():
        source = _source(build, file)
        for passage in _passages(build, source, wanted):
            passages[file, passage.start] = passage
            at |= {Place(file, start, end): (file, passage.start) for start, end in passage.quotes}
    for place in dict.fromkeys(places):
        if place not in at:
            raise UsageError(str(place), "图谱里这个位置没有事实", "图谱可能重新生成过：请再查询一次")
        if at[place] not in order:
            order.append(at[place])
    return Evidence(passages[key] for key in order)


def _source(build: Build, file: str) -> dict[str, Any]:
    for row in build.info["sources"]:
        if row["name"] == file:
            return dict(row)
    raise UsageError(file, "图谱里没有这份报告", "请检查是不是同一个图谱")


def _passages(build: Build, source: dict[str, Any], wanted: Sequence[Place]) -> Iterator[Passage]:
    text = build.text(source["sha256"])
    sentences: dict[tuple[int, int], dict[str, Any]] = {}
    spans = {(place.start, place.end) for place in wanted}
    # All of the report's, because a report has few statements beside what a join over numbers would go through.
    for row in build.select(_SENTENCES % source["graph"]):
        start, end, begin, stop = (int(row[name].value) for name in ("start", "end", "from", "to"))
        if (start, end) not in spans:
            continue
        told = sentences.setdefault((begin, stop), {"quotes": set(), "rules": set(), "heading": ""})
        told["quotes"].add((start, end))
        if row["rule"] is not None:
            told["rules"].add((row["rule"].value, row["confidence"].value))
        told["heading"] = row["heading"].value if row["heading"] is not None else told["heading"]
    for (begin, stop), told in sorted(sentences.items()):
        yield Passage(
            file=source["name"],
            title=source["title"] or source["name"],
            street=source["head"]["path"][-1],
            section=told["heading"],
            start=begin,
            end=stop,
            text=text[begin:stop],
            quotes=tuple(sorted(told["quotes"])),
            rules=tuple(sorted(told["rules"])),
        )


def _joined(ranges: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in sorted(ranges):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _as_text(passage: Passage) -> str:
    marked = "".join(f"【{piece}】" if quoted else piece for piece, quoted in passage.pieces()).strip()
    return f"{marked}\n    —— {passage.file}:{passage.start} {passage.title}"


def _as_html(passage: Passage, surface: dict[str, str]) -> str:
    marked = "".join(
        f'<mark style="background:{surface["mark"]};color:{surface["ink"]};padding:0 .1em">{escape(piece)}</mark>'
        if quoted
        else escape(piece)
        for piece, quoted in passage.pieces()
    )
    rules = "、".join(f"{rule} {confidence}" for rule, confidence in passage.rules)
    where = f"{passage.street} · {passage.title}" + (f" · {passage.section}" if passage.section else "")
    return (
        f'<blockquote style="margin:.6em 0;padding:.1em 0 .1em 1em;border-left:3px solid {LINE};'
        f'line-height:1.75;max-width:46em;white-space:pre-line">{marked.strip()}'
        f'<footer style="{FAINT};font-size:.85em" title="{escape(rules, quote=True)}">'
        f"{escape(where)} · <code>{escape(f'{passage.file}:{passage.start}')}</code></footer></blockquote>"
    )
