"""Each check catches what it is there to catch, the good graph passes, and both engines find the same."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.rdf import TERM
from kg.validation import Finding, Severity, validate
from kg.validation.shapes import Check, checks
from tests.validation.mutants import DATA, WRITTEN, Mutant, mutants, ontology

GOOD = Path(__file__).with_name("good.ttl")
_UNITS = ("CNY", "CNY-1e8", "M2", "PERCENT", "PP", "RANK", "UNSTATED", "count-ren")


@cache
def good() -> ox.Store:
    store = ox.Store()
    store.load(path=GOOD, format=ox.RdfFormat.TURTLE)
    return store


@cache
def small_ontology() -> tuple[ox.Quad, ...]:
    """The ontology without the units and indicators that the good graph does not use: pySHACL is slow."""
    kept = {f"https://streetkg.example/code#unit-{name}" for name in _UNITS}
    dropped = {
        quad.subject
        for quad in ontology()
        if quad.object in (ox.NamedNode(TERM + "Unit"), ox.NamedNode(TERM + "Indicator"))
        and quad.predicate.value.endswith("#type")
        and quad.subject.value not in kept
    }
    return tuple(quad for quad in ontology() if quad.subject not in dropped and quad.object not in dropped)


def zoo(packs: list[list[Mutant]]) -> ox.Store:
    """One graph with a copy of the good graph for each pack, its mutations applied, its names moved to `id/<n>/`."""
    lines = []
    for number, pack in enumerate(packs):
        quads = set(good())
        for mutant in pack:
            quads = (quads - mutant.removed) | mutant.added
        triples = [ox.Triple(quad.subject, quad.predicate, quad.object) for quad in quads]
        text = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES)
        assert text is not None
        lines.append(text.decode().replace(f"<{DATA}", f"<{DATA}{number}/").replace("_:", f"_:m{number}"))
    store = ox.Store()
    store.bulk_load("".join(lines).encode(), ox.RdfFormat.N_TRIPLES)
    store.bulk_extend(small_ontology())
    return store


def packed() -> list[list[Mutant]]:
    """The mutants in few copies of the good graph, none hidden by another of its copy; pySHACL is slow."""
    copies: list[list[Mutant]] = []
    waiting = list(made().values())
    while waiting:
        fresh = _without_clashes(waiting)
        found = {(finding.check, finding.focus) for finding in validate(zoo(fresh))}
        caught = [
            [mutant for mutant in pack if (mutant.check.id, moved(mutant.focus, number)) in found]
            for number, pack in enumerate(fresh)
        ]
        seen = {mutant.check.id for pack in caught for mutant in pack}
        assert seen, [mutant.check.id for mutant in waiting]
        copies += caught
        waiting = [mutant for mutant in waiting if mutant.check.id not in seen]
    return copies


def _without_clashes(mutants_: list[Mutant]) -> list[list[Mutant]]:
    """In packs of which no two members change the same property of the same node."""
    packs: list[list[Mutant]] = []
    taken: list[set[tuple[str, str]]] = []
    for mutant in mutants_:
        for pack, places in zip(packs, taken, strict=True):
            if not places & mutant.places:
                pack.append(mutant)
                places |= mutant.places
                break
        else:
            packs.append([mutant])
            taken.append(set(mutant.places))
    return packs


def moved(iri: str, number: int) -> str:
    """A name of the good graph in a copy of it."""
    return iri.replace(DATA, f"{DATA}{number}/")


@cache
def made() -> dict[str, Mutant]:
    """The mutant of each check, by the check's id."""
    return {mutant.check.id: mutant for mutant in mutants(good())}


@cache
def alone() -> dict[str, list[Finding]]:
    """What the fast engine finds in each mutant by itself, by the check that the mutant is made for."""
    each = [[mutant] for mutant in made().values()]
    found: dict[str, list[Finding]] = {pack[0].check.id: [] for pack in each}
    for finding in validate(zoo(each)):
        if finding.focus == "_:":  # what a blank node lacks itself
            continue
        number = int(finding.focus.removeprefix(DATA).partition("/")[0])
        found[each[number][0].check.id].append(finding)
    return found


def test_the_good_graph_has_no_finding() -> None:
    assert validate(GOOD) == []


def test_every_constraint_has_a_mutant_and_no_mutant_is_left_over() -> None:
    assert [mutant.check for mutant in mutants(good())] == list(checks())
    assert WRITTEN.keys() == {check.id for check in checks() if check.select is not None}


@pytest.mark.parametrize("check", checks(), ids=lambda check: check.id)
def test_a_mutant_is_caught_with_the_message_of_its_check(check: Check) -> None:
    mutant = made()[check.id]
    name = mutant.focus.removeprefix(DATA)
    caught = [finding for finding in alone()[mutant.check.id] if finding.check == mutant.check.id]
    assert name in {finding.focus.removeprefix(DATA).partition("/")[2] for finding in caught}
    assert {(finding.message, finding.severity) for finding in caught} == {
        (mutant.check.message, mutant.check.severity)
    }


def test_both_engines_find_the_same_in_the_good_graph_and_in_all_mutants() -> None:
    copies = packed()
    store = zoo([*copies, []])
    fast, slow = validate(store), validate(store, engine="pyshacl")
    assert Counter(fast) == Counter(slow)
    found = {(finding.check, finding.focus) for finding in slow}
    for number, pack in enumerate(copies):
        for mutant in pack:
            assert (mutant.check.id, moved(mutant.focus, number)) in found
    assert not [finding for finding in slow if finding.focus.startswith(f"{DATA}{len(copies)}/")]


def test_severities_are_all_used() -> None:
    assert {check.severity for check in checks()} == set(Severity)
