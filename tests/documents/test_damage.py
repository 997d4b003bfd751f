"""Clean reports damaged in each of the ways that real files are: at least 95 % of the facts are still found, with offsets right."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.documents import parse, read_bytes
from kg.documents.model import Document
from kg.extraction import extract
from kg.lexicon import text as lexicon_text

SEEDS = Path(__file__).resolve().parents[2] / "seeds"
FULL_WIDTH = {ord("0") + k: ord("０") + k for k in range(10)}


def _lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip()]


def escaped_breaks(text: str) -> str:
    """Paragraph marks that a converter wrote out."""
    return "\\r\\n".join(_lines(text))


def hard_breaks(text: str) -> str:
    """Lines of forty characters, broken inside sentences and words, and page numbers between two halves of a sentence."""
    out: list[str] = []
    for line in _lines(text):
        pieces = [line[k : k + 40] for k in range(0, len(line), 40)]
        for number, piece in enumerate(pieces, start=1):
            out.append(piece)
            if number % 12 == 0 and number < len(pieces):
                out.append(f"— {number // 12} —")
    return "\n".join(out)


def blanks_in_words(text: str) -> str:
    """What a scan leaves: blanks inside words and numbers."""
    chance = random.Random(1)
    return "".join(c + (" " if c not in "\n。；" and chance.random() < 0.08 else "") for c in text)


def blanks_around_numbers(text: str) -> str:
    """25 度, 2017 年."""
    return re.sub(r"(?<=[㐀-鿿])(?=\d)|(?<=\d)(?=[㐀-鿿])", " ", text)


def full_width_digits(text: str) -> str:
    """１３.０８％"""
    return text.translate(FULL_WIDTH).replace("%", "％")


def full_width_marks(text: str) -> str:
    """，：；（） for ,:;()"""
    return (
        re.sub(r"(?<!\d),(?!\d)", "，", text)
        .replace(":", "：")
        .replace(";", "；")
        .replace("(", "（")
        .replace(")", "）")
    )


def escapes(text: str) -> str:
    """Characters as escapes and entities."""
    return text.replace("“", "&ldquo;").replace("”", "&rdquo;").replace("\n", "<U+00A0>\n")


def note_marks(text: str) -> str:
    """The marks of a glossary."""
    count = iter(range(1, 10_000))
    return re.sub(r"”", lambda _: f"”[{next(count)}]", text)


def body_twice(text: str) -> str:
    """A page that has its body a second time, for printing."""
    return text.rstrip() + "\n" + "\n".join(_lines(text)[1:]) + "\n"


def traditional(text: str) -> str:
    """The same in Traditional script."""
    pairs = [
        pair
        for line in lexicon_text("traditional.txt").splitlines()
        if not line.startswith("#")
        for pair in line.split()
    ]
    table = {ord(pair[1]): pair[0] for pair in reversed(pairs) if not "\uf900" <= pair[0] <= "\ufaff"}
    return text.translate(table)


def lost_bytes(text: str) -> str:
    """Some characters that nobody can read any more."""
    chance = random.Random(2)
    return "".join("????" if "㐀" <= c <= "鿿" and chance.random() < 0.0005 else c for c in text)


def side_bars(text: str) -> str:
    """A path, a menu and other articles with other years around it."""
    above = "首页 > 政务公开 > 规划计划 > 工作总结\n"
    below = "\n相关链接\n某街道2011年工作总结\n上一篇：某街道2012年工作计划\n下一篇：没有了\n网站标识码：1100000000 备案号：京ICP备1234号\n"
    return above + text + below


DAMAGES: tuple[Callable[[str], str], ...] = (
    escaped_breaks,
    hard_breaks,
    blanks_in_words,
    blanks_around_numbers,
    full_width_digits,
    full_width_marks,
    escapes,
    note_marks,
    body_twice,
    traditional,
    lost_bytes,
    side_bars,
)


def facts(document: Document) -> Counter[tuple[str, ...]]:
    """Figures, deadlines and how many projects and initiatives: what does not depend on the script of a name."""
    found = extract(document)
    return Counter(
        [
            (str(f.value.normalize()), f.unit, f.kind.value, f.modality.value, f.bound.value, str(f.period))
            for f in found.indicators
        ]
        + [("deadline", str(d.date)) for d in found.deadlines]
        + [("project", p.status.value) for p in found.projects]
        + [("initiative", "") for _ in found.initiatives]
    )


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
@pytest.mark.parametrize("name", ["buji-2020h1", "xinan-2020h1"])
def test_a_damaged_report_keeps_its_facts(name: str, damage: Callable[[str], str]) -> None:
    clean = (SEEDS / f"{name}.txt").read_text(encoding="utf-8")
    damaged = parse(damage(clean), name)
    wanted = facts(parse(clean, name))
    found = facts(damaged)
    assert (wanted & found).total() >= 0.95 * wanted.total()
    assert found.total() <= 1.05 * wanted.total()
    for figure in extract(damaged).indicators:
        assert re.search(
            r"[\d０-９一二三四五六七八九十百千万萬两兩半〇零亿億幾数數]", damaged.text[figure.start : figure.end]
        )


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "utf-8-sig"])
def test_every_encoding_gives_the_same_text(encoding: str) -> None:
    clean = (SEEDS / "buji-2020h1.txt").read_text(encoding="utf-8")
    assert read_bytes(clean.encode(encoding), "a.txt").text == clean
