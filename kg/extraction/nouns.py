"""Where names begin and end: the words of a text in, groups of coordinated noun phrases with their surroundings out.

Every word becomes one letter (table `boundaries` of the lexicon, else its dictionary tag), the letters become one
string, and regular expressions over that string find the phrases: a phrase never crosses a verb, an adverb, a
preposition or a clause boundary, unless these stand in quotation marks.

Letters: T verb that introduces a name · v word that is a verb at the beginning of a phrase and part of a name inside ·
n part of a name · b word that is never part of a name · m number · q classifier · M both in one word (两个) · D 、 · A 和 · E 等 · U 的 ·
C clause boundary · Z sentence boundary · o i c quotation · < i > book title.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from heapq import merge
from itertools import compress, pairwise
from typing import NamedTuple

from kg.language.tokens import UNKNOWN, Tokens, dictionary
from kg.lexicon import table

_PUNCTUATION = {
    "、": "D",
    "“": "o",
    "”": "c",
    "‘": "n",
    "’": "n",
    '"': "y",
    "《": "<",
    "》": ">",
    "(": "(",
    ")": ")",
    "（": "(",
    "）": ")",
    "。": "Z",
    ";": "Z",
    "；": "Z",
    "!": "Z",
    "！": "Z",
    "?": "Z",
    "？": "Z",
    "\n": "Z",
    "·": "n",
    "+": "n",
    "-": "m",
    "—": "n",
    "~": "m",
    "～": "m",
    "〜": "m",
    "/": "n",
    "%": "q",
    "&": "n",
    "#": "n",
    "的": "U",
    "XX": "n",
    " ": "C",
    ",": "C",
    "，": "C",
    ":": "C",
    "：": "C",
}
_NUMBER = re.compile(
    r"[0-9]+(?:[.,][0-9]+)*[万亿千百]?|[零〇一二两三四五六七八九十百千万亿]+[余多来]?|[万千百亿]|[0-9.]+[%]"
)
# A classifier with what stands before it: 2.2万余户.
_GLUED = re.compile(r"(?:[万千百亿]余?|余|多)[个家条座项处所间栋套台辆户名人件宗亩次场张]")
_LATIN = re.compile(r"[0-9A-Za-z.+&%]+")
_COUNTED = re.compile(r"[一二两三四五六七八九十百千数几多]+[个条项座处家所次支场]")
_TAG_LETTERS = {"v": "x", "d": "b", "p": "b", "c": "b", "r": "b", "u": "b", "y": "b"}
_QUOTED = re.compile(r"o[^ocyZ]{1,60}c|<[^<>Z]{1,80}>|y[^ocyZ]{1,60}y")
# A classifier counts only after a number; a number without one belongs to the name (27区, 107国道, 12345热线).
_CLASSIFIER_ALONE = re.compile(r"q(?:(?<![mbq]q)|(?<=[^m]bq))")
_NUMBER_IN_NAME = re.compile(r"m(?:m*(?=[nvoi])|(?<=[nv]m)(?=[^mqnb]))")
# In this order: 新(改)建 · 亿元以上项目 (one name) · 2019年 · 共3个 after a list · 高标准建设 against 高标准农田 · 支持某县创建国家级…
# What must stand before a letter is asked behind it, which is quicker: the letter itself is looked for first.
_RESOLVE = tuple(
    (re.compile(pattern), letter)
    for pattern, letter in (
        (r"w\([^()Z]{1,3}\)(?=[Tvuz])", "b"),
        (r"Cd(?<=mCd)", "m"),
        (r"d", "m"),
        (r"A(?=E)", "n"),
        (r"[zbWwxvuV](?<=[nvgcx].)(?:(?<=[zvuV])|(?<=[zbWwx])[zbWwx]?[zvuV])(?=H)", "n"),
        (r"[mM](?<=[nvx].)(?:(?<=m)m*q|(?<=M))(?=n?H)", "n"),
        (r"[nkw](?=F|[nkw]F)", "b"),
        (r"F", "b"),
        (r"H", "n"),
        (r"z(?<=[nv]z)(?=D)", "n"),
        (r"z", "T"),
        (r"u+(?=T)", "T"),
        (r"V(?<=[Tu]V)V*(?=[nvk])", "n"),
        (r"V", "v"),
        (r"u", "v"),
        (r"[mq](?:(?<=m)m*q|(?<=q))h(?=[nvw])", "n"),
        (r"h", "b"),
        (r"m+Y", "b"),
        (r"Y(?=b*[bT])", "b"),
        (r"b(?<=[nv]b)b{0,2}(?=m+b?q(?![nvgxoTzu<]))", "x"),
        (r"Y", "n"),
        (r"[GJ](?<=[nv].)(?=(?:m+b?q|M)(?![nvgxoTzu<]))", "x"),
        (r"J", "b"),
        (r"G(?<=[nvc]G)(?=mb?q|M)", "E"),
        (r"G", "b"),
        (r"W+(?=[vTb])", "b"),
        (r"[wW](?<![nvcikg].)[wW]*(?=[vTb])", "b"),
        (r"w", "n"),
        (r"W", "n"),
        (r"v+(?=k)", "T"),
        (r"v(?<![nvgcik>]v)v*(?=mb?q|M)", "T"),
        (r"k", "n"),
    )
)
_MARKER = re.compile(r"\([^()CZmqM]{1,5}\)|\(m\)")
_LEADING_DOUBLE = re.compile(r"v(?<![nvgc>]v)v*(?=[nombMq<x])")


class _Letters(dict[str, str]):
    """Word → letter; unseen words are worked out once."""

    def __init__(self) -> None:
        super().__init__(_PUNCTUATION)
        lexicon = table("boundaries")
        words = lexicon["words"]
        verbs = lexicon["verbs"]
        for letter, text in (
            ("b", verbs["other"]),
            ("x", verbs["soft"]),
            ("b", verbs["predicate"]),
            ("b", words["preposition"]),
            ("b", words["adverb"]),
            ("n", words["inside"]),
            ("T", verbs["build"]),
            ("T", verbs["institution"]),
            ("T", verbs["neutral"]),
            ("v", verbs["double"]),
            ("V", verbs["topical"]),
            ("F", words["first"]),
            ("M", words["some"]),
            ("u", verbs["pliable"]),
            ("z", verbs["nominal"]),
            ("H", words["head"]),
            ("A", words["link"]),
            ("E", words["etc"]),
            ("q", words["classifier"]),
            ("w", words["turning"]),
            ("W", words["manner"]),
            ("k", words["level"]),
            ("C", words["item"]),
            ("Y", words["year"]),
            ("h", words["above"]),
            ("G", words["total"]),
            ("J", words["has"]),
        ):
            for word in text.split():
                self[word] = letter
        self._triggers = frozenset(word for word, letter in self.items() if letter in "Tzu" and len(word) == 2)
        self._adverbs = frozenset(words["adverb"].split())

    def __missing__(self, word: str) -> str:
        letter = self._work_out(word)
        if len(self) < 200_000:
            self[word] = letter
        return letter

    def _work_out(self, word: str) -> str:
        if word.isspace():
            return "Z"
        if _NUMBER.fullmatch(word):
            return "d" if len(word) == 3 and word.isdigit() else "m"
        if _GLUED.fullmatch(word):
            return "q"
        if word[0] == "已" and len(word) < 4:
            return "b"
        if _LATIN.fullmatch(word):
            return "C" if word[-1] == "." else "n"
        if _COUNTED.fullmatch(word):
            return "M"
        # 全面推行, 不断完善, 积极探索: the dictionary has many such pairs as one word.
        if len(word) in (4, 5) and word[-2:] in self._triggers and word[:-2] in self._adverbs:
            return "T"
        tag = dictionary().get(word, UNKNOWN)
        if tag == UNKNOWN and len(word) == 1 and not word.isalnum():
            return "C"
        if tag in ("vn", "ad", "an") or tag == UNKNOWN:
            return "n" if tag != "ad" else "b"
        return _TAG_LETTERS.get(tag[0], "n")


@cache
def _letters() -> _Letters:
    return _Letters()


def letters(tokens: Tokens) -> str:
    """The string of letters of a tokenised text, one a word."""
    raw = _in_frames(tokens.words, "".join(map(_letters().__getitem__, tokens.words)))
    raw = _QUOTED.sub(_quote, raw)
    raw = raw.replace("y", "C")
    for pattern, letter in _RESOLVE:
        single = len(pattern.pattern) == 1
        raw = raw.replace(pattern.pattern, letter) if single else pattern.sub(_filled(letter), raw)
    raw = _CLASSIFIER_ALONE.sub("n", raw)
    if "(" in raw:
        raw = _MARKER.sub(_filled("g"), raw)
    raw = raw.replace("(", "C").replace(")", "C")
    raw = _NUMBER_IN_NAME.sub(_filled("n"), raw)
    return _LEADING_DOUBLE.sub(_filled("T"), raw)


@cache
def _frames() -> dict[str, frozenset[str]]:
    contexts = table("initiatives")["contexts"]
    more = {key: frozenset(contexts[key].split()) for key in ("before_quotation", "means")}
    return more | {
        key: frozenset(text.split())
        for key, text in table("projects")["frames"].items()
        if key in ("cost", "stages", "at_place", "become", "lines", "before_feast", "power", "capacity")
    }


@cache
def _framed() -> frozenset[str]:
    """The words that a frame may give another letter; besides these only classifiers."""
    known = _frames()
    return frozenset("在前成至").union(known["stages"], known["before_quotation"], known["means"])


@cache
def _means() -> tuple[re.Pattern[str], re.Pattern[str]]:
    contexts = table("initiatives")["contexts"]
    return re.compile(contexts["means_of"]), re.compile(contexts["frame_of_means"])


def _is_means(words: Sequence[str], index: int) -> bool:
    """以“四城同创”为契机, 结合“五水共治”: the quotation speaks of a measure."""
    close = next((k for k in range(index + 2, min(index + 22, len(words))) if words[k] == "”"), None)
    if close is None:
        return False
    measure, frame = _means()
    behind = "".join(words[close + 1 : close + 5])
    said = measure.search("".join(words[index + 2 : close])) or measure.match(behind)
    return bool(said) and (words[index] != "以" or frame.search(behind) is not None)


def _is_capacity(words: Sequence[str], index: int, known: frozenset[str]) -> bool:
    """Whether the unit at `index` and its number say how much a plant makes in a year or day: 年产40万吨, 日处理2万吨."""
    before = "".join(words[max(index - 3, 0) : index - 1])
    return before[-3:] in known or before[-2:] in known


_COST = re.compile(r"(?:m+b?q|M)U")
_UNIT = re.compile("q")
_HEADS = frozenset(("项目", "工程"))


def _in_frames(words: Sequence[str], raw: str) -> str:
    """Letters of words that mean something else in a frame: 投资3亿元的 before a name, 133个续建项目, 在城南建设…, 改造成…."""
    known = _frames()
    out = list(raw)
    for match in _COST.finditer(raw):
        # 总投资3亿元的城南学校
        start = match.start()
        while start and raw[start - 1] == "b":
            start -= 1
        if start and words[start - 1] in known["cost"]:
            start -= 1
            while start and words[start - 1] in ("总", "计划", "概算", "累计"):
                start -= 1
            out[start : match.end()] = "b" * (match.end() - start)
    in_a_frame = _framed()
    framed = compress(range(len(words)), map(in_a_frame.__contains__, words))
    for index in merge(framed, (unit.start() for unit in _UNIT.finditer(raw))):
        word = words[index]
        if word in known["stages"] and index and raw[index - 1] in "qMb" and words[index + 1 : index + 2]:
            if words[index + 1] in _HEADS and raw[index - 1] != "b":
                out[index] = "n"
        elif word == "在":
            end = index + 1
            while end < len(raw) and raw[end] == "n" and end - index <= 4:
                end += 1
            if index + 1 < end < len(raw) - 1 and words[end] in known["at_place"] and raw[end + 1] in "nm":
                out[end] = "T"
        elif (word in known["before_quotation"] and words[index + 1 : index + 2] in (("“",), ('"',))) or (
            word in known["means"] and words[index + 1 : index + 2] == ("“",) and _is_means(words, index)
        ):
            out[index] = "T"
        elif (
            word == "前" and index and raw[index - 1] == "n" and words[index - 1].endswith(tuple(known["before_feast"]))
        ):
            out[index - 1] = "b"
        elif word == "成" and index and words[index - 1] in known["become"]:
            out[index] = "T"
        elif (
            raw[index] == "q"
            and index
            and out[index - 1] in "mn"
            and (raw[index + 1 : index + 2] in ("n", "v", "x") or words[index + 1 : index + 2] == ("(",))
            and (word in known["power"] or _is_capacity(words, index, known["capacity"]))
        ):
            out[index - 1] = out[index] = "n"  # 通江27万千瓦风电场, 年产40万吨霞石新材料
        elif (
            word == "至"
            and index
            and raw[index - 1] == "n"
            and raw[index + 1 : index + 2] == "n"
            and any(other in known["lines"] for other in words[index + 2 : index + 6])
        ):
            out[index] = "n"
    return "".join(out)


@cache
def _filled(letter: str) -> Callable[[re.Match[str]], str]:
    return lambda match: letter * len(match[0])


def _quote(match: re.Match[str]) -> str:
    opening = match[0][0]
    first, last = ("<", ">") if opening == "<" else ("o", "c")
    return first + "i" * (len(match[0]) - 2) + last


_CHUNK = "[nvgxoic<>]+"
_COUNT = "(?:M|m+b?q|m+(?=[CZ]))"
_ITEM = f"(?:{_COUNT}U?)?{_CHUNK}(?:{_COUNT}(?![nvgxo<]))?"
_GROUP = re.compile(
    f"{_ITEM}(?:[DA]+{_ITEM})*(?:E*(?:{_COUNT}U?|(?<=E))(?:(?<=q)[bTx]+)?{_CHUNK}(?:{_COUNT}(?![nvgxo<]))?(?:[DA]+{_ITEM})*)?"
)
_PART = re.compile(
    f"(?P<before>{_COUNT}U?)?(?:(?<=q)[bTx]+)?(?P<chunk>{_CHUNK})(?P<after>{_COUNT}(?![nvgxo<]))?|(?P<link>[DAE]+)"
)
# Without count, mark, quotation and soft verb, the most frequent group.
_ONE_PHRASE = re.compile("[nv]+")
_ADJACENT_QUOTES = re.compile(r"[o<](?<=[c>g].)")


class Phrase(NamedTuple):
    """A noun phrase. `first`–`last` are token indexes, end exclusive; the counts are token ranges or None."""

    first: int
    last: int
    count_before: tuple[int, int] | None
    count_after: tuple[int, int] | None
    link: str
    """What joins it to the phrase before: "", D, A, E (after 等), or Q (quotation after quotation)."""


def group_spans(string: str) -> Iterator[tuple[int, int]]:
    """Token ranges of the groups of coordinated phrases of a string of letters."""
    return map(re.Match.span, _GROUP.finditer(string))


def phrases_of(string: str, start: int, end: int) -> list[Phrase]:
    """The phrases of a group, in order."""
    if _ONE_PHRASE.fullmatch(string, start, end):
        return [Phrase(start, end, None, None, "")]
    phrases: list[Phrase] = []
    link = ""
    for part in _PART.finditer(string, start, end):
        if part.lastgroup == "link":
            link = part[0]
            continue
        first, last = part.span("chunk")
        while first < last and string[first] in "xg":
            first += 1
        while first < last and string[last - 1] == "x":
            last -= 1
        if first == last:
            continue
        before = part.span("before") if part["before"] else None
        after = part.span("after") if part["after"] else None
        if before and not link and phrases:
            link = "E"
        cuts = [cut.start() for cut in _ADJACENT_QUOTES.finditer(string, first + 1, last)]
        for index, (a, b) in enumerate(pairwise((first, *cuts, last))):
            joined = ("E" if "E" in link else link[:1]) if index == 0 else "Q"
            phrases.append(Phrase(a, b, None if index else before, after if b == last else None, joined))
        link = ""
    return phrases
