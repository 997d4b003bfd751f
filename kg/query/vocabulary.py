"""Names of a query in, the ontology's nearest names out: what no file of `ontology/` defines is a slip of the pen."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from functools import cache
from itertools import pairwise

from kg.errors import UsageError, is_it
from kg.query.prefixes import CODES, PREFIXES, TERMS
from kg.resources import directory

_LABELS = (
    "SELECT ?label ?code ?scheme { ?code skos:prefLabel ?label ; skos:inScheme ?scheme } ORDER BY ?label ?code ?scheme"
)


@cache
def known() -> frozenset[str]:
    """The IRIs of all terms and codes that the ontology's files describe; empty when there are none."""
    import pyoxigraph

    found: set[str] = set()
    try:
        files = sorted(directory("ontology").glob("*.ttl"))
    except FileNotFoundError:
        return frozenset()
    for file in files:
        for quad in pyoxigraph.parse(path=file, format=pyoxigraph.RdfFormat.TURTLE):
            subject = quad.subject
            if isinstance(subject, pyoxigraph.NamedNode) and subject.value.startswith((TERMS, CODES)):
                found.add(subject.value)
    return frozenset(found)


@cache
def labelled() -> dict[str, dict[str, tuple[str, ...]]]:
    """Label of a code, in any language → local names of the codes that have it, each with those of its schemes.

    Empty when there is no ontology.
    """
    import pyoxigraph

    store = pyoxigraph.Store()
    try:
        store.bulk_load(path=directory("ontology") / "codes.ttl", format=pyoxigraph.RdfFormat.TURTLE)
    except FileNotFoundError:
        return {}
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for row in store.query(_LABELS, prefixes=PREFIXES):  # type: ignore[union-attr]
        codes = found.setdefault(row["label"].value, {})
        code, scheme = (row[name].value.removeprefix(CODES) for name in ("code", "scheme"))
        codes[code] = (*codes.get(code, ()), scheme)
    return found


def is_ours(iri: str) -> bool:
    """Whether an IRI claims to be a term or code of the ontology."""
    return iri.startswith((TERMS, CODES)) and iri not in (TERMS, CODES)


def nearest(iri: str, limit: int = 3) -> list[str]:
    """Local names of the same namespace that look most like the one asked for, upper and lower case alike."""
    namespace = TERMS if iri.startswith(TERMS) else CODES
    names: dict[str, list[str]] = {}
    for term in known():
        if term.startswith(namespace):
            local = term[len(namespace) :]
            names.setdefault(local.lower(), []).append(local)
    wanted = iri[len(namespace) :].lower()
    close = difflib.get_close_matches(wanted, sorted(names), n=limit, cutoff=0.6)
    return [local for name in close for local in sorted(names[name])][:limit]


def code_named(parameter: str, value: str) -> str:
    """A code as it is typed, or the one that has this label (同比: yearOnYear), of several that of the parameter's list.

    Raises:
        UsageError: no code has the label; the nearest are told.
    """
    if value.isascii() and value not in labelled():
        return value
    codes = labelled().get(value, {})
    if not codes:
        chinese = [label for label in labelled() if not label.isascii()]
        raise UsageError(f"参数 {parameter}={value}", "没有这个代码", is_it(near(value, chinese)))
    # 计划 is a status and a strength: the list of codes that is named like the parameter.
    fitting = [code for code, schemes in codes.items() if any(name.lower().endswith(parameter) for name in schemes)]
    return sorted(fitting or codes)[0]


def near(name: str, names: Iterable[str], few: int = 3) -> list[str]:
    """The names most like one: those that hold its characters, those of like spelling, those with most of its pairs of characters."""
    known = sorted(set(names))
    bare = name.strip()
    inside = sorted((one for one in known if bare and (bare in one or one in bare)), key=len)
    alike = difflib.get_close_matches(bare, known, n=few, cutoff=0.5)
    pairs = set(pairwise(bare))
    shared = {one: len(pairs & set(pairwise(one))) for one in known}
    most = sorted(
        (one for one in known if pairs and 2 * shared[one] >= len(pairs)), key=lambda one: (-shared[one], len(one), one)
    )
    return list(dict.fromkeys([*inside, *alike, *most]))[:few]
