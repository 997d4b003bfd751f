"""Identity: an extraction in, the same with entities, concepts and lasting keys out."""

from __future__ import annotations

from itertools import chain

from kg.documents.reading import looks_traditional
from kg.extraction.home import find_home
from kg.extraction.model import Extraction, Initiative, Project
from kg.extraction.themes import themes_of
from kg.lexicon.divisions import gazetteer
from kg.linking.concepts import concept_of, higher_is_better
from kg.linking.decisions import NONE, Decisions, read_decisions
from kg.linking.follow_ups import within_report
from kg.linking.issuers import issuer
from kg.linking.keys import mention_keys
from kg.linking.model import IndicatorConcept, Linked
from kg.linking.places import Places
from kg.linking.runners import partners, runners
from kg.linking.subjects import indicator_areas, project_areas
from kg.linking.undertakings import Undertakings

__all__ = ["NONE", "Decisions", "Linked", "link", "read_decisions"]


def link(extraction: Extraction, decisions: Decisions = NONE, *, hypotheses: bool = False) -> Linked:
    """Which street, which area, which indicator, which project: an extraction with identities.

    Pure: the same extraction gives the same keys. Nothing is guessed: a mention that may be several things is None, an
    unnamed street a local anonymised node.

    Args:
        extraction: what one report states.
        decisions: what a person decided about which names mean the same thing; they win over the rules.
        hypotheses: whether to say which street an anonymous one may be.
    """
    document = extraction.document
    sha256 = document.sha256
    home = find_home(document)
    places = Places(document, home)
    # Names inside the names of projects tell as much of the context as those that stand for themselves.
    mentions = sorted((*extraction.areas, *extraction.areas_in_names), key=lambda mention: (mention.start, mention.end))
    entities = places.entities(mentions)
    in_names = set(extraction.areas_in_names)
    area_entities = tuple(key for mention, key in zip(mentions, entities, strict=True) if mention not in in_names)
    report = places.report
    areas_of_figures = indicator_areas(document, extraction.indicators, mentions, entities, report.key)

    names = {name for step in home.chain for name in (step.name, gazetteer().stem(step.name)) if len(name) > 1}
    own_names = tuple(sorted(names | ({home.street} if home.street else set())))
    traditional = looks_traditional(document.text)
    concepts = [concept_of(figure, own_names, traditional=traditional) for figure in extraction.indicators]
    by_key: dict[str, IndicatorConcept] = {concept.key: concept for concept in concepts}
    concept_keys = tuple(concept.key for concept in concepts)
    figure_keys = mention_keys(
        "st", sha256, extraction.indicators, (figure.kind.value for figure in extraction.indicators)
    )

    def context(start: int) -> tuple[str, ...]:
        """What tells the theme where the words of the thing do not: the headings, at last the sentence."""
        sentence = document.sentence_at(start)
        return document.text[sentence.start : sentence.end], *document.section_of(sentence).path

    def themes(mention: Project | Initiative) -> tuple[str, ...]:
        return themes_of(mention.name, context(mention.start))

    undertakings = Undertakings(
        report.key, sha256, themes, decisions, [report.name, *own_names], document.metadata.title or document.name
    )
    located = project_areas(document, extraction.projects, mentions, entities, places)
    named = (*extraction.projects, *extraction.initiatives)
    run_by, joined_by = runners(document, named, report.key), partners(document, named, report.key)
    runner_keys, partner_keys = (
        [tuple(organisation.key for organisation in one) for one in several] for several in (run_by, joined_by)
    )
    count = len(extraction.projects)
    project_entities = undertakings.projects(extraction.projects, located, runner_keys[:count], partner_keys[:count])
    initiative_entities = undertakings.initiatives(extraction.initiatives, runner_keys[count:], partner_keys[count:])
    supposed = places.hypothesis(mentions) if hypotheses else None
    candidates = (supposed.candidate,) if supposed else ()
    return Linked(
        extraction=extraction,
        report_key=f"report-{sha256[:12]}",
        report_area=report,
        issued_by=issuer(document, report, places.path(report.key)),
        areas=places.needed(
            {report.key, *filter(None, area_entities), *areas_of_figures, *chain.from_iterable(located), *candidates}
        ),
        hypotheses=(supposed,) if supposed else (),
        area_entities=area_entities,
        concepts=tuple(by_key[key] for key in sorted(by_key)),
        indicator_keys=figure_keys,
        indicator_concepts=concept_keys,
        indicator_areas=areas_of_figures,
        indicator_themes=tuple(themes_of(figure.metric, context(figure.start)) for figure in extraction.indicators),
        undertakings=undertakings.all(),
        project_keys=mention_keys("st", sha256, extraction.projects, ("progress" for _ in extraction.projects)),
        project_entities=project_entities,
        initiative_keys=mention_keys(
            "st", sha256, extraction.initiatives, ("initiative" for _ in extraction.initiatives)
        ),
        initiative_entities=initiative_entities,
        deadline_keys=mention_keys("m", sha256, extraction.deadlines, ("deadline" for _ in extraction.deadlines)),
        honour_keys=mention_keys(
            "st", sha256, extraction.honours, (mention.honour.value for mention in extraction.honours)
        ),
        area_keys=mention_keys("m", sha256, extraction.areas, ("area" for _ in extraction.areas)),
        set_aside_keys=mention_keys("m", sha256, extraction.set_asides, ("set-aside" for _ in extraction.set_asides)),
        follow_ups=within_report(
            document,
            extraction.indicators,
            figure_keys,
            concept_keys,
            areas_of_figures,
            lambda key: higher_is_better(by_key[key]),
        ),
        periods=tuple(
            sorted(
                {
                    period
                    for period in (
                        document.review_period,
                        document.plan_period,
                        *(figure.period for figure in extraction.indicators),
                    )
                    if period is not None
                }
            )
        ),
        organisations=tuple(
            sorted({one for several in (*run_by, *joined_by) for one in several}, key=lambda one: one.key)
        ),
    )
