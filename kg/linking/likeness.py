"""How surely two claims of consecutive reports are about the same thing: two claims in, a probability out.

Logistic regression over a few likenesses of their words, learned by `scripts/train_follow_ups.py` from the pairs of
reports in `tests/gold/pairs`; the weights are `kg/lexicon/follow_ups.toml`. Words count by how rare they are in the two
reports: 浔江路 tells more than 建设.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from functools import cache, lru_cache

from kg.lexicon import table
from kg.linking.claims import Claims, FigureClaim, ProjectClaim

FIGURE_FEATURES = (
    "labels alike",
    "of the promise's label in the other",
    "of the outcome's label in the other",
    "of the promise's label in the sentence of the outcome",
    "characters in order, of the shorter label",
    "characters in order, of the longer label",
    "values near",
    "one concept",
    "a level",
)
PROJECT_FEATURES = (
    "names alike",
    "of the promise's name in the other",
    "of the outcome's name in the other",
    "of the promise's name in the sentence of the outcome",
    "of the outcome's name in the sentence of the promise",
    "begin alike",
    "characters in order, of the shorter name",
    "characters in order, of the longer name",
    "end alike",
    "other phases",
    "a short name",
)
_BEGINNING = 2
"""Characters at the beginning of a name that tell which one it is (滨河|路)."""
_SHORT = 3
_PLACES = ("片区", "小区", "新村", "村", "街", "路", "巷", "河", "湖", "园", "苑", "厂", "校", "院", "桥")


class Ground:
    """Two reports of one street, against which the words of their claims are weighed."""

    def __init__(self, promise: Claims, later: Claims) -> None:
        self._promised = [_bigrams(_same(sentence.text)) for sentence in promise.sentences]
        self._reported = [_bigrams(_same(sentence.text)) for sentence in later.sentences]
        self._looked_back = [
            bigrams for bigrams, sentence in zip(self._reported, later.sentences, strict=True) if not sentence.planned
        ]
        labels = [_bigrams(plain(figure.label)) for claims in (promise, later) for figure in claims.figures]
        names = [_bigrams(_same(project.name)) for claims in (promise, later) for project in claims.projects]
        self._labels = _rarity(labels)
        self._names = _rarity(names)

    def figures(self, task: FigureClaim, result: FigureClaim) -> tuple[float, ...] | None:
        """FIGURE_FEATURES of a promised and a reported figure; None when they have hardly a character in common, or begin otherwise."""
        one, other = plain(task.label), plain(result.label)
        a, b = _bigrams(one), _bigrams(other)
        behind = self._reported[result.sentence]
        if _strangers(one, other, behind):
            return None
        common = _in_order(one, other)
        return (
            labels_alike(task, result),
            _share(a, b, self._labels),
            _share(b, a, self._labels),
            _share(a, behind, self._labels),
            common / min(len(one), len(other)),
            common / max(len(one), len(other)),
            1 - apart(task, result),
            float(task.concept == result.concept),
            float(task.kind == "level"),
        )

    def projects(self, task: ProjectClaim, result: ProjectClaim) -> tuple[float, ...] | None:
        """PROJECT_FEATURES of a promised and a reported project; None when they have hardly a character in common, or begin otherwise."""
        one, other = _same(task.name), _same(result.name)
        a, b = _bigrams(one), _bigrams(other)
        behind = self._reported[result.sentence]
        if _strangers(one, other, behind):
            return None
        common = _in_order(one, other)
        return (
            1.0 if task.entity == result.entity else same_name(task.name, result.name),
            _share(a, b, self._names),
            _share(b, a, self._names),
            _share(a, behind, self._names),
            _share(b, self._promised[task.sentence], self._names),
            float(one[:_BEGINNING] == other[:_BEGINNING]),
            common / min(len(one), len(other)),
            common / max(len(one), len(other)),
            float(one[-1] == other[-1]),
            float(_phase(one) != _phase(other)),
            float(min(len(one), len(other)) <= _SHORT),
        )

    def spoken_of(self, words: str, *, name: bool = False) -> float:
        """The greatest share of a label, or of a project's name, that a sentence of the later report's review has."""
        bigrams = _bigrams(_same(words) if name else plain(words))
        rarity = self._names if name else self._labels
        return max((_share(bigrams, sentence, rarity) for sentence in self._looked_back), default=0.0)


def probability(sort: str, features: Sequence[float]) -> float:
    """How surely claims with these features are about one thing; `sort` is figure or project."""
    weights = table("follow_ups")[sort]["weights"]
    total = weights[0] + sum(weight * feature for weight, feature in zip(weights[1:], features, strict=True))
    return 1 / (1 + math.exp(-total))


def labels_alike(task: FigureClaim, result: FigureClaim) -> float:
    """How like the labels of two figures are, 0 to 1."""
    if task.concept == result.concept:
        return 1.0
    things = same_name(task.thing, result.thing) if task.thing and result.thing else 0.0
    return max(things, alike(task.label, result.label))


def apart(task: FigureClaim, result: FigureClaim) -> float:
    """How far apart two values are, 0 for equal ones."""
    low, high = sorted((abs(float(task.value)), abs(float(result.value))))
    return 1.0 if not high else 1 - low / high


@lru_cache(maxsize=65536)
def alike(one: str, other: str) -> float:
    """Share of the characters and pairs of characters that two labels have in common, without words of doing.

    >>> alike("新增停车位", "增设公共停车泊位") > .5, alike("新增停车位", "规上工业总产值")
    (True, 0.0)
    """
    a, b = plain(one), plain(other)
    if a == b:
        return 1.0
    return (_dice(Counter(a), Counter(b)) + _dice(_pairs(a), _pairs(b))) / 2


@lru_cache(maxsize=65536)
def same_name(one: str, other: str) -> float:
    """How surely a shorter name is the longer one's: 1 for equal, less for a part of it, least for its characters in order.

    >>> same_name("城南公园", "城南公园"), same_name("桂澜数字创意产业园二期", "桂澜数创园二期") > .6, same_name("城南公园", "城北公园")
    (1.0, True, 0.0)
    """
    short, long = sorted((one, other), key=lambda name: (len(name), name))
    if short == long:
        return 1.0
    if len(short) < _SHORT or _phase(short) != _phase(long):
        return 0.0
    share = len(short) / len(long)
    if short in long:
        return 0.8 + 0.2 * share
    rest = iter(long)
    if (len(short) >= 5 or (len(short) == 4 and short[0] == long[0])) and all(character in rest for character in short):
        return 0.6 + 0.2 * share
    like = alike(one, other)
    return like if like >= 0.7 and one[-1] == other[-1] else 0.0


@lru_cache(maxsize=65536)
def plain(label: str) -> str:
    """A label without words of doing, other words for the same put into one."""
    same = _same(label)
    return _doing().sub("", same) or same


@lru_cache(maxsize=65536)
def _same(label: str) -> str:
    for word, other in table("linking")["follow_up"]["same"].items():
        label = label.replace(word, other)
    return label


@cache
def _doing() -> re.Pattern[str]:
    return re.compile("|".join(sorted(table("linking")["follow_up"]["doing"], key=len, reverse=True)))


_PHASES = re.compile(r"[一二三四五六七八九十\d]+(?:期|标段)|[A-Z]区|[东西南北](?:段|区)")


def _phase(name: str) -> tuple[str, ...]:
    return tuple(_PHASES.findall(name))


@lru_cache(maxsize=65536)
def _bigrams(text: str) -> frozenset[str]:
    return frozenset(text[k : k + 2] for k in range(len(text) - 1)) or frozenset([text])


def _pairs(text: str) -> Counter[str]:
    return Counter(text[k : k + 2] for k in range(len(text) - 1)) or Counter([text])


def _dice(a: Counter[str], b: Counter[str]) -> float:
    return 2 * (a & b).total() / (a.total() + b.total())


def _rarity(texts: Sequence[Iterable[str]]) -> dict[str, float]:
    """How much each pair of characters tells: the logarithm of how few of the texts have it. `""` is for unseen ones."""
    counts = Counter(pair for text in texts for pair in text)
    rarity = {pair: math.log((len(texts) + 1) / (count + 0.5)) for pair, count in counts.items()}
    rarity[""] = math.log((len(texts) + 1) / 0.5)
    return rarity


def _share(of: Collection[str], among: Collection[str], rarity: dict[str, float]) -> float:
    unseen = rarity[""]
    total = sum(rarity.get(pair, unseen) for pair in of)
    return sum(rarity.get(pair, unseen) for pair in of if pair in among) / total if total else 0.0


def _strangers(one: str, other: str, behind: frozenset[str]) -> bool:
    """Whether two labels or names have hardly a character in common, nor the first with the other's sentence, or begin
    with the names of two places."""
    a = _bigrams(one)
    apart_in_words = a.isdisjoint(_bigrams(other)) and a.isdisjoint(behind)
    return (apart_in_words and 2 * _in_order(one, other) < min(len(one), len(other))) or _other_beginnings(one, other)


def _other_beginnings(one: str, other: str) -> bool:
    """Whether two names begin with the names of two places and end alike: two things of one sort.

    >>> _other_beginnings("三眼井片区申请式退租", "铸钟厂片区申请式退租"), _other_beginnings("农村户厕", "无害化户厕")
    (True, False)
    """
    ending = 0
    while ending < min(len(one), len(other)) and one[-1 - ending] == other[-1 - ending]:
        ending += 1
    first, second = one[: len(one) - ending], other[: len(other) - ending]
    if not ending or min(len(first), len(second)) < _BEGINNING or set(first) & set(second):
        return False
    return one[len(first) :].startswith(_PLACES) or (first.endswith(_PLACES) and second.endswith(_PLACES))


@lru_cache(maxsize=65536)
def _in_order(one: str, other: str) -> int:
    """The length of the longest sequence of characters that both have in order.

    >>> _in_order("塘边片区安置房", "塘边安置小区")
    4
    """
    before = [0] * (len(other) + 1)
    for a in one:
        row = [0]
        for k, b in enumerate(other):
            row.append(before[k] + 1 if a == b else max(before[k + 1], row[k]))
        before = row
    return before[-1]
