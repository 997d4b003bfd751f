"""A build and a store in: what has to be done to each graph, done one by one, and checked afterwards."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Literal

from kg.errors import EndpointError, StreetKGError, UsageError
from kg.records import record
from kg.store import Build
from kg.store.graphs import Part
from kg.transfer.canonical import Lines, digest, lines
from kg.transfer.differences import GraphDifference, difference
from kg.transfer.targets import Target

Mode = Literal["replace", "merge"]
Report = Callable[[int, int, str], None]
"""Called with how many graphs are done, how many there are, and the name of the last one."""


@record
class Step:
    """What has to be done to one graph. `name` is the report's file, or what else the graph holds."""

    name: str
    difference: GraphDifference
    mode: Mode

    @property
    def idle(self) -> bool:
        """Whether the graph needs nothing: it is the same, or, to merge, has all."""
        return not self.difference.added and (self.mode == "merge" or not self.difference.removed)


@record
class Outcome:
    """What was done to a graph: its triples afterwards and their hash, as the store gives them back."""

    step: Step
    triples: int
    sha256: str


def named(build: Build, only: Sequence[str] = ()) -> list[tuple[str, Part]]:
    """The graphs of a build with names for people; `only` those named by IRI, by its last part, or by file.

    Raises:
        UsageError: one of `only` is none.
    """
    files = {row["graph"]: row["name"] for row in build.info["sources"]}
    kinds = {build.base + "graph-shared": "共有的事物", build.base + "graph-links": "报告之间的联系"}
    found = [(files.get(part.graph) or kinds.get(part.graph, "本体"), part) for part in build.graphs()]
    if not only:
        return found
    chosen = []
    for wanted in only:
        some = [one for one in found if wanted in (one[0], one[1].graph, one[1].graph.rpartition("/")[2])]
        if not some:
            raise UsageError(wanted, "图谱里没有这个图", "可用图的 IRI、报告的文件名，或 graph-shared、graph-links")
        chosen += [one for one in some if one not in chosen]
    return chosen


def must_be_sound(build: Build) -> None:
    """Refuse a build that violates a shape.

    Raises:
        StreetKGError: it was not validated, or it does.
    """
    counts = build.info["validation"]
    if counts is None:
        raise StreetKGError(
            str(build.path), "还没有校验过", "请先运行 kg build（不带 --no-validate），或加 --unchecked"
        )
    if counts["violation"]:
        raise StreetKGError(
            str(build.path), f"有 {counts['violation']} 项违规，不推送", "请先看 kg validate，或加 --unchecked"
        )


def plan(
    build: Build, target: Target, mode: Mode = "replace", only: Sequence[str] = (), *, prune: bool = False
) -> Iterator[Step]:
    """What has to be done to each graph, by what the store has now. Raises EndpointError, UsageError."""
    for name, part in named(build, only):
        yield _step(name, part, target, mode)
    for graph in left(build, target) if prune else ():
        yield Step(GONE, difference(graph, target.graph(graph), {}), mode)


GONE = "已不在图谱里的报告"


def left(build: Build, target: Target) -> list[str]:
    """The store's graphs of our making that the build has not: reports that are gone or have another text, or of other builds.

    Raises:
        UsageError: the store cannot be asked for its graphs. EndpointError: it does not answer.
    """
    names = target.names(f"{build.base}graph-")
    if names is None:
        raise UsageError("--prune", "图存储协议列不出库里有哪些图", "请用 --query 给出查询的地址")
    ours = {part.graph for part in build.graphs()}
    return [graph for graph in names if graph not in ours]


def push(
    build: Build,
    target: Target,
    mode: Mode = "replace",
    only: Sequence[str] = (),
    progress: Report | None = None,
    *,
    prune: bool = False,
) -> Iterator[Outcome]:
    """Bring each graph to what the build has and see that it is so. What is there already is not sent again.

    With `prune` the graphs that `left` names are removed last. Broken off at any moment it may be called again: each graph
    is compared before.

    Raises:
        EndpointError: the store cannot be reached, refuses, or has not what it was sent. UsageError: no such graph.
    """
    graphs = named(build, only)
    gone = left(build, target) if prune else []
    count = len(graphs) + len(gone)
    for number, (name, part) in enumerate(graphs, 1):
        step = _step(name, part, target, mode)
        found = step.difference
        if not step.idle and mode == "replace":
            target.replace(part.graph, found.after.values(), found.removed, found.added)
        elif not step.idle:
            target.add(part.graph, found.added)
        yield _outcome(step, found.before if step.idle else target.graph(part.graph))
        if progress:
            progress(number, count, name)
    for number, graph in enumerate(gone, len(graphs) + 1):
        step = Step(GONE, difference(graph, target.graph(graph), {}), mode)
        target.remove(graph)
        yield _outcome(step, target.graph(graph))
        if progress:
            progress(number, count, GONE)


def _outcome(step: Step, there: Lines) -> Outcome:
    ours = step.difference.after
    missing, strange = len(ours.keys() - there.keys()), len(there.keys() - ours.keys())
    if missing or (step.mode == "replace" and strange):
        cause = f"推送后核对不上：少 {missing} 个三元组，多 {strange} 个"
        raise EndpointError(
            f"{step.name}（{step.difference.graph}）", cause, "请再推送一次；仍不符时请检查服务器的设置"
        )
    return Outcome(step, len(there), digest(there))


def _step(name: str, part: Part, target: Target, mode: Mode) -> Step:
    return Step(name, difference(part.graph, target.graph(part.graph), lines(part.triples())), mode)
