"""The part of SPARQL that shapes use gives what Oxigraph gives; what lies outside of it raises."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.validation import data
from kg.validation.graph import Graph
from kg.validation.shapes import checks
from kg.validation.sparql import UnsupportedQueryError, evaluation, prepare
from kg.validation.terms import IllTypedError, value

PREFIXES = """PREFIX : <https://x.example/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""
TURTLE = """
@prefix : <https://x.example/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
:a a :Street, :Place ; :name "新安"@zh ; :size 5 ; :share 0.50 ; :since "2020-02-29"^^xsd:date ; :within :c ; :open true .
:b a :Street ; :name "say \\"a\\\\b\\"\\n\u2028" ; :size 5.0 ; :since "2020-03-01"^^xsd:date ; :within :c, :d ; :open false .
:c a :City ; :name "市" ; :size "many"^^xsd:integer ; :share -1.5 .
:d a :City ; :since "2019-13-01"^^xsd:date ; :near _:somewhere ; :size 7 .
_:somewhere a :Place ; :name "无名" .
"""
QUERIES = [
    "SELECT ?a ?b WHERE { ?a :within ?b }",
    "SELECT ?a ?p ?b WHERE { ?a ?p ?b . FILTER(isBlank(?a) || isBlank(?b)) }",
    'SELECT ?a ?p WHERE { ?a ?p ?b . FILTER(STRSTARTS(STR(?p), "https://x.example/s")) }',
    "SELECT ?a ?class WHERE { ?a a ?class . FILTER(?class != :City) }",
    "SELECT ?a ?b WHERE { ?a :size ?x . ?b :size ?y . FILTER(?x = ?y && STR(?a) < STR(?b)) }",
    "SELECT ?a WHERE { ?a :size ?x . FILTER(?x != 5) }",
    "SELECT ?a WHERE { ?a :size ?x . FILTER(!(?x = 5)) }",
    "SELECT ?a WHERE { ?a :size ?x . FILTER(?x = 5 || ?a = :c) }",
    "SELECT ?a WHERE { ?a :size ?x . FILTER(!(?x > 100 && ?a = :a)) }",
    "SELECT ?a WHERE { ?a :size ?x . FILTER(?x + 1 >= 6 * 1.0 && ?x / 2 <= 2.5 && -?x < 0) }",
    "SELECT ?a WHERE { ?a :size ?x . FILTER(?x IN (?a, 7)) }",
    "SELECT ?a WHERE { ?a a :Street ; :size ?x . FILTER(?x NOT IN (4, 6)) }",
    "SELECT ?a WHERE { ?a :since ?day . FILTER(YEAR(?day) = 2020 && MONTH(?day) < 3) }",
    'SELECT ?a ?b WHERE { ?a :since ?x . ?b :since ?y . FILTER(?x < ?y) }',
    'SELECT ?a WHERE { ?a :since ?day . FILTER(?day > "2020-02-29"^^xsd:date) }',
    "SELECT ?a ?name WHERE { ?a :within ?b . OPTIONAL { ?b :name ?name } }",
    "SELECT ?a ?b WHERE { ?a :within ?b . OPTIONAL { ?b :name ?name } FILTER(!BOUND(?name)) }",
    "SELECT ?a ?kind WHERE { ?a :size ?x . OPTIONAL { ?a a ?kind . FILTER(?kind = :Street && ?x = 5) } }",
    "SELECT ?a WHERE { ?a a :Place . FILTER NOT EXISTS { ?a :within ?b . ?b :share ?s . FILTER(?s < 0.0) } }",
    "SELECT ?a WHERE { ?a a ?class . FILTER(EXISTS { ?a :open true } = EXISTS { ?a :share ?s }) }",
    "SELECT ?a ?x WHERE { { ?a :share ?x } UNION { ?a :size ?x } FILTER(?x > 0) }",
    "SELECT ?a ?x ?y WHERE { ?a a :Street . { ?a :size ?x ; :within ?y } UNION { ?a :within ?y . ?a :since ?x } }",
    "SELECT ?a WHERE { ?a :name ?name . FILTER(STRLEN(STR(?name)) = 2) }",
    'SELECT ?a WHERE { ?a :name ?name . FILTER(SUBSTR(STR(?name), 2, 1) = "安" || SUBSTR(STR(?name), 2) = "名") }',
    'SELECT ?a WHERE { ?a :name ?name . FILTER(CONTAINS(STR(?name), "\\"a\\\\") && REGEX(STR(?name), "^s.*b")) }',
    'SELECT ?a WHERE { ?a :name ?name . FILTER(?name = "市") }',
    'SELECT ?a WHERE { ?a :size ?x . FILTER(STR(?x) IN ("7", "many")) }',
    "SELECT ?a WHERE { ?a :size ?x ; :name ?name ; :within ?b . FILTER(?a = :a && ?x < 6 && STR(?name) != ?missing || ?x = 5) }",
    "SELECT ?a ?x ?name ?b ?day WHERE { ?a :size ?x ; :name ?name ; :within ?b ; :since ?day . ?b :name ?other }",
    "SELECT ?a WHERE { ?a :size ?x . FILTER NOT EXISTS { ?a :within ?b } }",
    "SELECT ?a ?x WHERE { ?a :size|:share ?x }",
    "SELECT ?a WHERE { ?a :share ?x . BIND(ABS(?x) > 1 AS ?large) FILTER(?large) }",
    "SELECT ?a WHERE { ?a :size ?x . BIND(IF(?x > 5, :d, :a) AS ?which) FILTER(?which = ?a) }",
    "SELECT ?b WHERE { ?a :within ?b } GROUP BY ?b HAVING (COUNT(DISTINCT ?a) > 1)",
    "SELECT ?a WHERE { ?a :within ?b } GROUP BY ?a HAVING (COUNT(DISTINCT ?b) < 2)",
    "SELECT ?b (?a AS ?inside) WHERE { :a :within ?b . ?a :within ?b }",
    "SELECT ?a WHERE { ?a :share ?x . FILTER(xsd:integer(?x * 2.0) = 1) }",
    "SELECT ?a WHERE { ?a :name ?name . FILTER(?missing = ?name || ?a = :c) }",
]  # fmt: skip


@pytest.mark.parametrize("query", QUERIES)
def test_rows_are_those_of_oxigraph(query: str) -> None:
    quads = list(ox.parse(TURTLE, format=ox.RdfFormat.TURTLE))
    store = ox.Store()
    store.extend(quads)
    solutions = store.query(PREFIXES + query)
    assert isinstance(solutions, ox.QuerySolutions)
    names = [variable.value for variable in solutions.variables]
    expected = {
        tuple(None if (term := solution[name]) is None else value_of(str(term)) for name in names)
        for solution in solutions
    }
    rows = prepare(PREFIXES + query, targeted=False).rows(Graph(data.written(quads)))
    assert {tuple(value_of(row.get(name)) for name in names) for row in rows} == expected
    assert max(Counter(tuple(row.items()) for row in rows).values(), default=1) == 1
    if "?missing" not in query:
        assert expected, "a query that finds nothing tells nothing"


@pytest.mark.parametrize("together", [1, 2, 50])
def test_limit_1_is_one_row_for_each_target(together: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evaluation, "_TOGETHER", together)
    quads = list(ox.parse(TURTLE, format=ox.RdfFormat.TURTLE))
    store = ox.Store()
    store.extend(quads)
    query = (
        PREFIXES + "SELECT $this (?other AS ?value) WHERE { $this a ?kind . ?other a ?kind FILTER($this != ?other) }"
    )
    query += " ORDER BY ?other LIMIT 1"
    targets = {f"<https://x.example/{name}>" for name in "abcdx"}
    expected = {}
    for target in targets:
        solutions = store.query(query.replace("$this a", f"{target} a").replace("$this !", f"{target} !"))
        assert isinstance(solutions, ox.QuerySolutions)
        expected.update((target, str(solution["value"])) for solution in solutions)
    rows = prepare(query, targeted=True).rows(Graph(data.written(quads)), targets)
    assert {row["this"]: row["value"] for row in rows} == expected
    assert len(rows) == len(expected) == 4


def value_of(term: str | None) -> object:
    """The store writes 5.0 as 5."""
    try:
        return None if term is None else value(term)
    except IllTypedError:
        return term


@pytest.mark.parametrize(
    "query, said",
    [
        ("SELECT ?a WHERE { ?a :p/:q ?b }", "变量|不认识|这里应是"),
        ("SELECT ?a WHERE { ?a :p ?b MINUS { ?a :q ?c } }", "minus"),
        ("SELECT ?a WHERE { ?a :p ?b . FILTER(UCASE(?b) = ?b) }", "ucase"),
        ("SELECT ?a WHERE { OPTIONAL { ?a :p ?b } ?b :q ?c }", "OPTIONAL"),
        ("SELECT ?a WHERE { { ?a :p ?b } UNION { ?a :p ?c } }", "UNION"),
        ("SELECT ?z WHERE { ?a :p ?b }", "z"),
        ("SELECT ?a WHERE { ?a unknown:p ?b }", "unknown"),
        ("SELECT ?a WHERE { ?a :p ?b } ORDER BY ?a", "LIMIT 1"),
        ("SELECT ?a WHERE { ?a :p ?b } ORDER BY ?a LIMIT 2", "LIMIT 1"),
        ("SELECT ?a WHERE { ?a :p ?b } ORDER BY ?a LIMIT 1", "this"),
        ("ASK { ?a :p ?b }", "select"),
    ],
)
def test_what_is_not_known_raises(query: str, said: str) -> None:
    with pytest.raises(UnsupportedQueryError, match=said):
        prepare(PREFIXES + query, targeted=False)


def test_a_graph_over_others_has_the_triples_of_all_and_each_once() -> None:
    below = Graph(["<urn:a> <urn:p> <urn:b> ."])
    part = Graph(["<urn:a> <urn:p> <urn:b> .", "<urn:a> <urn:p> <urn:c> .", "<urn:a> <urn:q> <urn:b> ."])
    graph = Graph(["<urn:d> <urn:p> <urn:b> .", "<urn:a> <urn:p> <urn:c> ."], below, part)
    assert sorted(graph.lines()) == [
        "<urn:a> <urn:p> <urn:b> .",
        "<urn:a> <urn:p> <urn:c> .",
        "<urn:a> <urn:q> <urn:b> .",
        "<urn:d> <urn:p> <urn:b> .",
    ]
    assert list(below.lines()) == ["<urn:a> <urn:p> <urn:b> ."]
    assert not graph.has_blank_nodes and Graph(["<urn:a> <urn:p> _:b ."]).has_blank_nodes


def test_line_ends_that_stand_in_a_text_end_no_line(tmp_path: Path) -> None:
    text = "一\u2028二\u0085三\x0b四"
    quad = ox.Quad(ox.NamedNode("urn:a"), ox.NamedNode("urn:p"), ox.Literal(text))
    (line,) = data.written([quad])
    assert value(line.split(" ", 2)[2][:-2]) == (text, "")


def test_every_select_of_the_shapes_is_known() -> None:
    for check in checks():
        if check.select is not None:
            prepare(check.prefixes + check.select, targeted=True)
