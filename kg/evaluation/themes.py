"""From a sample of statements with the theme that a reader gave them to what of the themes found is right.

A line of the sample (`tests/gold/themes.jsonl`) is one statement of a text of the gold: `file` (stem of its name),
`type`, `start`, `end`, `quote`, the one `theme`, other `acceptable` ones, and `aside` for every third, which nobody
looks at while working on rules: those are measured, never listed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path

from kg import errors
from kg.evaluation.matching import Fact, match
from kg.evaluation.measuring import Evaluation, Measured
from kg.evaluation.report import context
from kg.evaluation.scores import THRESHOLDS, load
from kg.evaluation.tables import aligned, markdown
from kg.records import record

SAMPLE = Path(__file__).resolve().parents[2] / "tests" / "gold" / "themes.jsonl"


@dataclass(frozen=True)
class Reading:
    """A statement of the sample and the themes found for it, the strongest first; None where it was not found."""

    measured: Measured
    gold: Fact
    found: tuple[str, ...] | None

    @cached_property
    def allowed(self) -> frozenset[str]:
        """The theme of the reader and those that are acceptable."""
        return frozenset((self.gold["theme"], *self.gold["acceptable"]))

    @property
    def right(self) -> bool:
        """The first theme found is the reader's or acceptable."""
        return self.found is not None and bool(self.allowed.intersection(self.found[:1]))


@record
class Tally:
    """How many statements of a sample were found, have a theme, a right one; how many themes they have, and right."""

    sampled: int
    found: int
    themed: int
    right: int
    themes: int
    themes_right: int

    @property
    def share(self) -> float:
        """Right ones among the statements found; those without a theme are not right."""
        return self.right / self.found if self.found else 0.0


def read(path: Path | None, evaluation: Evaluation) -> list[Reading]:
    """The statements of a sample whose texts were measured in the open, with what was found; none without themes.

    Without a path, the sample of the checkout that this package lies in, if it lies in one.

    Raises:
        UnreadableSource: the sample cannot be read, or a quotation is not where it should be.
    """
    if path is None and not SAMPLE.is_file():
        return []
    path = path or SAMPLE
    try:
        sample = load(path)
    except (OSError, ValueError) as error:
        raise errors.UnreadableSource(str(path), "读不了主题抽样", "请给出每行一个 JSON 的文件") from error
    documents = {measured.stretch.document: measured for measured in evaluation.open if not measured.stretch.borrowed}
    readings: list[Reading] = []
    for name, measured in documents.items():
        if measured.prediction.themes is not None:
            rows = [row for row in sample if row["file"] == name]
            readings += _of_document(measured, rows, measured.prediction.themes, path)
    return readings


def _of_document(measured: Measured, rows: Sequence[Fact], found: Iterable[Fact], path: Path) -> Iterable[Reading]:
    text = measured.prediction.text
    for row in rows:
        if text[row["start"] : row["end"]] != row["quote"]:
            problem = f"{row['file']}:{row['start']} 处不是“{row['quote']}”"
            raise errors.UnreadableSource(str(path), problem, "请更正抽样或原文")
    by_type: defaultdict[str, list[Fact]] = defaultdict(list)
    for fact in found:
        by_type[fact["type"]].append(fact)
    for type_ in sorted({row["type"] for row in rows}):
        wanted = [row for row in rows if row["type"] == type_]
        pairs = dict(match(wanted, by_type[type_], THRESHOLDS[type_]))
        for i, row in enumerate(wanted):
            yield Reading(measured, row, by_type[type_][pairs[i]]["themes"] if i in pairs else None)


def tally(readings: Iterable[Reading]) -> Tally:
    """The counts of some statements."""
    rows = list(readings)
    given = [(theme, row) for row in rows for theme in row.found or ()]
    return Tally(
        sampled=len(rows),
        found=sum(row.found is not None for row in rows),
        themed=sum(bool(row.found) for row in rows),
        right=sum(row.right for row in rows),
        themes=len(given),
        themes_right=sum(theme in row.allowed for theme, row in given),
    )


def parts(readings: Sequence[Reading]) -> dict[str, list[Reading]]:
    """The statements in view and those kept aside."""
    return {
        "in view": [reading for reading in readings if not reading.gold["aside"]],
        "kept aside": [reading for reading in readings if reading.gold["aside"]],
    }


def table(readings: Sequence[Reading]) -> str:
    """The figures as an aligned table for the screen."""
    names = {"in view": "可看", "kept aside": "留存"}
    rows = [[names[name], *_cells(tally(group))] for name, group in parts(readings).items()]
    header = ["", "首个主题对的占比", "对", "有主题", "找到", "抽样", "给出的主题", "其中对"]
    return "主题（抽样）\n" + aligned(header, rows)


def section(readings: Sequence[Reading]) -> str:
    """The section of the accuracy page: figures in view and aside, then by the reader's theme."""
    groups = parts(readings)
    header = ["", "share right", "right", "with a theme", "found", "sampled", "themes given", "of them right"]
    whole = markdown(header, [[name, *_cells(tally(group))] for name, group in groups.items()])
    themes = sorted({reading.gold["theme"] for reading in readings})
    rows = [[theme, *(_of_theme(theme, group) for group in groups.values())] for theme in themes]
    by_theme = markdown(["the reader's theme", *(f"right {name}" for name in groups)], rows)
    return f"{_HEAD}\n{whole}\n\n{by_theme}\n"


_HEAD = """## Themes: a sample of statements

Indicators, projects and initiatives drawn by chance from gold in view (`tests/gold/themes.jsonl`); one reader gave each
a theme, and others where two careful people could disagree, before seeing what the project says. *Right* is the share
of the statements found whose first theme is the reader's or acceptable; a statement without a theme is not right. A
statement has two themes at most: the last columns count all. Every third statement is *kept aside*: its result was not
looked at while choosing words. But the words were chosen by the reader of the sample, with the same texts in view:
the figure estimates other statements of these texts, and is too good for new ones.
"""


def listed(readings: Sequence[Reading], limit: int) -> str:
    """The statements in view whose first theme is wrong or that have none, with their context."""
    wrong = [reading for reading in parts(readings)["in view"] if reading.found is not None and not reading.right]
    lines = [
        f"[{reading.gold['file']}:{reading.gold['start']}] {context(reading.measured, reading.gold)}\n"
        f"      {' '.join(reading.found or ()) or '无'} ≠ {reading.gold['theme']}"
        for reading in wrong[:limit]
    ]
    more = [f"…… 另有 {len(wrong) - limit} 条（--limit）"] if len(wrong) > limit else []
    return "\n".join([f"主题的差错：{len(wrong)} 条", *lines, *more]) + "\n"


def as_data(readings: Sequence[Reading]) -> dict[str, dict[str, float]]:
    """The figures as plain data."""
    return {
        name: {**asdict(counts), "share": round(counts.share, 4)}
        for name, group in parts(readings).items()
        for counts in [tally(group)]
    }


def _of_theme(theme: str, readings: Iterable[Reading]) -> str:
    counts = tally(reading for reading in readings if reading.gold["theme"] == theme)
    return f"{counts.right} of {counts.found}"


def _cells(counts: Tally) -> list[str]:
    numbers = (counts.right, counts.themed, counts.found, counts.sampled, counts.themes, counts.themes_right)
    return [f"{counts.share:.3f}", *map(str, numbers)]
