"""Parameters: values become escaped, typed terms, and nothing else of the query changes."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import UsageError
from kg.query import parse, prepare, run


def _echo(kind: str, value: str) -> str:
    import pyoxigraph

    query = parse(f"#+ params: x({kind})\nSELECT (?_x AS ?y) {{}}", "echo")
    return run(query, pyoxigraph.Store(), {"x": value}).texts()[0][0]


@pytest.mark.parametrize(
    ("kind", "value", "result"),
    [
        ("string", "坪山街道", "坪山街道"),
        ("string", "", ""),
        ("string", 'a"b\\c\n\td', 'a"b\\c\n\td'),
        ("string", '") } DROP ALL #', '") } DROP ALL #'),
        ("string", "?_x ?s kg:y", "?_x ?s kg:y"),
        ("integer", "12", "12"),
        ("integer", "-007", "-7"),
        ("decimal", "7", "7"),
        ("decimal", "-0.50", "-0.5"),
        ("date", "2020-12-31", "2020-12-31"),
        ("boolean", "true", "true"),
        ("iri", "http://a.example/b", "http://a.example/b"),
        ("iri", "<urn:a>", "urn:a"),
        ("iri", "kg:Street", "kg:Street"),
        ("code", "completed", "kgc:completed"),
        ("code", "kgc:completed", "kgc:completed"),
    ],
)
def test_values_arrive_as_terms(kind: str, value: str, result: str) -> None:
    assert _echo(kind, value) == result


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("integer", "1.5"),
        ("integer", "1; DROP ALL"),
        ("integer", "１２"),
        ("decimal", "1e6"),
        ("decimal", "NaN"),
        ("date", "2020-02-30"),
        ("date", "2020"),
        ("boolean", "yes"),
        ("iri", "http://a> } #"),
        ("iri", "no iri"),
        ("iri", "Street"),
        ("code", "a b"),
        ("code", "compelted"),
    ],
)
def test_values_of_another_type_are_refused(kind: str, value: str) -> None:
    with pytest.raises(UsageError):
        _echo(kind, value)


@given(st.text(max_size=30).filter(lambda text: not any("\ud800" <= c <= "\udfff" for c in text)))
def test_any_string_comes_back_as_it_went_in(text: str) -> None:
    assert _echo("string", text) == text


@pytest.mark.parametrize(
    ("parameter", "value", "code"),
    [
        ("status", "投入使用", "inUse"),
        ("status", "in use", "inUse"),
        ("status", "计划", "planned"),
        ("strength", "计划", "plan"),
    ],
)
def test_a_code_may_be_given_by_its_label(parameter: str, value: str, code: str) -> None:
    query = parse(f"#+ params: {parameter}(code)=\nSELECT ?s {{ ?s ?p ?_{parameter} }}", "q")
    assert f"code#{code}>" in prepare(query, {parameter: value}).text


def test_only_variables_are_replaced() -> None:
    query = parse(
        "#+ params: x(string)\nSELECT ?s { ?s ?p ?o . # ?_x\n FILTER(?o = ?_x || ?o = '?_x' || ?o = $_x) }", "q"
    )
    text = prepare(query, {"x": "v"}).text
    assert text.count('"v"') == 2
    assert "# ?_x" in text
    assert "'?_x'" in text


def test_an_optional_parameter_without_value_stays_unbound(small: Path) -> None:
    query = parse(
        "#+ params: x(string)=\nSELECT ?s { ?s kg:valueText ?o FILTER(COALESCE(CONTAINS(STR(?o), ?_x), true)) }", "q"
    )
    assert len(run(query, small).rows) == 2
    assert len(run(query, small, {"x": "13"}).rows) == 1


def test_a_parameter_left_out_is_an_error_in_expressions_and_a_variable_in_patterns() -> None:
    query = parse("#+ params: x(string)=\nSELECT ?s { ?s ?p ?_x FILTER(?s = ?_x) FILTER EXISTS { ?_x ?p ?s } }", "q")
    assert "?s ?p ?_x FILTER(?s =  (1/0) ) FILTER EXISTS { ?_x ?p ?s }" in prepare(query).text


@pytest.mark.parametrize(
    ("text", "values", "message"),
    [
        ("#+ params: street(string)=\nSELECT ?s { ?s ?p ?_street }", {"stret": "x"}, "street"),
        ("#+ params: street(string)\nSELECT ?s { ?s ?p ?_street }", {}, "street"),
        ("SELECT ?s { ?s ?p ?_street }", {}, "声明"),
        ("#+ params: street(string)=\nSELECT ?s { ?s ?p ?o }", {}, "没有用到"),
        ("#+ params: x(string)=\nSELECT ?_x { ?s ?p ?_x }", {"x": "a"}, "结果列"),
    ],
)
def test_parameters_and_query_must_agree(text: str, values: dict[str, str], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        prepare(parse(text, "q"), values)


def test_a_number_does_not_run_into_its_neighbour() -> None:
    import pyoxigraph

    query = parse("#+ params: n(integer)\nSELECT (5-?_n AS ?x) {}", "q")
    assert run(query, pyoxigraph.Store(), {"n": "-3"}).texts() == [("8",)]
