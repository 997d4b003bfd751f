"""The reading of a text in, its lines with their kinds out: title, date line, page furniture, body.

Words of furniture are data (kg/lexicon/furniture.toml); how lines that hold them stand to each other decides here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum, auto
from functools import cache

from kg import lexicon
from kg.documents import marks
from kg.records import record


class Kind(Enum):
    """What a line is."""

    BODY = auto()
    TITLE = auto()
    DATELINE = auto()
    FURNITURE = auto()


@record
class Line:
    """A line of the reading, offsets of the reading."""

    start: int
    end: int
    text: str
    kind: Kind


# Lines longer than this are never furniture by the words in them.
_SHORT = 120
_TITLE_LINES = 25
_TITLE_LENGTH = 70


def lines(reading: str) -> list[Line]:
    """All lines of a reading in order."""
    texts = [(match.start(), match.end(), match.group()) for match in _LINE.finditer(reading)]
    kinds = [_kind(text) for _, _, text in texts]
    title = _find_title([text for _, _, text in texts], kinds)
    if title is not None:
        kinds[title] = Kind.TITLE
        if _goes_on([text for _, _, text in texts], title):
            kinds[title + 1] = Kind.TITLE
        nameless = _YEAR_LED.match(texts[title][2]) or texts[title][2].startswith("关于")
        while nameless and title and kinds[title - 1] is Kind.BODY and _OFFICE_LINE.fullmatch(texts[title - 1][2]):
            title -= 1
            kinds[title] = Kind.TITLE
        _before_title(texts, kinds, title)
        _after_title(texts, kinds, kinds.index(Kind.TITLE, title + 1) if Kind.TITLE in kinds[title + 1 :] else title)
    _foot(texts, kinds)
    _glossary(texts, kinds)
    _repeated(texts, kinds)
    return [Line(start, end, text, kind) for (start, end, text), kind in zip(texts, kinds, strict=True)]


def title_of(found: Sequence[Line]) -> str | None:
    """The title of a report, in the characters of the reading; an office in the line above belongs to it."""
    return "".join(line.text for line in found if line.kind is Kind.TITLE) or None


_LINE = re.compile(r"[^\n]+")
_FIGURE = re.compile(r"[\d,]")


@cache
def _words(*keys: str) -> tuple[str, ...]:
    return lexicon.words("furniture", *keys)


@cache
def _whole() -> frozenset[str]:
    return frozenset(word.replace(" ", "") for word in _words("whole", "words"))


def _kind(text: str) -> Kind:
    if len(text) > _SHORT:
        return Kind.BODY
    if len(text) <= 16 and (text.replace(" ", "").strip("[]【】|>") in _whole() or marks.PAGE_NUMBER.fullmatch(text)):
        return Kind.FURNITURE
    if "。" in text:
        return Kind.BODY
    # 名 称:, 索 引 号: labels spread by blanks
    label, colon, rest = text.partition(":")
    text = label.replace(" ", "") + colon + rest if len(label) <= 12 else text
    if is_path(text):
        return Kind.FURNITURE
    if _is_dateline(text):
        return Kind.DATELINE
    if text.startswith(_words("begins", "words")) or any(word in text for word in _words("holds", "words")):
        return Kind.FURNITURE
    if text.startswith(_words("begins", "begins_plain")) and not _FIGURE.search(text):
        return Kind.FURNITURE
    cells = re.split(r" *[|｜] *| +", text)
    if len(cells) >= 3 and sum(cell in _whole() for cell in cells) * 2 >= len(cells):
        return Kind.FURNITURE
    return Kind.BODY


def is_path(text: str) -> bool:
    """Whether a line is a path through the site: 首页 > 政务公开 > 规划总结."""
    if text.startswith(_words("path", "begins")):
        return True
    return text.startswith(_words("path", "home")) and any(
        f"{gap}{mark}" in text for mark in _words("path", "separators") for gap in (" ", "页")
    )


_DATE = re.compile(r"(?:19|20)\d\d ?[-/.年] ?\d{1,2}(?: ?[-/.月] ?\d{1,2})?")


def _is_dateline(text: str) -> bool:
    """发布时间:2020-07-21 15:32 来源:…, not a sentence with 时间: in it."""
    found = sum(word in text for word in _words("dateline", "words"))
    if not found:
        return False
    return text.lstrip("[【( ").startswith(_words("dateline", "words")) or (
        found >= 1 and _DATE.search(text) is not None and "," not in text
    )


_TITLE_KIND = re.compile(
    r"(?:总结|计划|报告|要点|任务|安排|思路|打算|谋划|设想|展望|清单|进展|情况|规划|纲要|回顾|汇报|部署|一览表|进展表|分解表|明细表|台账|责任书|方案"
    r"|通报|公报|快报|简报|月报|季报|年报|主要(?:经济)?指标|公示|公告|纪要|小结|目标|实事|实事项目|分析|概况|分解)"
    r"(?:表|书|稿)?(?:的报告|的通知|的汇报)?(?:[(\[〔].{1,24}[)\]〕])*$"
)
_TITLE_SUBJECT = re.compile(
    r"(?:19|20)\d\d|\d月|季度|二[〇零○][〇零○一二三四五六七八九]{2}|年度|[上下]半年|政府工作报告|十[一二三四五]五[”\"]?规划|街道|办事处|人民政府|党工委|管委会|主席团|[镇乡区县](?=工作)|关于[\u3400-\u9fff“”、]{4,40}的(?:报告|汇报|通报)$"
    r"|^[\u3400-\u9fff]{2,12}[镇乡区县市州旗局](?=[\u3400-\u9fff]{2,12}(?:工作|建设|治理|攻坚)[\u3400-\u9fff]{0,4}$)"
)
# The office alone in a line above 2022年工作总结, or two of them.
_OFFICE_LINE = re.compile(
    r"(?:[\u3400-\u9fffXx×○* ]{1,28}(?:街道|[镇乡区县市州盟旗]|管委会|办事处|人民政府|党工委|党委|工委|委员会|街道办|[局委办院])[ 、]*){1,3}"
)


def looks_like_title(text: str) -> bool:
    """Whether a line can be the title of a report: …街道2023年工作总结及2024年工作计划."""
    bare = text.replace(" ", "")
    if not 6 <= len(bare) <= _TITLE_LENGTH or bare[-1] in "。;:,、!?" or any(stop in bare for stop in "。;"):
        return False
    if marks.LINE_MARK.match(bare):
        return False
    bare, _, second = bare.partition(":")
    if len(bare) < 6 or any(stop in second for stop in ":,"):
        # 2024年工作报告:说过的事办得怎么样 has a second title, 总体情况:全年完成投资3亿元,增长5% is text.
        return False
    return _TITLE_KIND.search(bare) is not None and _TITLE_SUBJECT.search(bare) is not None


_TITLE_ENDS = ("报告", "汇报", "通知", "通报", "纲要")
_JOINERS = ("和", "及", "暨", "与", "、")
_YEAR_LED = re.compile(
    r"(?:(?:19|20)\d\d|二[〇零○][〇零○一二三四五六七八九]{2})年(?:度|上半年|下半年)?(?:工作|重点|主要|目标|政府工作)"
)


def _find_title(texts: Sequence[tuple[int, int, str]] | Sequence[str], kinds: Sequence[Kind]) -> int | None:
    plain = [text if isinstance(text, str) else text[2] for text in texts]
    best = None
    for index, text in enumerate(plain[:_TITLE_LINES]):
        if kinds[index] is not Kind.BODY:
            continue
        if _goes_on(plain, index):
            return index
        if looks_like_title(text):
            # A heading such as 2023年工作回顾 opens a body, or has a brother; a title names somebody or stands alone.
            if _YEAR_LED.match(text) and (
                any(
                    len(before) > 12 and not (is_path(before) or _OFFICE_LINE.fullmatch(before))
                    for before in plain[:index]
                )
                or any(len(later) <= 30 and _YEAR_LED.match(later) and later != text for later in plain[index + 1 :])
            ):
                continue
            best = index
            break
        if len(text) > _SHORT or marks.LINE_MARK.match(text) or "各位代表" in text:
            break
    return best


def _goes_on(plain: Sequence[str], index: int) -> bool:
    """Whether a title goes on in the line below: …2023年工作总结和|2024年工作计划; 2023年工作总结|2024年工作计划."""
    text, following = plain[index], plain[index + 1] if index + 1 < len(plain) else ""
    first, second = looks_like_title(text), looks_like_title(following)
    joined = (first and following.startswith(_JOINERS)) or (second and text.endswith(_JOINERS))
    broken = text.startswith("关于") and following.endswith(_TITLE_ENDS) and not marks.LINE_MARK.match(following)
    if (joined or broken) and looks_like_title(text + following):
        return True
    return bool(first and second and _YEAR_LED.match(text) and _YEAR_LED.match(following))


def _before_title(texts: Sequence[tuple[int, int, str]], kinds: list[Kind], title: int) -> None:
    """What stands before the title belongs to the page, when the page shows that it is one."""
    page = any(kinds[index] is not Kind.BODY for index in range(title))
    for index in range(title):
        if page or len(texts[index][2]) <= 8:
            kinds[index] = Kind.FURNITURE if kinds[index] is Kind.BODY else kinds[index]


def _after_title(texts: Sequence[tuple[int, int, str]], kinds: list[Kind], title: int) -> None:
    """A bare date or a bare office under the title is the date line."""
    for index in range(title + 1, min(title + 4, len(texts))):
        text = texts[index][2]
        if kinds[index] is not Kind.BODY or text.startswith("—"):
            continue
        if len(text) <= 40 and (
            _DATE.match(text.strip("()〔〕[] —")) and not re.search(r"工作|回顾|安排|计划|总结|目标", text)
        ):
            kinds[index] = Kind.DATELINE
        else:
            break


def _bodylike(text: str) -> bool:
    return (len(text) > 60 and "。" in text) or marks.LINE_MARK.match(text) is not None or text.endswith("。")


def _foot(texts: Sequence[tuple[int, int, str]], kinds: list[Kind]) -> None:
    """From the first word of a foot on that no body follows, everything is furniture."""
    last = len(texts)
    while last > 0 and not (kinds[last - 1] is Kind.BODY and _bodylike(texts[last - 1][2])):
        last -= 1
    opened = False
    for index in range(last, len(texts)):
        opened = opened or (kinds[index] is Kind.FURNITURE and texts[index][2].startswith(_words("foot", "words")))
        if opened:
            kinds[index] = Kind.FURNITURE


def _glossary(texts: Sequence[tuple[int, int, str]], kinds: list[Kind]) -> None:
    """Explanations of terms behind the report: their figures are definitions, not facts."""
    for index in range(len(texts) // 2, len(texts)):
        if len(texts[index][2]) <= 20 and texts[index][2].replace(" ", "").strip("附件:—-()[]") in _words(
            "glossary", "words"
        ):
            for later in range(index, len(texts)):
                kinds[later] = Kind.FURNITURE
            return


# The body stands twice in a page when at least so many long lines, and so large a share of the text, come again.
_REPEATED_LINES = 2
_REPEATED_LENGTH = 40
_REPEATED_SHARE = 0.3


def _repeated(texts: Sequence[tuple[int, int, str]], kinds: list[Kind]) -> None:
    """The body given a second time (a print version behind the page) is furniture: its figures are not said twice."""
    first: dict[str, int] = {}
    again: list[int] = []
    for index, (_, _, text) in enumerate(texts):
        if kinds[index] is Kind.BODY and len(text) >= _REPEATED_LENGTH and first.setdefault(text, index) != index:
            again.append(index)
    total = sum(len(text) for _, _, text in texts)
    if len(again) < _REPEATED_LINES or sum(len(texts[index][2]) for index in again) < _REPEATED_SHARE * total:
        return
    origin: dict[str, int] = {}
    repeats = [origin.setdefault(text, index) != index for index, (_, _, text) in enumerate(texts)]
    begin = again[0]
    while begin > 0 and repeats[begin - 1]:
        begin -= 1
    for index in range(begin, len(texts)):
        if repeats[index]:
            kinds[index] = Kind.FURNITURE
