"""Terms: one spelling of decimals, escapes that every parser undoes."""

from __future__ import annotations

from decimal import Decimal

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.rdf.terms import decimal, string, words


@pytest.mark.parametrize(
    ("written", "spelling"),
    [
        ("52", "52.0"),
        ("13.08", "13.08"),
        ("7.0", "7.0"),
        ("7.00", "7.0"),
        ("7", "7.0"),
        ("100", "100.0"),
        ("43995000000", "43995000000.0"),
        ("4.3995E+10", "43995000000.0"),
        ("1E-7", "0.0000001"),
        ("-3", "-3.0"),
        ("-10.70", "-10.7"),
        ("0", "0.0"),
        ("-0", "0.0"),
        ("0.000", "0.0"),
        ("007.10", "7.1"),
    ],
)
def test_a_decimal_has_one_spelling(written: str, spelling: str) -> None:
    assert decimal(Decimal(written)) == spelling


@pytest.mark.parametrize("written", ["NaN", "Infinity", "-Infinity"])
def test_what_is_no_decimal_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="xsd:decimal"):
        decimal(Decimal(written))


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**15), max_value=10**15, places=6))
def test_the_spelling_is_the_number_again(number: Decimal) -> None:
    spelling = decimal(number)
    assert Decimal(spelling) == number
    assert "E" not in spelling and "." in spelling
    assert spelling == decimal(Decimal(spelling))


def _parsed(term: str) -> ox.Literal:
    (triple,) = ox.parse(f"<s:s> <p:p> {term} .".encode(), format=ox.RdfFormat.N_TRIPLES)
    assert isinstance(triple.object, ox.Literal)
    return triple.object


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_comes_back_from_its_literal(text: str) -> None:
    expected = text.replace("\ufffe", "\ufffe").replace("\uffff", "\uffff")
    assert _parsed(string(text)).value == expected
    tagged = _parsed(words(text))
    assert (tagged.value, tagged.language) == (expected, "zh")


@pytest.mark.parametrize(
    ("text", "literal"),
    [
        ("新安街道", '"新安街道"'),
        ('他说"好"', '"他说\\"好\\""'),
        ("一\r\n二\t三", '"一\\r\\n二\\t三"'),
        ("a\\b", '"a\\\\b"'),
        ("\x00\x7f", '"\\u0000\\u007F"'),
        ("\ud800", '"\ufffd"'),
    ],
)
def test_what_must_be_escaped_is(text: str, literal: str) -> None:
    assert string(text) == literal
