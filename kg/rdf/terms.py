"""Python values in, N-Triples terms out: IRIs of ours, text, decimals in their one spelling, dates.

Sources: N-Triples (W3C, 2014), section 2.3 and 2.4; XSD 1.1 part 2 for the lexical forms.
"""

from __future__ import annotations

import re
from decimal import Decimal

TERM = "https://streetkg.example/ontology#"
CODE = "https://streetkg.example/code#"
DEFAULT_BASE = "https://streetkg.example/id/"
ONTOLOGY = "https://streetkg.example/ontology"
"""The ontology's own IRI, which is also the name of its graph."""

PREFIXES = {
    "kg": TERM,
    "kgc": CODE,
    "kgd": DEFAULT_BASE,
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "geo": "http://www.opengis.net/ont/geosparql#",
    "nif": "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "qudt": "http://qudt.org/schema/qudt/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "unit": "http://qudt.org/vocab/unit/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
"""Prefixes of everything that we write."""

XSD_DECIMAL = f"^^<{PREFIXES['xsd']}decimal>"
XSD_INTEGER = f"^^<{PREFIXES['xsd']}integer>"
XSD_DATE = f"^^<{PREFIXES['xsd']}date>"
XSD_BOOLEAN = f"^^<{PREFIXES['xsd']}boolean>"
TRUE = f'"true"{XSD_BOOLEAN}'
FALSE = f'"false"{XSD_BOOLEAN}'

_SPECIAL = re.compile(r'[\x00-\x1f"\\\x7f\ud800-\udfff\ufffe\uffff]')
_NAMED = {"\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", '"': '\\"', "\\": "\\\\"}


def _escaped(match: re.Match[str]) -> str:
    character = match.group()
    if "\ud800" <= character <= "\udfff":
        # A lone surrogate is no character; nothing may be written for it but the sign for what cannot be shown.
        return "\ufffd"
    return _NAMED.get(character) or f"\\u{ord(character):04X}"


def escape(text: str) -> str:
    """The text as it stands between the quotation marks of a literal."""
    return _SPECIAL.sub(_escaped, text) if _SPECIAL.search(text) else text


def string(text: str) -> str:
    """A literal of verbatim characters, without language."""
    return f'"{escape(text)}"'


def words(text: str) -> str:
    """A literal in Chinese; `zh` is the one language tag of the data."""
    return f'"{escape(text)}"@zh'


def decimal(number: Decimal) -> str:
    """The one spelling of a decimal: always a point, no exponent, no sign on zero, no zeros at the end beyond one.

    >>> decimal(Decimal("52")), decimal(Decimal("13.080")), decimal(Decimal("4.39E+10")), decimal(Decimal("-0"))
    ('52.0', '13.08', '43900000000.0', '0.0')
    """
    if not number.is_finite():
        raise ValueError(f"{number} is no xsd:decimal")
    if not number:
        return "0.0"
    plain = f"{number:f}"
    if "." not in plain:
        return plain + ".0"
    plain = plain.rstrip("0")
    return plain + "0" if plain.endswith(".") else plain
