"""What one report promises and what it reports, in the few fields by which reports of one street are compared.

Made from a linked report, kept beside its triples as JSON, and read again when reports are linked with one another: a
report that has not changed need not be read for that.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kg.documents.model import Period, SectionRole
from kg.extraction import status
from kg.extraction.model import Bound, Indicator, Modality, Project, Status
from kg.language.units import unit as known_unit
from kg.linking.concepts import higher_is_better
from kg.linking.model import Area, IndicatorConcept, Linked
from kg.linking.names import normalised


@dataclass(frozen=True, slots=True)
class FigureClaim:
    """A figure. `value` and `value_max` are in the canonical unit `unit`; periods are of days, both inclusive."""

    key: str
    start: int
    end: int
    promised: bool
    label: str
    """What is measured, as the indicator's concept says it."""
    metric: str
    """The same in the words of the text."""
    concept: str
    curated: bool
    """Whether the concept is one of the ontology's."""
    area: str
    """The area that it is about; empty for the report's own, `above` for what that lies in (全区 in a street's report)."""
    kind: str
    unit: str
    value: Decimal
    value_max: Decimal | None
    bound: Bound
    period: Period | None
    deadline: date | None
    """Where the text states one for it."""
    more_is_better: bool | None
    thing: str
    """What is counted, where that is a group of projects (4个老旧小区改造); else empty."""
    rest_goes_on: bool
    """Whether the words behind it say that the others of its group are under way (剩余2个已进场)."""


@dataclass(frozen=True, slots=True)
class ProjectClaim:
    """A project with its state; `wanted` is what a plan promises of it."""

    key: str
    start: int
    end: int
    promised: bool
    name: str
    entity: str
    count: int | None
    measured: bool
    """Whether a figure stands beside its name that says how much of it: then that is the promise."""
    state: Status
    wanted: Status | None
    deadline: date | None


@dataclass(frozen=True, slots=True)
class Claims:
    """A report's claims. `reviewed` and `planned` are the periods that it looks back on and ahead to.

    `path` are the names of its area and of what that lies in, outermost first.
    """

    report: str
    area: str
    path: tuple[str, ...]
    reviewed: Period | None
    planned: Period | None
    figures: tuple[FigureClaim, ...]
    projects: tuple[ProjectClaim, ...]


_CLAUSE = re.compile(r"[,，;；。:：]")
# 收入20万元以上的村: the number tells which villages are meant.
_THRESHOLD = re.compile(r"以[上下]的?[一-鿿]*村|以[上下]的")
# 剩余2个已进场施工, 另有1个正在进行管网施工, 其余正在加快建设
_REST = re.compile(r"(?:剩余|其余|余下|另有?|还有)[^,，;；。]{0,12}?(?:正在|进场|施工|在建|开工|动工|推进|加快|收尾|进行)")
_WIDER = {
    "street": re.compile("全[区市县省国]"),
    "district": re.compile("全[市省国]"),
    "city": re.compile("全[省国]"),
}


def claims_of(linked: Linked) -> Claims:
    """The claims of a report: promises of its plan, what it reports outside plans."""
    extraction = linked.extraction
    document = extraction.document

    def role(start: int) -> SectionRole:
        return status.role_of(document, document.sentence_at(start))

    own = linked.report_area.key
    wider = _WIDER.get(linked.report_area.level.value)
    measured = {index for figure in extraction.indicators for what, index in figure.about if what == "project"}

    def scope(figure: Indicator, area: str) -> str:
        sentence = document.sentence_at(figure.start)
        clause = _CLAUSE.split(document.text[sentence.start : figure.start])[-1]
        if wider is not None and wider.search(clause):
            return "above"
        return "" if area == own else area

    def counted(figure: Indicator) -> str:
        about = (extraction.projects[index] for what, index in figure.about if what == "project")
        return next((normalised(group.name) for group in about if group.count == figure.value), "")

    spans = [(project.start, project.end) for project in extraction.projects]

    def in_name(figure: Indicator) -> bool:
        # 年产5万吨预制菜项目
        return any(start < figure.start and figure.end < end for start, end in spans)

    def rest_goes_on(figure: Indicator) -> bool:
        return _REST.search(document.text, figure.end, document.sentence_at(figure.start).end) is not None

    concepts = {concept.key: concept for concept in linked.concepts}
    figures = [
        _figure(
            figure,
            key,
            concepts[concept],
            scope(figure, area),
            higher_is_better(concepts[concept]),
            counted(figure),
            rest_goes_on(figure),
        )
        for figure, key, concept, area in zip(
            extraction.indicators, linked.indicator_keys, linked.indicator_concepts, linked.indicator_areas, strict=True
        )
        if (role(figure.start) is SectionRole.PLAN) is (figure.modality is Modality.TARGET)
        and not _THRESHOLD.match(document.text, figure.end)
        and not in_name(figure)
    ]
    # 刘家岭、前湖、大官庄3个示范村: one promise, of three.
    in_groups = {index for group in extraction.projects if group.count for index in group.members}
    projects = [
        _project(project, key, entity, role(project.start) is SectionRole.PLAN, index in measured)
        for index, (project, key, entity) in enumerate(
            zip(extraction.projects, linked.project_keys, linked.project_entities, strict=True)
        )
        if index not in in_groups
    ]
    return Claims(
        linked.report_key,
        own,
        _path(linked),
        document.review_period,
        document.plan_period,
        tuple(figures),
        tuple(projects),
    )


def _path(linked: Linked) -> tuple[str, ...]:
    areas = {area.key: area for area in linked.areas}
    names = []
    step: Area | None = linked.report_area
    while step is not None:
        names.append(step.name)
        step = areas.get(step.within or "")
    return tuple(reversed(names))


def _figure(
    figure: Indicator,
    key: str,
    concept: IndicatorConcept,
    area: str,
    more_is_better: bool | None,
    thing: str,
    rest_goes_on: bool,
) -> FigureClaim:
    unit = known_unit(figure.unit)
    factor = unit.multiplier if unit else Decimal(1)
    return FigureClaim(
        key=key,
        start=figure.start,
        end=figure.end,
        promised=figure.modality is Modality.TARGET,
        label=concept.label,
        metric=figure.metric,
        concept=concept.key,
        curated=concept.curated,
        area=area,
        kind=figure.kind.value,
        unit=unit.canonical if unit else figure.unit,
        value=figure.value * factor,
        value_max=None if figure.value_max is None else figure.value_max * factor,
        bound=figure.bound,
        period=figure.period,
        deadline=figure.deadline.latest if figure.deadline and figure.deadline.start is not None else None,
        more_is_better=more_is_better,
        thing=thing,
        rest_goes_on=rest_goes_on,
    )


def _project(project: Project, key: str, entity: str, promised: bool, measured: bool) -> ProjectClaim:
    return ProjectClaim(
        key=key,
        start=project.start,
        end=project.end,
        promised=promised,
        name=normalised(project.name),
        entity=entity,
        count=project.count,
        measured=measured,
        state=project.status,
        wanted=project.promised,
        deadline=project.deadline.latest if project.deadline else None,
    )


def to_json(claims: Claims) -> str:
    """The claims as one line of JSON; `from_json` reads it."""
    data = _fields(claims) | {
        "figures": [_fields(figure) for figure in claims.figures],
        "projects": [_fields(project) for project in claims.projects],
    }
    return json.dumps(data, ensure_ascii=False, default=_plain, separators=(",", ":")) + "\n"


def _fields(record: Claims | FigureClaim | ProjectClaim) -> dict[str, object]:
    """The fields of a record by name; `dataclasses.asdict` copies deeply and takes ten times as long."""
    return {name: getattr(record, name) for name in record.__slots__}


def _plain(value: object) -> object:
    if isinstance(value, Period):
        return {"start": value.start.isoformat(), "end": value.end.isoformat()}
    return str(value)


def from_json(text: str) -> Claims:
    """The claims that `to_json` wrote."""
    data = json.loads(text)
    return Claims(
        data["report"],
        data["area"],
        tuple(data["path"]),
        _period(data["reviewed"]),
        _period(data["planned"]),
        tuple(_read_figure(row) for row in data["figures"]),
        tuple(_read_project(row) for row in data["projects"]),
    )


def _read_figure(row: dict[str, object]) -> FigureClaim:
    given = dict(row)
    given["value"] = Decimal(str(row["value"]))
    given["value_max"] = None if row["value_max"] is None else Decimal(str(row["value_max"]))
    given["bound"] = Bound(str(row["bound"]))
    given["period"] = _period(row["period"])
    given["deadline"] = _day(row["deadline"])
    return FigureClaim(**given)  # type: ignore[arg-type]


def _read_project(row: dict[str, object]) -> ProjectClaim:
    given = dict(row)
    given["state"] = Status(str(row["state"]))
    given["wanted"] = None if row["wanted"] is None else Status(str(row["wanted"]))
    given["deadline"] = _day(row["deadline"])
    return ProjectClaim(**given)  # type: ignore[arg-type]


def _day(value: object) -> date | None:
    return None if value is None else date.fromisoformat(str(value))


def _period(value: object) -> Period | None:
    if not isinstance(value, dict):
        return None
    return Period(date.fromisoformat(value["start"]), date.fromisoformat(value["end"]))


def by_area(reports: Sequence[Claims]) -> list[list[Claims]]:
    """The reports of each area that has several, the earliest reviewed period first.

    A town that its report does not place (竹溪桥镇) is the one of that name that another report places, if there is only one.
    """
    placed: dict[str, set[str]] = {}
    for claims in reports:
        if len(claims.path) > 1:
            placed.setdefault(claims.path[-1], set()).add(claims.area)
    found: dict[str, list[Claims]] = {}
    for claims in reports:
        if claims.reviewed is not None or claims.planned is not None:
            same = placed.get(claims.path[-1], set()) if len(claims.path) == 1 else set()
            area = next(iter(same)) if len(same) == 1 else claims.area
            found.setdefault(area, []).append(claims)
    return [
        sorted(several, key=lambda claims: (_latest(claims), claims.report))
        for _, several in sorted(found.items())
        if len(several) > 1
    ]


def _latest(claims: Claims) -> date:
    """The last day that a report looks back on; of a plan alone the day before it begins."""
    if claims.reviewed is not None:
        return claims.reviewed.end
    assert claims.planned is not None
    return claims.planned.start
