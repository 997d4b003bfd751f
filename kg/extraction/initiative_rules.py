"""Rules that find initiatives: a candidate in, a verdict out. Each rule names an example and the mistake it avoids."""

from __future__ import annotations

from kg.extraction.candidates import REJECT, Candidate, Role, Verdict
from kg.extraction.forms import CONSTRUCTION, MEASURES, WORKS, Form, ending, initiative_type, pattern, words

_FIXED = words("initiatives", "names", "fixed")
_STOP = words("initiatives", "contexts", "stop")
_CONTEST = words("initiatives", "contexts", "contest")
_LEVEL = pattern("initiatives", "contexts", "level")
_OWN_TITLES = ending("initiatives", "contexts", "own_titles")
_BODIES = words("initiatives", "contexts", "bodies")
_DESCRIBED = words("initiatives", "contexts", "extended")
_MEASURE_VERBS = words("initiatives", "contexts", "quoted")
_FOUNDING = words("initiatives", "contexts", "founding")
_PROGRESS = words("initiatives", "contexts", "progress")
_ACTIVITY = words("initiatives", "contexts", "activity")
_GENERAL = pattern("initiatives", "contexts", "general")
_VAGUE = words("initiatives", "contexts", "vague")
_WEAK = words("initiatives", "contexts", "weak")
_LAME = words("initiatives", "contexts", "lame")
_BARE = words("projects", "heads", "bare")
_ENGINEERING = pattern("projects", "contexts", "engineering")


def known_name(c: Candidate) -> Verdict:
    """initiative-known-name: 河长制, 爱国卫生运动; campaigns that go by names without a head."""
    if c.name not in _FIXED or c.around.distant or (c.counted and c.form is Form.THING):
        return None  # 办结民生微实事76件 counts works
    return c.initiative("initiative-known-name", "programme")


def nothing(c: Candidate) -> Verdict:
    """Phrases that look like measures and are none: 基层治理, 实际行动, 工作计划."""
    return REJECT if c.name in _STOP else None


def title(c: Candidate) -> Verdict:
    """initiative-title: 争创市级诚信示范街道. Not a title received, not 创建2个示范区 (a project)."""
    if c.counted or not c.around.governed or c.trigger not in _CONTEST:
        return None
    # 建设 goes for buildings too: 建设市第六人民医院.
    won = c.trigger != "建设" and len(c.name) >= 5 and _LEVEL.search(c.name)
    if won or (len(c.name) >= 6 and _OWN_TITLES.of(c.name)):
        return c.initiative("initiative-title", "creation")
    return None


def body(c: Candidate) -> Verdict:
    """initiative-body: 组建市疾控局. Not 成立30个团支部 (a figure)."""
    founded = c.around.governed and c.trigger in _BODIES and not c.counted
    if founded and len(c.whole) >= 4 and c.whole[-1] in "局办会组队团部":
        return c.initiative("initiative-body", "team", end=c.start + len(c.whole))
    return None


def construction(c: Candidate) -> Verdict:
    """initiative-construction: 深化平安内江建设. Not 法治政府建设, which every report has."""
    if CONSTRUCTION.search(c.whole) and (c.around.governed or c.around.opens):
        return c.initiative("initiative-construction", "creation", end=c.start + len(c.whole))
    return None


def measure(c: Candidate) -> Verdict:
    """Names that end in a head of measures.

    initiative-heading: (一)老年助餐服务行动。新建…; the name of an item. Not (一)提升城市品质.
    initiative-described-head: 建立以信用为基础的新型监管机制; the description belongs to the name.
    initiative-activity: 开展抗疫捐赠活动. Not 开展群众文化活动.
    initiative-vague-head: 出台人口高质量发展实施意见. Not 落实补偿实施方案.
    initiative-weak-head: 深化疾病预防控制体系改革. Not 加强工业固废综合治理.
    initiative-head-noun: 健全矛盾纠纷多元化解机制. Not 有效管理模式, which no verb sets up.
    """
    if not c.form.is_measure:
        return None
    head = MEASURES.of(c.core)
    if not head or (c.role is Role.HEAD and not c.counted):
        return REJECT
    stem = len(c.core) - len(head)
    kind = initiative_type(head)
    if c.is_heading() and stem >= 4 and kind in ("campaign", "programme"):
        return c.initiative("initiative-heading", kind)
    around, trigger = c.around, c.trigger
    if around.described >= 0 and head in _DESCRIBED and c.role is not Role.HEAD and c.unit is c.names.units[0]:
        verb = c.tokens.words[around.described - 1]
        if verb in _MEASURE_VERBS or verb in _FOUNDING or verb == "通过":
            start = c.tokens.starts[around.described]
            return c.initiative("initiative-described-head", kind, start=start)
    if stem < 2 or around.distant or not (around.governed or (around.opens and around.next_word in _PROGRESS)):
        return REJECT
    if head.endswith("活动"):
        special = trigger in _ACTIVITY and stem >= 4 and not _GENERAL.search(c.name)
        return c.initiative("initiative-activity", kind) if special or (around.opens and stem >= 6) else REJECT
    if head in _VAGUE:
        founded = trigger in _FOUNDING and len(c.name) >= 7
        return c.initiative("initiative-vague-head", kind) if founded else REJECT
    if head in _WEAK:
        fitting = trigger in _MEASURE_VERBS or trigger in _FOUNDING or around.opens
        fitting = fitting and trigger not in _LAME and len(c.name) >= 5
        return c.initiative("initiative-weak-head", kind) if fitting else REJECT
    return c.initiative("initiative-head-noun", kind)


def programme(c: Candidate) -> Verdict:
    """initiative-programme: 实施社会治理创新年工程. Not 灌区工程, which is building work."""
    if c.form is not Form.WORKS or c.counted or c.name in _BARE or _ENGINEERING.search(c.core):
        return None
    if WORKS.of(c.core) != "工程" or len(c.core) < 4:
        return None
    if c.is_heading() and len(c.core) >= 6:
        return c.initiative("initiative-heading", "programme")
    begins = c.around.opens and c.around.next_word in _PROGRESS
    if begins or (c.around.governed and c.trigger in _MEASURE_VERBS):
        return c.initiative("initiative-programme", "programme")
    return REJECT
