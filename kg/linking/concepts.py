"""What an indicator measures, the same in all reports: extracted figures in, concepts out.

The rule, in order:
1. The metric is normalised: NFKC, quotation marks and blanks out, other words for the same put in place (规模以上 →
   规上), names of the report's own areas, scope, time and verbs of doing taken off in front (全市, 上半年, 实现), verbs
   and frames taken off behind (达到, 任务).
2. For a change, a rank or a rate of completion the words that say so are taken off as well (同比增长, 排名,
   完成率): what is left is the thing.
3. The thing is looked up among labels and other labels of `indicators.toml`, also without verbs inside (限上商业实现
   销售额) and in front (受理各类信访件), but never without 新增 and its like. A level, share or duration must also be
   in a dimension of the concept's units; else it measures something else.
4. Found: a level, share or duration has the curated concept, key `indicator-<slug>`; counted in another of its units
   than the canonical one (拆除违建 in 宗 instead of 平方米) a concept beside it, `indicator-<slug>-in-<unit>`. What is
   said *about* the thing is a concept of its own, because its unit is another: key `indicator-<slug>-<suffix>`, label
   of the thing and a word: `change` (增长, in %), `change-points` (增长百分点), `change-amount` (增减量),
   `completion` (完成率), `rank` (排名), `change-rank` (增速排名).
5. Not found: minted, `indicator-<10 hex of SHA-256 of label|dimension>`, with the thing and the word for what is said
   about it as label, in simplified characters.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Any

from kg.extraction.model import Indicator, Kind
from kg.language.tokens import dictionary
from kg.language.units import all_units, written
from kg.lexicon import table, text, words
from kg.linking.keys import digest
from kg.linking.model import IndicatorConcept
from kg.records import record

_MARKS = re.compile("[“”\"'‘’《》\\s]")
_GROWTH = re.compile("增速|增幅|增长|降幅|下降幅度")
_SUFFIX_LABELS = {
    "change": "增长",
    "change-points": "增长百分点",
    "change-amount": "增减量",
    "completion": "完成率",
    "rank": "排名",
    "change-rank": "增速排名",
}


@record
class _Curated:
    key: str
    label: str
    unit: str
    dimension: str
    dimensions: frozenset[str]
    higher_is_better: bool | None


def concept_of(indicator: Indicator, own_names: Sequence[str] = (), *, traditional: bool = False) -> IndicatorConcept:
    """The concept of a figure.

    Args:
        indicator: the figure; `metric` and `unit` are read.
        traditional: the report is in Traditional script.
        own_names: names of the report's area and of what it lies in, full and bare; in front they say nothing.
    """
    metric = indicator.metric.translate(_traditional()) if traditional else indicator.metric
    return _concept(metric, indicator.unit, indicator.kind, tuple(own_names))


def higher_is_better(concept: IndicatorConcept) -> bool | None:
    """Whether more is better, None when unknown or when the concept is minted."""
    return _by_key()[concept.key].higher_is_better if concept.curated else None


@lru_cache(maxsize=8192)
def _concept(metric: str, unit: str, kind: Kind, own_names: tuple[str, ...]) -> IndicatorConcept:
    suffix = what = None
    if kind is Kind.CHANGE:
        suffix, what = {"%": "change", "百分点": "change-points"}.get(unit, "change-amount"), "change"
    elif kind is Kind.RANK:
        suffix, what = "change-rank" if _GROWTH.search(metric) else "rank", "rank"
    # 区级税收同比 is a change of 区级税收: the thing is bared behind first, then in front.
    thing = _normal(_strip(metric, what) if what else metric, own_names)
    thing = _strip(thing, what) if what else thing
    dimension = _dimension(unit)
    row = _lookup(thing)
    if row is not None and suffix is None and dimension not in row.dimensions:
        row = None
    if row is None and kind is Kind.SHARE:
        rest = _strip(thing, "share")
        if rest != thing:
            completed = _lookup(rest)
            if completed is not None:
                row, suffix = completed, "completion"
    if row is not None:
        if suffix is None and dimension == row.dimension:
            return IndicatorConcept(row.key, row.label, row.unit, curated=True)
        key, said = (
            (row.key, row.label) if suffix is None else (f"{row.key}-{suffix}", row.label + _SUFFIX_LABELS[suffix])
        )
        if suffix is None or (suffix == "change-amount" and dimension != row.dimension):
            # 净增规上企业2户, where the indicator counts in 家
            parsed = written(unit)
            measure = parsed.unit.id.lower() if parsed else digest(unit)
            key, said = f"{key}-in-{measure}", f"{said}（{unit}）"
        return IndicatorConcept(key, said, unit)
    label = (thing or metric or unit) + (_SUFFIX_LABELS[suffix] if suffix else "")
    return IndicatorConcept("indicator-" + digest(f"{label}|{_measured_in(unit, dimension)}"), label, unit)


def _measured_in(unit: str, dimension: str) -> str:
    """What makes two figures of one name comparable: the dimension, or, where 人 and 名 are units of their own, the unit.

    An indicator has one canonical unit, whichever report names it first.
    """
    parsed = written(unit)
    if parsed is None or parsed.unit.canonical == _first_canonical().get(dimension, parsed.unit.canonical):
        return dimension
    return parsed.unit.canonical


@cache
def _first_canonical() -> dict[str, str]:
    """The canonical unit of each dimension that comes first in the table."""
    found: dict[str, str] = {}
    for one in all_units():
        found.setdefault(one.dimension, one.canonical)
    return found


def _normal(metric: str, own_names: tuple[str, ...]) -> str:
    thing = _MARKS.sub("", unicodedata.normalize("NFKC", metric))
    for word, same in table("linking")["metric"]["same"].items():
        thing = thing.replace(word, same)
    changed = True
    while changed and _lookup(thing) is None:
        changed = False
        front = _front(own_names).match(thing)
        named = front is not None and not thing.startswith("级", front.end())  # 街道级税收
        if front and named and len(thing) - front.end() >= 2 and not _in_a_word(thing[:2], front.end(), thing[1:]):
            thing, changed = thing[front.end() :], True
            continue
        back = _back("after").search(thing)
        if back and back.start() >= 2 and not _in_a_word(thing[-2:], len(back[0]), thing[:-1]):
            thing, changed = thing[: back.start()], True
    return thing


def _in_a_word(pair: str, size: int, rest: str) -> bool:
    """Whether what would be taken off is half a word (总|数, 签|约, 区|属), no copula (占比|为), and what is left is unknown."""
    return size == 1 and pair[-1] not in "为达共超" and pair in dictionary() and _lookup(rest) is None


def _strip(thing: str, what: str) -> str:
    """Take words of a list off the end, as long as something to measure is left."""
    while (match := _back(what).search(thing)) is not None and match.start() >= 2:
        thing = thing[: match.start()]
    return thing


@cache
def _traditional() -> dict[int, str]:
    pairs = (pair for line in text("traditional.txt").splitlines() if not line.startswith("#") for pair in line.split())
    return {ord(pair[0]): pair[1] for pair in pairs}


@lru_cache(maxsize=256)
def _front(own_names: tuple[str, ...]) -> re.Pattern[str]:
    listed = sorted({*words("linking", "metric", "before"), *own_names}, key=lambda word: (-len(word), word))
    return re.compile("(?:" + "|".join(map(re.escape, listed)) + ")的?")


@cache
def _back(what: str) -> re.Pattern[str]:
    return re.compile("(?:" + "|".join(map(re.escape, words("linking", "metric", what))) + ")$")


@lru_cache(maxsize=4096)
def _dimension(unit: str) -> str:
    parsed = written(unit)
    return parsed.unit.dimension if parsed else unit


@cache
def _by_label() -> dict[str, _Curated]:
    by_id = {unit.id: unit for unit in all_units()}
    found: dict[str, _Curated] = {}
    same = table("linking")["metric"]["same"].items()
    rows: list[dict[str, Any]] = table("indicators")["indicator"]
    for row in rows:
        units = [by_id[name] for name in (row["unit"], *row.get("units", ()))]
        curated = _Curated(
            f"indicator-{row['slug']}",
            row["label"],
            units[0].label,
            units[0].dimension,
            frozenset(unit.dimension for unit in units),
            row.get("higher_is_better"),
        )
        for label in (row["label"], *row.get("alt", ())):
            spelling = _MARKS.sub("", unicodedata.normalize("NFKC", label))
            for word, other in same:
                spelling = spelling.replace(word, other)
            found.setdefault(spelling, curated)
    return found


@cache
def _by_key() -> dict[str, _Curated]:
    return {row.key: row for row in _by_label().values()}


@lru_cache(maxsize=8192)
def _lookup(thing: str) -> _Curated | None:
    """The curated indicator of that label; verbs inside and in front may be left out."""
    labels = _by_label()
    found = labels.get(thing)
    if found is not None:
        return found
    for word in words("linking", "metric", "inside"):
        if word in thing and (found := labels.get(thing.replace(word, ""))) is not None:
            return found
    verb = _verbs().match(thing)
    return labels.get(thing[verb.end() :]) if verb and _keeps_meaning(verb[0]) else None


def _keeps_meaning(verbs: str) -> bool:
    """新增 makes a flow of a stock, so it is never left out."""
    return not any(word in verbs for word in words("linking", "metric", "flow"))


@cache
def _verbs() -> re.Pattern[str]:
    return re.compile("(?:" + "|".join(map(re.escape, words("linking", "metric", "verbs"))) + ")+")
