"""Writes `docs/checks.md` from the shapes: every check, where it looks, whether it blocks, what it says.

`--check` writes nothing and returns 1 when the page differs from what the shapes say.
"""

from __future__ import annotations

import sys
from itertools import groupby
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import pyoxigraph as ox  # noqa: E402

from kg.validation import Severity  # noqa: E402
from kg.validation.shapes import Check, Parameter, checks  # noqa: E402

PAGE = ROOT / "docs" / "checks.md"
NAMESPACES = {
    "https://streetkg.example/ontology#": "kg:",
    "https://streetkg.example/code#": "kgc:",
    "http://www.w3.org/ns/dcat#": "dcat:",
    "http://purl.org/dc/terms/": "dct:",
    "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#": "nif:",
    "http://www.w3.org/2002/07/owl#": "owl:",
    "http://www.w3.org/ns/prov#": "prov:",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf:",
    "http://www.w3.org/2000/01/rdf-schema#": "rdfs:",
    "http://www.w3.org/ns/shacl#": "sh:",
    "http://www.w3.org/2004/02/skos/core#": "skos:",
    "http://www.w3.org/2001/XMLSchema#": "xsd:",
}
HEAD = """# What is checked, where, and whether it blocks

Written by `scripts/generate_checks.py` from `ontology/shapes.ttl`; a test fails when they differ. Do not edit.

| where | what runs | what it does with findings |
|---|---|---|
| `kg build` | every check below, report by report, and over what they share and what links them (`kg/validation/parts.py`); what was found in a report that stays is kept | counts them; exit code 1 on violations |
| `kg validate [BUILD\\|FILE]` | what was found when it was built; an RDF file is checked as a whole | prints them; exit code 1 on violations |
| `kg.validation.validate(data)` | the same, from Python | returns them |
| tests | each check on a graph broken for it; both engines on all broken graphs | any difference fails |

A **violation** blocks: the graph says something that cannot be, and a query would answer wrongly. A **warning** does
not: the fact is sound but incomplete or unusual, and a person should read the sentence. An **info** is to be known.

The checks run over a graph in memory, kept by property (`kg/validation/graph.py`): core constraints are operations on
sets (`kg/validation/constraints.py`), SPARQL constraints are evaluated over all targets at once (`kg/validation/sparql/`,
the part of SPARQL that shapes use; what it does not know raises). pySHACL is the reference:
`validate(data, engine="pyshacl")`. Both find the same, with two exceptions that lie in rdflib: it raises on arithmetic with
ill-formed integers (`"x"^^xsd:integer`) and on comparing ill-formed dates by sh:lessThanOrEquals. The fast engine reports both.

How numbers are spelled (20.3, not 20.30) is not checked here, because stores normalise them; `tests/rdf` checks that.
"""


def page() -> str:
    """The page as the shapes say it."""
    rows = [HEAD]
    for severity in Severity:
        members = [check for check in checks() if check.severity is severity]
        shapes = [list(group) for _, group in groupby(members, key=lambda check: check.shape)]
        rows += [
            f"## {severity.capitalize()}s: {len(shapes)} shapes, {len(members)} constraints\n",
            "| check | on | looks at | demands | message |",
            "|---|---|---|---|---|",
            *(_row(group) for group in shapes),
            "",
        ]
    return "\n".join(rows).rstrip("\n") + "\n"


def _row(group: list[Check]) -> str:
    first = group[0]
    name = first.shape.rpartition("#")[2]
    targets = [_short(target) for target in first.target_classes]
    targets += [f"what has {_short(target)}" for target in first.target_subjects_of]
    path = _short(first.path) if first.path else "SPARQL"
    constraints = [check for check in group if check.parameter is not None]
    demands = "; ".join(f"{check.component} {_words(check.parameter)}" for check in constraints)
    cells = (f"`{name}`", ", ".join(targets), path, demands, first.message)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _words(parameter: Parameter | None) -> str:
    if isinstance(parameter, tuple):
        return " ".join(
            " ".join(f"{name} {_words(inner)}" for name, inner in item) + ("," if item is not parameter[-1] else "")
            if isinstance(item, tuple)
            else _words(item)
            for item in parameter
        )
    if isinstance(parameter, ox.NamedNode):
        return _short(parameter.value)
    return parameter.value if parameter is not None else ""


def _short(iri: str) -> str:
    for namespace, prefix in NAMESPACES.items():
        if iri.startswith(namespace):
            return prefix + iri.removeprefix(namespace)
    return iri


def main() -> int:
    """Write or check the page."""
    text = page()
    if "--check" in sys.argv[1:]:
        return 0 if PAGE.exists() and PAGE.read_text(encoding="utf-8") == text else 1
    PAGE.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
