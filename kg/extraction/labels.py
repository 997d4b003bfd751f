"""Words around a number in; clauses, trimmed phrases and labels made of the text's own words out."""

from __future__ import annotations

import re
from functools import cache

from kg.language.tokens import dictionary
from kg.lexicon import table, words

_CLAUSE_MARKS = ",;:。!?\n"
# The number of a list item or heading that runs into the sentence: "7.", "(二)", "3、".
_ITEM_NUMBER = re.compile(r"\(?(?:[一二三四五六七八九十]{1,3}|\d{1,3})[)、.,](?!\d)|[一二三四五六七八九十][是要]")
_TIME = re.compile(
    r"(?:(?:19|20)\d\d年度?|今年|去年|明年)?(?:\d{1,2}[-–—~至]+\d{1,2}月份?|\d{1,2}月(?:\d{1,2}日|份|底|末|初|[上中下]旬)?前?"
    r"|上半年|下半年|全年|年内|年底前?|年末|第?[一二三四]季度末?前?|前三季度)"
    r"|(?:到|截至)?(?:19|20)\d\d年(?:度|底前?|末|以来)?|[今去明]年(?:以来)?|截至目前"
)


_ACHIEVE = re.compile(table("figures")["forms"]["achieve"])


@cache
def _alternation(key: str) -> str:
    return "|".join(re.escape(w) for w in words("figures", "metric", key))


@cache
def _tail() -> re.Pattern[str]:
    return re.compile(rf"(?:{_alternation('tail')}|[\s、“\"(])$")


@cache
def _head() -> re.Pattern[str]:
    return re.compile(rf"(?:{_alternation('head')}|[\s、,:)”\"]|{_ITEM_NUMBER.pattern})")


@cache
def inner() -> re.Pattern[str]:
    """Adverbs that a label leaves out (全部, 有序)."""
    return re.compile(_alternation("inner"))


@cache
def needs_subject(label: str) -> bool:
    """True for labels that say nothing without a subject: 同比, 完成率, 涉及居民, 占, 搬迁."""
    frames = table("figures")["metric"]["needs_subject"]
    if not label or label in frames:
        return True
    if len(label) <= 2:
        return dictionary().get(label, "n").startswith("v")
    return any(label.startswith(f) and len(label) <= len(f) + 2 for f in table("figures")["metric"]["open_frames"])


def clause(text: str, position: int, start: int, end: int) -> tuple[int, int]:
    """The clause that holds a position, between marks and unmatched parentheses, within `start`–`end`."""
    left, depth = position, 0
    while left > start:
        c = text[left - 1]
        if c == ")":
            depth += 1
        elif c == "(":
            if depth == 0:
                break
            depth -= 1
        elif depth == 0 and c in _CLAUSE_MARKS:
            break
        left -= 1
    right, depth = position, 0
    while right < end:
        c = text[right]
        if c == "(":
            depth += 1
        elif c == ")":
            if depth == 0:
                break
            depth -= 1
        elif depth == 0 and c in _CLAUSE_MARKS:
            break
        right += 1
    return left, right


def without_time(phrase: str) -> str:
    """A phrase without its time expressions."""
    return _TIME.sub("", phrase)


def trim_tail(phrase: str) -> str:
    """The words before a number without copulas and bound words at their end.

    A single character stays where it ends a word of the dictionary (年均 keeps 均).
    """
    phrase = phrase.rstrip()
    while True:
        m = _tail().search(phrase)
        if not m or (len(m.group()) == 1 and len(phrase) >= 2 and phrase[-2:] in dictionary()):
            return phrase
        phrase = phrase[: m.start()]


def trim_head(phrase: str) -> str:
    """A phrase without frames at its start, as long as two characters remain.

    A single character stays where it begins a word of the dictionary (对口帮扶 keeps 对).
    """
    while True:
        m = _head().match(phrase)
        if not m or len(phrase) - m.end() < 2:
            return phrase
        if m.end() == 1 and "一" <= phrase[0] <= "鿿" and phrase[:2] in dictionary():
            return phrase
        phrase = phrase[m.end() :]


def trim(phrase: str) -> str:
    """The words before a number without copulas at their end and frames at their start."""
    return trim_head(trim_tail(without_time(phrase)))


def trim_after(phrase: str) -> str:
    """The words after a number without joining marks and adverbs."""
    return inner().sub("", without_time(phrase).strip(" 、和及与以并的"))


def last_item(phrase: str) -> str:
    """The part of a phrase after its last list mark, quotation marks and parentheses respected."""
    depth = 0
    for k in range(len(phrase) - 1, -1, -1):
        c = phrase[k]
        if c in "”)》":
            depth += 1
        elif c in "“(《":
            depth -= 1
        elif depth == 0 and c == "、":
            return phrase[k + 1 :]
    return phrase


@cache
def _action() -> re.Pattern[str]:
    verbs, actions = table("boundaries")["verbs"], table("figures")["actions"]
    known = {w for key in ("build", "institution", "neutral") for w in str(verbs.get(key, "")).split() if len(w) >= 2}
    known = (known - set(actions["not"])) | set(actions["more"])
    return re.compile("|".join(sorted(known, key=lambda w: (-len(w), w))))


def from_action(phrase: str) -> str:
    """A long phrase cut at the last verb of doing that leaves an object: 桥下空间新增停车位 → 新增停车位."""
    cut = 0
    adding = table("figures")["actions"]["adding"]
    for m in _action().finditer(phrase):
        long = len(phrase) > 16 or m.group() in adding
        if long and len(phrase) > 9 and len(phrase) - m.end() >= 2 and phrase[m.end()] not in "的率、和及”)":
            cut = m.start()
    return phrase[cut:]


def shorten(label: str) -> str:
    """A label without blanks, of at most the lexicon's length, cut at its start where the frames stand."""
    limit = table("figures")["metric"]["max_length"]
    label = _ACHIEVE.sub("", label.replace(" ", "").replace("\n", ""))
    if len(label) > limit:
        label = from_action(label)
    if len(label) > limit:
        label = label[-limit:]
        # Rather a little less than a piece of a word.
        mark = re.match(r"[^、”)》]{0,8}[、”)》](?=.{6})", label)
        label = label[mark.end() :] if mark else label
    return balanced(label)


_PAIRS = {"”": "“", ")": "(", "》": "《", "’": "‘"}


def balanced(label: str) -> str:
    """A label without marks whose partner was cut off; of an odd number of straight quotation marks none stays.

    >>> balanced("护”制度机制"), balanced("“散乱污”企业(场所)"), balanced("接收人员(密接者")
    ('护制度机制', '“散乱污”企业(场所)', '接收人员密接者')
    """
    if label.count('"') % 2:
        label = label.replace('"', "")
    open_at: list[int] = []
    drop: set[int] = set()
    for k, c in enumerate(label):
        if c in _PAIRS.values():
            open_at.append(k)
        elif c in _PAIRS:
            if open_at and label[open_at[-1]] == _PAIRS[c]:
                open_at.pop()
            else:
                drop.add(k)
    drop.update(open_at)
    return "".join(c for k, c in enumerate(label) if k not in drop) if drop else label
