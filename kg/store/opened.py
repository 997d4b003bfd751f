"""A build folder in; its store, facts, texts and record out, read-only."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from kg.errors import UsageError
from kg.rdf import shared_graph_iri
from kg.rdf.links import links_graph_iri
from kg.rdf.terms import PREFIXES
from kg.store.graphs import Part, parts
from kg.store.model import FACTS, FINDINGS, FORMAT, GRAPH, LINKS, MARKER, SHARDS, SHARED, STORE, TEXTS, Source

if TYPE_CHECKING:
    from kg.validation import Finding

_NUMBERS = """SELECT ?report (COUNT(DISTINCT ?span) AS ?numbers) WHERE {
  { ?fact kg:valueText ?written ; kg:reportedIn ?report ; kg:evidence ?span }
  UNION { ?aside kg:reason ?reason ; kg:reportedIn ?report ; kg:evidence ?span }
} GROUP BY ?report"""
_UNRESOLVED = """SELECT ?report (COUNT(?aside) AS ?numbers) WHERE {
  ?aside kg:reason kgc:unresolved ; kg:reportedIn ?report
} GROUP BY ?report"""
_REMEDY = "请先用 kg build 生成，或给出正确的目录"


@dataclass(frozen=True)
class Build:
    """An opened build. `info` is its `build.json`."""

    path: Path
    info: dict[str, Any]

    @cached_property
    def store(self) -> ox.Store:
        """The store, read-only. Reports are named graphs: query it with `use_default_graph_as_union=True`."""
        try:
            return ox.Store.read_only(str(self.path / STORE))
        except OSError as error:
            raise UsageError(str(self.path), f"其中的数据库打不开（{error}）", "请重新生成") from None

    def select(self, text: str) -> Any:
        """A SPARQL query over the union of all graphs, with our prefixes supplied. Raises SyntaxError."""
        return self.store.query(text, use_default_graph_as_union=True, prefixes=PREFIXES | {"kgd": self.base})

    @property
    def base(self) -> str:
        """Namespace of the data."""
        return str(self.info["base"])

    @property
    def graph_file(self) -> Path:
        """Everything as one Turtle file."""
        return self.path / GRAPH

    def facts(self) -> Iterator[dict[str, Any]]:
        """The facts of all reports, report by report."""
        with (self.path / FACTS).open(encoding="utf-8") as file:
            for line in file:
                yield json.loads(line)

    def numbers(self) -> dict[str, tuple[int, int]]:
        """How many numbers each report has, by its IRI, and how many of them nothing explains.

        They are counted by their characters: 响应率、办结率达到100% is one number and two facts.
        """
        total = {row["report"].value: int(row["numbers"].value) for row in self.select(_NUMBERS)}
        unresolved = {row["report"].value: int(row["numbers"].value) for row in self.select(_UNRESOLVED)}
        return {report: (number, unresolved.get(report, 0)) for report, number in total.items()}

    def text(self, sha256: str) -> str:
        """The decoded text of a report, by the hash of its text, as offsets count it.

        Raises:
            UsageError: the build has lost it.
        """
        file = self.path / TEXTS / f"{sha256[:16]}.txt"
        try:
            return file.read_bytes().decode("utf-8", "surrogatepass")
        except FileNotFoundError:
            raise UsageError(str(file), "没有这个文件，图谱不完整", "请用 kg build 重新生成") from None

    def graphs(self) -> list[Part]:
        """All named graphs, in the order of the exports."""
        return graphs(self.path, [Source.of(row) for row in self.info["sources"]], self.base)

    def findings(self) -> list[Finding] | None:
        """What validation found when it was built, gravest first; None where it was not validated, or by other shapes."""
        from kg.store.checking import fingerprint, read_findings

        if (self.info["validation"] or {}).get("checks") != fingerprint():
            return None
        return read_findings(self.path / FINDINGS)


def graphs(folder: Path, sources: Sequence[Source], base: str) -> list[Part]:
    """All named graphs of a build in a folder."""
    reports = ((source.graph, folder / SHARDS / f"{source.shard}.ttl") for source in sources)
    shared = Part(shared_graph_iri(base), folder / SHARED)
    return parts(reports, shared, Part(links_graph_iri(base), folder / LINKS))


def open_build(path: str | Path) -> Build:
    """The build in a folder.

    Raises:
        UsageError: there is none, or it was made by another version of the layout.
    """
    folder = Path(path)
    recover(folder)
    if not folder.is_dir():
        raise UsageError(str(folder), "没有这个生成目录", _REMEDY)
    info = read_info(folder)
    if info is None and is_ours(folder):
        raise UsageError(str(folder), "是另一个版本的 StreetKG 生成的，格式不同", "请用 kg build 重新生成")
    if info is None:
        raise UsageError(str(folder), f"不是 kg build 生成的目录（没有可用的 {MARKER}）", _REMEDY)
    return Build(folder, info)


def read_info(folder: Path) -> dict[str, Any] | None:
    """The record of a build; None where there is none of this layout."""
    try:
        info = json.loads((folder / MARKER).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return info if isinstance(info, dict) and info.get("format") == FORMAT and "streetkg" in info else None


def is_ours(folder: Path) -> bool:
    """Whether a folder was made by a build, of whatever layout."""
    try:
        info = json.loads((folder / MARKER).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(info, dict) and "streetkg" in info


def recover(folder: Path) -> None:
    """Put the last good build back where a build was killed between its two renames."""
    if folder.exists():
        return
    for old in sorted(folder.parent.glob(f".{folder.name}.old-*")):
        if is_ours(old):
            old.replace(folder)
            return
