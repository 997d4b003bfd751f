"""An opened build: union without repetition, facts, texts, exports, and the same triples in every engine."""

from __future__ import annotations

import io
import json
import urllib.request
from pathlib import Path
from urllib.parse import quote

import pyoxigraph as ox
import pytest
import rdflib

from kg.errors import UsageError
from kg.store import FORMATS, Build, export, open_build
from tests.factories import TEXT
from tests.servers import oxigraph

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


def count(results: object) -> int:
    (row,) = results  # type: ignore[misc]
    return int(row[0].value)


def test_the_union_holds_no_triple_twice(built: Build) -> None:
    assert count(built.select(COUNT)) == built.info["triples"]


def test_every_report_has_a_graph_of_its_own(built: Build) -> None:
    graphs = {graph.value for graph in built.store.named_graphs()}
    reports = {row["graph"] for row in built.info["sources"]}
    assert graphs == reports | {built.base + "graph-shared", "https://streetkg.example/ontology"}
    assert len(reports) == 2
    for row in built.info["sources"]:
        asked = f"SELECT ?g {{ GRAPH ?g {{ <{row['report']}> a <https://streetkg.example/ontology#Report> }} }}"
        assert [found[0].value for found in built.store.query(asked)] == [row["graph"]]


def test_prefixes_are_supplied(built: Build) -> None:
    assert count(built.select("SELECT (COUNT(?r) AS ?n) { ?r a kg:Report }")) == 2


def test_the_store_cannot_be_written(built: Build) -> None:
    with pytest.raises((OSError, RuntimeError)):
        built.store.update("DELETE WHERE { ?s ?p ?o }")


def test_two_may_read_at_once(built: Build) -> None:
    assert count(open_build(built.path).select(COUNT)) == count(built.select(COUNT))


def test_facts_name_their_report_and_are_in_the_graph(built: Build) -> None:
    rows = list(built.facts())
    assert {row["report"] for row in rows} == {row["report"] for row in built.info["sources"]}
    assert len(rows) == sum(built.info["facts"].values())
    assert any(row["type"] == "indicator" and row["quote"] == "439.95亿元" for row in rows)
    subjects = {found[0].value for found in built.select("SELECT DISTINCT ?s { ?s kg:evidence ?e }")}
    assert {row["id"] for row in rows} <= subjects


def test_texts_are_what_offsets_count(built: Build) -> None:
    texts = {row["report"]: built.text(row["sha256"]) for row in built.info["sources"]}
    assert TEXT in texts.values()
    for row in built.facts():
        assert texts[row["report"]][row["start"] : row["end"]] == row["quote"]


@pytest.mark.parametrize("what", ["nothing", "folder without build", "broken record", "another layout"])
def test_what_is_no_build_is_refused(tmp_path: Path, what: str) -> None:
    folder = tmp_path / "build"
    if what != "nothing":
        folder.mkdir()
    if what == "broken record":
        (folder / "build.json").write_text("{")
    if what == "another layout":
        (folder / "build.json").write_text('{"streetkg": "9", "format": 99}')
    with pytest.raises(UsageError) as caught:
        open_build(folder)
    assert caught.value.remedy


def test_rdflib_and_oxigraph_read_the_build_without_ill_typed_literals(built: Build) -> None:
    graph = rdflib.Graph().parse(built.graph_file, format="turtle")
    assert len(graph) == built.info["triples"]
    terms = {term for triple in graph for term in triple}
    assert not [term for term in terms if isinstance(term, rdflib.BNode)]
    assert not [term for term in terms if isinstance(term, rdflib.Literal) and term.ill_typed]
    graph.parse(built.graph_file, format="turtle")
    assert len(graph) == built.info["triples"]
    store = ox.Store()
    for _ in range(2):
        store.load(path=built.graph_file, format=ox.RdfFormat.TURTLE)
        assert len(store) == built.info["triples"]


def _triples(data: bytes, form: ox.RdfFormat) -> set[str]:
    return {str(quad.triple) for quad in ox.parse(data, format=form)}


FORMS = {
    "ttl": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "nq": ox.RdfFormat.N_QUADS,
    "trig": ox.RdfFormat.TRIG,
    "jsonld": ox.RdfFormat.JSON_LD,
}


@pytest.mark.parametrize("form", FORMATS)
def test_an_export_holds_every_triple_and_is_the_same_each_time(built: Build, tmp_path: Path, form: str) -> None:
    file = tmp_path / f"x.{form}"
    export(built, form, file)
    again = io.BytesIO()
    export(built.path, form, again)
    assert file.read_bytes() == again.getvalue()
    assert _triples(file.read_bytes(), FORMS[form]) == _triples(built.graph_file.read_bytes(), FORMS["ttl"])
    assert [path.name for path in tmp_path.iterdir()] == [file.name]


@pytest.mark.parametrize("form", ["nq", "trig"])
def test_an_export_of_graphs_keeps_them(built: Build, form: str) -> None:
    out = io.BytesIO()
    export(built, form, out)
    graphs = {quad.graph_name.value for quad in ox.parse(out.getvalue(), format=FORMS[form])}
    assert graphs == {graph.value for graph in built.store.named_graphs()}


def test_json_ld_is_json(built: Build) -> None:
    out = io.BytesIO()
    export(built, "jsonld", out)
    assert json.loads(out.getvalue())


@pytest.mark.parametrize(("form", "name"), [("docx", "x"), ("ttl", "no/such/folder/x.ttl")])
def test_an_export_that_cannot_be_is_refused(built: Build, tmp_path: Path, form: str, name: str) -> None:
    with pytest.raises(UsageError):
        export(built, form, tmp_path / name)
    assert list(tmp_path.iterdir()) == []


class Server:
    """A running `oxigraph serve` on 127.0.0.1, spoken to with the Graph Store Protocol and SPARQL over HTTP."""

    def __init__(self, url: str) -> None:
        self.url = url

    def send(self, method: str, path: str, body: bytes | None = None, **headers: str) -> bytes:
        named = {key.replace("_", "-"): value for key, value in headers.items()}
        request = urllib.request.Request(self.url + path, data=body, method=method, headers=named)
        with urllib.request.urlopen(request, timeout=30) as response:
            return response.read()  # type: ignore[no-any-return]

    def count(self) -> int:
        answer = self.send("GET", f"/query?query={quote(COUNT)}", Accept="application/sparql-results+json")
        return int(json.loads(answer)["results"]["bindings"][0]["n"]["value"])


def test_a_running_triple_store_takes_the_build_and_taking_it_twice_changes_nothing(built: Build) -> None:
    with oxigraph() as url:
        server = Server(url)
        assert server.count() == 0
        data = built.graph_file.read_bytes()
        for method in ("PUT", "PUT", "POST"):
            server.send(method, "/store?default", data, Content_Type="text/turtle")
            assert server.count() == built.info["triples"]
