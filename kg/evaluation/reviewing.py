"""What a person decided on the report pages in, the kept decisions, precision by rule, and gold out.

The pages give JSON lines (`decision`, the fact with its context, where it stands). They are kept as rows of a CSV file
(`kg.store.reviewed`) that `kg build --reviews` respects.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import sqrt
from pathlib import Path, PurePosixPath
from typing import Any

from kg.aside import aside
from kg.errors import UnreadableSource, UsageError
from kg.evaluation.bodies import find
from kg.evaluation.scores import CLASSES
from kg.records import record
from kg.store import Build
from kg.store.reviewed import EXTRA, SAYS, Reviews, bare, context_after, context_before, says

REJECTED = "rejected.tsv"
"""Beside the gold: what a person has rejected, for readers."""
_GOLD_FIELDS = {
    "indicator": ("value", "value_max", "unit", "bound", "kind", "modality", "metric"),
    "project": ("status",),
    "initiative": (),
    "deadline": ("date",),
    "area": ("level", "name"),
}
_PERIOD = ("period_start", "period_end")
_REMEDY = "请给出报告页“下载核定”得到的文件"


@record
class Decision:
    """A line of a page's file: the row to be kept, and where the fact stands in which text."""

    row: dict[str, str]
    start: int
    end: int
    sha256: str

    @property
    def key(self) -> tuple[str, ...]:
        """What it is on."""
        return _key(self.row)


@record
class RuleScore:
    """How a rule fared before a person: decisions for and against, and the confidence that its facts bear."""

    rule: str
    accepted: int
    rejected: int
    confidence: float

    @property
    def precision(self) -> float:
        """Share of what was accepted."""
        return self.accepted / (self.accepted + self.rejected)

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's interval of the precision at 95 %."""
        n, p, z = self.accepted + self.rejected, self.precision, 1.96
        middle, width = p + z * z / (2 * n), z * sqrt(p * (1 - p) / n + z * z / (4 * n * n))
        return max(0.0, (middle - width) / (1 + z * z / n)), min(1.0, (middle + width) / (1 + z * z / n))


@dataclass(slots=True)
class GoldSummary:
    """What came of adding to gold; `conflicts` are facts that a person rejected and the gold there has."""

    files: list[str] = field(default_factory=list)
    added: int = 0
    removed: int = 0
    optional: int = 0
    conflicts: list[str] = field(default_factory=list)
    unknown: int = 0
    """Decisions on texts that the build does not have."""


def read_decisions(paths: Iterable[Path], by: str = "") -> list[Decision]:
    """The decisions of files of JSON lines, in their order; `by` is who made them.

    Raises:
        UsageError: a file cannot be read, or a line is no decision.
    """
    found = []
    for path in paths:
        try:
            lines = path.read_text(encoding="utf-8-sig").split("\n")
        except (OSError, UnicodeDecodeError) as error:
            raise UsageError(
                str(path), f"读不了（{getattr(error, 'strerror', None) or '不是 UTF-8'}）", _REMEDY
            ) from None
        for number, line in enumerate(lines, start=1):
            if line.strip():
                found.append(_decision(line, f"{path}:{number}", by))
    return found


def _decision(line: str, where: str, by: str) -> Decision:
    try:
        given = json.loads(line)
        fact = {**given["fields"], "type": given["type"], "quote": given["quote"]}
        if given["decision"] not in ("accept", "reject") or given["type"] not in SAYS or not given["quote"]:
            raise ValueError
        row = {
            "decision": given["decision"],
            "type": given["type"],
            "quote": " ".join(given["quote"].split()),
            "before": context_before(given["before"]),
            "after": context_after(given["after"]),
            "says": says(fact),
        }
        extra = {name: " ".join(str(given.get(name, "")).split()) for name in EXTRA}
        return Decision(row | extra | {"by": by}, int(given["start"]), int(given["end"]), str(given["sha256"]))
    except (ValueError, KeyError, TypeError, AttributeError):
        raise UsageError(where, "这一行不是核定", _REMEDY) from None


def merged(kept: Sequence[Mapping[str, str]], decisions: Iterable[Decision]) -> tuple[list[dict[str, str]], int, int]:
    """The rows of the file with the new decisions in: the rows, how many are new, and how many say the contrary of before.

    Of several decisions on one thing the last one holds, and the last note; a row keeps its place, and what people wrote into it.
    """
    rows = {_key(row): dict(row) for row in kept}
    new = turned = 0
    for decision in decisions:
        known = rows.get(decision.key)
        if known is None:
            new += 1
            rows[decision.key] = dict(decision.row)
        elif known["decision"] != decision.row["decision"]:
            turned += 1
            known |= {name: decision.row[name] for name in ("decision", "by", "on")}
        if known is not None and decision.row["note"]:
            known["note"] = decision.row["note"]
    return list(rows.values()), new, turned


def by_rule(rows: Iterable[Mapping[str, str]]) -> list[RuleScore]:
    """How each rule fared, the one with most decisions first."""
    counts: dict[str, list[float]] = {}
    for row in rows:
        if row["decision"] in ("accept", "reject") and row.get("rule"):
            count = counts.setdefault(row["rule"], [0, 0, 0.0])
            count[row["decision"] == "reject"] += 1
            count[2] = _number(row.get("confidence", "")) or count[2]
    scores = [RuleScore(rule, int(yes), int(no), sure) for rule, (yes, no, sure) in counts.items()]
    return sorted(scores, key=lambda score: (-score.accepted - score.rejected, score.rule))


def add_to_gold(folder: Path, decisions: Sequence[Decision], reviews: Reviews, build: Build) -> GoldSummary:
    """Add what was decided on the reports of a build to a folder of gold (tests/gold/README.md has the format).

    What was accepted becomes gold, what was rejected has no place in it, and what nobody has decided on yet is written as
    optional, so that it counts neither way: such gold measures precision and keeps mistakes from coming back; recall
    needs a reader who looks for what is missing. Gold that is there stays: its optional lines may be decided now, and
    where it has what a person rejects, that is told and left for people to settle.

    Raises:
        UsageError: gold lies there for another text of that name, or the folder cannot be written.
    """
    summary = GoldSummary()
    sources = {source["sha256"]: source for source in build.info["sources"]}
    summary.unknown = sum(decision.sha256 not in sources for decision in decisions)
    facts: dict[str, list[dict[str, Any]]] = {}
    for fact in build.facts():
        facts.setdefault(fact["report"], []).append(fact)
    rejected: list[str] = []
    folder.mkdir(parents=True, exist_ok=True)
    for sha256 in dict.fromkeys(decision.sha256 for decision in decisions if decision.sha256 in sources):
        source, text = sources[sha256], build.text(sha256)
        no = {
            (d.row["type"], d.start, d.end): d
            for d in decisions
            if d.sha256 == sha256 and d.row["decision"] == "reject"
        }
        stem = _stem(folder, source["name"], sha256, text)
        path = folder / f"{stem}.jsonl"
        lines = _read_gold(path)
        fresh = lines is None
        gold = {(line["type"], line["start"], line["end"]): line for line in lines or []}
        for fact in facts.get(source["report"], []):
            if fact["type"] not in CLASSES:
                continue
            place, verdict = (fact["type"], fact["start"], fact["end"]), reviews.of(text, fact)
            if verdict and (place not in gold or gold[place].get("optional")):
                gold[place] = _gold_line(fact, optional=False)
                summary.added += 1
            elif verdict is None and fresh and place not in gold:
                gold[place] = _gold_line(fact, optional=True)
                summary.optional += 1
        for place, decision in no.items():
            if place in gold and gold[place].get("optional"):
                del gold[place]
                summary.removed += 1
            elif place in gold:
                summary.conflicts.append(f"{stem}.jsonl {place[1]}–{place[2]} {decision.row['quote']}")
            row = (stem, *map(str, place), decision.row["quote"], decision.row["rule"], decision.row["says"])
            rejected.append("\t".join(row))
        ordered = sorted(gold.values(), key=lambda line: (line["start"], line["end"], line["type"]))
        _save(path, "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in ordered))
        if _text_of(path) is None:
            _save(path.with_suffix(".txt"), text)
        summary.files.append(path.name)
    if rejected:
        known = (folder / REJECTED).read_text(encoding="utf-8").splitlines() if (folder / REJECTED).exists() else []
        _save(folder / REJECTED, "\n".join(dict.fromkeys([*known, *rejected])) + "\n")
    return summary


def _gold_line(fact: Mapping[str, Any], optional: bool) -> dict[str, Any]:
    line = {name: fact[name] for name in ("type", "start", "end", "quote", *_GOLD_FIELDS[fact["type"]])}
    line["optional"] = optional
    if fact["type"] == "indicator":
        line |= {name: fact[name] for name in _PERIOD}
    return line


def _read_gold(path: Path) -> list[dict[str, Any]] | None:
    if not path.exists():
        return None
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def _stem(folder: Path, name: str, sha256: str, text: str) -> str:
    """The name of a report's gold: that of its file, with a part of its hash where another text has that name there."""
    stem = PurePosixPath(name).stem
    known = _text_of(folder / f"{stem}.jsonl")
    free = not (folder / f"{stem}.jsonl").exists() and not (folder / f"{stem}.txt").exists()
    return stem if free or known == text else f"{stem}-{sha256[:8]}"


def _text_of(path: Path) -> str | None:
    """The text that a gold file is on; None where it is nowhere to be found."""
    if not path.exists():
        return None
    try:
        text_path = find([path], frozenset())[0].text_path
    except UnreadableSource:
        return None
    return text_path.read_bytes().decode("utf-8-sig", "replace")


def _save(path: Path, text: str) -> None:
    with aside(path) as beside:
        beside.write_bytes(text.encode("utf-8", "surrogatepass"))


def _key(row: Mapping[str, str]) -> tuple[str, ...]:
    return row["type"], bare(row["quote"]), row["before"], row["after"], row["says"]


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0
