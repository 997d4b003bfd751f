"""`kg explain`: a position of a report in, the facts that cover it out, with sentence, rule and confidence."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from kg.cli.language import say
from kg.errors import UsageError


def run(
    position: Annotated[
        str,
        typer.Argument(
            metavar="FILE:OFFSET", help=say("文件和字符位置，如 a.txt:120。", "File and character, a.txt:120.")
        ),
    ],
) -> None:
    """Explain one position; exit 1 when nothing covers it."""
    from kg.cli import console
    from kg.documents import read
    from kg.extraction import extract
    from kg.linking import link
    from kg.rdf import facts

    file, offset = _parse(position)
    document = read(file)
    if not 0 <= offset < len(document.text):
        raise UsageError(position, f"位置超出全文（0–{len(document.text) - 1}）")
    sentence = document.sentence_at(offset)
    section = document.section_of(sentence)
    covering = [fact for fact in facts(link(extract(document))) if fact["start"] <= offset < fact["end"]]
    console.emit(f"{say('位置', 'position')}　{offset} 「{document.text[offset]}」")
    console.emit(
        f"{say('章节', 'section')}　{' › '.join(section.path) or section.heading or '—'}（{section.role.value}）"
    )
    console.emit(f"{say('句子', 'sentence')}　{_marked(document.text, sentence.start, sentence.end, offset)}")
    for fact in covering:
        console.emit("\n" + _described(fact))
    if not covering:
        console.emit("\n" + say("没有事实覆盖此处。", "No fact covers this position."))
        raise typer.Exit(1)


def _parse(position: str) -> tuple[Path, int]:
    name, separator, number = position.rpartition(":")
    if not separator or not name or not number.isdecimal():
        raise UsageError(position, "不是“文件:位置”", "例如 kg explain seeds/buji-2020h1.txt:500")
    return Path(name), int(number)


def _marked(text: str, start: int, end: int, offset: int) -> str:
    return text[start:offset] + "【" + text[offset] + "】" + text[offset + 1 : end]


_NAMES = {
    "type": ("类型", "type"),
    "quote": ("原文", "quote"),
    "rule": ("规则", "rule"),
    "confidence": ("置信度", "confidence"),
    "reason": ("未作指标的原因", "set aside because"),
    "metric": ("指标", "metric"),
    "concept_label": ("指标概念", "concept"),
    "name": ("名称", "name"),
    "value": ("数值", "value"),
    "value_max": ("上限", "up to"),
    "unit": ("单位", "unit"),
    "bound": ("界限", "bound"),
    "kind": ("性质", "kind"),
    "modality": ("语气", "modality"),
    "status": ("状态", "status"),
    "period_start": ("期间起", "from"),
    "period_end": ("期间止", "to"),
    "deadline": ("期限", "deadline"),
    "deadline_source": ("期限来源", "deadline from"),
    "id": ("标识", "IRI"),
}


def _described(fact: dict[str, Any]) -> str:
    lines = [f"{say(*_NAMES['type'])}　{fact['type']}（{fact['start']}–{fact['end']}）"]
    lines += [
        f"{say(*names)}　{fact[key]}"
        for key, names in _NAMES.items()
        if key != "type" and fact.get(key) not in (None, "", [])
    ]
    return "\n".join(lines)
