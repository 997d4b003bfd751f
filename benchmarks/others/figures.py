"""Readers of figures: a text in, numbers with value, unit and place out. One function a tool, imports inside.

Each returns a function from a text to a list of findings: `start`, `end` (code points, end exclusive), `value`,
`value_max` (None but for ranges), `unit` (as gold spells it), and `metric` where the tool names what is measured.
A tool that wants sentences gets them cut as an analyst would cut them; its own names of units are translated.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

Finding = dict[str, Any]
Read = Callable[[str], list[Finding]]

_SENTENCE = re.compile(r"[^\n。；;]+")


def _finding(start: int, end: int, value: float, unit: str, **more: Any) -> Finding:
    return {"start": start, "end": end, "value": value, "value_max": None, "unit": unit} | more


def sentences(text: str) -> Iterator[tuple[int, str]]:
    """Stretches of a text between full stops, semicolons and line ends, each with its place."""
    for match in _SENTENCE.finditer(text):
        yield match.start(), match.group()


def streetkg() -> Read:
    """Everything of a report: figures whole, projects, initiatives, deadlines, areas, numbers set aside."""
    from kg import documents, extraction
    from kg.evaluation.predicting import flat

    def read(text: str) -> list[Finding]:
        return [fact for fact in flat(extraction.extract(documents.parse(text))) if fact["type"] == "indicator"]

    return read


def streetkg_numbers() -> Read:
    """Numbers with their units alone, as the other tools give them."""
    from kg.documents import parse
    from kg.language.quantities import Quantity, scan
    from kg.language.times import find_times

    def read(text: str) -> list[Finding]:
        reading = parse(text).reading
        found = []
        for number in scan(reading.text, list(find_times(reading.text))):
            if isinstance(number, Quantity):
                start, end = reading.to_source(number.start, number.end)
                upper = None if number.value_max is None else float(number.value_max)
                unit = number.unit.unit.label if number.unit else number.noun or ""
                found.append(_finding(start, end, float(number.value), unit, value_max=upper))
        return found

    return read


UNITS = """个百分点 百分点 % ％ ‰ 元 美元 港元 平方公里 平方米 ㎡ 立方米 微克/立方米 公里 千米 米 公顷 亩 吨 公斤 斤 度 千瓦时 千瓦
人次 家次 户次 次 人 名 户 家 个 宗 件 起 项 条 处 场 栋 座 套 间 所 支 台 辆 部 份 张 本 册 批 期 轮 头 只 株 棵 盏 单 篇
倍 天 小时 分钟"""
TIMES = {"": 1, "十": 1e1, "百": 1e2, "千": 1e3, "万": 1e4, "百万": 1e6, "千万": 1e7, "亿": 1e8, "万亿": 1e12}


def jieba_posseg() -> Read:
    """What an analyst would write: a regular expression for number and unit, jieba's word classes for the name."""
    import logging

    import jieba
    from jieba import posseg

    jieba.setLogLevel(logging.WARNING)
    jieba.initialize()
    clauses = re.compile(r"(?:[^\n。；;，,、！？]|(?<=\d),(?=\d))+")
    units = "|".join(sorted(UNITS.split(), key=len, reverse=True))
    figure = re.compile(
        rf"(?<![\d.A-Za-z+])(\d[\d,]*(?:\.\d+)?)(?:[-~—至](\d+(?:\.\d+)?))?(万亿|千万|百万|[十百千万亿]?)[余多]?({units})"
    )

    def read(text: str) -> list[Finding]:
        found = []
        for match in clauses.finditer(text):
            clause, last, names = match.group(), 0, ""
            for m in figure.finditer(clause):
                words = [w.word for w in posseg.cut(clause[last : m.start()]) if w.flag[0] in "nvajlbe"]
                after = [w.word for w in posseg.cut(clause[m.end() :]) if w.flag[0] == "n"][:2]
                names = "".join(words)[-12:] or "".join(after) or names
                sign = -1 if re.search("下降|减少|降低|下滑", clause[last : m.start()]) else 1
                value, upper = (float(x.replace(",", "")) * TIMES[m[3]] * sign if x else None for x in m.group(1, 2))
                place = match.start() + m.start(), match.start() + m.end()
                unit = m[4].removeprefix("个") or "个"
                found.append(_finding(*place, value or 0.0, unit, value_max=upper, metric=names))
                last = m.end()
        return found

    return read


_QUANTULUM_UNITS = {"percentage": "%", "metre": "米", "kilometre": "公里", "square metre": "平方米", "hectare": "公顷"}


def quantulum() -> Read:
    """quantulum3 with its default grammar: it has no Chinese one."""
    from quantulum3 import parser

    def read(text: str) -> list[Finding]:
        found = []
        for place, sentence in sentences(text):
            for quantity in parser.parse(sentence):
                start, end = quantity.span
                unit = _QUANTULUM_UNITS.get(quantity.unit.name, quantity.unit.name)
                found.append(_finding(place + start, place + end, quantity.value, unit))
        return found

    return read


_RECOGNIZERS_UNITS = {
    "Chinese yuan": "元",
    "United States dollar": "美元",
    "Hong Kong dollar": "港元",
    "Square meter": "平方米",
    "Square kilometer": "平方公里",
    "Cubic meter": "立方米",
    "Meter": "米",
    "Kilometer": "公里",
    "Mu": "亩",
    "Hectare": "公顷",
    "Ton": "吨",
    "Kilogram": "公斤",
    "Jin": "斤",
}


def recognizers() -> Read:
    """Recognizers-Text, Chinese: numbers with a unit (currency, dimension), percentages, and what is left of numbers."""
    from recognizers_number import Culture, recognize_number, recognize_percentage
    from recognizers_number_with_unit import recognize_currency, recognize_dimension

    def read(text: str) -> list[Finding]:
        found: list[Finding] = []
        for place, sentence in sentences(text):
            taken: list[tuple[int, int]] = []
            for recognise in (recognize_currency, recognize_dimension, recognize_percentage, recognize_number):
                for result in recognise(sentence, Culture.Chinese):
                    start, end = result.start, result.end + 1
                    value = (result.resolution or {}).get("value")
                    if value is None or any(start < b and a < end for a, b in taken):
                        continue
                    try:
                        number = float(value.rstrip("%"))
                    except ValueError:
                        continue
                    taken.append((start, end))
                    unit = "%" if value.endswith("%") else result.resolution.get("unit") or ""
                    found.append(_finding(place + start, place + end, number, _RECOGNIZERS_UNITS.get(unit, unit)))
        return sorted(found, key=lambda finding: finding["start"])

    return read


def jionlp() -> Read:
    """jionlp's amounts of money, its only reader of quantities."""
    import jionlp as jio

    def read(text: str) -> list[Finding]:
        found = []
        for place, sentence in sentences(text):
            for money in jio.ner.extract_money(sentence, with_parsing=True) or []:
                start, end = money["offset"]
                number = money["detail"]["num"]
                lower = float(number[0] if isinstance(number, list) else number)
                found.append(_finding(place + start, place + end, lower, money["detail"]["case"]))
        return found

    return read


READERS: dict[str, Callable[[], Read]] = {
    "streetkg": streetkg,
    "streetkg-numbers": streetkg_numbers,
    "jieba": jieba_posseg,
    "quantulum3": quantulum,
    "recognizers-text": recognizers,
    "jionlp": jionlp,
}
