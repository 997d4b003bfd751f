"""Labels of levels, shares and durations: from the words before a figure, after it, around it or left out before it."""

from __future__ import annotations

import re

from kg.extraction import labels
from kg.extraction.change_labels import among_whom, bare
from kg.extraction.drafts import JOINING, Draft, Subject, Words, bound_length, in_clause, noun_follows, noun_like
from kg.extraction.joining import SHORT, join, leading_verb, without_examples
from kg.extraction.modality import GIVEN_TASK, is_baseline, is_short_of
from kg.extraction.model import Kind
from kg.language.tokens import dictionary
from kg.lexicon import table

_FORMS = table("figures")["forms"]
_OF_WHOLE = tuple(table("figures")["metric"]["of_whole"])
_BASE_IN_FIGURES = re.compile(_FORMS["base_in_figures"])
_BASE_IN_FIGURES_AFTER = re.compile(_FORMS["base_in_figures_after"])
_TO_THING = re.compile(_FORMS["to_thing"])
_QUOTED_END = re.compile('[“"][^“”"]{1,12}[”"]$')
_PART = re.compile("其中(?:有|的)?")
MEASURE_NOUN = re.compile(_FORMS["measure_nouns"])
_SIZE_CLASS = re.compile(_FORMS["size_class"])
_TASK = re.compile(_FORMS["task_end"])
_LIST_END = re.compile(_FORMS["list_end"])
_REACH = re.compile(_FORMS["reach"] + "(?=[^、]{2,6}$)")
_LEVEL_ALONE = re.compile(_FORMS["level_alone"])
_LEVEL_IN_LABEL = re.compile(_FORMS["level_in_label"])
_DONE_OF_WHOLE = re.compile(_FORMS["done_of_whole"])
_WHOLE_AREA = re.compile(_FORMS["whole_area"])
_LASTING = re.compile(_FORMS["lasting"])
_REMAINDER = re.compile("(?:" + "|".join(table("figures")["metric"]["remainder"]) + ")$")


def label_level(
    text: str,
    d: Draft,
    subject: Subject,
    previous: Draft | None,
    lexicon: Words,
    drafts: list[Draft],
    n: int,
    topic: str,
) -> None:
    q = d.quantity
    following = n + 1 < len(drafts) and drafts[n + 1].clause == d.clause
    if following and drafts[n + 1].quantity.start == d.after_start and labels.needs_noun(labels.trim(d.before)):
        # 完成10类42项社区实事项目: both count what stands behind the second.
        noun = (drafts[n + 1].quantity.noun or "") + labels.trim_after(drafts[n + 1].after)
        if len(noun) >= 2 and (noun_follows(drafts[n + 1]) or drafts[n + 1].quantity.noun):
            d.label, d.rule = noun[:22], "right"
            return
    left = text[d.clause[0] : q.start]
    if q.unit is None and q.noun:
        _label_noun_unit(d)
        return
    if _BASE_IN_FIGURES.search(left) and _BASE_IN_FIGURES_AFTER.match(d.after):
        # 比“九五”末的26.5亿元增长60.7%
        own = labels.trim(re.sub("(?:比|较|是|为)[^比较是为]*$", "", d.before))
        d.label, d.rule = own or subject.label, "carried-subject"
        return
    if n and is_short_of(left, d.after):
        d.label, d.rule, d.kind = drafts[n - 1].label, "second-count", drafts[n - 1].kind
        return
    if is_baseline(left, d.after):
        own = labels.trim(re.sub("(?:由|从)[^由从]*$", "", d.before))
        # 受理工单4386件,满意率从一季度的90.3%上升至94.5%
        d.label, d.rule = join(subject.label, own) if labels.needs_subject(own) else own, "left-own"
        return
    if previous is not None and is_baseline(text[d.clause[0] : previous.quantity.start], previous.after):
        d.label, d.rule = previous.label, "second-count"
        d.kind = previous.kind if d.kind is Kind.SHARE else d.kind
        return
    if previous is not None and lasts(previous) and subject.label and not labels.trim(d.before):
        # 总产量连续五年突破25万吨
        d.label, d.rule = subject.label, "carried-subject"
        return
    opens = text[d.clause[0] - 1 : d.clause[0]] == "("
    if opens and n and not labels.trim(d.before) and drafts[n - 1].quantity.end <= d.clause[0] and not noun_follows(d):
        # 完工4个(67%), 补助1128名(目标1100名): the same thing in other words, or its target.
        d.label, d.rule = drafts[n - 1].label, "second-count"
        return
    last = drafts[n - 1] if n else None
    if opens and last is not None and last.quantity.end == d.clause[0] - 1 and not noun_follows(d):
        level = labels.trim(d.before)
        if _LEVEL_ALONE.fullmatch(level) and last.kind is Kind.LEVEL:
            d.label, d.rule = level + last.label, "carried-subject"  # 企业达到5家(国家级1家)
            return
    if opens and not noun_follows(d) and (whole := _whole_before_bracket(d, drafts, n)) is not None:
        # 停车位680个(路内220个、路外460个)
        d.label, d.rule = join(whole.label, labels.trim(d.before.lstrip("、,"))), "carried-subject"
        return
    if opens and previous is None and labels.needs_subject(labels.trim(d.before)) and not noun_follows(d):
        # 锂电池厂(投资3亿)、光电工程(投资1.2亿): about the noun before its bracket.
        begin, _ = labels.clause(text, d.clause[0] - 1, d.sentence.reading_start, d.sentence.reading_end)
        noun = labels.trim(labels.last_item(text[begin : d.clause[0] - 1]))
        if len(noun) >= 2:
            d.label, d.rule = (
                join(labels.last_words(noun, _FORMS["longest_subject"]), labels.trim(d.before)),
                "carried-subject",
            )
            return
    if d.kind is Kind.SHARE and _TASK.search(labels.trim_tail(d.before)):
        last = drafts[n - 1] if n and drafts[n - 1].kind is Kind.LEVEL and not drafts[n - 1].is_task else None
        _label_fulfilment(d, Subject(last.label, n - 1) if last is not None else subject)
        return
    if d.after.startswith("的") and _label_attributive(d, subject, previous, drafts[n + 1] if following else None):
        return
    if noun_follows(d):
        _label_with_noun_after(d, subject, previous, lexicon, drafts, n)
    else:
        _label_from_before(text, d, subject, previous, drafts, n, topic)


def _whole_before_bracket(d: Draft, drafts: list[Draft], n: int) -> Draft | None:
    """The figure whose parts the bracket behind it tells, in its unit, one after another; None where it does not."""
    whole = next((drafts[k] for k in range(n - 1, -1, -1) if drafts[k].clause != d.clause), None)
    if whole is None or whole.quantity.end != d.clause[0] - 1 or whole.kind is not Kind.LEVEL:
        return None
    parts = [drafts[k] for k in in_clause(drafts, d)]
    told = (
        len(parts) > 1
        and all(part.quantity.unit == whole.quantity.unit for part in parts)
        and sum(part.quantity.value for part in parts) <= whole.quantity.value
        and len(labels.trim(d.before.lstrip("、,"))) >= 2
    )
    return whole if told else None


def _label_attributive(d: Draft, subject: Subject, previous: Draft | None, following: Draft | None) -> bool:
    """总投资120亿元的高端植保项目: a figure with 的 describes the noun behind it. False when it is no such figure."""
    tail = labels.trim_after(d.after.removeprefix("的"))
    own = labels.trim(d.before)
    joined = previous is not None and d.before[:1] in JOINING
    if previous is not None and d.before == previous.after and d.before[-1:] in JOINING:
        joined, own = True, ""
    if joined and own and not labels.needs_subject(own):
        # 建筑面积5000平方米、信众3000人的教堂
        d.label, d.rule = own, "listed-left"
        return True
    if tail and following is not None and "、" in tail and labels.is_own_amount(own) and noun_follows(following):
        # 总投资3200万元的崇德、建乐、汉新三个社区老旧小区改造项目: listed names before what they are together.
        thing = labels.trim_after(following.after)
        d.measured, d.rule = own, "right-of"
        d.label = (labels.without_state(thing) or thing) + own
        return True
    if tail and (not following or d.after[-1:] in JOINING):
        # 完成35.4万平方米的年度消违任务; the measure holds for all of a list: …、50亿元的锂电池项目
        measured = own if own and labels.needs_subject(own) and own not in ("完成", "新增") else ""
        if joined and not own and previous is not None and previous.measured:
            measured = previous.measured
        d.measured = measured
        d.label, d.rule = (labels.without_state(tail) or tail) + measured, "right-of"
        return True
    if following and not tail:
        d.is_task = bool(_TASK.search(d.before))
        d.label = subject.label + own if labels.needs_subject(own) or d.is_task else own
        d.rule = "task" if d.is_task else "left-own"
        return True
    return False


def _label_noun_unit(d: Draft) -> None:
    """125万市场主体, 零增量: the noun is the unit and the thing counted; 21万群众喝上自来水: and what it does."""
    own = labels.trim(d.before)
    said = labels.trim_after(d.after.replace("了", ""))
    if not own and len(said) >= 2 and d.after[0] not in "、,的(":
        d.label, d.rule = ((d.quantity.noun or "") + said)[:22], "noun-unit"
        return
    d.label = (own if len(own) <= 8 else labels.last_words(labels.from_action(own), 8)) + (d.quantity.noun or "")
    d.rule = "noun-unit"


def _label_fulfilment(d: Draft, subject: Subject) -> None:
    """完成年度任务54.01%, 为年度目标的1.1倍, 完成任务35.42万平方米的91%: the share of a task done."""
    own = labels.trim_tail(labels.without_time(d.before) if labels.trim(d.before) else d.before).strip(" 、和")
    own = own.removeprefix("其中")
    d.label = own if len(own) > 12 else subject.label + own
    d.rule = "fulfilment"


def _label_from_before(
    text: str, d: Draft, subject: Subject, previous: Draft | None, drafts: list[Draft], n: int, topic: str
) -> None:
    own = labels.trim(d.before)
    if previous is not None and d.before and previous.after.startswith(d.before) and own and _qualifies(previous):
        # 竣工年限超过20年的老旧住宅区接近20个, 5亿元以上重大项目10个: the figure before qualifies the noun.
        end = d.quantity.start - bound_length(d)
        d.label, d.rule = labels.trim_head(labels.trim(text[d.clause[0] : end])), "qualified-noun"
        return
    joined = d.before[:1] in JOINING
    if previous is not None and (not own or own in ("和", "及")):
        if previous.is_task:
            # 完成区下达任务35.42万平方米的91%
            d.label, d.rule, d.of_target = previous.label, "fulfilment", n - 1
        else:
            # 21处18万平方米, 54支、2630人: a second count of the same thing. 满意率提高2个百分点、达到94%: what it comes to.
            comes_to = previous.kind is Kind.CHANGE and d.kind is not Kind.CHANGE
            d.label, d.rule = bare(previous.label) if comes_to else previous.label, "second-count"
        return
    if previous is not None and joined and previous.kind is not Kind.RANK:
        # 查处泥头车92辆、电动自行车544辆: the verb of the first holds for all.
        verb = leading_verb(previous.label)
        stem = previous.label[: -len(own)]
        opening = drafts[in_clause(drafts, d)[0]].label
        reached = previous.label if _REACH.search(previous.label) else opening
        reach = _REACH.search(reached)
        level = _LEVEL_IN_LABEL.search(previous.label) if _LEVEL_ALONE.fullmatch(own) else None
        if level is not None:
            # 省优质工程奖2项、市级8项
            d.label, d.rule = previous.label[: level.start()] + own + previous.label[level.end() :], "listed-left"
        elif reach is not None and len(own) >= 2 and not leading_verb(own):
            # 项目涉及居民1846户、房屋9.7万平方米
            d.label, d.rule = reached[: reach.end()] + own, "listed-left"
        elif own and stem and previous.label[len(stem)] == own[0] and dictionary().get(own[-2:], "n")[0] == "v":
            # 产业项目新签约60个、新开工42个
            d.label, d.rule = stem + own, "listed-left"
        elif (previous.is_part and d.kind is previous.kind) or (labels.needs_subject(own) and subject.label):
            # 其中工业4家、建筑业56家: every member is a part of the whole.
            d.is_part = previous.is_part
            d.label, d.rule = join(subject.label, own), "carried-subject"
        elif d.kind is Kind.SHARE:
            # No verb of counting holds for a rate.
            d.label, d.rule = own, "left-own"
        else:
            acts = own.startswith(verb) or leading_verb(own) or dictionary().get(own, "")[:1] == "v"
            d.label, d.rule = own if acts else verb + own, "listed-left"
        return
    if subject.label and _SIZE_CLASS.fullmatch(own):
        # 其中注册资金千万元以上46家,亿元以上5家
        known = _SIZE_CLASS.search(subject.label)
        head, rest = (subject.label[: known.start()], subject.label[known.end() :]) if known else (subject.label, "")
        d.label, d.rule = head + own + rest, "carried-subject"
        return
    if labels.is_own_amount(own) and topic:
        # What a work costs belongs to the work that the item is about.
        d.label, d.rule = (
            join(topic, "完成" + own if own in _FORMS["spent"] and "完成" + own in d.before else own),
            "carried-subject",
        )
        return
    money = d.quantity.unit is not None and d.quantity.unit.unit.dimension == "currency"
    if own in _FORMS["carried_sums"] and money:
        d.label, d.rule = own, "left-own"
        return
    if own in _FORMS["spent"] and labels.trim_tail(d.before).endswith("完成" + own):
        own = "完成" + own
    stripped = d.before.lstrip("和、,")
    if text[max(0, d.clause[0] - 3) : d.clause[0]] == "其中,":
        stripped = "其中" + stripped
    d.is_part = stripped.startswith("其中")
    listed = money and own.removeprefix("其中") in labels.indicator_names()
    own_measure = listed or (len(own) > SHORT and MEASURE_NOUN.search(own) is not None)
    if stripped.startswith("其中") and own_measure and d.kind is Kind.LEVEL:
        # 其中工业性投资8亿元, 其中,税收收入1.9亿元
        d.label, d.rule = own, "left-own"
        return
    if own.endswith("完成") and len(own) > SHORT and money:
        # 规上工业增加值完成7.82亿元
        own = own.removesuffix("完成")
    if own.startswith(_OF_WHOLE) and labels.needs_subject(own) and n and drafts[n - 1].kind is Kind.LEVEL:
        # 空地24.61公顷,仅占总用地面积的7%: the share of the figure before, not of the bundle.
        d.label, d.rule = drafts[n - 1].label + own, "carried-subject"
        return
    if own == "完成" and subject.label and money:
        # 一般公共预算收入:上半年完成7.98亿元
        d.label, d.rule = subject.label, "carried-subject"
        return
    if stripped.startswith("其中") and own.startswith(tuple(table("figures")["actions"]["adding"])):
        # 其中加装电梯27部
        d.label, d.rule = own, "left-own"
        return
    if stripped.startswith("其中") or labels.needs_subject(own):
        d.label, d.rule = join(subject.label, own), "carried-subject" if subject.label else "left-own"
        return
    own = without_examples(own)
    d.label, d.rule = own if d.kind is Kind.SHARE else labels.from_action(own), "left-own"


def _qualifies(previous: Draft) -> bool:
    q = previous.quantity
    after_bound = q.bound_span is not None and q.bound_span[0] >= q.end
    return previous.after.startswith("的") or (after_bound and noun_follows(previous))


def _label_spent(d: Draft, drafts: list[Draft], n: int) -> bool:
    """投资130万元铺设了水泥路: a sum and what it bought, the last noun of the clause. False when no sum is spent."""
    spent = labels.trim(d.before)
    if spent not in _FORMS["spending"] or d.quantity.unit is None or d.quantity.unit.unit.dimension != "currency":
        return False
    last = drafts[in_clause(drafts, d)[-1]]
    # 投入3.2亿元改造农贸市场8个
    bought = last.after if noun_follows(last) else d.after
    thing = labels.trim_after(_TO_THING.sub("", bought))
    thing = thing.rpartition("的")[2] if thing.count("的") and len(thing.rpartition("的")[2]) > 2 else thing
    d.label, d.rule = (thing + spent if 2 <= len(thing) <= 20 else spent), "right-of"
    return True


def _label_with_noun_after(
    d: Draft, subject: Subject, previous: Draft | None, lexicon: Words, drafts: list[Draft], n: int
) -> None:
    q = d.quantity
    following = n + 1 < len(drafts) and drafts[n + 1].clause == d.clause
    raw = d.after
    if _label_spent(d, drafts, n):
        return
    if following:
        # 5家商业综合体6月营业额合计超过5亿元: what leads to the next figure belongs to that.
        cut = lexicon.predicate_start(d.after_start, d.after_start + len(raw))
        done = _DONE_OF_WHOLE.search(raw) if drafts[n + 1].quantity.unit == q.unit else None
        if done is not None and raw[-1:] not in JOINING and _WHOLE_AREA.fullmatch(labels.trim(d.before)):
            # 37条河涌已完成清淤疏浚21条: the whole, and how much of it is done
            d.label, d.rule = labels.trim_after(raw[: done.start()]), "right"
            return
        if cut is not None and raw[-1:] not in "、和及与":
            raw = raw[: cut - d.after_start]
    tail = labels.trim_after(raw)[:22]
    if len(tail) <= 2 and following:
        tail = labels.trim_after(d.after)[:16]
    if tail in _FORMS["task_nouns"]:
        tail = ""
    if previous is not None and d.before == previous.after and d.before[-1:] in JOINING:
        # 两个市际交通卡点、两个高速卡点: the words before belong to the figure before.
        d.label, d.rule = tail, "right-of-list"
        return
    stem = labels.without_time(d.before).rstrip()
    if lasts(d):
        # 连续三年上榜…, 增速连续5个季度高于全国
        d.label, d.rule = lasting_subject(d, subject) + "连续" + tail, "right"
        return
    if among := among_whom(d, drafts[n + 1] if following else None):
        d.label, d.rule = among, "right"
        return
    if not tail and subject.label and GIVEN_TASK.search(stem):
        d.label, d.rule, d.is_task = subject.label + "任务", "task", True
        return
    part = _PART.match(stem)
    if part is not None:
        # 其中132栋存在隐患
        stem = stem[part.end() :]
    predicate = _is_predicate(d, lexicon)
    bare = labels.trim_tail(stem)
    if d.kind is Kind.DURATION and not bare:
        # 历时4个月解决…: what was done in that time.
        d.label, d.rule = tail, "right"
        return
    if (rest := _REMAINDER.search(stem)) is not None or (not bare and predicate):
        # 52个项目…其余4个全部进场施工; 2个基本完工: parts of a bundle named before. 岗贝项目仍有7户未签约 names its own.
        own = labels.trim(stem[: rest.start()]) if rest is not None else ""
        whole = own if own and not labels.needs_subject(own) else labels.without_state(subject.label)
        if rest is not None and not own and stem[: rest.start()].strip(" 、和及") and "的" in tail:
            whole = ""  # 完成剩余17个村的产权制度改革
        d.label, d.rule = join(whole, tail), "part-of-subject"
        return
    if not bare:
        if _copular(stem) and previous is not None:
            d.label, d.rule = join(subject.label, tail), "part-of-subject"
        else:
            d.label, d.rule = tail, "right"
        return
    if bare != stem and len(bare) > 2 and (predicate or stem.endswith(tuple(_FORMS["possessive_copulas"]))):
        # 项目已有3个通气点火: subject before, predicate after.
        d.label, d.rule = labels.trim_head(bare) + tail, "left-and-right"
        return
    if _LIST_END.search(stem):
        verb = leading_verb(labels.trim_head(stem)) if stem.endswith(("等", "、")) else ""
        d.label, d.rule = verb + tail, "right-of-list"
        return
    word, tag = lexicon.ending_at(q.start - bound_length(d))
    if word == "了":
        # 引进了5个品种
        word, tag = lexicon.ending_at(q.start - bound_length(d) - 1)
        stem = stem.removesuffix("了")
    listed = labels.trim(stem)
    if (
        "、" in listed
        and listed[-1] not in '”"'
        and not predicate
        and not tag.startswith("v")
        and listed.rfind("、") >= len(listed) - 9
    ):
        # 开工温春、五林、沙兰3个牧场: names before what they are called together.
        d.label, d.rule = tail, "right-of-list"
        return
    act = labels.trim_head(bare)
    nominal = word in _FORMS["nominal_verbs"] and len(act) >= len(word) + 2
    if word in _FORMS["thing_like_verbs"] and (verb := leading_verb(act) or bare.removesuffix(act)):
        # 启动老旧小区改造3个片区: what is begun is called by its verb
        nominal = len(act.removeprefix(verb)) >= len(word) + 2
    if (tag.startswith("v") and not nominal) or tag in ("p", "d", "c", "?") or len(bare) <= 2:
        if (quoted := _QUOTED_END.search(stem)) is not None:
            # 执行“两个维护”十项制度机制: what stands before is no verb but says which ones.
            d.label, d.rule = quoted[0] + tail, "left-and-right"
            return
        if word in ("为", "成"):
            d.label, d.rule = tail, "right"  # 细化分解为32项具体任务
            return
        verb = word if len(word) >= 2 and word in stem[-len(word) :] else stem[-2:]
        if verb in _FORMS["reaching"] and subject.label:
            # 老旧小区整治11个,涉及63栋楼、5820户居民
            d.label, d.rule = join(subject.label, verb + tail), "verb-right"
            return
        weak = len(labels.trim_head(verb + "某某")) == 2
        kept = "" if weak else labels.trim_head(verb) if len(verb) > 2 else verb
        d.label, d.rule = kept + tail, "verb-right"
        return
    own = labels.trim(stem)
    if labels.after_etc(own)[0]:
        own = labels.after_etc(own)[1] or own
    elif "、" in own and not predicate:
        # 官天岭村、共和村两个对口帮扶贫困村: names listed before their common noun.
        d.label, d.rule = tail, "right-of-list"
        return
    d.label, d.rule = (
        (own if predicate or len(own) <= 6 else labels.last_words(labels.from_action(own), 10)) + tail,
        "left-and-right",
    )


def lasts(d: Draft) -> bool:
    """Whether a figure says for how long without a break: 连续五年."""
    return d.kind is Kind.DURATION and _LASTING.search(labels.without_time(d.before).rstrip()) is not None


def lasting_subject(d: Draft, subject: Subject) -> str:
    """What lasts: 总产量 of 总产量连续五年突破25万吨; empty where the clause does not say."""
    own = labels.trim(_LASTING.sub("", labels.without_time(d.before).rstrip()))
    return join(subject.label, own) if own and labels.needs_subject(own) else own


def _copular(stem: str) -> bool:
    return stem.strip(" 、") in _FORMS["copulas"]


def _is_predicate(d: Draft, lexicon: Words) -> bool:
    """True when what follows the unit is a predicate (基本完工, 全面参与…), not the noun counted."""
    if labels.inner().match(d.after):
        return True
    word, tag = lexicon.ending_at(d.after_start + 1)
    return (tag in ("v", "d", "ad", "p") and not noun_like(word)) and not word.startswith(tuple("重主"))
