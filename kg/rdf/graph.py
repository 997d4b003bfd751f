"""One report's facts with their identities in, its sorted N-Triples lines out: the classes and properties of ontology/.

Every node has an IRI made of keys of the linking stage or of the text's hash and offsets; there are no blank nodes, and
the same input gives the same lines. What several reports share (areas, periods, units) gets the same lines in each.
"""

from __future__ import annotations

import hashlib
import re
from decimal import Decimal
from functools import cache, lru_cache

from kg.documents.model import Document, Period, Section, Sentence
from kg.extraction.model import (
    AreaLevel,
    Deadline,
    DeadlineMention,
    DeadlineSource,
    Honour,
    Indicator,
    Initiative,
    Kind,
    Mention,
    Modality,
    Project,
    Strength,
)
from kg.language.units import WrittenUnit
from kg.lexicon import table
from kg.linking.model import Area, Linked, Organisation
from kg.rdf import vocabulary as v
from kg.rdf.derived import commitment_deadline, scope_area, section_period
from kg.rdf.quantities import concept_unit, described_beforehand, quantity
from kg.rdf.terms import (
    CODE,
    DEFAULT_BASE,
    FALSE,
    PREFIXES,
    TRUE,
    XSD_DATE,
    XSD_DECIMAL,
    XSD_INTEGER,
    decimal,
    string,
    words,
)
from kg.rdf.version import VERSION

A = v.RDF_TYPE
_CONCEPT = f"<{PREFIXES['skos']}Concept>"
_EXAMPLE = f"<{PREFIXES['skos']}example>"
_CONTEXT = f"<{PREFIXES['nif']}Context>"
_SAFE = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_-]*[A-Za-z0-9])?\Z")
_AREA_CLASS = {
    AreaLevel.PROVINCE: v.Province,
    AreaLevel.CITY: v.City,
    AreaLevel.DISTRICT: v.District,
    AreaLevel.STREET: v.Street,
    AreaLevel.COMMUNITY: v.Community,
}
_ORGANISATION_CLASS = {
    "streetOffice": v.StreetOffice,
    "partyWorkCommittee": v.PartyWorkCommittee,
    "government": v.Government,
    "company": v.Company,
}
_KIND_CLASS = {Kind.CHANGE: v.Change, Kind.RANK: v.Ranking}


def ntriples(linked: Linked, base: str = DEFAULT_BASE, version: str = VERSION) -> list[str]:
    """Sorted, unique N-Triples lines (without line ends) of one report. `version` is that of the extractor."""
    writer = _Writer(linked, base, version)
    return sorted({*writer.all_lines(), *writer.common})


def ntriples_by_scope(linked: Linked, base: str = DEFAULT_BASE, version: str = VERSION) -> tuple[list[str], list[str]]:
    """The same lines in two parts: about the report's own nodes, and about what reports share.

    Areas, organisations, periods, units, indicators, undertakings and rules are shared. A store that keeps a graph a
    report must hold them once, because a union of graphs in Oxigraph repeats what stands in several.
    """
    writer = _Writer(linked, base, version)
    return sorted(set(writer.all_lines())), sorted(set(writer.common))


def graph_iri(sha256: str, base: str = DEFAULT_BASE) -> str:
    """The IRI of the named graph of a report, by the hash of its text."""
    return f"{base}graph-{sha256[:16]}"


def shared_graph_iri(base: str = DEFAULT_BASE) -> str:
    """The IRI of the named graph of what reports share."""
    return f"{base}graph-shared"


@cache
def _code(name: str) -> str:
    if not _SAFE.match(name):
        raise ValueError(f"{name!r} cannot be the name of a code")
    return f"<{CODE}{name}>"


@lru_cache(maxsize=8192)
def _decimal(number: Decimal) -> str:
    return f'"{decimal(number)}"{XSD_DECIMAL}'


class _Writer:
    """Collects the lines of one report. Methods return the term of the node they describe."""

    def __init__(self, linked: Linked, base: str, version: str) -> None:
        self.linked = linked
        self.document: Document = linked.extraction.document
        self.text = self.document.text
        self.base = base
        self.version = version
        self.sha = self.document.sha256[:12]
        self.lines: list[str] = []
        self.common: list[str] = []
        self.described: set[str] = set()
        self.report = f"<{base}{linked.report_key}>"
        self.context = f"<{base}text-{self.sha}>"
        self.run = f"<{base}run-{self.sha}" + (f"-{re.sub('[^0-9A-Za-z]+', '-', version)}" if version else "") + ">"
        self.themes = {entity.key: entity.themes for entity in linked.undertakings}
        self.explicit = {
            (mention.start, mention.end): (key, mention)
            for key, mention in zip(linked.deadline_keys, linked.extraction.deadlines, strict=True)
        }

    def all_lines(self) -> list[str]:
        """Everything about the report's own nodes, in no order and with repetitions; `common` has the rest."""
        linked, found = self.linked, self.linked.extraction
        self._report()
        for area in (*linked.areas, linked.report_area):
            self._area(area)
        for section in self.document.sections:
            self._section(section)
        for sentence in self.document.sentences:
            self._sentence(sentence)
        self._concepts()
        self._undertakings()
        for i in range(len(found.indicators)):
            self._figure(i)
        for key, entity, project in zip(linked.project_keys, linked.project_entities, found.projects, strict=True):
            self._progress(key, entity, project)
        for key, entity, initiative in zip(
            linked.initiative_keys, linked.initiative_entities, found.initiatives, strict=True
        ):
            self._progress(key, entity, initiative)
        self._honours()
        self._mentions()
        self._follow_ups()
        self._hypotheses()
        return self.lines

    # --- the report and its text ---

    def _report(self) -> None:
        linked, document, metadata, s = self.linked, self.document, self.document.metadata, self.report
        add = self.lines.append
        add(f"{s} {A} {v.Report} .")
        add(f"{s} {v.REPORT_TYPE} {_code(metadata.report_type)} .")
        add(f"{s} {v.COVERS_AREA} <{self.base}{linked.report_area.key}> .")
        add(f"{s} {v.SHA256} {string(document.sha256)} .")
        add(f'{s} {v.CHAR_LENGTH} "{len(self.text)}"{XSD_INTEGER} .')
        add(f"{s} {v.HAS_TEXT} {self.context} .")
        if document.source_file:
            name = re.split(r"[/\\]", document.source_file)[-1]
            add(f"{s} {v.SOURCE_FILE} {string(name)} .")
            add(f"{s} {v.FILE_FORMAT} {string(document.format)} .")
        if metadata.address:
            add(f"{s} {v.SOURCE_ADDRESS} {string(metadata.address)} .")
        if metadata.document_number:
            add(f"{s} {v.DOCUMENT_NUMBER} {string(metadata.document_number)} .")
        if metadata.title:
            add(f"{s} {v.DCT_TITLE} {words(metadata.title)} .")
            add(f"{s} {v.RDFS_LABEL} {words(metadata.title)} .")
        if metadata.issued:
            add(f'{s} {v.DCT_ISSUED} "{metadata.issued.isoformat()}"{XSD_DATE} .')
        if metadata.source:
            add(f"{s} {v.DCT_SOURCE} {words(metadata.source)} .")
        if metadata.site_code:
            add(f"{s} {v.SITE_CODE} {string(metadata.site_code)} .")
        if linked.issued_by:
            add(f"{s} {v.ISSUED_BY} {self._organisation(linked.issued_by)} .")
        if metadata.publisher:
            add(f"{s} {v.DCT_PUBLISHER} {self._publisher(metadata.publisher)} .")
        if document.review_period:
            add(f"{s} {v.REVIEW_PERIOD} {self._period(document.review_period)} .")
        if document.plan_period:
            add(f"{s} {v.PLAN_PERIOD} {self._period(document.plan_period)} .")
        add(f"{self.context} {A} {v.ReportText} .")
        add(f"{self.context} {A} {_CONTEXT} .")
        add(f"{self.context} {v.NIF_IS_STRING} {string(self.text)} .")
        add(f'{self.context} {v.NIF_BEGIN_INDEX} "0"{XSD_INTEGER} .')
        add(f'{self.context} {v.NIF_END_INDEX} "{len(self.text)}"{XSD_INTEGER} .')
        add(f"{self.run} {A} {v.ExtractionRun} .")
        add(f"{self.run} {v.PROV_USED} {self.context} .")
        if self.version:
            add(f"{self.run} {v.VERSION} {string(self.version)} .")

    def _publisher(self, name: str) -> str:
        issued_by = self.linked.issued_by
        street = self.linked.report_area.name
        # 龙岗区布吉街道办事处, 宝安区新安街道: the issuer with its district in front, or without its last word.
        if issued_by and (name.endswith(issued_by.name) or name.endswith(street)):
            return f"<{self.base}{issued_by.key}>"
        key = f"org-{hashlib.sha256(name.encode()).hexdigest()[:12]}"
        return self._organisation(Organisation(key, "organisation", name))

    def _organisation(self, organisation: Organisation) -> str:
        s = f"<{self.base}{organisation.key}>"
        self.common += (f"{s} {A} {v.Organisation} .", f"{s} {v.RDFS_LABEL} {words(organisation.name)} .")
        if organisation.kind in _ORGANISATION_CLASS:
            self.common.append(f"{s} {A} {_ORGANISATION_CLASS[organisation.kind]} .")
        if organisation.jurisdiction:
            self.common.append(f"{s} {v.JURISDICTION} <{self.base}{organisation.jurisdiction}> .")
        return s

    def _area(self, area: Area) -> None:
        s = f"<{self.base}{area.key}>"
        add = self.common.append
        add(f"{s} {A} {v.AdministrativeArea} .")
        add(f"{s} {A} {_AREA_CLASS[area.level]} .")
        add(f"{s} {v.RDFS_LABEL} {words(area.name)} .")
        add(f"{s} {v.ANONYMISED} {TRUE if area.anonymised else FALSE} .")
        if area.within:
            add(f"{s} {v.WITHIN} <{self.base}{area.within}> .")
        if area.code:
            add(f"{s} {v.DIVISION_CODE} {string(area.code)} .")
            if area.code_scheme:
                add(f"{s} {v.CODE_SCHEME} {string(area.code_scheme)} .")
            if area.code_edition:
                add(f"{s} {v.CODE_EDITION} {string(area.code_edition)} .")
        if area.unlisted_in:
            add(f"{s} {v.UNLISTED_IN} {string(area.unlisted_in)} .")

    def _period(self, period: Period) -> str:
        start, end = period.start.isoformat(), period.end.isoformat()
        s = f"<{self.base}period-{start.replace('-', '')}-{end.replace('-', '')}>"
        if s not in self.described:
            self.described.add(s)
            self.common += (
                f"{s} {A} {v.Period} .",
                f'{s} {v.DCAT_START_DATE} "{start}"{XSD_DATE} .',
                f'{s} {v.DCAT_END_DATE} "{end}"{XSD_DATE} .',
            )
        return s

    def _section_iri(self, ordinal: int) -> str:
        return f"<{self.base}section-{self.sha}-{ordinal}>"

    def _section(self, section: Section) -> None:
        s = self._section_iri(section.ordinal)
        whole = self.report if section.parent is None else self._section_iri(section.parent)
        self.lines += (
            f"{s} {A} {v.Section} .",
            f'{s} {v.ORDINAL} "{section.ordinal}"{XSD_INTEGER} .',
            f'{s} {v.LEVEL} "{section.level}"{XSD_INTEGER} .',
            f"{s} {v.SECTION_ROLE} {_code(section.role)} .",
            f"{s} {v.DCT_IS_PART_OF} {whole} .",
            f'{s} {v.NIF_BEGIN_INDEX} "{section.start}"{XSD_INTEGER} .',
            f'{s} {v.NIF_END_INDEX} "{section.end}"{XSD_INTEGER} .',
            f"{s} {v.NIF_REFERENCE_CONTEXT} {self.context} .",
        )
        if section.heading:
            self.lines.append(f"{s} {v.HEADING} {words(section.heading)} .")

    def _sentence_iri(self, sentence: Sentence) -> str:
        return f"<{self.base}sentence-{self.sha}-{sentence.start}-{sentence.end}>"

    def _sentence(self, sentence: Sentence) -> None:
        s = self._sentence_iri(sentence)
        self.lines += (
            f"{s} {A} {v.Sentence} .",
            f'{s} {v.ORDINAL} "{sentence.ordinal}"{XSD_INTEGER} .',
            f"{s} {v.DCT_IS_PART_OF} {self._section_iri(sentence.section)} .",
        )
        self._offsets(s, sentence.start, sentence.end)

    def _offsets(self, s: str, start: int, end: int) -> None:
        self.lines += (
            f'{s} {v.NIF_BEGIN_INDEX} "{start}"{XSD_INTEGER} .',
            f'{s} {v.NIF_END_INDEX} "{end}"{XSD_INTEGER} .',
            f"{s} {v.NIF_ANCHOR_OF} {string(self.text[start:end])} .",
            f"{s} {v.NIF_REFERENCE_CONTEXT} {self.context} .",
        )

    def _span(self, start: int, end: int, part: str = "") -> str:
        s = (
            f"<{self.base}span-{self.sha}-{start}-{end}-{part}>"
            if part
            else f"<{self.base}span-{self.sha}-{start}-{end}>"
        )
        if s not in self.described:
            self.described.add(s)
            self.lines.append(f"{s} {A} {v.Span} .")
            if part:
                self.lines.append(f"{s} {v.EVIDENCE_PART} {_code('part-' + part)} .")
            self._offsets(s, start, end)
            self._place(s, start)
        return s

    def _place(self, s: str, start: int) -> None:
        """Page, paragraph, row and column of the file, where it has them."""
        place = self.document.place_at(start)
        if place is None:
            return
        for name, number in (
            (v.PAGE, place.page),
            (v.PARAGRAPH, place.paragraph),
            (v.ROW, place.row),
            (v.COLUMN, place.column),
        ):
            if number is not None:
                self.lines.append(f'{s} {name} "{number}"{XSD_INTEGER} .')

    # --- what every statement, mention and set-aside has ---

    def _grounded(self, s: str, mention: Mention) -> Sentence:
        """Where it stands in the text and which rule found it."""
        sentence = self.document.sentence_at(mention.start)
        self.lines += (
            f"{s} {v.REPORTED_IN} {self.report} .",
            f"{s} {v.EVIDENCE} {self._span(mention.start, mention.end)} .",
            f"{s} {v.SENTENCE} {self._sentence_iri(sentence)} .",
            f"{s} {v.SECTION} {self._section_iri(sentence.section)} .",
            f"{s} {v.RULE} {self._rule(mention.rule)} .",
            f"{s} {v.CONFIDENCE} {_decimal(mention.confidence)} .",
            f"{s} {v.PROV_WAS_GENERATED_BY} {self.run} .",
        )
        if mention.accepted:
            self.lines.append(f"{s} {v.REVIEW_STATUS} {_code('accepted')} .")
        for cue in mention.cues:
            self.lines.append(f"{s} {v.SUPPORTING_EVIDENCE} {self._span(cue.start, cue.end, cue.part)} .")
        return sentence

    def _statement(
        self, s: str, kind: str, mention: Mention, modality: Modality, period: Period | None, area: str
    ) -> Sentence:
        sentence = self._grounded(s, mention)
        self.lines += (
            f"{s} {A} {v.Statement} .",
            f"{s} {A} {kind} .",
            f"{s} {A} {v.Commitment if modality is Modality.TARGET else v.Outcome} .",
            f"{s} {v.FOR_AREA} <{self.base}{area}> .",
        )
        if period is not None:
            self.lines.append(f"{s} {v.PERIOD} {self._period(period)} .")
        return sentence

    def _rule(self, name: str) -> str:
        key = name if _SAFE.match(name) else hashlib.sha256(name.encode()).hexdigest()[:12]
        s = f"<{self.base}rule-{key}>"
        if s not in self.described:
            self.described.add(s)
            described = table("rules").get(name, {})
            self.common += (
                f"{s} {A} {v.Rule} .",
                f"{s} {v.RULE_ID} {string(name)} .",
                f"{s} {v.RDFS_LABEL} {words(described['label']) if described else string(name)} .",
            )
            if "example" in described:
                self.common += (f"{s} {_EXAMPLE} {words(described['example'])} .",)
        return s

    def _committed(self, s: str, mention: Indicator | Project | Initiative) -> None:
        """Deadline and strength of a commitment."""
        if mention.modality is not Modality.TARGET:
            return
        self.lines.append(f"{s} {v.STRENGTH} {_code(mention.strength or Strength.PLAN)} .")
        deadline = commitment_deadline(mention, self.document)
        if deadline is not None:
            own = mention.period if isinstance(mention, Indicator) else None
            self.lines.append(f"{s} {v.DEADLINE} {self._deadline(deadline, own)} .")

    # --- figures ---

    def _figure(self, i: int) -> None:
        linked = self.linked
        figure = linked.extraction.indicators[i]
        s = f"<{self.base}{linked.indicator_keys[i]}>"
        kind = _KIND_CLASS.get(figure.kind, v.Measurement)
        self._statement(s, kind, figure, figure.modality, figure.period, linked.indicator_areas[i])
        measured = quantity(figure)
        unit = measured.unit
        self.lines += (
            f"{s} {A} {v.QuantifiedStatement} .",
            f"{s} {v.INDICATOR} {self._concept_iri(linked.indicator_concepts[i])} .",
            f"{s} {v.VALUE_TEXT} {string(self.text[figure.start : figure.end])} .",
            f"{s} {v.BOUND} {_code(figure.bound)} .",
            f"{s} {v.MEASURE_KIND} {_code(figure.kind)} .",
            f"{s} {v.UNIT} {self._unit(unit, measured.known)} .",
            f"{s} {v.PERIOD_STATED} {TRUE if figure.period_stated else FALSE} .",
        )
        add = self.lines.append
        multiplier = measured.multiplier
        for number, plain, canonical in (
            (measured.value, v.VALUE, v.CANONICAL_VALUE),
            (measured.lower, v.LOWER_BOUND, v.CANONICAL_LOWER),
            (measured.upper, v.UPPER_BOUND, v.CANONICAL_UPPER),
        ):
            if number is not None:
                add(f"{s} {plain} {_decimal(number)} .")
                add(f"{s} {canonical} {_decimal(number * multiplier)} .")
        if figure.metric:
            add(f"{s} {v.METRIC_TEXT} {words(figure.metric)} .")
        if figure.unit_is_noun:
            add(f"{s} {v.UNIT_TEXT} {words(figure.unit)} .")
        if figure.provisional:
            add(f"{s} {v.PUBLICATION_STATUS} {_code('provisional')} .")
        if figure.change_basis is not None and figure.kind is Kind.CHANGE:
            add(f"{s} {v.CHANGE_BASIS} {_code(figure.change_basis)} .")
        if figure.base_period is not None:
            add(f"{s} {v.BASE_PERIOD} {self._period(figure.base_period)} .")
        if figure.kind is Kind.RANK:
            add(f'{s} {v.RANK} "{int(figure.value)}"{XSD_INTEGER} .')
            if figure.ranked_aspect:
                add(f"{s} {v.RANKED_ASPECT} {words(figure.ranked_aspect)} .")
        if figure.rank_scope:
            self._scope(s, figure.rank_scope)
        if figure.compares is not None:
            add(f"{s} {v.COMPARES} <{self.base}{linked.indicator_keys[figure.compares]}> .")
        if figure.of_target is not None:
            add(f"{s} {v.OF_TARGET} <{self.base}{linked.indicator_keys[figure.of_target]}> .")
        for what, j in figure.about:
            entities = linked.project_entities if what == "project" else linked.initiative_entities
            add(f"{s} {v.ABOUT} <{self.base}{entities[j]}> .")
        for theme in linked.indicator_themes[i]:
            add(f"{s} {v.THEME} {_code(theme)} .")
        self._committed(s, figure)

    def _scope(self, s: str, scope: str) -> None:
        self.lines.append(f"{s} {v.RANK_SCOPE_TEXT} {words(scope)} .")
        area = scope_area(scope, self.linked)
        if area is not None:
            self.lines.append(f"{s} {v.RANK_SCOPE} <{self.base}{area.key}> .")

    def _unit(self, unit: WrittenUnit, known: bool) -> str:
        """The unit's term; described here where `ontology/units.ttl` does not describe it."""
        namespace = CODE if known else self.base
        s = f"<{namespace}unit-{unit.id}>"
        if s in self.described or (not unit.prefix and described_beforehand(unit.id)):
            return s
        self.described.add(s)
        canonical = f"<{namespace}unit-{unit.unit.canonical}>"
        self.common += (
            f"{s} {A} {v.Unit} .",
            f"{s} {A} {_CONCEPT} .",
            f"{s} {v.SKOS_PREF_LABEL} {words(unit.label)} .",
            f"{s} {v.MULTIPLIER} {_decimal(unit.factor * unit.unit.multiplier)} .",
            f"{s} {v.CANONICAL_UNIT} {canonical} .",
        )
        if described_beforehand(unit.unit.canonical):
            self.common.append(f"{s} {v.DIMENSION} {_code('dimension-' + unit.unit.dimension)} .")
        elif canonical != s:
            self.common += (
                f"{canonical} {A} {v.Unit} .",
                f"{canonical} {A} {_CONCEPT} .",
                f"{canonical} {v.MULTIPLIER} {_decimal(Decimal(1))} .",
                f"{canonical} {v.CANONICAL_UNIT} {canonical} .",
            )
        return s

    def _concept_iri(self, key: str) -> str:
        return self._concept_terms.get(key) or f"<{self.base}{key}>"

    def _concepts(self) -> None:
        self._concept_terms: dict[str, str] = {}
        for concept in self.linked.concepts:
            if concept.curated:
                local = concept.key if concept.key.startswith("indicator-") else f"indicator-{concept.key}"
                self._concept_terms[concept.key] = f"<{CODE}{local}>"
                continue
            s = self._concept_terms[concept.key] = f"<{self.base}{concept.key}>"
            self.common += (
                f"{s} {A} {v.Indicator} .",
                f"{s} {A} {_CONCEPT} .",
                f"{s} {v.SKOS_PREF_LABEL} {words(concept.label)} .",
            )
            unit = concept_unit(concept.unit)
            if unit is not None:
                bare = WrittenUnit("", unit.unit)
                self._unit(bare, True)
                self.common.append(f"{s} {v.CANONICAL_UNIT} <{CODE}unit-{unit.unit.canonical}> .")

    # --- projects, initiatives, honours ---

    def _undertakings(self) -> None:
        for organisation in self.linked.organisations:
            self._organisation(organisation)
        for entity in self.linked.undertakings:
            s = f"<{self.base}{entity.key}>"
            add = self.common.append
            add(f"{s} {A} {v.Undertaking} .")
            add(f"{s} {v.RDFS_LABEL} {words(entity.name)} .")
            if entity.kind == "initiative":
                add(f"{s} {A} {v.Initiative} .")
                if entity.type:
                    add(f"{s} {v.INITIATIVE_TYPE} {_code(entity.type)} .")
            else:
                add(f"{s} {A} {v.Project} .")
                if entity.type:
                    add(f"{s} {v.PROJECT_TYPE} {_code(entity.type)} .")
            if entity.kind == "group":
                add(f"{s} {A} {v.ProjectGroup} .")
                add(f"{s} {v.MEMBERS_COMPLETE} {TRUE if entity.members_complete else FALSE} .")
                if entity.stated_count is not None:
                    add(f'{s} {v.STATED_COUNT} "{entity.stated_count}"{XSD_INTEGER} .')
                for member in entity.members:
                    add(f"{s} {v.HAS_MEMBER} <{self.base}{member}> .")
            for area in entity.located_in or filter(None, (entity.area,)):
                add(f"{s} {v.LOCATED_IN} <{self.base}{area}> .")
            for organisation_key in entity.run_by:
                add(f"{s} {v.RUN_BY} <{self.base}{organisation_key}> .")
            for organisation_key in entity.jointly_with:
                add(f"{s} {v.JOINTLY_WITH} <{self.base}{organisation_key}> .")
            for theme in entity.themes:
                add(f"{s} {v.THEME} {_code(theme)} .")

    def _progress(self, key: str, entity: str, mention: Project | Initiative) -> None:
        s = f"<{self.base}{key}>"
        sentence = self.document.sentence_at(mention.start)
        period = section_period(self.document, sentence, mention.modality)
        self._statement(s, v.Progress, mention, mention.modality, period, self.linked.report_area.key)
        promised = mention.modality is Modality.TARGET
        self.lines += (
            f"{s} {v.ABOUT} <{self.base}{entity}> .",
            f"{s} {v.STATUS} {_code('planned' if promised else mention.status)} .",
        )
        if promised and mention.promised is not None:
            self.lines.append(f"{s} {v.PROMISED_STATUS} {_code(mention.promised)} .")
        for theme in self.themes.get(entity, ()):
            self.lines.append(f"{s} {v.THEME} {_code(theme)} .")
        self._committed(s, mention)

    def _honours(self) -> None:
        linked = self.linked
        for key, mention in zip(linked.honour_keys, linked.extraction.honours, strict=True):
            s = f"<{self.base}{key}>"
            kind = v.Recognition if mention.honour is Honour.RECOGNITION else v.Precedence
            period = section_period(self.document, self.document.sentence_at(mention.start), Modality.ACTUAL)
            self._statement(s, kind, mention, Modality.ACTUAL, period, linked.report_area.key)
            self.lines.append(f"{s} {v.HONOUR_TEXT} {words(mention.text)} .")
            if mention.scope:
                self._scope(s, mention.scope)

    # --- deadlines, areas, set-asides, follow-ups ---

    def _deadline(self, deadline: Deadline, period: Period | None) -> str:
        """The node of a deadline: one a mention, or one shared by all that inherit the same."""
        day = deadline.latest.isoformat()
        compact = day.replace("-", "")
        mention: DeadlineMention | None = None
        if deadline.start is not None and deadline.end is not None:
            key = f"deadline-{self.sha}-{deadline.start}-{deadline.end}"
            known = self.explicit.get((deadline.start, deadline.end))
            if known is not None and known[1].date == deadline.latest:
                key, mention = known
            elif known is not None:
                key = f"{key}-{compact}"
        else:
            key = f"deadline-{self.sha}-{deadline.source}-{compact}"
        s = f"<{self.base}{key}>"
        if s in self.described:
            return s
        self.described.add(s)
        self.lines += (
            f"{s} {A} {v.Deadline} .",
            f'{s} {v.LATEST_DATE} "{day}"{XSD_DATE} .',
            f"{s} {v.GRANULARITY} {_code(deadline.granularity)} .",
            f"{s} {v.DEADLINE_SOURCE} {_code(deadline.source)} .",
        )
        if deadline.start is not None and deadline.end is not None:
            self.lines.append(f"{s} {v.DEADLINE_TEXT} {string(self.text[deadline.start : deadline.end])} .")
            if mention is not None:
                self._grounded(s, mention)
            else:
                sentence = self.document.sentence_at(deadline.start)
                self.lines += (
                    f"{s} {v.REPORTED_IN} {self.report} .",
                    f"{s} {v.EVIDENCE} {self._span(deadline.start, deadline.end)} .",
                    f"{s} {v.SENTENCE} {self._sentence_iri(sentence)} .",
                    f"{s} {v.SECTION} {self._section_iri(sentence.section)} .",
                )
        else:
            self.lines.append(f"{s} {v.REPORTED_IN} {self.report} .")
            for origin in (self.document.plan_period, period):
                if origin is not None and origin.end == deadline.latest:
                    self.lines.append(f"{s} {v.INHERITED_FROM} {self._period(origin)} .")
                    break
        return s

    def _mentions(self) -> None:
        linked, found, add = self.linked, self.linked.extraction, self.lines.append
        for mention in found.deadlines:
            deadline = Deadline(
                latest=mention.date,
                granularity=mention.granularity,
                source=DeadlineSource.EXPLICIT,
                start=mention.start,
                end=mention.end,
            )
            self._deadline(deadline, None)
        for key, entity, area in zip(linked.area_keys, linked.area_entities, found.areas, strict=True):
            s = f"<{self.base}{key}>"
            self._grounded(s, area)
            add(f"{s} {A} {v.AreaMention} .")
            add(f"{s} {v.AREA_LEVEL} {_code(area.level)} .")
            add(f"{s} {v.MENTIONED_NAME} {words(area.name)} .")
            if entity:
                add(f"{s} {v.REFERS_TO} <{self.base}{entity}> .")
        for key, aside in zip(linked.set_aside_keys, found.set_asides, strict=True):
            s = f"<{self.base}{key}>"
            self._grounded(s, aside)
            add(f"{s} {A} {v.SetAside} .")
            add(f"{s} {v.REASON} {_code(aside.reason)} .")

    def _hypotheses(self) -> None:
        for hypothesis in self.linked.hypotheses:
            s = f"<{self.base}{hypothesis.key}>"
            self.lines += (
                f"{s} {A} {v.IdentityHypothesis} .",
                f"{s} {v.HYPOTHESIS_SUBJECT} <{self.base}{hypothesis.subject}> .",
                f"{s} {v.CANDIDATE} <{self.base}{hypothesis.candidate}> .",
                f"{s} {v.CONFIDENCE} {_decimal(hypothesis.confidence)} .",
            )

    def _follow_ups(self) -> None:
        for follow_up in self.linked.follow_ups:
            s = f"<{self.base}{follow_up.key}>"
            self.lines += (
                f"{s} {A} {v.FollowUp} .",
                f"{s} {v.COMMITMENT} <{self.base}{follow_up.commitment}> .",
                f"{s} {v.VERDICT} {_code(follow_up.verdict)} .",
                f"{s} {v.CONFIDENCE} {_decimal(follow_up.confidence)} .",
                f"{s} {v.RULE} {self._rule(follow_up.rule)} .",
            )
            if follow_up.outcome:
                self.lines.append(f"{s} {v.OUTCOME} <{self.base}{follow_up.outcome}> .")
