"""What all contenders are given: texts, gold, triples, tables with a mapping, a graph to validate. Runs in our own environment."""

from __future__ import annotations

import csv
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from benchmarks import corpus
from benchmarks.others import gold
from benchmarks.others.graphs import MAPPING, REPORT, SHAPES, SPEED, TABLES, TRIPLES, UNION
from kg import documents, extraction, linking, rdf
from kg.evaluation import bodies
from kg.rdf.ontology import ontology_lines
from kg.validation.shapes import shapes_file

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("seeds", "passages", "imitations")
"""Gold in which figures and deadlines are marked."""

SMALL = ROOT / "tests" / "gold" / "passages" / "p09.txt"
"""The report whose graph is validated: short, because pyshacl alone takes minutes for it."""

_RML = """@prefix rml: <http://semweb.mmlab.be/ns/rml#> .
@prefix rr: <http://www.w3.org/ns/r2rml#> .
@prefix ql: <http://semweb.mmlab.be/ns/ql#> .
"""


def prepare(folder: Path, megabytes: float) -> dict[str, int]:
    """Fill a folder; how much there is of what: characters, triples, figures, deadlines."""
    reports = corpus.write(ROOT / "seeds", folder / SPEED, megabytes)
    linked = [linking.link(extraction.extract(documents.read(path))) for path in reports]
    lines = sorted({line for each in linked for line in rdf.ntriples(each)})
    (folder / TRIPLES).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    _tables(folder / TABLES, folder / TRIPLES)
    small = "".join(f"{line}\n" for line in rdf.ntriples(linking.link(extraction.extract(documents.read(SMALL)))))
    (folder / REPORT).write_text(small, encoding="utf-8")
    (folder / UNION).write_bytes(small.encode() + b"".join(ontology_lines()))
    (folder / SHAPES).write_bytes(shapes_file().read_bytes())
    texts = _gold()
    (folder / gold.FILE).write_text(json.dumps(texts, ensure_ascii=False), encoding="utf-8")
    return {
        "reports": len(reports),
        "characters": sum(len(path.read_text(encoding="utf-8-sig")) for path in reports),
        "triples": len(lines),
        "validated": small.count("\n"),
        "gold_characters": sum(len(text["text"]) for text in texts),
    }


def _gold() -> list[dict[str, Any]]:
    """Texts with their figures and deadlines. `year` is that of most deadlines: what the other tools are told."""
    folders = [ROOT / "tests" / "gold" / name for name in FOLDERS]
    texts = []
    for stretch in bodies.find(folders, bodies.held_out_names(folders)):
        facts = [fact for fact in stretch.gold or () if fact["type"] in ("indicator", "deadline")]
        years = Counter(int(fact["date"][:4]) for fact in facts if fact["type"] == "deadline")
        with stretch.text_path.open(encoding="utf-8-sig", newline="") as file:
            text = file.read()
        year = years.most_common(1)[0][0] if years else 2020
        texts.append({"name": stretch.name, "text": text, "year": year, "kept_aside": stretch.held_out, "facts": facts})
    return texts


def _tables(folder: Path, triples: Path) -> None:
    """The triples as CSV files, one for each property and kind of object, and the RML mapping that gives them back."""
    folder.mkdir()
    rows: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for quad in ox.parse(path=triples, format=ox.RdfFormat.N_TRIPLES):
        assert isinstance(quad.subject, ox.NamedNode)
        assert isinstance(quad.object, ox.NamedNode | ox.Literal)
        if isinstance(quad.object, ox.NamedNode):
            kind = "rr:termType rr:IRI"
        elif quad.object.language:
            kind = f'rr:language "{quad.object.language}"'
        else:
            kind = f"rr:datatype <{quad.object.datatype.value}>"
        rows.setdefault((quad.predicate.value, kind), []).append((quad.subject.value, quad.object.value))
    maps = [_RML]
    for number, ((predicate, kind), pairs) in enumerate(sorted(rows.items())):
        path = folder / f"{number}.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(("node", "value"))
            writer.writerows(pairs)
        # An untyped literal is a string: said aloud, it would be written with its type.
        shown = "" if kind.endswith("#string>") else f"; {kind}"
        maps.append(
            f'<#{number}> rml:logicalSource [ rml:source "{path.as_posix()}"; rml:referenceFormulation ql:CSV ];\n'
            f'  rr:subjectMap [ rml:reference "node"; rr:termType rr:IRI ];\n'
            f"  rr:predicateObjectMap [ rr:predicate <{predicate}>; rr:objectMap "
            f'[ rml:reference "value"{shown if shown or kind.startswith("rr:termType") else "; rr:termType rr:Literal"} ] ] .\n'
        )
    (folder / MAPPING).write_text("\n".join(maps), encoding="utf-8")
