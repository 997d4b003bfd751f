"""Explicit deadlines: moments in, mentions with the statements that each bounds out."""

from __future__ import annotations

from collections.abc import Sequence

from kg.documents.model import Document
from kg.extraction.confidence import confidence
from kg.extraction.model import (
    Deadline,
    DeadlineMention,
    DeadlineSource,
    Granularity,
    Indicator,
    Initiative,
    Modality,
    Project,
)
from kg.extraction.moments import Moments


def find_deadlines(
    document: Document,
    moments: Moments,
    figures: Sequence[Indicator],
    projects: Sequence[Project],
    initiatives: Sequence[Initiative],
) -> tuple[tuple[DeadlineMention, ...], dict[tuple[str, int], Deadline]]:
    """The explicit deadlines of a document, sorted, each with what it bounds; and the deadlines of undertakings.

    A deadline bounds what follows it in its sentence up to the next one; one without an object of its own bounds what
    stands before it.
    """
    own: dict[tuple[str, int], Deadline] = {}
    bounded: dict[tuple[int, int], list[tuple[str, int]]] = {}
    for k, figure in enumerate(figures):
        deadline = figure.deadline
        if deadline is None or deadline.source is not DeadlineSource.EXPLICIT:
            continue
        if deadline.start is not None and deadline.end is not None:
            bounded.setdefault((deadline.start, deadline.end), []).append(("indicator", k))
    undertakings: list[tuple[str, int, Project | Initiative]] = [
        *(("project", k, p) for k, p in enumerate(projects)),
        *(("initiative", k, x) for k, x in enumerate(initiatives) if x.modality is Modality.TARGET),
    ]
    for kind, k, thing in undertakings:
        sentence = document.sentence_at(thing.start)
        reading = document.reading
        moment = moments.deadline_for(
            sentence, reading.from_source(thing.start), reading.from_source(thing.end - 1) + 1
        )
        if moment is not None:
            bounded.setdefault(reading.to_source(moment.start, moment.end), []).append((kind, k))
            if thing.modality is Modality.TARGET:
                own[kind, k] = moments.as_deadline(moment)
    mentions = []
    for moment in moments.deadlines():
        start, end = document.reading.to_source(moment.start, moment.end)
        mentions.append(
            DeadlineMention(
                start=start,
                end=end,
                rule="explicit-deadline",
                confidence=confidence("explicit-deadline", "deadlines"),
                date=moment.dates.end,
                granularity=Granularity(moment.expression.granularity),
                applies_to=tuple(bounded.get((start, end), ())),
            )
        )
    return tuple(sorted(mentions, key=lambda m: (m.start, m.end))), own
