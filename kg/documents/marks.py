"""Patterns of what numbers the parts of a report: headings, items, pages. Text is the reading (ASCII punctuation)."""

from __future__ import annotations

import re

_CHINESE = "[一二三四五六七八九十百]{1,4}"
# A blank may stand inside a mark that OCR pulled apart: （ 一 ）.
MARKS: tuple[tuple[str, int], ...] = (
    (rf"第 ?{_CHINESE} ?(?:部分|篇章|篇|章)", 1),  # 第一部分 2023年工作回顾
    (rf"{_CHINESE} ?(?:、(?![一二三四五六七八九十]、)|\.(?!\d))", 3),  # 一、2023年工作回顾, not 一、二、三产业
    (rf"\(? ?{_CHINESE} ?\)[、.]?", 5),  # (一)产业提质
    (r"\d{1,3} ?(?:[.、](?!\d)|[.、](?=(?:19|20)\d\d年|\d{5}))", 7),  # 1.优化, 1.2023年, not 1.5亿元
    (r"\( ?\d{1,3} ?\)[、.]?", 9),  # (1)优化
    (r"\d{1,2}\)", 9),  # 1)优化
    (r"[①-⑳]", 11),  # ①优化
    (rf"第 ?{_CHINESE} ?节", 2),  # 第一节 发展成就, of a 章
)
# Group i of LINE_MARK is the i-th mark above.
LINE_MARK = re.compile(
    "|".join(f"({pattern})" for pattern, _ in MARKS) + r"|((?:—|―|─|–|-){1,2}(?=[^\d\s—-])|[●◆■★▲•·])"
)
RANKS = tuple(rank for _, rank in MARKS)
BULLET_GROUP = len(MARKS) + 1

# — 2 —, - 2 -, 第 3 页, 第3页/共8页, 3/12
PAGE_NUMBER = re.compile(
    r"[—―─–-]{1,2} ?\d{1,3} ?[—―─–-]{1,2}|第 ?\d{1,3} ?页(?: ?[/,]? ?共 ?\d{1,3} ?页)?"
    r"|\d{1,3} ?/ ?\d{1,3}|Page ?\d{1,3}"
)
