"""Two graphs, or two builds, in; what came, what went and what changed out, in words and as an RDF patch."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from kg.rdf import vocabulary as v
from kg.records import record
from kg.store import Build
from kg.store.graphs import Part
from kg.transfer.canonical import Lines, lines

_LINE = re.compile(r"(\S+) (\S+) (.*) \.\Z", re.DOTALL)
_LITERAL = re.compile(r'"((?:[^"\\]|\\.)*)"', re.DOTALL)
_ESCAPED = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_PLAIN = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}


@record
class GraphDifference:
    """How one graph becomes another one: N-Triples lines to add and to remove, as each of them has them."""

    graph: str
    before: Lines
    after: Lines
    added: tuple[str, ...]
    removed: tuple[str, ...]
    was: str
    """The name of the graph before: a report with another text has another one."""

    @property
    def same(self) -> bool:
        """Whether there is nothing to do."""
        return not self.added and not self.removed

    def words(self) -> list[str]:
        """What that means: 固定资产投资：28.7亿元 → 28.8亿元."""
        return list(_in_words(self.before, self.after))


def difference(graph: str, before: Lines, after: Lines, was: str | None = None) -> GraphDifference:
    """How two states of a graph differ, which `was` the name of before."""
    kept = before.keys() & after.keys() if was in (None, graph) else frozenset()
    added = tuple(after[line] for line in sorted(after.keys() - kept))
    removed = tuple(before[line] for line in sorted(before.keys() - kept))
    return GraphDifference(graph, before, after, added, removed, was or graph)


def compare(old: Build, new: Build) -> Iterator[GraphDifference]:
    """How two builds differ, graph by graph, those that do not left out.

    A graph of the same name is the same; of the rest, a report in a file of the same name is the same report.
    """
    before = {part.graph: part for part in old.graphs()}
    now = new.graphs()
    left: defaultdict[str, list[str]] = defaultdict(list)
    same = {part.graph for part in now}
    for row in old.info["sources"]:
        if row["graph"] not in same:
            left[row["name"]].append(row["graph"])
    names = {row["graph"]: row["name"] for row in new.info["sources"]}
    matched = set()
    for part in now:
        other = before.get(part.graph)
        if other is None and left[names.get(part.graph, "")]:
            other = before[left[names[part.graph]].pop(0)]
        if other is not None:
            matched.add(other.graph)
        if other is None or not _same_file(part, other):
            was = part.graph if other is None else other.graph
            found = difference(part.graph, _lines(other), _lines(part), was)
            if not found.same:
                yield found
    for graph, part in before.items():
        if graph not in matched:
            yield difference(graph, _lines(part), {})


def _same_file(one: Part, other: Part) -> bool:
    if one.graph != other.graph:
        return False
    if one.path is None or other.path is None:
        return one.path is other.path
    return one.path.read_bytes() == other.path.read_bytes()


def _lines(part: Part | None) -> Lines:
    return {} if part is None else lines(part.triples())


def patch(differences: Iterable[GraphDifference]) -> Iterator[str]:
    """An RDF patch (https://afs.github.io/rdf-delta/rdf-patch.html), line by line, that makes the one out of the other."""
    yield "TX ."
    all_found = list(differences)  # first all that goes: what one graph loses another one may get
    for found in all_found:
        yield from (f"D {line[:-2]} <{found.was}> ." for line in found.removed)
    for found in all_found:
        yield from (f"A {line[:-2]} <{found.graph}> ." for line in found.added)
    yield "TC ."


# --- in words -------------------------------------------------------------------------------------------------------


@record
class _Said:
    """A fact as a reader knows it: what is measured or named, and the words that say it."""

    about: str
    words: str


def _in_words(before: Lines, after: Lines) -> Iterator[str]:
    """Facts that are said otherwise, that came, and that went; their IRIs do not matter, which change with the text."""
    old, new = _said(before), _said(after)
    gone, come = old - new, new - old
    by_subject: defaultdict[str, list[_Said]] = defaultdict(list)
    for said in sorted(come.elements(), key=lambda said: (said.about, said.words)):
        by_subject[said.about].append(said)
    for said in sorted(gone.elements(), key=lambda said: (said.about, said.words)):
        if said.about and by_subject[said.about]:
            other = by_subject[said.about].pop(0)
            yield f"～ {said.about}：{said.words} → {other.words}"
        else:
            yield f"－ {_shown(said)}"
    yield from (f"＋ {_shown(said)}" for several in by_subject.values() for said in several)


def _shown(said: _Said) -> str:
    return f"{said.about}：{said.words}" if said.about and said.about != said.words else said.words


def _said(graph: Iterable[str]) -> Counter[_Said]:
    """The facts of a graph, each as often as it is said."""
    wanted = (v.EVIDENCE, v.METRIC_TEXT, v.NIF_ANCHOR_OF, v.REASON)
    found: dict[str, dict[str, str]] = {name: {} for name in wanted}
    for line in graph:
        match = _LINE.match(line)
        if match is not None and match[2] in found:
            found[match[2]][match[1]] = match[3]
    evidence, metrics, quotes, set_aside = (found[name] for name in wanted)
    return Counter(
        _Said(_text(metrics.get(statement, "")), _text(quotes.get(span, "")))
        for statement, span in evidence.items()
        if statement not in set_aside
    )


def _text(literal: str) -> str:
    match = _LITERAL.match(literal)
    return "" if match is None else _ESCAPED.sub(_unescaped, match[1])


def _unescaped(mark: re.Match[str]) -> str:
    code = mark[1] or mark[2]
    return chr(int(code, 16)) if code else _PLAIN.get(mark[3], mark[3])
