"""Triples sorted by subject in, JSON-LD with a context of our prefixes out, a line a thing."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import IO, Any

import pyoxigraph as ox

from kg.rdf.terms import PREFIXES

_TYPE = PREFIXES["rdf"] + "type"
_STRING = PREFIXES["xsd"] + "string"
_encoded = json.JSONEncoder(ensure_ascii=False).encode


def write_jsonld(triples: Iterable[ox.Triple], output: IO[bytes], base: str) -> None:
    """Write triples, those of one subject together; what stands apart becomes a second object of the same `@id`."""
    names = Names(PREFIXES | {"kgd": base})
    output.write(f'{{"@context": {_encoded(dict(names.prefixes))},\n"@graph": [\n'.encode())
    separator = b""
    for subject, about in groupby(triples, key=lambda triple: triple.subject):
        thing: dict[str, Any] = {"@id": names.short(_id(subject))}
        for triple in about:
            if triple.predicate.value == _TYPE:
                thing.setdefault("@type", []).append(names.short(_id(triple.object)))
            else:
                thing.setdefault(names.short(triple.predicate.value), []).append(_value(triple.object, names))
        short = {key: value[0] if len(value) == 1 and key != "@id" else value for key, value in thing.items()}
        output.write(separator + _encoded(short).encode("utf-8", "backslashreplace"))
        separator = b",\n"
    output.write(b"\n]}\n")


class Names:
    """IRIs shortened by prefixes, longest first."""

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        self.prefixes = dict(sorted(prefixes.items()))
        longest = sorted(self.prefixes.values(), key=len, reverse=True)
        self._names = {namespace: prefix for prefix, namespace in self.prefixes.items()}
        self._pattern = re.compile("|".join(map(re.escape, longest)))

    def short(self, iri: str) -> str:
        """An IRI with its prefix, if it has one of ours."""
        found = self._pattern.match(iri)
        if found is None or iri.startswith("//", found.end()):
            return iri
        return f"{self._names[found[0]]}:{iri[found.end() :]}"


def _id(term: object) -> str:
    return term.value if isinstance(term, ox.NamedNode) else str(term)


def _value(term: object, names: Names) -> Any:
    if not isinstance(term, ox.Literal):
        return {"@id": names.short(_id(term))}
    if term.language:
        return {"@language": term.language, "@value": term.value}
    if term.datatype.value == _STRING:
        return term.value
    return {"@type": names.short(term.datatype.value), "@value": term.value}
