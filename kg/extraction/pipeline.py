"""The order of extraction: one pass for words, times and numbers, then each kind of statement, then what links them."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace

from kg.documents.model import Document
from kg.extraction.areas import find_areas_beside
from kg.extraction.deadlines import find_deadlines
from kg.extraction.figures import find_figures
from kg.extraction.honours import find_honours
from kg.extraction.model import Extraction, Indicator, Project, SetAside
from kg.extraction.moments import Moments
from kg.extraction.number_tables import find_number_tables
from kg.extraction.table_figures import table_figures, together, without_cells
from kg.extraction.tables import find_rows
from kg.extraction.targets import link_targets
from kg.extraction.undertakings import find_undertakings
from kg.language.quantities import Quantity, scan
from kg.language.times import find_times
from kg.language.tokens import tokenize


def run(document: Document) -> Extraction:
    """See `kg.extraction.extract`."""
    text = document.reading.text
    tokens = tokenize(text)
    times = list(find_times(text))
    numbers = list(scan(text, times))
    rows = find_rows(document)
    moments = Moments(document, times, [n.start for n in numbers if isinstance(n, Quantity)], rows)
    tables = find_number_tables(document)
    of_tables = table_figures(document, tables, moments)
    numbers = without_cells(numbers, of_tables, tables, document)
    figures, asides = find_figures(document, numbers, tokens, moments, rows)
    figures = together(figures, of_tables)
    figures = link_targets(document, figures)
    projects, initiatives = find_undertakings(document, tokens)
    deadlines, own = find_deadlines(document, moments, figures, projects, initiatives)
    projects = tuple(
        replace(p, deadline=own["project", k]) if ("project", k) in own else p for k, p in enumerate(projects)
    )
    initiatives = tuple(
        replace(x, deadline=own["initiative", k]) if ("initiative", k) in own else x for k, x in enumerate(initiatives)
    )
    about = belongings(figures, projects)
    figures = [replace(f, about=about[k]) if k in about else f for k, f in enumerate(figures)]
    areas, areas_in_names = find_areas_beside(document, projects)
    covered = sorted((d.start, d.end) for d in deadlines)
    return Extraction(
        document=document,
        indicators=tuple(figures),
        projects=projects,
        initiatives=initiatives,
        deadlines=deadlines,
        areas=areas,
        honours=find_honours(document),
        set_asides=tuple(sorted((a for a in asides if not _inside(a, covered)), key=lambda a: (a.start, a.end))),
        areas_in_names=areas_in_names,
    )


def _inside(aside: SetAside, spans: list[tuple[int, int]]) -> bool:
    k = bisect_left(spans, (aside.end, -1)) - 1
    return k >= 0 and spans[k][0] <= aside.start and aside.end <= spans[k][1]


def belongings(figures: list[Indicator], projects: tuple[Project, ...]) -> dict[int, tuple[tuple[str, int], ...]]:
    """Which figures count or measure a project: those that stand right beside its name."""
    starts = {p.start: k for k, p in enumerate(projects)}
    ends = {p.end: k for k, p in enumerate(projects)}
    about: dict[int, tuple[tuple[str, int], ...]] = {}
    for k, f in enumerate(figures):
        project = starts.get(f.end)
        if project is None:
            project = ends.get(f.start)
        if project is not None:
            about[k] = (("project", project),)
    return about
