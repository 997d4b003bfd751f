"""Each export is read back by the library that people read it with, and is the same each time."""

from __future__ import annotations

import csv
import json
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import networkx as nx
import openpyxl
import pyarrow.parquet as pq
import pytest
import rdflib

from kg.errors import UsageError
from kg.export import FORMATS, export
from kg.export.tables import TABLES
from kg.query.workbook import Link, Workbook
from kg.store import Build, build, open_build
from tests.formats.pages import TEMPLATES

ROOT = Path(__file__).resolve().parents[2]
OURS = [form for form in FORMATS if form not in ("ttl", "nt", "nq", "trig", "jsonld")]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """Two seeds, one of them as a page with an address."""
    folder = tmp_path_factory.mktemp("export")
    seed = (ROOT / "seeds" / "buji-2020h1.txt").read_text(encoding="utf-8")
    page = TEMPLATES["breaks"](seed)
    (folder / "buji.html").write_text(
        page.replace("</head>", '<link rel="canonical" href="https://example.org/r?id=1#top"></head>'), encoding="utf-8"
    )
    (folder / "pingshan.txt").write_bytes((ROOT / "seeds" / "pingshan-2020.txt").read_bytes())
    build(folder, folder / "build", validate=False)
    return open_build(folder / "build")


def contents(path: Path) -> list[bytes]:
    return [file.read_bytes() for file in (sorted(path.iterdir()) if path.is_dir() else [path])]


@pytest.mark.parametrize("form", OURS)
def test_the_same_build_gives_the_same_bytes(built: Build, tmp_path: Path, form: str) -> None:
    export(built, form, tmp_path / "one")
    export(built.path, form, tmp_path / "two")
    assert contents(tmp_path / "one") == contents(tmp_path / "two")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one", "two"]


def expected(built: Build) -> dict[str, int]:
    counts = dict.fromkeys((table.kind for table in TABLES), 0)
    for fact in built.facts():
        counts[fact["type"]] += 1
    return counts | {"report": 2}


def test_csv(built: Build, tmp_path: Path) -> None:
    export(built, "csv", tmp_path / "tables")
    for table in TABLES:
        data = (tmp_path / "tables" / f"{table.name}.csv").read_bytes()
        assert data.startswith(b"\xef\xbb\xbf")
        rows = list(csv.DictReader(data.decode("utf-8-sig").splitlines(keepends=True)))
        assert len(rows) == expected(built)[table.kind], table.name
    with (tmp_path / "tables" / "indicators.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    facts = {fact["id"]: fact for fact in built.facts()}
    for row in rows:
        fact = facts[row["id"]]
        assert (row["quote"].removeprefix("'"), Decimal(row["value"] or 0)) == (
            fact["quote"],
            Decimal(str(fact["value"] or 0)),
        )
        assert fact["quote"] in row["sentence"] and row["street"] in ("布吉街道", "坪山街道")


def test_xlsx(built: Build, tmp_path: Path) -> None:
    export(built, "xlsx", tmp_path / "x.xlsx")
    book = openpyxl.load_workbook(tmp_path / "x.xlsx")
    assert book.sheetnames == [table.title for table in TABLES]
    for table in TABLES:
        assert book[table.title].max_row == expected(built)[table.kind] + 1
    sheet = book["指标"]
    heads = {cell.value: cell.column for cell in sheet[1]}
    links = {}
    for row in range(2, sheet.max_row + 1):
        value, start = (sheet.cell(row, heads[name]) for name in ("数值", "期间起"))
        assert value.value is None or value.data_type == "n"
        assert start.value is None or isinstance(start.value, datetime)
        quotation = sheet.cell(row, heads["原文"])
        links[sheet.cell(row, heads["文件"]).value] = quotation.hyperlink
    assert links["buji.html"].target == "https://example.org/r?id=1"
    assert links["buji.html"].location.startswith(":~:text=")
    assert links["pingshan.txt"].location == "'报告'!A3"


def test_parquet(built: Build, tmp_path: Path) -> None:
    export(built, "parquet", tmp_path / "tables")
    for table in TABLES:
        read = pq.read_table(tmp_path / "tables" / f"{table.name}.parquet")
        assert read.num_rows == expected(built)[table.kind]
        assert read.column_names == [column.name for column in table.columns]
    read = pq.read_table(tmp_path / "tables" / "indicators.parquet")
    values = {row["id"]: row["value"] for row in read.select(["id", "value"]).to_pylist()}
    for fact in built.facts():
        if fact["type"] == "indicator" and fact["value"] is not None:
            assert values[fact["id"]] == Decimal(str(fact["value"]))


@pytest.mark.parametrize("form", ["graphml", "gexf"])
def test_networks(built: Build, tmp_path: Path, form: str) -> None:
    path = tmp_path / f"x.{form}"
    export(built, form, path)
    graph = nx.read_graphml(path) if form == "graphml" else nx.read_gexf(path)
    labels = {data["label"]: data["type"] for _, data in graph.nodes(data=True)}
    assert labels["布吉街道"] == "Street"
    assert all(name.startswith("https://") for name in graph)
    indicators = sum(fact["type"] == "indicator" for fact in built.facts())
    edges = [data for *_, data in graph.edges(data=True)]
    assert sum(data["relation"] == "indicator" for data in edges) == indicators
    assert any(data.get("value") and data["quote"] for data in edges)
    if form == "gexf":
        assert b'mode="static" name=""' in path.read_bytes() or b'mode="dynamic"' not in path.read_bytes()


def test_the_cube_has_an_observation_a_figure(built: Build, tmp_path: Path) -> None:
    export(built, "cube", tmp_path / "x.ttl")
    graph = rdflib.Graph().parse(tmp_path / "x.ttl")
    qb, kg = (
        rdflib.Namespace("http://purl.org/linked-data/cube#"),
        rdflib.Namespace("https://streetkg.example/ontology#"),
    )
    observations = set(graph.subjects(rdflib.RDF.type, qb.Observation))
    told = [fact for fact in built.facts() if fact["type"] == "indicator" and fact["modality"] == "actual"]
    assert 0 < len(observations) <= len(told)
    for dimension in graph.objects(None, qb.dimension):
        for observation in observations:  # the cube's integrity: each observation has each dimension once
            assert len(list(graph.objects(observation, dimension))) == 1
    assert (kg.value, rdflib.RDF.type, qb.MeasureProperty) in graph


def test_a_description_comes_with_the_turtle(built: Build, tmp_path: Path) -> None:
    export(built, "ttl", tmp_path / "graph.ttl")
    graph = rdflib.Graph().parse(tmp_path / "graph.void.ttl")
    void = rdflib.Namespace("http://rdfs.org/ns/void#")
    (data,) = graph.subjects(rdflib.RDF.type, void.Dataset)
    assert int(graph.value(data, void.triples)) == built.info["triples"]
    parts = {
        graph.value(part, void.property): int(graph.value(part, void.triples))
        for part in graph.objects(data, void.propertyPartition)
    }
    assert sum(parts.values()) == built.info["triples"]


def test_what_cannot_be_is_refused_and_leaves_nothing(built: Build, tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "thesis.docx").write_text("mine")
    with pytest.raises(UsageError, match="空文件夹"):
        export(built, "csv", tmp_path / "full")
    with pytest.raises(UsageError):
        export(built, "xlsx", tmp_path / "no" / "x.xlsx")
    with pytest.raises(UsageError, match="不认识"):
        export(built, "docx", tmp_path / "x.docx")
    assert [path.name for path in tmp_path.iterdir()] == ["full"]


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")  # of rdflib's own making
def test_json_ld_is_read_by_rdflib(built: Build, tmp_path: Path) -> None:
    export(built, "jsonld", tmp_path / "x.jsonld")
    assert "@context" in json.loads((tmp_path / "x.jsonld").read_text(encoding="utf-8"))
    assert len(rdflib.Graph().parse(tmp_path / "x.jsonld", format="json-ld")) == built.info["triples"]


def test_reports_in_files_of_one_name_are_told_apart(tmp_path: Path) -> None:
    seeds = {"2021": "buji-2020h1.txt", "2022": "pingshan-2020.txt"}
    for year, seed in seeds.items():
        (tmp_path / year).mkdir()
        (tmp_path / year / "report.txt").write_bytes((ROOT / "seeds" / seed).read_bytes())
    build([tmp_path / year / "report.txt" for year in seeds], tmp_path / "build", validate=False)
    export(tmp_path / "build", "xlsx", tmp_path / "x.xlsx")
    book = openpyxl.load_workbook(tmp_path / "x.xlsx")
    streets = {f"'报告'!A{row}": book["报告"].cell(row, 3).value for row in (2, 3)}
    sheet = book["指标"]
    heads = {cell.value: cell.column for cell in sheet[1]}
    assert len(set(streets.values())) == 2
    for row in range(2, sheet.max_row + 1):
        link = sheet.cell(row, heads["原文"]).hyperlink.location
        assert streets[link] == sheet.cell(row, heads["街道"]).value


def test_what_cannot_be_a_link_is_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.query.workbook._LINKS", 1)
    with Workbook(tmp_path / "x.xlsx") as book:
        far = "https://example.org/" + "x" * 3000
        book.sheet("a", ["q", "n"], [[Link(str(k), "https://example.org/"), Decimal("NaN")] for k in range(3)])
        book.sheet("b", ["q"], [[Link("far", far)]])
    sheets = openpyxl.load_workbook(tmp_path / "x.xlsx")
    assert [row[0].value for row in sheets["a"].iter_rows(min_row=2)] == ["0", "1", "2"]
    assert sheets["b"]["A2"].value == "far"
