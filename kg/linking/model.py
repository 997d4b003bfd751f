"""What linking adds to an extraction: which entity each mention names, and keys that last from build to build.

A key is the local name of an IRI (`kgd:<key>`): ASCII letters, digits and hyphens only, made of hashes or curated
slugs, never of free text or official codes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from kg.documents.model import Period
from kg.extraction.model import AreaLevel, Extraction
from kg.records import record


@record
class Area:
    """An administrative area as an entity. `within` is the key of its direct parent; `code` is None when unknown."""

    key: str
    level: AreaLevel
    name: str
    within: str | None = None
    code: str | None = None
    code_scheme: str | None = None
    code_edition: str | None = None
    anonymised: bool = False
    unlisted_in: str | None = None
    """The edition of the list that has the area above but not this one."""


@record
class Organisation:
    """An organisation as an entity. `kind`: streetOffice, partyWorkCommittee, government, organisation."""

    key: str
    kind: str
    name: str
    jurisdiction: str | None = None


@record
class IndicatorConcept:
    """What an indicator measures, the same in all reports. Curated ones come from `ontology/`, others are minted."""

    key: str
    label: str
    unit: str
    curated: bool = False


@record
class Undertaking:
    """A project, project group or initiative as an entity of one street."""

    key: str
    kind: str
    """`project`, `group` or `initiative`."""
    name: str
    type: str | None = None
    area: str | None = None
    themes: tuple[str, ...] = ()
    stated_count: int | None = None
    members: tuple[str, ...] = ()
    members_complete: bool = True
    located_in: tuple[str, ...] = ()
    """Keys of the areas in which the text puts it, where it says so."""
    run_by: tuple[str, ...] = ()
    """Keys of the organisations that the text says run it."""
    jointly_with: tuple[str, ...] = ()
    """Keys of the organisations that the text says join in it."""


@record
class FollowUp:
    """A commitment and what is later said of it. `commitment` and `outcome` are statement keys."""

    key: str
    commitment: str
    outcome: str | None
    verdict: str
    confidence: Decimal
    rule: str
    alike: tuple[tuple[str, bool], tuple[str, bool]] | None = None
    """Two concepts (key, whether it is the ontology's) that it takes for one, where they are worded differently."""


@record
class Hypothesis:
    """What an anonymous area may be: keys of both, and how sure that is. Never a fact."""

    key: str
    subject: str
    candidate: str
    confidence: Decimal


@dataclass(frozen=True)
class Linked:
    """An extraction with identities. The parallel tuples follow the order of the extraction's tuples."""

    extraction: Extraction
    report_key: str
    report_area: Area
    issued_by: Organisation | None
    areas: tuple[Area, ...]
    """All area entities, parents included, sorted by key."""
    area_entities: tuple[str | None, ...]
    """Per area mention: key of the entity, None when unresolved."""
    concepts: tuple[IndicatorConcept, ...]
    indicator_keys: tuple[str, ...]
    """Per indicator: statement key."""
    indicator_concepts: tuple[str, ...]
    """Per indicator: key of its concept."""
    indicator_areas: tuple[str, ...]
    """Per indicator: key of the area that it is about (stated, else the report's)."""
    indicator_themes: tuple[tuple[str, ...], ...]
    undertakings: tuple[Undertaking, ...]
    project_keys: tuple[str, ...]
    """Per project mention: statement key of its Progress."""
    project_entities: tuple[str, ...]
    initiative_keys: tuple[str, ...]
    initiative_entities: tuple[str, ...]
    deadline_keys: tuple[str, ...]
    honour_keys: tuple[str, ...]
    area_keys: tuple[str, ...]
    set_aside_keys: tuple[str, ...]
    follow_ups: tuple[FollowUp, ...] = ()
    periods: tuple[Period, ...] = field(default=())
    organisations: tuple[Organisation, ...] = ()
    """Those that run an undertaking or join in it, sorted by key."""
    hypotheses: tuple[Hypothesis, ...] = ()
    """Made only where asked for."""
