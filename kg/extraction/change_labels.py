"""Labels of changes and ranks, and of figures that answer others one by one (分别): drafts in, labels and links out."""

from __future__ import annotations

import re

from kg.extraction import labels
from kg.extraction.drafts import JOINING, Draft, Subject, in_clause, noun_follows
from kg.extraction.joining import BARE_RATE, MEASURE_END, RATE_END, join
from kg.extraction.kinds import cut_by, is_net_change, last_change, patterns
from kg.extraction.model import Kind
from kg.lexicon import table

_FORMS = table("figures")["forms"]
YARDSTICK = re.compile(_FORMS["yardstick"])
_COUNTED_HOW = re.compile(_FORMS["counted_how"])
_BASE_OF_MULTIPLE = re.compile(_FORMS["base_of_multiple"])
_COMPARED = re.compile(_FORMS["compared"])
_LENT_MEASURE = re.compile(_FORMS["lent_measures"])
_OWN_MEASURE = re.compile(_FORMS["own_measures"])
_PLACE = re.compile(f"(?:{_FORMS['places']})$")
_TOLD_OF_EACH = re.compile(_FORMS["told_of_each"])
_COMPARED_WITH = re.compile("(?:(?<![占可])比|较)[^,。;]{1,5}$")
_PLACE_TAKEN = re.compile("(?:排名|位次|名次)$")
_COMPARING = re.compile("较|比|同比|环比")
_AMONG = re.compile("在?[^,]{0,16}中$")
AMONG_COUNTED = re.compile(_FORMS["among_counted"])
_HELD = re.compile(_FORMS["held"])
_FASTER = re.compile(_FORMS["faster"])
_GROWTH_NOUN = re.compile(_FORMS["growth_noun"])
_BARE_MEASURE = re.compile(_FORMS["bare_measures"])


def bare(label: str) -> str:
    """The label of a change without its verb and what it is compared with: what changes."""
    verb = last_change(label)
    if verb is not None and verb.end() == len(label):
        label = label[: verb.start()]
    return _COMPARED_WITH.sub("", label.removesuffix("同比").removesuffix("环比"))


def change_word(d: Draft) -> str:
    """The word that a change's label ends in: 同比, 环比, else the verb (增长) where nothing compares it."""
    p = patterns()
    m = p["yoy"].search(d.before) or p["pop"].search(d.before)
    if m:
        return m.group()
    verb = last_change(d.before)
    return verb.group() if verb and not verb["to"] else ""


def label_change(d: Draft, subject: Subject, n: int, growth: Draft | None = None) -> None:
    """A change names what changes and how it is compared: 限上商业销售额同比, 进出口总额增幅.

    `growth` is the growth in per cent that it may be compared with (增长6.8%,高于全市0.7个百分点).
    """
    p = patterns()
    own = labels.trim(d.before)
    if is_net_change(own) or cut_by(own):
        # 减少贫困人口3105人, 压减一般性支出12%: the verb belongs to the thing.
        d.label, d.rule = own, "own-change"
        return
    verb = last_change(d.before)
    if verb is not None and verb["to"]:
        verb = None
    stem = d.before[: verb.start()] if verb else d.before
    word = verb.group() if verb else ""
    basis = p["yoy"].search(stem) or p["pop"].search(stem)
    if basis is not None:
        # 比2004年底同比增长: the base of the comparison is no part of the thing.
        stem, word = (
            re.sub("(?:比|较)(?:[0-9]{4}年|[上去前]年|年初)[^,]{0,2}$", "", stem[: basis.start()]),
            basis.group(),
        )
    elif word.startswith(("同比", "环比")):
        word = word[:2]
    else:
        base = re.search(r"(?:(?<!可)比|较)[^,。;]{1,5}$", stem)
        if base:
            in_percent = d.quantity.unit is not None and d.quantity.unit.label == "%"
            stem, word = stem[: base.start()], base.group() + ("" if in_percent else word)
    if verb is not None and word == verb.group():
        compared = labels.trim_tail(d.before[verb.end() :])
        word += compared if YARDSTICK.match(compared) else ""
    own = labels.trim(_COUNTED_HOW.sub("", _BASE_OF_MULTIPLE.sub("", stem)).rstrip(" ,")).removesuffix("完成")
    if _PLACE_TAKEN.search(stem):
        own = labels.trim_head(stem)  # 排名较去年前移21位: here it is no copula
    if own and not labels.needs_subject(own):
        d.label, d.rule = labels.from_action(own) + word, "own-change"
    elif subject.label:
        by_points = d.quantity.unit is not None and d.quantity.unit.unit.dimension == "percentage-point"
        grew = growth is not None and by_points and _FASTER.match(word)
        whole = subject.label
        if (
            growth is not None
            and grew
            and not own
            and not _GROWTH_NOUN.search(whole)
            and growth.label.startswith(whole)
        ):
            whole = growth.label  # the growth is higher
        d.label, d.rule = whole + own + word, "carried-change"
        d.compares = subject.figure if subject.figure is not None and subject.figure < n else None
    else:
        d.label, d.rule = own + word, "own-change"


def changes_the_last(d: Draft, drafts: list[Draft], n: int) -> bool:
    """人均纯收入3876元,增加342元: a bare verb of change before an amount in the unit of the figure before."""
    if d.kind is not Kind.LEVEL or not n or noun_follows(d):
        return False
    last = drafts[n - 1]
    return (
        d.before in table("figures")["change"]["amount"]
        and last.kind is Kind.LEVEL
        and d.quantity.unit is not None
        and last.quantity.unit is not None
        and d.quantity.unit.unit == last.quantity.unit.unit
    )


def continues_change(d: Draft, previous: Draft | None) -> bool:
    """分别下降25.5%和20.6%: the second figure changes as the first does."""
    return (
        previous is not None
        and previous.kind is Kind.CHANGE
        and d.before.strip() in (*JOINING, "")
        and d.quantity.unit == previous.quantity.unit
        and not noun_follows(d)
    )


def continue_change(d: Draft, previous: Draft | None, drafts: list[Draft], changes_for: list[int], n: int) -> None:
    assert previous is not None
    d.kind, d.sign, d.basis, d.rule = Kind.CHANGE, previous.sign, previous.basis, "respective-change"
    members = in_clause(drafts, d)
    run = [k for k in members if k <= n]
    position = len(run) - 1
    if len(changes_for) > position and drafts[run[0]].rule == "respective-change":
        target = changes_for[position]
        d.compares = target
        d.label = drafts[target].label + drafts[run[0]].label.removeprefix(drafts[changes_for[0]].label)
        return
    first = drafts[run[0]]
    split = re.search("分别", first.before)
    items = items_of(first.before[: split.start()]) if split else []
    if split and len(items) > position:
        compared = patterns()["yoy"].search(first.before) or patterns()["pop"].search(first.before)
        growing = _GROWTH_NOUN.search(first.before, 0, split.start()) is not None
        word = compared.group() if compared else labels.trim(first.before[split.end() :]) or ("" if growing else "下降")
        items = [x.removesuffix(word) for x in items]
        if run[0] and all(map(_BARE_MEASURE.fullmatch, items)):
            # 来访83批215人次,批次、人次分别下降18%和24%
            items = [drafts[run[0] - 1].label + item for item in items]
        for k, item in zip(run, items, strict=False):
            drafts[k].label, drafts[k].rule = item + word, "respective-change"
    else:
        d.label = previous.label
        verb = last_change(first.before)
        if verb is None or verb["to"] or any(drafts[k].before.strip() not in (*JOINING, "") for k in members[1:]):
            return
        items = items_of(labels.trim(first.before[: verb.start()]), len(members))
        if len(items) == len(members) and not any(map(_COMPARING.match, items)):
            # 旅游收入、接待游客增长163.9%和73.9%
            for k, item in zip(run, items, strict=False):
                drafts[k].label, drafts[k].rule = item + verb[0], "respective-change"


def among_whom(d: Draft, following: Draft | None) -> str:
    """The things, with their area, that a rank behind a figure is held among: 全县乡镇 of 在全县14个乡镇中列第9位."""
    if following is None or following.clause != d.clause or not following.quantity.is_rank:
        return ""
    among = AMONG_COUNTED.search(labels.without_time(d.before).rstrip())
    noun = re.match("[^,]{1,8}?(?=[中里]|$)", d.after)
    return among[1] + noun[0] if among is not None and noun is not None else ""


def answers_of(drafts: list[Draft], n: int) -> dict[int, int]:
    """办结率99%,满意率98%,分别提高0.3和1.1个百分点: which figure before each figure of a clause answers, by position."""
    d = drafts[n]
    members = in_clause(drafts, d)
    head, mark, _ = d.before.partition("分别")
    count = len(members)
    head = labels.trim(_COMPARED.sub("", head))
    if not mark or members[0] != n or count < 2 or n < count or (head and not _TOLD_OF_EACH.fullmatch(head)):
        return {}
    targets = range(n - count, n)
    if any(drafts[k].kind in (Kind.CHANGE, Kind.RANK) or drafts[k].quantity.is_rank for k in targets):
        return {}
    return dict(zip(members, targets, strict=True))


def label_answer(d: Draft, previous: Draft | None, drafts: list[Draft], target: int) -> None:
    """Label a figure that stands for itself what one of several figures before did: grow, rank, fulfil its task."""
    if previous is not None:
        d.kind, d.sign, d.basis = previous.kind, previous.sign, previous.basis
        said = previous.label.removeprefix(drafts[target - 1].label)
    elif _TOLD_OF_EACH.fullmatch(told := labels.trim(_COMPARED.sub("", d.before.partition("分别")[0]))):
        said = told
    elif d.kind is Kind.CHANGE:
        said = change_word(d)
    elif d.kind is Kind.RANK:
        said = ""
    else:
        said = labels.trim_tail(labels.without_time(d.before).replace("分别", "")).strip(" ,")
    d.label, d.rule = _lent(drafts[target].label, said), "respective-change" if d.kind is Kind.CHANGE else "respective"
    if d.kind in (Kind.CHANGE, Kind.RANK):
        d.compares = target


def is_first_of(drafts: list[Draft], n: int, count: int) -> bool:
    """True for the first of as many changes in a clause as figures were listed by 分别 before."""
    members = in_clause(drafts, drafts[n])
    return members[0] == n and len(members) == count


def items_of(phrase: str, count: int = 0) -> list[str]:
    """The things listed before 分别; a head or modifier that only one of two spells out is lent to the other."""
    phrase = labels.trim(phrase).removesuffix("清单")
    items = [x for x in re.split("、|和|及|与", phrase) if x]
    if count == 2 and len(items) == 1:
        for both, one, other in _FORMS["pairs"]:
            if both in phrase:
                # 城乡居民人均可支配收入
                return [phrase.replace(both, one), phrase.replace(both, other)]
    if count and len(items) > count:
        # 动态监测和精准帮扶行动、养老服务行动: 和 inside a name.
        items = [x for x in phrase.split("、") if x]
    if len(items) >= 2:
        first, last = items[0], items[-1]
        if len(first) <= 4 and len(last) >= len(first) + 4:
            # 城镇、农村常住居民人均可支配收入
            # 城镇居民、农牧民人均可支配收入
            lent = last[last.index("人均") :] if "人均" in last and first.endswith(("民", "人口", "户")) else ""
            items = [x + (lent or last[len(x) :]) if len(x) <= 4 else x for x in items[:-1]] + [last]
        elif (rate := RATE_END.search(first)) and rate.start() and all(map(BARE_RATE.fullmatch, items[1:])):
            # 热线受理率、办结率、满意率
            items = [first, *(first[: rate.start()] + x for x in items[1:])]
        elif len(last) <= 4 and len(first) >= len(last) + 3 and not _PLACE.search(last):
            # 生产安全事故起数、死亡人数
            head = MEASURE_END.sub("", first)
            head = head if len(head) < len(first) and MEASURE_END.search(last) else labels.without_last_word(first)
            items = [first] + [head + x if len(x) <= 4 else x for x in items[1:]]
        elif (lent := _LENT_MEASURE.search(last)) and lent.start() and not any(map(_OWN_MEASURE.search, items[:-1])):
            items = [*(_lent(x, lent[0]) for x in items[:-1]), last]
    return items


def _lent(item: str, measure: str) -> str:
    """互市贸易 and 贸易额: 互市贸易额."""
    shared = next((size for size in range(len(measure) - 1, 1, -1) if item.endswith(measure[:size])), 0)
    return item + measure[shared:]


def respectively(text: str, drafts: list[Draft], n: int) -> bool:
    """A、B、C…分别计划投资x、y、z: the n-th figure belongs to the n-th item."""
    d = drafts[n]
    members = in_clause(drafts, d)
    if len(members) < 2 or any(drafts[k].quantity.is_rank for k in members):
        return False
    first = drafts[members[0]]
    if d.kind is Kind.CHANGE:
        return False
    split = re.search("分别", first.before)
    if split is None:
        # Three and more figures on a row of as many things need no 分别.
        if any(drafts[k].before.strip("、和及与 ") or noun_follows(drafts[k]) for k in members[1:]):
            return False
        split = re.search("(?:达到|达|为|突破|超过|稳定在|保持在|控制在)*$", first.before)
        assert split is not None
        if len(members) < 3 and drafts[members[0]].quantity.unit != drafts[members[1]].quantity.unit and not split[0]:
            # 54支、2630人 is a second count.
            return False
    head = first.before[: split.start()]
    if not labels.trim(head):
        end = first.clause[0] - 1
        start, _ = labels.clause(
            text, max(end, d.sentence.reading_start), d.sentence.reading_start, d.sentence.reading_end
        )
        head = text[start:end] if end > d.sentence.reading_start else ""
    items = items_of(head, len(members))
    if len(items) != len(members):
        return False
    predicate = labels.trim(first.before[split.end() :])
    if predicate == "完成" and d.quantity.unit is not None and d.quantity.unit.unit.dimension == "currency":
        predicate = ""
    d.label = items[members.index(n)] + (predicate if predicate not in ("达到", "达") else "")
    d.rule = "respective"
    return True


def label_rank(d: Draft, subject: Subject, previous: Draft | None, growth: int | None) -> None:
    """A rank names the thing ranked and the aspect: 固定资产投资总量."""
    own = labels.trim(_AMONG.sub("", _HELD.sub("", d.before)))
    own = "" if own in JOINING else own
    counted = previous is not None and previous.kind is Kind.LEVEL
    if previous is not None and counted and (among := AMONG_COUNTED.search(previous.before)) is not None:
        # 全部财政收入在全县14个乡镇中列第9位
        own = labels.trim(previous.before[: among.start()])
    elif previous is not None and not own and previous.kind is Kind.CHANGE:
        grown = _GROWTH_NOUN.search(previous.label)
        if grown is not None:
            # 增速高于全市1.5个百分点、列全市第三
            d.label, d.aspect, d.rule, d.compares = previous.label[: grown.end()], grown[0], "rank", growth
            return
    elif previous is not None and not own and previous.kind in (Kind.LEVEL, Kind.SHARE) and subject.figure is not None:
        # 新建充电站40座,总数达到260座、居全市首位
        d.label, d.rule, d.compares = previous.label, "rank", subject.figure
        return
    if previous is not None and previous.kind is Kind.RANK and not own:
        # 总量、增幅分别位列全区第二、第五
        items = items_of(_HELD.sub("", previous.before.replace("分别", "")))
        if len(items) == 2 and previous.aspect is not None:
            previous.aspect, own = items[0], items[1]
            previous.label = subject.label + items[0]
    own = own.removesuffix("分别")
    if own and not labels.needs_subject(own) and (len(own) > 4 or own.startswith(_FORMS["overall"])):
        d.label = labels.from_action(own)
    else:
        added = subject.label.startswith(tuple(_FORMS["adding_verbs"])) and own.startswith(tuple(_FORMS["stocks"]))
        whole = join(subject.label, own) if added else subject.label + own
        d.label = subject.label if subject.label.endswith(own) else whole
    d.aspect = own or None
    d.compares = subject.figure
    if own in _FORMS["growth_nouns"]:
        # 增速全区第一 ranks the growth, not the amount.
        d.compares = growth
    d.rule = "rank"
    if not d.label:
        d.label = labels.trim_after(d.after)
