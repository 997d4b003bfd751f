"""Words: nothing is lost, both cutters agree, the words of the genre stay whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.language.tokens import UNKNOWN, dictionary, own_words, tokenize

SEEDS = Path(__file__).parents[2] / "seeds"
READ = ["xinan-2020h1", "buji-2020h1", "pingshan-2020", "anonymous-2023-tasks"]


@pytest.mark.parametrize("name", READ)
def test_both_cutters_give_the_same_words(name: str) -> None:
    text = (SEEDS / f"{name}.txt").read_text(encoding="utf-8-sig")
    assert tokenize(text, "rjieba") == tokenize(text, "jieba")


@pytest.mark.parametrize(
    "text",
    ["", "完成1-6月2020-09-24。", "建设𠀀㐀镇公园", "推进海雅缤纷城等诚信示范点建设", "a-b\nPM2.5 8,460万元“1+22+N”"],
)
def test_words_are_the_whole_text_with_offsets(text: str) -> None:
    for backend in ("rjieba", "jieba"):
        tokens = tokenize(text, backend)
        assert "".join(tokens.words) == text
        assert [text[start : start + len(word)] for word, start in tokens] == list(tokens.words)
        assert tokens.starts[-1] == len(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2020-09-24", ("2020", "-", "09", "-", "24")),  # a date in digits: the cutters differ, we do not
        ("推进海雅缤纷城等示范点", ("推进", "海雅", "缤纷", "城", "等", "示范点")),  # 等 is no part of a name
        ("新建1家长者饭堂", ("新建", "1", "家", "长者饭堂")),  # not 家长
        ("平等对待", ("平等", "对待")),  # words that the dictionary has keep their 等
    ],
)
def test_words_are_cut_as_people_read_them(text: str, words: tuple[str, ...]) -> None:
    for backend in ("rjieba", "jieba"):
        assert tokenize(text, backend).words == words


def test_tags_come_from_the_dictionary_and_the_own_words() -> None:
    tokens = tokenize("完善适老化改造嗰嗱")
    assert dict(zip(tokens.words, map(tokens.tag, range(len(tokens))), strict=True))["适老化"] == "n"
    assert UNKNOWN in map(tokens.tag, range(len(tokens)))
    assert own_words().items() <= dictionary().items()
