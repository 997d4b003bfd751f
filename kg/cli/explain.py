"""`kg explain`: a position of a report in, the facts that cover it out, with sentence, rule and confidence."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from kg.cli.language import say
from kg.errors import UsageError
from kg.lexicon import table


def run(
    target: Annotated[
        str,
        typer.Argument(
            metavar="FILE:OFFSET|IRI",
            help=say(
                "文件和字符位置，如 a.txt:120；或图谱中事实的 IRI。", "File and character, a.txt:120; or a fact's IRI."
            ),
        ),
    ],
    build: Annotated[
        Path, typer.Option("--build", "-b", metavar="DIR", envvar="KG_BUILD", help=say("图谱目录。", "The build."))
    ] = Path("build"),
) -> None:
    """Explain one position of a report, or one fact of a build; exit 1 when there is nothing to explain."""
    from kg.cli import console

    if target.startswith(("http://", "https://", "kgd:")):
        told = _told_fact(target, build)
    else:
        told = _told_position(*_parse(target))
    console.emit("\n\n".join(told) or say("没有事实覆盖此处。", "No fact covers this position."))
    if len(told) < 2:
        raise typer.Exit(1)


def _told_position(file: Path, offset: int) -> list[str]:
    """Where the position stands, then one paragraph for each fact that covers it."""
    from kg.documents import read
    from kg.extraction import extract
    from kg.linking import link
    from kg.rdf import facts

    document = read(file)
    if not 0 <= offset < len(document.text):
        raise UsageError(f"{file}:{offset}", f"位置超出全文（0–{len(document.text) - 1}）")
    sentence = document.sentence_at(offset)
    section = document.section_of(sentence)
    where = [
        f"{say('位置', 'position')}　{offset}「{document.text[offset]}」",
        f"{say('章节', 'section')}　{' › '.join(section.path) or section.heading or '—'}（{_word(section.role.value)}）",
        f"{say('句子', 'sentence')}　{_marked(document.text, sentence.start, sentence.end, offset)}",
    ]
    covering = [fact for fact in facts(link(extract(document))) if fact["start"] <= offset < fact["end"]]
    told = [_described(fact) for fact in covering]
    return (
        ["\n".join(where), *(told or [])] if told else ["\n".join([*where, say("没有事实覆盖此处。", "No fact here.")])]
    )


def _told_fact(name: str, build: Path) -> list[str]:
    from kg.store import open_build

    opened = open_build(build)
    iri = opened.base + name.removeprefix("kgd:") if name.startswith("kgd:") else name
    for fact in opened.facts():
        if fact["id"] == iri:
            return [f"IRI　{iri}", _described(fact)]
    raise UsageError(
        name, say("图谱里没有这条事实", "no such fact in the build"), f"kg query 07-evidence --build {build}"
    )


def _parse(position: str) -> tuple[Path, int]:
    name, separator, number = position.rpartition(":")
    if not separator or not name or not (number.isascii() and number.isdecimal()):
        raise UsageError(position, "不是“文件:位置”", "例如 kg explain seeds/buji-2020h1.txt:500")
    return Path(name), int(number)


def _marked(text: str, start: int, end: int, offset: int) -> str:
    return text[start:offset] + "【" + text[offset] + "】" + text[offset + 1 : end]


def _word(code: str) -> str:
    """A code in the language of the messages: the Chinese word with the code, or the code."""
    from kg.rdf.words import word

    known = word(code)
    return say(f"{known}（{code}）" if known != code else code, code)


def _described(fact: dict[str, Any]) -> str:
    from kg.rdf.words import CODED, FIELDS

    lines = [f"{say(*FIELDS['type'])}　{_word(fact['type'])} {fact['start']}–{fact['end']}"]
    lines += [
        f"{say(*names)}　{_word(fact[key]) if key in CODED else fact[key]}"
        for key, names in FIELDS.items()
        if key != "type" and fact.get(key) not in (None, "", [])
    ]
    known = table("rules").get(fact["rule"])
    if known:
        unlike = f"；{say('不取', 'not')} {known['not']}" if "not" in known else ""
        lines.append(
            f"{say('规则说明', 'the rule')}　{known['label']}（{say('如', 'e.g.')} {known['example']}{unlike}）"
        )
    return "\n".join(lines)
