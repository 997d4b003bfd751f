"""For any text: parsing never raises, and every offset leads back to the text as given."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.documents import parse
from kg.documents.model import Document
from kg.documents.periods import parse_period_name

SEEDS = sorted((Path(__file__).resolve().parents[2] / "seeds").glob("*.txt"))

# Pieces that reports and damaged pages are made of, in any order.
PIECES = st.sampled_from(
    [
        "一、",
        "二、2024年工作安排",
        "（一）",
        "1.",
        "1、",
        "(1)",
        "①",
        "第一部分",
        "2023年工作回顾",
        "。",
        "；",
        "！",
        "，",
        "、",
        "“",
        "”",
        "「",
        "』",
        "完成投资",
        "3.5亿元",
        "１２．３％",
        "6. 8 %",
        "1 350万元",
        "2 , 960 件",
        "同比增长",
        "\n",
        "\r\n",
        "\n\n",
        "  ",
        "\u3000\u3000",
        "\u00a0",
        "\t",
        "\u200b",
        "\ufeff",
        "&nbsp;",
        "&ldquo;",
        "&#8220;",
        "<U+00A0>",
        "\\r\\n",
        "— 2 —",
        "第 3 页",
        "首页 > 政务公开",
        "发布时间:2020-07-21",
        "来源:某街道",
        "网站标识码:4403060030",
        "某街道2023年上半年工作总结及下半年工作计划",
        "XX街道2023年工作要点",
        "存在问题",
        "名词解释",
        "[12]",
        "個區業",
        "各位代表：",
        "2024年是关键一年",
        "下半年，我们将",
        "截至9月30日",
        "完 成 投 资 3 亿 元",
        "序号 项目 年度目标 进展",
        "十三五",
        "二〇二三年",
        "今后五年",
        "过去五年工作回顾",
        "前三季度",
        "?",
        "A b",
        "扫一扫在手机打开当前页",
        "相关链接",
    ]
)
REPORT_LIKE = st.lists(PIECES, max_size=40).map("".join)


def check(text: str, document: Document) -> None:
    reading = document.reading
    if reading.offsets is not None:
        assert len(reading.offsets) == len(reading.text)
        assert all(before < after for before, after in pairwise(reading.offsets))
        assert all(0 <= offset < len(text) for offset in reading.offsets)
    else:
        assert len(reading.text) == len(text)
    for section in document.sections:
        assert 0 <= section.start < section.end <= len(text)
        assert section.ordinal == document.sections.index(section)
        if section.parent is not None:
            parent = document.sections[section.parent]
            assert section.parent < section.ordinal
            assert parent.start <= section.start and section.end <= parent.end
            assert section.level == parent.level + 1
    for before, after in pairwise(document.sections):
        assert before.start <= after.start
    position = 0
    for number, sentence in enumerate(document.sentences):
        assert sentence.ordinal == number
        assert position <= sentence.start < sentence.end <= len(text)
        assert reading.to_source(sentence.reading_start, sentence.reading_end) == (sentence.start, sentence.end)
        section = document.section_of(sentence)
        assert section.start <= sentence.start and sentence.end <= section.end
        position = sentence.end
    for span in (
        document.metadata.title_span,
        document.metadata.publisher_span,
        document.metadata.issued_span,
        *document.dropped,
    ):
        assert span is None or 0 <= span[0] < span[1] <= len(text)
    read = sum(sentence.reading_end - sentence.reading_start for sentence in document.sentences)
    assert read >= len(reading.text.replace(" ", "").replace("\n", ""))


@given(st.text(max_size=200))
@settings(max_examples=150, deadline=None)
def test_any_string_is_parsed_with_offsets_inside_the_text(text: str) -> None:
    check(text, parse(text))


@given(REPORT_LIKE)
@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_mixture_of_report_pieces_is_parsed_with_offsets_inside_the_text(text: str) -> None:
    check(text, parse(text))


@given(REPORT_LIKE, st.one_of(st.none(), st.integers(min_value=1, max_value=9999)))
@settings(max_examples=200, deadline=None)
def test_a_period_name_never_raises_and_is_in_order(text: str, year: int | None) -> None:
    period = parse_period_name(text, year)
    assert period is None or period.start <= period.end


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem)
def test_seeds_keep_all_properties(path: Path) -> None:
    text = path.read_bytes().decode("utf-8")
    check(text, parse(text))


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem)
def test_parsing_twice_gives_the_same_document(path: Path) -> None:
    text = path.read_bytes().decode("utf-8")
    assert parse(text) == parse(text)
