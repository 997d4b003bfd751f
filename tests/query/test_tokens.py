"""Tokens of a query: what is a name or parameter, and what only looks like one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.query.tokens import line_and_column, tokens


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("?x", ["variable"]),
        ("$x", ["variable"]),
        ("?_street", ["variable"]),
        ("# ?x kg:y", ["comment"]),
        ("# a\r?x", ["comment", "variable"]),
        ('"?x # kg:y"', ["string"]),
        ("'?x'", ["string"]),
        ('"a\\"?x"', ["string"]),
        ('"""a "b" ?x"""', ["string"]),
        ("'''a 'b' ?x'''", ["string"]),
        ('"报告"@zh-Hans', ["string", "tag"]),
        ("<http://a/#b?c>", ["iri"]),
        ("<urn:\\u0061'>", ["iri"]),
        ("?a < ?b && ?c > ?d", ["variable", "other", "variable", "other", "other", "variable", "other", "variable"]),
        ("kg:value", ["name"]),
        ("kg:", ["name"]),
        (":x", ["name"]),
        ("kg:a.", ["name", "other"]),
        ("kg:a/kg:b", ["name", "other", "name"]),
        ("_:b1", ["blank"]),
        ("SELECT", ["word"]),
        ("12.5", ["number"]),
        ("1e6", ["number"]),
        ("?街道", ["variable"]),
    ],
)
def test_kinds_of_tokens(text: str, kinds: list[str]) -> None:
    assert [token.kind for token in tokens(text)] == kinds


@given(st.text(alphabet="?$_ab:<>\"'\\#@.;{}()= \n报1", max_size=40))
def test_every_character_is_in_one_token_or_is_a_blank(text: str) -> None:
    position = 0
    for token in tokens(text):
        assert text[position : token.start].strip() == ""
        assert text[token.start : token.end] == token.text
        position = token.end
    assert text[position:].strip() == ""


def test_lines_and_columns_count_from_one() -> None:
    assert line_and_column("ab\ncd", 0) == (1, 1)
    assert line_and_column("ab\ncd", 4) == (2, 2)
