"""A pattern looked for where it can begin: the same matches as without."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.language.beginnings import Beginning

_PATTERN = re.compile(r"(?<!b)a+c|b(?=\d)|\]x|-+1")
_BEGINNING = Beginning.of("ab]-", _PATTERN)


@given(st.text("abcx]-^12", max_size=30), st.integers(0, 30))
def test_it_finds_what_the_pattern_finds(text: str, position: int) -> None:
    expected, found = _PATTERN.search(text, position), _BEGINNING.search(text, position)
    assert (found and found.span()) == (expected and expected.span())


@pytest.mark.parametrize("text", ["", "c", "aac", "baac", "]x", "--1"])
def test_nothing_and_ends_are_read(text: str) -> None:
    expected, found = _PATTERN.search(text), _BEGINNING.search(text, 0)
    assert (found and found.span()) == (expected and expected.span())
