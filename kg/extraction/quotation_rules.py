"""Rules for names in quotation marks: a candidate in, a verdict out.

A quotation names a measure when a head follows it or a verb that sets up measures stands before it; it is a building
when the head or the quoted words are; else it is a slogan. Each rule names an example and the mistake it avoids.
"""

from __future__ import annotations

import re

from kg.extraction.candidates import REJECT, Candidate, Verdict
from kg.extraction.forms import MEASURES, WORKS, Form, any_of, ending, form_of, initiative_type, pattern, trim, words

_VERBS = words("initiatives", "contexts", "quoted")
_DOCUMENT_VERBS = words("initiatives", "contexts", "document")
_CONTEST = words("initiatives", "contexts", "contest")
_LEVEL = pattern("initiatives", "contexts", "level")
_TITLES = ending("initiatives", "contexts", "titles")
_PROGRESS = words("initiatives", "contexts", "progress")
_RECEIVED = words("initiatives", "contexts", "received")
_SLOGANS = pattern("initiatives", "contexts", "stop_quoted")
_AFTER_QUOTE = pattern("initiatives", "contexts", "after_quote")
_PRAISED = pattern("initiatives", "contexts", "praised")
_INSTRUMENT = words("initiatives", "contexts", "instrument")
_USING = words("initiatives", "contexts", "using")
_NOT_BUILT = pattern("initiatives", "contexts", "not_built")
_STRICT = words("projects", "contexts", "strict")
_PLACE = pattern("projects", "contexts", "place")
_VIRTUAL = any_of("projects", "contexts", "virtual")
_SERVICE = pattern("projects", "contexts", "service")
_FACILITY = pattern("projects", "contexts", "facility")
_PEOPLE = pattern("projects", "contexts", "people")
_PROMOTING = words("initiatives", "contexts", "promoting")
_NOT_OF_NAME = words("initiatives", "contexts", "not_of_name")
_COMPLAINT = pattern("initiatives", "contexts", "complaint")
_ACHIEVING = words("initiatives", "contexts", "achieving")
_WAY = pattern("initiatives", "contexts", "way")
_ORGANISING = pattern("initiatives", "contexts", "organising")
_DESCRIBED = pattern("initiatives", "contexts", "described_head")
_GLOSSARY = re.compile(r"\(\d+\)")


def quoted(c: Candidate) -> Verdict:
    """The verdict on a phrase with a quotation or a document's title in it."""
    starts, string = c.tokens.starts, c.string
    first, last = c.unit.first, c.unit.last
    title = string.find("<", first, last)
    opening = string.find("o", first, last)
    if opening < 0 or 0 <= title < opening:
        opening = title
    closing = max(string.rfind("c", first, last), string.rfind(">", first, last)) + 1
    begin, finish = starts[opening], starts[closing]
    prefix = c.text[c.start : begin]
    tail = c.text[finish : starts[last]]
    if string[opening] == "<" and string.find("o", first, last) < 0:
        return _document(c, begin, finish, tail)
    start = begin if prefix and _PLACE.search(prefix) else c.start
    prefix = c.text[start:begin]
    marker = _GLOSSARY.match(tail)
    rest = tail[marker.end() :] if marker else tail
    if rest:
        return _with_tail(c, start, begin, finish, starts[last], rest)
    if prefix and c.trigger in _CONTEST and _LEVEL.search(prefix) and len(prefix) > 4:
        return c.initiative("initiative-title", "creation", start, finish)  # 全国双拥模范城“九连冠”
    # Either reading of the borders overlaps by half as long as the prefix is no longer than the quotation.
    return _alone(c, begin if len(prefix) > finish - begin else start, begin, finish, string[closing : closing + 1])


def _document(c: Candidate, begin: int, finish: int, tail: str) -> Verdict:
    """initiative-document: 修订《…实施办法》. Not 全面贯彻《行政复议法》, not made by the place."""
    if not tail and c.trigger in _DOCUMENT_VERBS:
        return c.initiative("initiative-document", "policy", begin, finish)
    if MEASURES.of(tail):
        return c.initiative("initiative-quoted-head", "activity")  # 《…条例》大宣传大培训活动
    return REJECT


def _with_tail(c: Candidate, start: int, begin: int, finish: int, stop: int, rest: str) -> Verdict:
    """Words follow the quotation within the phrase."""
    trimmed, form = trim(rest)
    opens = c.around.opens
    if form and form is not Form.BODY:
        return _headed(c, start, stop - (len(rest) - len(trimmed)), trimmed)
    # initiative-quoted-front: 对照“八有一超”脱贫标准. Not “四上”企业, where the quotation only says which.
    if c.around.governed and c.trigger in _VERBS and _AFTER_QUOTE.match(rest):
        return c.initiative("initiative-quoted-front", "other", begin, finish)
    # initiative-quoted-subject: “社区微业”创新做法在全省推广 · “质量强市”建设取得新成效.
    if opens and _PRAISED.match(rest):
        return c.initiative("initiative-quoted-subject", "other", begin, finish)
    # initiative-quoted-open-head: 推行“五包一”防疫网格; whatever the noun is, it makes one name with the quotation.
    ends = c.string[c.unit.last : c.unit.last + 1] in ("C", "Z", "D", "E", "A")
    promoted = c.around.governed and c.trigger in _PROMOTING and c.around.direct
    if (
        promoted
        and ends
        and len(rest) <= 6
        and not rest.endswith(tuple(_NOT_OF_NAME))
        and not _SLOGANS.search(c.text[begin:stop])
    ):
        return c.initiative("initiative-quoted-open-head", "other", start, stop)
    if opens and rest == "建设" and c.around.next_word in _PROGRESS:
        return c.initiative("initiative-quoted-subject", "creation", start, stop)
    return REJECT


def _headed(c: Candidate, start: int, end: int, tail: str) -> Verdict:
    """A head follows the quotation.

    initiative-quoted-head: “1+22+N”服务机制. Not “十四五”规划.
    initiative-quoted-project: “宝企帮百村”项目. Not “工业上楼”试点项目, which builds.
    project-quoted-works: “一河四走廊”沿线城市面貌提升项目.
    initiative-quoted-title: 争创“绿水青山就是金山银山”实践创新基地.
    initiative-quoted-platform: 依托“一中心两化”平台; used, not built.
    project-quoted-thing: 打造“智享家园”云平台. Not “散乱污”园区.
    """
    whole = c.text[start:end]
    works, measure = WORKS.of(tail), MEASURES.of(tail)
    if tail in ("治理", "整治") and c.trigger in _VERBS:
        return c.initiative("initiative-quoted-head", "campaign", start, end)
    if measure and works in ("", "工程"):
        if _SLOGANS.search(whole):
            return REJECT
        return c.initiative("initiative-quoted-head", initiative_type(measure), start, end)
    contest = c.trigger in _CONTEST
    if contest and _TITLES.of(tail):
        return c.initiative("initiative-quoted-title", "creation", start, end)
    if works and _SERVICE.search(tail):
        return c.initiative("initiative-quoted-project", "programme", start, end)
    if works:
        return c.project("project-quoted-works", start, end)
    if contest and not c.counted:
        return c.initiative("initiative-quoted-title", "creation", start, end)
    if _ORGANISING.search(tail):
        return c.initiative("initiative-quoted-platform", "service", start, end)
    if _VIRTUAL.search(tail) and c.trigger in _USING:
        return c.initiative("initiative-quoted-platform", "service", start, end)
    if _NOT_BUILT.search(whole):
        return REJECT
    built = c.trigger in _STRICT or c.counted or c.follow
    if built or _FACILITY.search(whole) or _VIRTUAL.search(tail):
        return c.project("project-quoted-thing", start, end)
    return REJECT


def _alone(c: Candidate, start: int, begin: int, finish: int, next_letter: str) -> Verdict:
    """Nothing follows the quotation.

    initiative-quoted-name: 擦亮“居家、场所安全检查日”品牌 has its head outside, “文化春雨行动” inside.
    project-quoted-name: 建成“坪山记忆馆”.
    project-quoted-counted: 新增“钟书房”53个.
    initiative-quoted: 严格落实“宝九条”. Not 用“辛苦指数”换取…, not 打造“家门口”的….
    initiative-quoted-subject: “综合一窗受理”实现全覆盖. Not 以“绣花功夫”推进…, not
    榕江“村超”入选…, which is received.
    """
    quotation = c.text[begin + 1 : finish - 1]
    governed, trigger = c.around.governed, c.trigger
    if _SLOGANS.search(quotation) or _COMPLAINT.search(quotation):
        return REJECT
    if c.tokens.words[c.unit.first - 1] in _INSTRUMENT and trigger != c.tokens.words[c.unit.first - 1]:
        return REJECT  # 坚持以“产业兴”促“乡村兴”
    if c.tokens.words[c.unit.first - 1] in _ACHIEVING and _WAY.search(quotation):
        # initiative-quoted-way: 160个事项实现“跨省通办”. Not 实现“开门红”.
        return c.initiative("initiative-quoted-way", "service", start, finish)
    form = form_of(quotation)
    inside = MEASURES.of(quotation)
    if inside and governed and not c.around.distant and form is Form.MEASURE:
        return c.initiative("initiative-quoted-name", initiative_type(inside), start, finish)
    if next_letter == "U":
        # initiative-quoted-described: 深化“一窗受理、一平台办理”的政务服务模式.
        described = _DESCRIBED.match(c.text, finish)
        if described and governed and c.around.direct and trigger in _VERBS:
            kind = initiative_type(MEASURES.of(described.group()))
            return c.initiative("initiative-quoted-described", kind, start, described.end())
        return REJECT
    if form is Form.THING and (trigger in _STRICT or trigger == "完善"):
        if not _VIRTUAL.search(quotation) and quotation[-1] != "城":
            return c.project("project-quoted-name", start, finish)
        return c.initiative("initiative-quoted", "other", start, finish) if trigger in _VERBS else REJECT
    if c.counted and trigger in _STRICT and not _PEOPLE.search(c.count):
        return c.project("project-quoted-counted", start, finish)
    if governed and c.around.direct and trigger in _VERBS:
        return c.initiative("initiative-quoted", "other", start, finish)
    means = c.tokens.words[c.unit.first - 1] in _INSTRUMENT
    if c.around.opens and c.around.next_word in _PROGRESS - _RECEIVED and not means:
        return c.initiative("initiative-quoted-subject", "other", start, finish)
    return REJECT
