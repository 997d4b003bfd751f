"""For each check, one change to the good graph that this check must catch.

Core constraints are broken by a rule for each kind of constraint, applied to the first node of the good graph that has
what the shape looks at; a shape whose target or path is misspelt finds no such node, and the mutant cannot be made.
Every SPARQL constraint has a change of its own, written below.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache

import pyoxigraph as ox

from kg.rdf.ontology import ontology_lines
from kg.validation import data
from kg.validation.shapes import Check, checks

DATA = "https://streetkg.example/id/"
KGC = "https://streetkg.example/code#"
XSD = "http://www.w3.org/2001/XMLSchema#"
TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
OWL_SAME_AS = "http://www.w3.org/2002/07/owl#sameAs"
STRANGER = ox.NamedNode(DATA + "stranger")
"""An IRI that nothing describes."""

PREFIXES = """
PREFIX d: <https://streetkg.example/id/>
PREFIX kg: <https://streetkg.example/ontology#>
PREFIX kgc: <https://streetkg.example/code#>
PREFIX dcat: <http://www.w3.org/ns/dcat#>
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX nif: <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""


@cache
def ontology() -> tuple[ox.Quad, ...]:
    """Vocabulary, codes, units and indicators."""
    return tuple(ox.parse(b"".join(ontology_lines()), format=ox.RdfFormat.N_TRIPLES))


@dataclass(frozen=True)
class Mutant:
    """A change, the check that must catch it, and the node on which it must."""

    check: Check
    focus: str
    removed: frozenset[ox.Quad]
    added: frozenset[ox.Quad]

    @property
    def places(self) -> frozenset[tuple[str, str]]:
        """The properties that change, each with its node."""
        return frozenset((str(quad.subject), str(quad.predicate)) for quad in self.removed | self.added)


# --- SPARQL constraints: check → (focus, change) ---


def _set(node: str, path: str, *values: str) -> str:
    """An update that gives a property other values."""
    added = "".join(f" {node} {path} {value} ." for value in values)
    return f"DELETE WHERE {{ {node} {path} ?old }} ; INSERT DATA {{{added} }}"


WRITTEN: dict[str, tuple[str, str]] = {
    "statement-mood": ("sales", "INSERT DATA { d:sales a kg:Commitment }"),
    "statement-kind": ("honour", "DELETE DATA { d:honour a kg:Recognition }"),
    "statement-evidence-in-sentence": ("sales", _set("d:sales", "kg:sentence", "d:sentence-3")),
    "statement-sentence-in-section": ("honour", _set("d:honour", "kg:section", "d:section-preamble")),
    "statement-in-furniture": ("honour", _set("d:honour", "kg:section", "d:section-furniture")),
    "outcome-in-plan": ("honour", _set("d:honour", "kg:section", "d:section-plan")),
    "statement-conflict": (
        "sales",
        "INSERT { d:sales-elsewhere ?p ?o ; kg:canonicalValue 1.0 ; kg:sentence d:sentence-elsewhere } "
        "WHERE { d:sales ?p ?o FILTER(?p != kg:canonicalValue && ?p != kg:sentence) }",
    ),
    "commitment-in-review": ("bases", _set("d:bases", "kg:section", "d:section-review")),
    "quantified-value-or-range": ("bases", "DELETE WHERE { d:bases kg:lowerBound ?x }"),
    "quantified-interval": ("target", _set("d:target", "kg:bound", "kgc:atMost")),
    "quantified-canonical": ("sales", _set("d:sales", "kg:canonicalValue", "439.95")),
    "quantified-canonical-lower": ("sales", _set("d:sales", "kg:canonicalLower", "439.95")),
    "quantified-canonical-upper": ("sales", "DELETE WHERE { d:sales kg:canonicalUpper ?x }"),
    "measurement-dimension": ("sales", _set("d:sales", "kg:unit", "kgc:unit-M2")),
    "completion-arithmetic": ("completion", _set("d:sales", "kg:sentence", "d:sentence-3")),
    "change-dimension": ("share", _set("d:share", "kg:indicator", "d:indicator-sales")),
    "measurement-percentage-point": ("satisfaction", _set("d:satisfaction", "kg:unit", "kgc:unit-PP")),
    "measurement-bounded-percent": ("satisfaction", _set("d:satisfaction", "kg:canonicalValue", "191.0")),
    "change-below-minus-hundred": ("deaths", _set("d:deaths", "kg:canonicalUpper", "-150.0")),
    "quantified-valueText-in-evidence": ("sales", _set("d:sales", "kg:valueText", '"430.95亿元"')),
    "changeBasis-only-change": ("sales", "INSERT DATA { d:sales kg:changeBasis kgc:yearOnYear }"),
    "change-base-before-period": ("growth", _set("d:growth", "kg:basePeriod", "d:period-plan")),
    "change-year-on-year": (
        "growth",
        "INSERT DATA { d:growth kg:basePeriod d:half . d:half a kg:Period ; "
        'dcat:startDate "2019-07-01"^^xsd:date ; dcat:endDate "2019-12-31"^^xsd:date }',
    ),
    "change-sign": ("deaths", _set("d:deaths", "kg:value", "60.0")),
    "ranking-rank-is-value": ("rank", _set("d:rank", "kg:rank", "2")),
    "commitment-deadline-before-plan": (
        "double-progress",
        _set("d:deadline-august", "kg:latestDate", '"2020-06-30"^^xsd:date'),
    ),
    "commitment-deadline-before-publication": (
        "double-progress",
        _set("d:report", "dct:issued", '"2020-09-24"^^xsd:date'),
    ),
    "commitment-deadline-inherited": (
        "target",
        _set("d:deadline-inherited", "kg:latestDate", '"2020-11-30"^^xsd:date'),
    ),
    "deadline-explicit-text": ("deadline-august", "DELETE WHERE { d:deadline-august kg:deadlineText ?x }"),
    "deadline-inherited-text": ("deadline-inherited", 'INSERT DATA { d:deadline-inherited kg:deadlineText "年底前" }'),
    "progress-commitment-planned": ("double-progress", _set("d:double-progress", "kg:status", "kgc:underway")),
    "progress-promisedStatus-missing": ("double-progress", "DELETE WHERE { d:double-progress kg:promisedStatus ?x }"),
    "progress-outcome-promised": ("station-progress", "INSERT DATA { d:station-progress kg:promisedStatus kgc:inUse }"),
    "report-period-missing": (
        "report",
        "DELETE WHERE { d:report kg:reviewPeriod ?x } ; DELETE WHERE { d:report kg:planPeriod ?x }",
    ),
    "report-plan-before-review": ("report", _set("d:report", "kg:planPeriod", "d:period-base")),
    "report-text-length": ("report", _set("d:report", "kg:charLength", "9999")),
    "report-text-missing": ("text", "DELETE WHERE { d:text nif:isString ?x }"),
    "section-order": ("section-preamble", _set("d:section-preamble", "nif:beginIndex", "900")),
    "text-order": ("span-sales", _set("d:span-sales", "nif:endIndex", "1")),
    "text-length": ("span-sales", _set("d:span-sales", "nif:anchorOf", '"439.95亿"')),
    "sentence-quote": ("sentence-6", _set("d:sentence-6", "nif:anchorOf", '"甲岸社区获得“优秀”,举办全市首个购物节。"')),
    "evidence-quote": ("sales", _set("d:span-sales", "nif:anchorOf", '"439.96亿元"')),
    "area-within-missing": ("area-street", "DELETE WHERE { d:area-street kg:within ?x }"),
    "area-level": ("area-district", "INSERT DATA { d:area-district a kg:City }"),
    "area-unlisted": ("area-street", "INSERT DATA { d:area-street kg:unlistedIn '2023-06-30' }"),
    "area-code-source": ("area-street", "DELETE WHERE { d:area-street kg:codeEdition ?x }"),
    "area-code-parent": ("area-street", _set("d:area-street", "kg:divisionCode", '"440307014000"')),
    "area-anonymised-code": ("area-anonymous", 'INSERT DATA { d:area-anonymous kg:divisionCode "440306021000" }'),
    "organisation-not-area": ("org-office", "INSERT DATA { d:org-office a kg:AdministrativeArea }"),
    "group-member-count": ("pair", _set("d:pair", "kg:statedCount", "1")),
    "group-member-complete": ("pair", _set("d:pair", "kg:statedCount", "3")),
    "canonicalUnit-basic": ("indicator-sales", _set("d:indicator-sales", "kg:canonicalUnit", "kgc:unit-CNY-1e8")),
    "followUp-same-indicator": ("missed", _set("d:missed", "kg:outcome", "d:satisfaction")),
    "followUp-outcome-expected": ("not-reported", _set("d:not-reported", "kg:verdict", "kgc:met")),
    "followUp-met-but-short": ("missed", _set("d:missed", "kg:verdict", "kgc:met")),
    "hypothesis-itself": ("hypothesis", _set("d:hypothesis", "kg:candidate", "d:area-anonymous")),
    "setAside-unresolved": ("aside", _set("d:aside", "kg:reason", "kgc:unresolved")),
    "known-class": ("sales", "INSERT DATA { d:sales a kg:Messurement }"),
    "known-property": ("sales", "INSERT DATA { d:sales kg:valeu 1.0 }"),
    "no-blank-node": ("station", "INSERT DATA { d:station kg:locatedIn [ a kg:Place ; rdfs:label '某地'@zh ] }"),
    "plain-iri": (
        "和平路",
        "INSERT DATA { <https://streetkg.example/id/和平路> a kg:Place ; rdfs:label '和平路'@zh }",
    ),
}
"""By check: the node on which it must fail, and the change as a SPARQL update."""


# --- core constraints: (values of the property) → (values to remove, values to add) ---

Change = tuple[list[object], list[object]]


def _literal(lexical: str, like: object) -> ox.Literal:
    assert isinstance(like, ox.Literal)
    if like.language:
        return ox.Literal(lexical, language=like.language)
    return ox.Literal(lexical, datatype=like.datatype)


def _shifted(value: object, by: int) -> ox.Literal:
    """A number or date a little more or less."""
    assert isinstance(value, ox.Literal)
    if value.datatype.value == XSD + "date":
        return _literal((date.fromisoformat(value.value) + timedelta(days=by)).isoformat(), value)
    return _literal(str(Decimal(value.value) + by), value)


def _another(value: object) -> object:
    if not isinstance(value, ox.Literal):
        return STRANGER
    if value.datatype.value in (XSD + "decimal", XSD + "integer", XSD + "date"):
        return _shifted(value, 1)
    if value.datatype.value == XSD + "boolean":
        return _literal("false" if value.value == "true" else "true", value)
    return _literal(value.value + "x", value)


def _limit(check: Check, by: int) -> Callable[[object], ox.Literal]:
    def beyond(value: object) -> ox.Literal:
        assert isinstance(check.parameter, ox.Literal)
        return _literal(str(Decimal(check.parameter.value) + by), value)

    return beyond


def _broken(check: Check, values: list[object]) -> Change:
    first = values[0] if values else None
    instead: dict[str, Callable[[object], object]] = {
        "class": lambda _: STRANGER,
        "or": lambda _: STRANGER,
        "datatype": lambda value: _ill_typed(check, value),
        "in": lambda _: ox.NamedNode(KGC + "nosuch"),
        "nodeKind": lambda _: ox.Literal("名"),
        "pattern": lambda value: _literal("说不清", value),
        "minInclusive": _limit(check, -1),
        "minExclusive": _limit(check, 0),
        "maxInclusive": _limit(check, 1),
        "minLength": lambda value: _literal("", value),
        "languageIn": lambda value: ox.Literal(getattr(value, "value", ""), language="de"),
    }
    if check.component == "minCount":
        return values, []
    if check.component in ("maxCount", "uniqueLang"):
        return [], [_another(first) if first is not None else STRANGER]
    return [first], [instead[check.component](first)]


def _ill_typed(check: Check, value: object) -> object:
    """A number of another exact type, a date that is none; else words.

    rdflib cannot calculate with ill-formed numbers and promotes doubles in its own way; pySHACL cannot compare
    ill-formed dates.
    """
    if not isinstance(value, ox.Literal) or value.datatype.value == XSD + "string":
        return STRANGER
    if value.datatype.value == XSD + "decimal":
        return ox.Literal(str(int(Decimal(value.value))), datatype=ox.NamedNode(XSD + "integer"))
    if value.datatype.value == XSD + "integer":
        return ox.Literal(f"{value.value}.0", datatype=ox.NamedNode(XSD + "decimal"))
    if value.datatype.value == XSD + "date" and "dcat" not in str(check.path):
        return ox.Literal("2020-06", datatype=value.datatype)
    return ox.Literal("说不清")


def _instances(check: Check, good: ox.Store) -> list[ox.NamedNode]:
    below = data.subclasses()
    found = {
        quad.subject
        for name in check.target_classes
        for sub in below.get(name, (name,))
        for quad in good.quads_for_pattern(None, TYPE, ox.NamedNode(sub), None)
    }
    for path in check.target_subjects_of:
        found |= {quad.subject for quad in good.quads_for_pattern(None, ox.NamedNode(path), None, None)}
    return sorted((node for node in found if isinstance(node, ox.NamedNode)), key=str)


def _core(check: Check, good: ox.Store, used: dict[str, int]) -> Mutant:
    """The mutant of a core constraint, on the eligible node that has been used least."""
    assert check.path is not None
    path = ox.NamedNode(check.path)
    forbidden = (
        check.component == "maxCount" and isinstance(check.parameter, ox.Literal) and check.parameter.value == "0"
    )
    candidates = _instances(check, good) if path.value != OWL_SAME_AS else [ox.NamedNode(DATA + "area-street")]
    eligible = []
    for node in candidates:
        values = sorted((quad.object for quad in good.quads_for_pattern(node, path, None, None)), key=str)
        if check.component == "lessThanOrEquals":
            values = values if list(good.quads_for_pattern(node, check.parameter, None, None)) else []
        if bool(values) is not forbidden:
            eligible.append((used.get(str(node), 0), str(node), node, values))
    if not eligible:
        raise LookupError(f"{check.id}: nothing in the good graph that it looks at")
    _, name, node, values = min(eligible, key=lambda row: row[:2])
    used[name] = used.get(name, 0) + 1
    if check.component == "lessThanOrEquals":
        path = check.parameter
        values = [quad.object for quad in good.quads_for_pattern(node, path, None, None)]
        low = next(quad.object for quad in good.quads_for_pattern(node, ox.NamedNode(check.path), None, None))
        removed, added = values, [_shifted(low, -1)]
    else:
        removed, added = _broken(check, values)
    return Mutant(
        check,
        node.value,
        frozenset(ox.Quad(node, path, value) for value in removed),
        frozenset(ox.Quad(node, path, value) for value in added),
    )


def _from_update(check: Check, good: ox.Store, focus: str, update: str) -> Mutant:
    changed = ox.Store()
    changed.extend(good)
    changed.update(PREFIXES + update)
    before, after = set(good), set(changed)
    return Mutant(check, DATA + focus, frozenset(before - after), frozenset(after - before))


def mutants(good: ox.Store) -> list[Mutant]:
    """One for each check, in the order of the checks.

    Raises:
        LookupError: a check has none: the good graph lacks what it looks at, or its change is not written above.
    """
    used: dict[str, int] = {}
    made = []
    for check in checks():
        if check.select is None:
            made.append(_core(check, good, used))
        elif check.id in WRITTEN:
            made.append(_from_update(check, good, *WRITTEN[check.id]))
        else:
            raise LookupError(f"{check.id}: no mutant is written for it")
    return made
