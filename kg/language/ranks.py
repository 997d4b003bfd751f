"""Ordinals: 第N, 前N and 首位 of a text in, ranks (全区第二, 前三) or ordinals that are no ranks out."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache

from kg.language import units
from kg.language.numerals import CHINESE, chinese
from kg.language.quantity import NotQuantity, Quantity
from kg.lexicon import table, words


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    q = table("quantities")
    verbs = "|".join(words("quantities", "ranks", "verbs"))
    return {
        "ordinal": re.compile(rf"第(?P<n>{CHINESE}|\d+)(?P<u>位|名)?"),
        "top": re.compile(rf"前(?P<n>{CHINESE}|\d+)(?P<u>位|名|强)?"),
        # What stands before a rank: its scope, a word or two of the field ranked in, words of ranking.
        "rank_before": re.compile(
            rf"(?:(?P<scope>{q['ranks']['scopes']})(?:(?P<count>\d+个)?[一-鿿]{{2,4}}?)??)?(?P<verbs>(?:{verbs}|了|第)*)\Z"
        ),
        "rank_within": re.compile(rf"(?:{'|'.join(q['ranks']['within_verbs'])})[一-鿿]{{2,8}}\Z"),
        "placed": re.compile(q["ranks"]["placed"]),
        "not_rank": re.compile(q["ranks"]["not_after"]),
        "not_top": re.compile(q["forms"]["not_top_after"]),
        "sibling": re.compile(r"第[一二三四五六七八九十\d]+(?:位|名)?[、和]\Z"),
        "page": re.compile(r"/\d+"),
    }


def marked_at(text: str, i: int) -> Quantity | NotQuantity | None:
    """What 第 or 前 make of the number that begins at `i`; None where neither stands before it, or 前 does not rank."""
    marker = text[i - 1 : i]
    if marker == "第":
        return ordinal_at(text, i - 1)
    return top_at(text, i - 1) if marker == "前" else None


def ordinal_at(text: str, start: int) -> Quantity | NotQuantity:
    """第N: a rank where the text ranks (全区第二, 位居第三, 第四位), else an ordinal."""
    p = _patterns()
    m = p["ordinal"].match(text, start)
    assert m is not None
    head_start = max(0, start - 14)
    head = text[head_start:start]
    before = p["rank_before"].search(head)
    scope = before["scope"] if before else None
    verbs = before["verbs"] if before else ""
    sibling = bool(p["sibling"].search(head) or p["rank_within"].search(head))
    placed = p["placed"].search(head) if not scope else None
    blocked = p["not_rank"].match(text, m.end()) and not m["u"]
    number = m["n"]
    value = int(number) if number.isdigit() else chinese(number)
    if value is not None and not blocked and (scope or verbs or sibling or placed or (m["u"] == "位")):
        # 全区14个镇街第二名: what is ranked among is a figure of its own.
        begin = head_start + before.start("scope") if before and scope and not before["count"] else start
        if placed is not None and placed["scope"]:
            # 居唐山市第三
            begin, scope = head_start + placed.start("scope"), placed["scope"]
        return Quantity(
            begin, m.end(), Decimal(value), None, units.written("位"), "rank", is_rank=True, rank_scope=scope
        )
    page = p["page"].match(text, m.end())
    return NotQuantity(start, page.end() if page else m.end(), "ordinal", "ordinal")


def top_at(text: str, start: int) -> Quantity | None:
    """前三, 前20名 after a ranking word or scope: a rank with an upper bound."""
    p = _patterns()
    m = p["top"].match(text, start)
    if m is None:
        return None
    head_start = max(0, start - 14)
    before = p["rank_before"].search(text[head_start:start])
    value = int(m["n"]) if m["n"].isdigit() else chinese(m["n"])
    if (
        value is None
        or not before
        or not (before["scope"] or before["verbs"])
        or (not m["u"] and p["not_top"].match(text, m.end()))
    ):
        return None
    begin = head_start + before.start("scope") if before["scope"] else start
    return Quantity(
        begin,
        m.end(),
        Decimal(value),
        None,
        units.written("位"),
        "top-ranks",
        bound="atMost",
        bound_span=(start, start + 1),
        is_rank=True,
        rank_scope=before["scope"],
    )


def top_place(text: str, i: int) -> Quantity | None:
    head_start = max(0, i - 10)
    before = _patterns()["rank_before"].search(text[head_start:i])
    if not before or not (before["scope"] or before["verbs"]):
        return None
    begin = head_start + before.start("scope") if before["scope"] else i
    return Quantity(
        begin, i + 2, Decimal(1), None, units.written("位"), "first-place", is_rank=True, rank_scope=before["scope"]
    )
