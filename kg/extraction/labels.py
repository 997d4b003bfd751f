"""Words around a number in; clauses, trimmed phrases and labels made of the text's own words out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache

from kg.extraction.forms import Ending
from kg.language.numerals import chinese
from kg.language.tokens import dictionary, tokenize
from kg.lexicon import table, words

_CLAUSE_MARK = re.compile(r"[,;:。!?\n()]")
_LAST_MARK = re.compile(rf"(?s:.*){_CLAUSE_MARK.pattern}")
# The number of a list item or heading that runs into the sentence: "7.", "(二)", "3、".
_ITEM_NUMBER = re.compile(r"\(?(?:[一二三四五六七八九十]{1,3}|\d{1,3})[)、.,](?!\d)|[一二三四五六七八九十][是要]")
_TIME = re.compile(
    r"(?:(?:19|20)\d\d年度?|今年|去年|明年)?(?:\d{1,2}[-–—~至]+\d{1,2}月份?|\d{1,2}月(?:\d{1,2}日|份|底|末|初|[上中下]旬)?前?"
    r"|上半年|下半年|全年|年内|年底前?|年末|第?[一二三四]季度末?前?|前三季度)"
    r"|\((?:19|20)\d\d年?[-—~至](?:19|20)\d\d年\)|(?:19|20)\d\d[-—~至](?:19|20)\d\d年|(?:(?<![加高升低少展长降大缩])到|截至)?(?:19|20)\d\d年(?:度|底前?|末|内(?![部外涝])|以来)?|[今去明]年(?:以来)?|截至目前|截至(?=$|\d|本)|当月|首次|过去的?(?:一|[二三四五两])年|(?:未来|今后|用)(?:[一二三四五六七八九十两]|\d\d?)年(?:左右)?(?:的?时间)?(?:之?内)?|(?:[一二三四五六七八九十两]|(?<!\d)\d\d?)年(?:时间)?之?内|[二三四五两]年来|[“\"]十?[一二三四五六]?五[”\"](?:期间|时期|期末|末|以来)"
)
# One of these stands in every one of them.
_TIME_SIGN = re.compile("[年月季截首五]")

_FORMS = table("figures")["forms"]
_ACHIEVE = re.compile(_FORMS["achieve"])
_SLOGAN = re.compile(_FORMS["slogan"])
_THING = re.compile(_FORMS["things"])
_FRAMES_ALONE = re.compile(_FORMS["frames_alone"])
_SHORTEST_HEAD = 4
# 18家企业升规达限(涵盖商贸业9家: an open bracket and what stands in it.
_OPEN_BRACKET = re.compile(r"\([^()]*$|\(\)")
_AND_ACT = re.compile(_FORMS["and_act"])
_ANOTHER_COUNT = re.compile(_FORMS["another_count"])
_DONE = re.compile(_FORMS["done"])
_CLASS_OF_LISTED = re.compile(_FORMS["class_of_listed"])
TASK_IS = re.compile(_FORMS["task_is"])
_IN_BRACKETS = re.compile(r"\([^()]*\)")
# 财政收入(扣除减免税)1009万元
_WITHOUT = re.compile(r"\((?:扣除|不含|不包括|含|剔除|包括|按)[^()]*\)$")
_STATE = re.compile(_FORMS["predicates_of_state"])
_ETC = re.compile(_FORMS["list_etc"])
_CAPACITY = re.compile(_FORMS["capacity"])
_RATE = re.compile(_FORMS["rate_of_an_act"])
_TOTAL = re.compile(_FORMS["total"])
_IN_TIME = re.compile(_FORMS["in_time"])
_OWN_AMOUNT = re.compile(_FORMS["own_amount"])


@cache
def _alternation(key: str) -> str:
    return "|".join(re.escape(w) for w in words("figures", "metric", key))


@cache
def _tail() -> Ending:
    return Ending([*words("figures", "metric", "tail"), *'、“"('])


@cache
def _head() -> re.Pattern[str]:
    return re.compile(rf"(?:(?:{_alternation('head')})(?!或)|[\s、,:)”\"*】]|—+|【[^】]*】|{_ITEM_NUMBER.pattern})")


@cache
def inner() -> re.Pattern[str]:
    """Adverbs that a label leaves out (全部, 有序)."""
    return re.compile(rf"(?!{'|'.join(_FORMS['kept'])})(?:{_alternation('inner')})")


@lru_cache(maxsize=4096)
def needs_subject(label: str) -> bool:
    """True for labels that say nothing without a subject: 同比, 完成率, 涉及居民, 占, 搬迁."""
    frames = table("figures")["metric"]["needs_subject"]
    if not label or label in frames or (_IN_TIME.fullmatch(label) and label[2:] in frames):
        return True
    if len(label) <= 4 and label.endswith(tuple(table("figures")["metric"]["outcomes"])):
        return True
    if len(label) <= 2:
        return dictionary().get(label, "n").startswith("v")
    if label[:2] in _FORMS["sums"] and len(label) == 4 and dictionary().get(label[2:], "n")[0] == "v":
        return True  # 累计发放
    if _OWN_AMOUNT.fullmatch(label) or _CAPACITY.fullmatch(label) or _rate_of_an_act(label):
        return True
    metric = table("figures")["metric"]
    if label.startswith(tuple(metric["effects"])):
        return True
    if label.startswith(tuple(metric["of_whole"])):
        return label[:2] not in dictionary() or label[:2] in metric["of_whole"]
    return any(label.startswith(f) and len(label) <= len(f) + 2 for f in metric["open_frames"])


def needs_noun(own: str) -> bool:
    """True where the words before a figure are no noun: nothing, or a verb alone (完成, 发布)."""
    return not own or (len(own) <= 2 and dictionary().get(own, "n").startswith("v"))


def is_own_amount(label: str) -> bool:
    """True for what a work costs or what was spent on it: 总投资, 年度计划投资."""
    return bool(_OWN_AMOUNT.fullmatch(label))


def _rate_of_an_act(label: str) -> bool:
    """True for rates of an act that do not say on what: 签约比例, 上门率; 污水收集率 names its thing."""
    stem = _RATE.fullmatch(label)
    if stem is None:
        return False
    if len(stem[1]) == 2 and dictionary().get(stem[1]) == "vn":
        return label not in indicator_names()
    pieces = [stem[1][k : k + 2] for k in range(0, len(stem[1]), 2)]
    return all(dictionary().get(piece) == "v" for piece in pieces)


def clause(text: str, position: int, start: int, end: int) -> tuple[int, int]:
    """The clause that holds a position, between marks and unmatched parentheses, within `start`–`end`."""
    last = _LAST_MARK.match(text, start, position)
    left = last.end() if last is not None else start
    if last is not None and text[left - 1] == ")":
        marks = reversed(list(_CLAUSE_MARK.finditer(text, start, position)))
        left = _outermost(((mark.end(), mark[0]) for mark in marks), ")", "(", start)
    first = _CLAUSE_MARK.search(text, position, end)
    right = first.start() if first is not None else end
    if first is not None and first[0] == "(":
        right = _outermost(((mark.start(), mark[0]) for mark in _CLAUSE_MARK.finditer(text, right, end)), "(", ")", end)
    return left, right


def _outermost(marks: Iterable[tuple[int, str]], opening: str, closing: str, otherwise: int) -> int:
    """Where the first mark stands that no parentheses enclose, on the way from a position outwards."""
    depth = 0
    for place, mark in marks:
        if mark == opening:
            depth += 1
        elif mark == closing:
            if depth == 0:
                return place
            depth -= 1
        elif depth == 0:
            return place
    return otherwise


def without_time(phrase: str) -> str:
    """A phrase without its time expressions."""
    return _TIME.sub("", phrase) if _TIME_SIGN.search(phrase) else phrase


def trim_tail(phrase: str) -> str:
    """The words before a number without copulas and bound words at their end.

    A single character stays where it ends a word of the dictionary (年均 keeps 均).
    """
    while True:
        phrase = phrase.rstrip()
        tail = _tail().of(phrase)
        if tail and _TOTAL.search(phrase):
            return phrase  # 2023年度收入总计18652万元
        if not tail or (len(tail) == 1 and len(phrase) >= 2 and _is_word(phrase[-2:]) and phrase[-3:-1] != "占比"):
            return phrase
        start = len(phrase) - len(tail)
        joined = len(tail) == 2 and start and phrase[start - 1 : start + 1] in dictionary()
        # 年均达 keeps 年均.
        phrase = phrase[: start + 1] if joined and tail[0] == "均" else phrase[:start]


def _is_word(pair: str) -> bool:
    """True for a word of the dictionary that is no proper name (比达)."""
    return not dictionary().get(pair, "nr").startswith(("nr", "nz", "ns"))


def trim_head(phrase: str) -> str:
    """A phrase without frames at its start, as long as two characters remain.

    A single character stays where it begins a word of the dictionary (对口帮扶 keeps 对).
    """
    kept = tuple(_FORMS["kept"])
    while True:
        m = _head().match(phrase)
        if m and _IN_TIME.fullmatch(phrase):
            return phrase  # 按期办结率
        if not m or len(phrase) - m.end() < 2 or phrase.startswith(kept):
            return phrase
        if m.group() in _FORMS["adverbs_or_nouns"] and dictionary().get(phrase[m.end() : m.end() + 2]) != "v":
            # 重点楼宇 is no 重点 + verb.
            return phrase
        if m.end() == 1 and "一" <= phrase[0] <= "鿿" and phrase[:2] in dictionary():
            return phrase
        if phrase[0] in _FORMS["adverbs_of_one"] and dictionary().get(phrase[1:3], "n")[0] not in "vd":
            # 还建面积 is no 还 + 建.
            return phrase
        phrase = phrase[m.end() :]


@lru_cache(maxsize=4096)
def trim(phrase: str) -> str:
    """The words before a number without copulas at their end and frames at their start."""
    trimmed = trim_head(trim_tail(_WITHOUT.sub("", trim_tail(without_time(phrase)))))
    return "" if _FRAMES_ALONE.fullmatch(trimmed) else trimmed


def _begins_word(phrase: str) -> bool:
    """True where a joining character begins a word: 和美乡村, 以工代赈."""
    return phrase.startswith(tuple(_FORMS["begins_with_he"])) or dictionary().get(phrase[:2], "c")[0] in "nva"


def own_count(after: str) -> str:
    """The words behind a figure up to where another count begins (、N个利用公配物业…).

    >>> own_count("养老服务站、N个养老服务点")
    '养老服务站'
    """
    return _ANOTHER_COUNT.split(after, maxsplit=1)[0]


def last_words(phrase: str, size: int) -> str:
    """The last whole words of a phrase that are no longer than `size` in all, at least one.

    >>> last_words("加快推进创建指标", 3)
    '指标'
    """
    if len(phrase) <= size:
        return phrase
    starts = tokenize(phrase).starts
    return phrase[next((start for start in starts[:-1] if len(phrase) - start <= size), starts[-2]) :]


def without_last_word(phrase: str) -> str:
    """A phrase up to its last word.

    >>> without_last_word("网格化覆盖率")
    '网格化'
    """
    return phrase[: tokenize(phrase).starts[-2]] if phrase else ""


def trim_after(phrase: str) -> str:
    """The words after a number without joining marks and adverbs."""
    phrase = without_time(_AND_ACT.split(_OPEN_BRACKET.sub("", phrase), maxsplit=1)[0])
    while phrase and phrase[0] in " 、和及与以并的" and not _begins_word(phrase):
        phrase = phrase[1:]
    while phrase and phrase[-1] in " 、和及与以并的" and dictionary().get(phrase[-2:], "c")[0] not in "vn":
        phrase = phrase[:-1]
    if phrase[:1] == "内" and phrase[:2] not in dictionary():
        # 14天内实现…
        phrase = phrase[1:]
    return inner().sub("", own_count(phrase))


@cache
def indicator_names() -> frozenset[str]:
    """Names of well-known indicators, from kg/lexicon/indicators.toml."""
    return frozenset(n for entry in table("indicators")["indicator"] for n in (entry["label"], *entry.get("alt", ())))


def topic(heading: str) -> str:
    """The thing or indicator that a heading names, empty for headings that say something else.

    >>> topic("1.地区生产总值"), topic("2.城东污水处理厂二期(年度计划6000万元)"), topic("(一)聚力攻坚,经济运行回升向好")
    ('地区生产总值', '城东污水处理厂二期', '')
    >>> topic("(一)砚池路(中环南路至双桥路段)改造工程")
    '砚池路改造工程'
    """
    bare = _ITEM_NUMBER.sub("", heading, count=1)
    names = (trim_head(name) for name in (bare.partition("(")[0], _IN_BRACKETS.sub("", bare)))
    named = next((name for name in names if name in indicator_names() or _THING.search(name)), "")
    return "" if _SLOGAN.search(named) else named


def bare_heading(heading: str) -> str:
    """A heading without its number, what stands in brackets, and the clauses behind its first.

    >>> bare_heading("一、老旧小区改造提升"), bare_heading("(二)强基固本,党的建设持续加强")
    ('老旧小区改造提升', '强基固本')
    """
    return _CLAUSE_MARK.split(_IN_BRACKETS.sub("", _ITEM_NUMBER.sub("", heading, count=1)), maxsplit=1)[0].strip()


def without_state(phrase: str) -> str:
    """A phrase without the predicate that says what became of the thing: 电子商务园投入使用 → 电子商务园."""
    return _STATE.sub("", phrase)


def after_etc(phrase: str) -> tuple[str, str]:
    """A phrase parted at the last 等 that ends a list: examples, common noun; the first is empty without one."""
    marks = list(_ETC.finditer(phrase))
    return (phrase[: marks[-1].start()], phrase[marks[-1].end() :]) if marks else ("", phrase)


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


def is_action(verb: str) -> bool:
    """True for a verb of doing that leaves an object: 新增, 建成, 推出."""
    return bool(verb) and _action().fullmatch(verb) is not None


def from_action(phrase: str) -> str:
    """A long phrase cut at the last verb of doing that leaves an object: 桥下空间新增停车位 → 新增停车位."""
    cut = 0
    adding = table("figures")["actions"]["adding"]
    for m in _action().finditer(phrase):
        long = len(phrase) > 16 or m.group() in adding
        if phrase[m.end() :] in _FORMS["spent"]:
            break  # 公路改建工程完成投资
        if long and len(phrase) > 9 and len(phrase) - m.end() >= 2 and phrase[m.end()] not in "的率、和及”)":
            cut = m.start()
    return phrase[cut:]


def shorten(label: str) -> str:
    """A label without blanks, of at most the lexicon's length, cut at its start where the frames stand."""
    limit = table("figures")["metric"]["max_length"]
    label = _without_cut_list(TASK_IS.sub("", label))
    label = _ACHIEVE.sub("", label.replace("预计", "").replace(" ", "").replace("\n", ""))
    done = _DONE.search(label)
    if done is not None and label[done.end() :] in indicator_names():
        # 街道完成财政总收入 measures 街道财政总收入.
        label = label[: done.start()] + label[done.end() :]
    if len(label) > limit:
        label = from_action(label)
    if len(label) > limit and len(label) - label.rfind("的") > _SHORTEST_HEAD < label.rfind("的"):
        # 契合产业政策投向、辐射带动力强的重大项目: the head alone.
        label = label.rpartition("的")[2]
    if len(label) > limit:
        words = list(tokenize(label).words)
        while len(words) > 1 and sum(map(len, words)) > limit:
            words.pop(0)
        label = "".join(words)[-limit:]
        # Rather a little less than a piece of a phrase.
        mark = re.match(r"[^、”)》]{0,8}[、”)》](?=.{6})", label)
        label = label[mark.end() :] if mark else label
    return balanced(label)


def _without_cut_list(label: str) -> str:
    """A label without listed names that are fewer than it says they are.

    >>> _without_cut_list("食品、纺织三大产业产值"), _without_cut_list("电子、食品、纺织三大产业产值")
    ('三大产业产值', '电子、食品、纺织三大产业产值')
    """
    found = _CLASS_OF_LISTED.match(label)
    if found is None or len(re.split("[、和及与]", found["listed"])) == chinese(found["count"]):
        return label
    return label[found.end() :]


_PAIRS = {"”": "“", ")": "(", "》": "《", "’": "‘"}
_MARKS = re.compile(r'["“”()《》‘’]')


def balanced(label: str) -> str:
    """A label without marks whose partner was cut off; of an odd number of straight quotation marks none stays.

    >>> balanced("护”制度机制"), balanced("“散乱污”企业(场所)"), balanced("接收人员(密接者")
    ('护制度机制', '“散乱污”企业(场所)', '接收人员密接者')
    """
    if not _MARKS.search(label):
        return label
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
