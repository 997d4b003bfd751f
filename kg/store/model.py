"""What a build consists of and what came of making one; nothing here touches files."""

from __future__ import annotations

from dataclasses import field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.rdf import DEFAULT_BASE
from kg.records import record

if TYPE_CHECKING:
    from kg.linking import Decisions
    from kg.store.reviewed import Reviews

MARKER = "build.json"
FORMAT = 4
"""Version of the layout of a build folder; another one is built anew."""

STORE, SHARDS, TEXTS, PAIRS = "store", "shards", "texts", "pairs"
GRAPH, FACTS, SHARED, LINKS, FINDINGS = "graph.ttl", "facts.jsonl", "shared.nt", "links.nt", "findings.jsonl"


@record
class Settings:
    """What decides, beside code and data, what a report becomes: namespace, a person's decisions, hypotheses or none."""

    base: str = DEFAULT_BASE
    decisions: Decisions | None = None
    reviews: Reviews | None = None
    hypotheses: bool = False


@record
class Source:
    """A report of a build. `name` is the path below the folder given, or the file name; never a whole path."""

    name: str
    file_sha256: str
    sha256: str
    body_sha256: str
    """Of the long sentences of the report: the same for its reprints, whatever page or format they come in."""
    size: int
    format: str
    encoding: str
    characters: int
    title: str | None
    report: str
    graph: str
    triples: int
    """In its own graph; what it shares with other reports stands in theirs too."""
    facts: dict[str, int]
    head: dict[str, Any]
    """What tells which reports it belongs with (`kg.linking.claims.Head`)."""
    warnings: tuple[str, ...] = ()
    same_text: tuple[tuple[str, str], ...] = ()
    """Further files with the same text (name, SHA-256 of the bytes), which are not counted again."""

    @classmethod
    def of(cls, row: dict[str, Any]) -> Source:
        """From a row of `build.json`."""
        same = tuple((name, digest) for name, digest in row["same_text"])
        return cls(**(row | {"warnings": tuple(row["warnings"]), "same_text": same}))

    @property
    def shard(self) -> str:
        """Stem of the report's files under `shards/` and `texts/`."""
        return self.sha256[:16]


@record
class Before:
    """The build that is there, and the shards of it that stay as they are."""

    folder: Path
    kept: frozenset[str]

    def file(self, folder: str, name: str, *shards: str) -> Path | None:
        """A file made of these shards alone, where all of them stay and it is there."""
        path = self.folder / folder / name
        return path if self.kept.issuperset(shards) and path.exists() else None


@record
class Failure:
    """A file that gave no report: why, and what to do."""

    name: str
    cause: str
    remedy: str = ""
    file_sha256: str | None = None

    def line(self) -> str:
        """One line for people."""
        return f"{self.name}：{self.cause}" + (f"。{self.remedy}" if self.remedy else "")


@record
class BuildSummary:
    """What came of `build`. `findings` counts by severity; None when nothing was validated."""

    output: Path
    sources: tuple[Source, ...]
    failures: tuple[Failure, ...]
    triples: int
    facts: dict[str, int]
    seconds: float
    unchanged: bool = False
    reused: int = 0
    findings: dict[str, int] | None = None
    details: dict[str, Any] = field(default_factory=dict)

    @property
    def exit_code(self) -> int:
        """0 fine; 1 when a file failed or a shape is violated."""
        return 1 if self.failures or (self.findings or {}).get("violation") else 0

    def lines(self, english: bool = False) -> list[str]:
        """What to tell people: the failures, then the outcome."""
        told = [failure.line() for failure in self.failures]
        figures = self.facts.get("indicator", 0)
        total = sum(self.facts.values())
        if english:
            state = "unchanged, the build is kept" if self.unchanged else f"built in {self.seconds:.1f} s"
            told.append(
                f"{self.output}: {len(self.sources)} reports, {total} facts ({figures} figures), "
                f"{self.triples} triples; {state}"
            )
            if self.findings is not None:
                told.append(
                    "SHACL: " + (", ".join(f"{n} {what}s" for what, n in self.findings.items() if n) or "clean")
                )
        else:
            state = "没有变化，沿用原有结果" if self.unchanged else f"用时 {self.seconds:.1f} 秒"
            told.append(
                f"{self.output}：{len(self.sources)} 份报告，{total} 条事实（其中指标 {figures} 条），"
                f"{self.triples} 个三元组；{state}"
            )
            if self.findings is not None:
                names = {"violation": "项违规", "warning": "项提醒", "info": "项提示"}
                parts = [f"{n} {names.get(what, what)}" for what, n in self.findings.items() if n]
                told.append("SHACL 校验：" + ("，".join(parts) or "全部通过"))
        return told
