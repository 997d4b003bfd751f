"""What links reports with one another: follow-ups in, the sorted N-Triples lines of a graph of their own out."""

from __future__ import annotations

from collections.abc import Iterable

from kg.lexicon import table
from kg.linking.model import FollowUp
from kg.rdf import vocabulary as v
from kg.rdf.flat import concept_iri
from kg.rdf.terms import CODE, DEFAULT_BASE, PREFIXES, XSD_DECIMAL, decimal, string, words

A = v.RDF_TYPE
_CLOSE_MATCH = f"<{PREFIXES['skos']}closeMatch>"


def links_graph_iri(base: str = DEFAULT_BASE) -> str:
    """The IRI of the named graph of what links reports."""
    return f"{base}graph-links"


def link_lines(follow_ups: Iterable[FollowUp], base: str = DEFAULT_BASE) -> list[str]:
    """The lines of some follow-ups with the rules that made them.

    Indicators that a follow-up takes for one though they are worded differently are `skos:closeMatch`.
    """
    lines = set()
    for follow_up in follow_ups:
        s = f"<{base}{follow_up.key}>"
        rule = f"<{base}rule-{follow_up.rule}>"
        lines |= {
            f"{s} {A} {v.FollowUp} .",
            f"{s} {v.COMMITMENT} <{base}{follow_up.commitment}> .",
            f"{s} {v.VERDICT} <{CODE}{follow_up.verdict}> .",
            f'{s} {v.CONFIDENCE} "{decimal(follow_up.confidence)}"{XSD_DECIMAL} .',
            f"{s} {v.RULE} {rule} .",
            f"{rule} {A} {v.Rule} .",
            f"{rule} {v.RULE_ID} {string(follow_up.rule)} .",
            f"{rule} {v.RDFS_LABEL} {words(table('rules')[follow_up.rule]['label'])} .",
        }
        if follow_up.outcome:
            lines.add(f"{s} {v.OUTCOME} <{base}{follow_up.outcome}> .")
        if follow_up.alike:
            one, other = (concept_iri(key, curated, base) for key, curated in follow_up.alike)
            lines.add(f"<{one}> {_CLOSE_MATCH} <{other}> .")
    return sorted(lines)
