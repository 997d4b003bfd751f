"""The prefixes that a query may use without declaring them, and IRIs shortened with them."""

from __future__ import annotations

import re

TERMS = "https://streetkg.example/ontology#"
CODES = "https://streetkg.example/code#"

PREFIXES = {
    "kg": TERMS,
    "kgc": CODES,
    "kgd": "https://streetkg.example/id/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dct": "http://purl.org/dc/terms/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "prov": "http://www.w3.org/ns/prov#",
    "nif": "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#",
    "org": "http://www.w3.org/ns/org#",
    "geo": "http://www.opengis.net/ont/geosparql#",
    "qudt": "http://qudt.org/schema/qudt/",
    "unit": "http://qudt.org/vocab/unit/",
    "sh": "http://www.w3.org/ns/shacl#",
    "foaf": "http://xmlns.com/foaf/0.1/",
}

_PLAIN_LOCAL_NAME = re.compile(r"[A-Za-z0-9_](?:[\w\-]*\w)?\Z")
_LONGEST_FIRST = sorted(PREFIXES.items(), key=lambda item: -len(item[1]))


def shorten(iri: str) -> str:
    """The prefixed name of an IRI; the IRI itself where no prefix fits or the rest would need escapes."""
    for prefix, namespace in _LONGEST_FIRST:
        if iri.startswith(namespace) and _PLAIN_LOCAL_NAME.match(iri, len(namespace)):
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri


def expand(name: str) -> str | None:
    """The IRI of a prefixed name; None for an unknown prefix."""
    prefix, separator, local = name.partition(":")
    return PREFIXES[prefix] + local if separator and prefix in PREFIXES else None
