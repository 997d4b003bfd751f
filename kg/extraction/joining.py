"""What the parts of a list and of a whole share: the verb before them, the predicate behind them, the subject of both."""

from __future__ import annotations

import re
from functools import lru_cache

from kg.extraction import labels
from kg.extraction.drafts import JOINING, Draft, Words, noun_follows
from kg.extraction.model import Kind
from kg.language.tokens import dictionary
from kg.lexicon import table

_FORMS = table("figures")["forms"]
MEASURE_END = re.compile(f"(?:{_FORMS['measures']})$")
BARE_RATE = re.compile(_FORMS["bare_rate"])
_REACH = re.compile(_FORMS["reach"])
_SET_IN_BUDGET = re.compile(_FORMS["set_in_budget"])
_STAGE = re.compile(_FORMS["stages"])
_STAGE_END = re.compile(f"{_FORMS['stages']}$")
_SHARE_OF = re.compile("占(?!地)")
RATE_END = re.compile(f"(?:{_FORMS['bare_rate']})$")
_A_WORD = 2
"""Characters of a word: 重复 of 重复信访率 is no thing that another rate could be of."""
_RATES = ("率", "完成率")
"""Behind a verb, how much of it is done: 参保率 of 参保."""
SHORT = 4
"""A noun of so many characters does not say alone what it is a part of: 区级收入, 税收收入."""


def without_examples(own: str) -> str:
    """举办“百千万”周末音乐会等品牌活动 → 举办品牌活动: examples before 等 are left out, the verb stays."""
    head, noun = labels.after_etc(own)
    if not head or len(noun) < 2:
        return own
    return leading_verb(head) + noun


@lru_cache(maxsize=4096)
def leading_verb(label: str) -> str:
    """The verb of two characters that a label begins with, empty if none."""
    label = re.sub("^“[^”]*”", "", label)
    adding = next((v for v in _FORMS["adding_verbs"] if label.startswith(v) and len(label) > len(v) + 1), "")
    if adding:
        return adding + next((v for v in _FORMS["second_verbs"] if label.startswith(v, len(adding))), "")
    actual = next((verb for verb in _FORMS["actually"] if label.startswith(verb) and len(label) > len(verb) + 1), "")
    if actual:
        return actual
    if label[:1] == "新" and dictionary().get(label[1:3], "")[:1] == "v" and len(label) > 4:
        return label[:3]
    if label.startswith(tuple(_FORMS["no_verbs"])) or label[:1] in "待拟":
        return ""
    tag = dictionary().get(label[:2], "")
    return label[:2] if tag in ("v", "vn") and len(label) > 3 and label[:2] not in _FORMS["sums"] else ""


def join(subject: str, own: str) -> str:
    """A label of its own words with its subject before it: what both say stands once, the narrower noun wins.

    >>> join("新登记市场主体", "企业"), join("配备网格员", "专职网格员"), join("水稻种植面积", "总产")
    ('新登记市场主体企业', '配备专职网格员', '水稻总产')
    """
    if labels.needs_subject(subject):
        return own or subject
    if subject.endswith("不" + own) or own.startswith(subject):
        return own
    if (BARE_RATE.fullmatch(own) or own.startswith(("剩余", "尚余"))) and len(subject) > 2:
        # 热线诉求办结率99.3%、满意率98.7%
        rate = RATE_END.search(subject)
        if rate and rate.start() == _A_WORD and BARE_RATE.fullmatch(own):
            return own  # 重复信访率下降6个百分点,按期办复率100%: the one rate is of no thing that the other could be of
        subject = subject[: rate.start()] if rate and rate.start() >= _A_WORD else subject
    if not _SHARE_OF.match(own) and (reach := _REACH.search(subject)) and reach.start() >= 2:
        subject = subject[: reach.start()]  # 项目涉及居民1846户、房屋9万平方米,已签约1790户
    if _STAGE.fullmatch(own) or BARE_RATE.fullmatch(own):
        # 加装电梯开工32部、竣工21部,完成率100%
        stage = _STAGE_END.search(subject)
        subject = subject[: stage.start()] if stage is not None and stage.start() >= 2 else subject
    measure = MEASURE_END.search(own)
    if own and not _SHARE_OF.match(own) and not (measure and measure.start()):
        subject = MEASURE_END.sub("", subject) or subject
    subject = _SET_IN_BUDGET.sub("", subject) or subject
    if own in _FORMS["replacing_verbs"] and len(subject) > len(act := leading_verb(subject)) + 1:
        subject = subject[len(act) :]  # 制定规范性文件1件,废止2件: one verb takes the place of the other
    if own[:2] == subject[-2:] and own[2:] in _RATES:
        return subject + own[2:]  # 养老保险参保1.2万人,参保率95%
    shared = _shared_end(subject, own)
    if shared and shared != own:
        # 配备网格员132名,其中专职网格员45名: the narrower noun takes the place of the wider.
        head = subject[: -len(shared)]
        verb = dictionary().get(head) == "v"
        return (head if verb else subject if len(own) <= SHORT else "") + own
    if len(subject) > 14 and labels.after_etc(subject)[0]:
        # 鸿基工业园、科创园等工业项目建设: what is listed is left to its common noun.
        subject = labels.after_etc(subject)[1] or subject
    added = next((verb for verb in _FORMS["adding_verbs"] if subject.startswith(verb)), "")
    if own.startswith(tuple(_FORMS["stocks"])):
        subject = subject.removeprefix(added)
    # 不合格率2%,合格率98%: the one is no part of the other.
    return subject if own and subject.endswith(own) and not subject.endswith("不" + own) else subject + own


def _shared_end(one: str, other: str) -> str:
    """The characters that two labels end in, empty if fewer than two."""
    size = 0
    while size < min(len(one), len(other)) and one[-size - 1] == other[-size - 1]:
        size += 1
    return one[len(one) - size :] if size >= 2 else ""


def share_predicates(drafts: list[Draft], lexicon: Words) -> None:
    """208个商住小区、38个城中村全部实施封闭式管理: what is said of the last holds for those listed before it."""
    last = len(drafts) - 1
    while last > 0:
        run = [last]
        while run[0] > 0 and _listed_before(drafts[run[0] - 1], drafts[run[0]]):
            run.insert(0, run[0] - 1)
        if len(run) > 1:
            _spread(drafts, run, lexicon)
        last = run[0] - 1


def _listed_before(d: Draft, following: Draft) -> bool:
    return (
        d.clause == following.clause
        and d.after[-1:] in JOINING
        and noun_follows(d)
        and noun_follows(following)
        and following.before == d.after
        and d.kind is Kind.LEVEL
    )


def _spread(drafts: list[Draft], run: list[int], lexicon: Words) -> None:
    final = drafts[run[-1]]
    cut = lexicon.predicate_start(final.after_start, final.after_start + len(labels.own_count(final.after)))
    predicate = labels.trim_after(final.after[cut - final.after_start :]) if cut is not None else ""
    first = drafts[run[0]]
    verb = first.label.removesuffix(labels.trim_after(first.after)) if first.rule == "verb-right" else ""
    for k in run[:-1]:
        d = drafts[k]
        noun = labels.trim_after(d.after)
        if predicate and 2 <= len(predicate) <= 14 and not labels.is_action(verb):
            d.label, d.rule = noun + predicate, "shared-predicate"
        elif verb and k != run[0]:
            d.label, d.rule = verb + noun, "listed-right"
    if verb and (not predicate or labels.is_action(verb)):
        final.label, final.rule = verb + labels.trim_after(final.after)[:22], "listed-right"
