"""Lists of names: coordinated phrases in, names that stand alone, members and the head that closes the list out.

A list is cut at 、 where every part stands alone as a thing and kept whole where the parts share one head:
金稻田三期、木棉湾片区等6个城市更新项目 is two members and a head, 工业源、扬尘源、移动源专项治理 is one campaign.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from kg.extraction.forms import Form, form_of, pattern, trim
from kg.extraction.nouns import Phrase
from kg.language.tokens import Tokens
from kg.records import record

_ENGINEERING = pattern("projects", "contexts", "engineering")


class Unit(NamedTuple):
    """One or several phrases that name one thing. Token indexes, end exclusive; counts are token ranges or None."""

    first: int
    last: int
    quoted: bool
    before: tuple[int, int] | None
    after: tuple[int, int] | None
    link: str = ""

    @property
    def counted(self) -> tuple[int, int] | None:
        """The count before or after the name."""
        return self.before or self.after


class Names(NamedTuple):
    """The names of a group. `head` closes a list (…等6个城市更新项目) and is the last of `units`."""

    units: tuple[Unit, ...]
    head: Unit | None = None
    head_is_project: bool = False
    etc: bool = False
    built: bool = False
    """The list ends in a bare 等建设."""


def names(text: str, tokens: Tokens, string: str, phrases: list[Phrase]) -> Names:
    """The names that a group of coordinated phrases holds."""
    if len(phrases) == 1:
        phrase = phrases[0]
        quoted = is_quoted(string, phrase.first, phrase.last)
        return Names((Unit(phrase.first, phrase.last, quoted, phrase.count_before, phrase.count_after),))
    return _List(text, tokens, string).names(phrases)


def is_quoted(string: str, first: int, last: int) -> bool:
    """Whether a quotation or a title stands among the tokens."""
    return string.find("c", first, last) >= 0 or string.find(">", first, last) >= 0


@record
class _List:
    text: str
    tokens: Tokens
    string: str

    def _own(self, unit: Unit | Phrase) -> str:
        starts = self.tokens.starts
        return self.text[starts[unit.first] : starts[unit.last]]

    def _form(self, unit: Unit | Phrase) -> Form:
        return trim(self._own(unit))[1]

    def names(self, phrases: list[Phrase]) -> Names:
        units = self._whole_head(self._join(phrases))
        units = self._one_campaign(units)
        if units[-1].link != "E" or len(units) == 1:
            return Names(tuple(units))
        return self._closed(units)

    def _join(self, phrases: list[Phrase]) -> list[Unit]:
        """Phrases without a head of their own go with the one that follows."""
        units: list[Unit] = []
        pending: Unit | None = None
        for index, phrase in enumerate(phrases):
            quoted = is_quoted(self.string, phrase.first, phrase.last)
            unit = Unit(phrase.first, phrase.last, quoted, phrase.count_before, phrase.count_after, phrase.link)
            following = phrases[index + 1] if index + 1 < len(phrases) else None
            alone = quoted or (bool(self._form(phrase)) and not self._shares_head(phrase, following))
            if pending is not None:
                unit = Unit(pending.first, unit.last, quoted, pending.before, unit.after, pending.link)
                pending = None
            ends = following is None or following.link in ("E", "Q") or following.count_before or phrase.count_after
            if alone or ends:
                units.append(unit)
            else:
                pending = unit
        return units

    def _shares_head(self, phrase: Phrase, following: Phrase | None) -> bool:
        """布吉公园及地下停车场项目 · 107国道和宝安大道新安段立面刷新, but not 市中医医院和市妇幼保健院迁建."""
        if following is None or following.link != "A" or phrase.count_before:
            return False
        own = self._own(phrase)
        joined = self.tokens.words[following.first - 1] == "及" or own[-1] in "路道"
        return joined and form_of(own) is Form.THING and self._form(following) in (Form.WORKS, Form.ACT)

    def _whole_head(self, units: list[Unit]) -> list[Unit]:
        """…等18所中小学、幼儿园: the head is a list itself."""
        for index, unit in enumerate(units[:-1]):
            if index and unit.link == "E" and not unit.quoted:
                if not any(other.quoted or other.before for other in units[index + 1 :]):
                    units[index:] = [Unit(unit.first, units[-1].last, False, unit.before, units[-1].after, "E")]
                break
        return units

    def _one_campaign(self, units: list[Unit]) -> list[Unit]:
        """产业倍增、城市更新、债务管理三年行动: what looks like projects is what the campaign is about."""
        last = units[-1]
        if len(units) == 1 or last.link == "E" or last.quoted or units[0].before:
            return units
        if self._form(last) is Form.MEASURE and not any(
            unit.quoted or not self._form(unit).is_project for unit in units[:-1]
        ):
            return [Unit(units[0].first, last.last, False, None, last.after)]
        return units

    def _closed(self, units: list[Unit]) -> Names:
        """A list with a head after 等 or a count."""
        head, members = units[-1], units[:-1]
        if self._own(head) == "建设":
            return Names(tuple(members), etc=True, built=True)  # …循环经济示范园等建设
        form = self._form(head)
        is_project = bool(form) and not form.is_measure
        forms = [Form.MEASURE if unit.quoted else self._form(unit) for unit in members]
        if not form and head.counted and not head.quoted:
            is_project = any(form.is_project for form in forms)  # 三亚中学等14所中小学校挖潜扩班
        whole = Unit(members[0].first, head.last, False, members[0].before, head.after)
        if form.is_measure and not head.quoted and len(self._own(head)) > 4:
            if not any(form.is_measure for form in forms):
                return Names((whole,), etc=True)  # 反诈骗、禁毒等社会治安五大专项行动
        elif is_project and not head.counted:
            done_to_all = form is Form.ACT or _ENGINEERING.search(self._own(head))
            if done_to_all and not head.quoted and not any(unit.quoted for unit in members):
                return Names((whole,), etc=True)  # 北部山区、湿地、海洋等生态保护修复
            if form is Form.WORKS:
                members = [part for member in members for part in self._split(member)]  # 永安机械、通达汽配等项目
        elif is_project:
            if len(members) == 1 and not any(letter in self.string[members[0].first : head.first] for letter in "DE"):
                return Names((head,))  # 里岸4家星级酒店: a place, not a member
            members = [part for member in members for part in self._split(member)]
        return Names((*members, head), head, is_project, etc=True)

    def _split(self, member: Unit) -> Iterator[Unit]:
        """卓越、裕丰、裕和等4个城市更新项目: members without a head of their own stand alone."""
        first = member.first
        for index in range(member.first, member.last):
            if self.string[index] == "D":
                yield Unit(first, index, is_quoted(self.string, first, index), None, None)
                first = index + 1
        yield Unit(first, member.last, is_quoted(self.string, first, member.last), member.before, member.after)
