"""What one report promises and what it reports, in the few fields by which reports of one street are compared.

Made from a linked report, kept beside its triples as JSON, and read again when reports are linked with one another: a
report that has not changed need not be read for that.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from kg.documents.model import Period, SectionRole, Sentence
from kg.extraction import status
from kg.extraction.model import Bound, Indicator, Kind, Modality, Project, Status
from kg.language.units import Unit
from kg.language.units import unit as known_unit
from kg.linking.concepts import higher_is_better
from kg.linking.model import Area, IndicatorConcept, Linked
from kg.linking.names import normalised
from kg.records import as_dict, record


@record
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
    sentence: int
    """Index into the sentences of the report."""
    cumulative: bool
    """Whether its clause says that it was added up (累计建成46.8万亩)."""
    reach: str
    """`whole` where its clause speaks of all of the area (全县), `part` where its sentence begins with a part of it."""
    names_whole: bool
    """Whether it only names how many there are, of which the rest of the sentence tells (3家照料中心,…运营2家)."""
    remainder: bool
    """Whether it counts what is left (剩余2个已进场)."""
    rest_goes_on: bool
    """Whether the words behind it say that the others of its group are under way (剩余2个已进场)."""


@record
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
    sentence: int
    """Index into the sentences of the report."""


@record
class SaidSentence:
    """A sentence as it is read, and whether it is one of the plan."""

    text: str
    planned: bool


@record
class Head:
    """What tells which reports belong together: `reviewed` and `planned` are the periods that one looks back on and ahead to.

    `path` are the names of its area and of what that lies in, outermost first.
    """

    report: str
    area: str
    path: tuple[str, ...]
    reviewed: Period | None
    planned: Period | None


@record
class Claims:
    """A report's claims."""

    head: Head
    figures: tuple[FigureClaim, ...]
    projects: tuple[ProjectClaim, ...]
    sentences: tuple[SaidSentence, ...]


_LEFT = re.compile("(?:剩余|其余|余下|另外?|还)有?$")
_DONE = re.compile("完工|完成|建成|竣工|投用|启用|使用|开业|开门|运营|通车|验收|达标|改造|新增|整治")
_WHOLE = re.compile("全(?:街道|[街镇乡县区市旗州])")
# 茅坪片区提质农村公路43公里, 鹤园社区率先试点,安装充电端口650个
_PART_OF_AREA = re.compile(r"[一-鿿]{2,4}(?:片区|社区|村|镇|乡)(?![一-鿿]{0,2}(?:振兴|治理|建设|道路|公路|干部|集体))")
_CLAUSE = re.compile(r"[,，;；。:：]")
# 收入20万元以上的村, 超过10万元的村: the number tells which villages are meant.
_THRESHOLD = re.compile(r"以[上下]的?[一-鿿]*村|以[上下]的|的[一-鿿]{0,2}[村户](?![一-鿿])|的村")
# What villages have, not what is built in them.
_STOCK = re.compile("面积|产量|产值|收入|人口|存栏|出栏")
# 剩余2个已进场施工, 另有1个正在进行管网施工, 其余正在加快建设
_REST = re.compile(
    r"(?:剩余|其余|余下|另有?|还有)[^,，;；。]{0,12}?(?:正在|进场|施工|在建|开工|动工|推进|加快|收尾|进行)"
)
_OPENING = 4
"""Characters from the beginning of a sentence in which its subject begins (其中,竹坪…)."""
_WIDER = {
    "street": re.compile("全[区市县省国]"),
    "district": re.compile("全[市省国]"),
    "city": re.compile("全[省国]"),
}


def claims_of(linked: Linked) -> Claims:
    """The claims of a report: promises of its plan, what it reports outside plans."""
    said = _Said(linked)
    document = linked.extraction.document
    concepts = {concept.key: concept for concept in linked.concepts}
    figures = tuple(
        said.figure(figure, key, concepts[concept], area)
        for figure, key, concept, area in zip(
            linked.extraction.indicators,
            linked.indicator_keys,
            linked.indicator_concepts,
            linked.indicator_areas,
            strict=True,
        )
        if said.is_planned(figure.start) is (figure.modality is Modality.TARGET)
        and not _THRESHOLD.match(document.text, figure.end)
        and not said.in_a_name(figure)
    )
    # 刘家岭、前湖、大官庄3个示范村: one promise, of three.
    in_groups = {index for group in linked.extraction.projects if group.count for index in group.members}
    projects = tuple(
        said.project(index, project, key, entity)
        for index, (project, key, entity) in enumerate(
            zip(linked.extraction.projects, linked.project_keys, linked.project_entities, strict=True)
        )
        if index not in in_groups
    )
    return Claims(
        Head(linked.report_key, linked.report_area.key, _path(linked), document.review_period, document.plan_period),
        figures,
        projects,
        said.sentences(),
    )


def _path(linked: Linked) -> tuple[str, ...]:
    areas = {area.key: area for area in linked.areas}
    names = []
    step: Area | None = linked.report_area
    while step is not None:
        names.append(step.name)
        step = areas.get(step.within or "")
    return tuple(reversed(names))


class _Said:
    """A report's mentions as claims, and the sentences in which they stand."""

    def __init__(self, linked: Linked) -> None:
        self._extraction = linked.extraction
        self._document = linked.extraction.document
        self._own = linked.report_area.key
        self._wider = _WIDER.get(linked.report_area.level.value)
        self._measured = {
            index for figure in self._extraction.indicators for what, index in figure.about if what == "project"
        }
        self._names = [(project.start, project.end) for project in self._extraction.projects]
        self._areas = [
            (mention.start, key)
            for mention, key in zip(self._extraction.areas, linked.area_entities, strict=True)
            if key is not None and key != self._own
        ]

    def sentences(self) -> tuple[SaidSentence, ...]:
        """The sentences of the report, into which its claims point."""
        text = self._document.reading.text
        return tuple(
            SaidSentence(
                text[sentence.reading_start : sentence.reading_end].strip(),
                status.role_of(self._document, sentence) is SectionRole.PLAN,
            )
            for sentence in self._document.sentences
        )

    def is_planned(self, start: int) -> bool:
        return status.role_of(self._document, self._document.sentence_at(start)) is SectionRole.PLAN

    def in_a_name(self, figure: Indicator) -> bool:
        """Whether a figure is a part of a project's name (年产5万吨预制菜项目)."""
        return any(start < figure.start and figure.end < end for start, end in self._names)

    def figure(self, figure: Indicator, key: str, concept: IndicatorConcept, area: str) -> FigureClaim:
        unit = known_unit(figure.unit)
        factor = unit.multiplier if unit else Decimal(1)
        sentence = self._document.sentence_at(figure.start)
        before = self._document.text[sentence.start : figure.start]
        behind = self._document.text[figure.end : sentence.end]
        clause = _CLAUSE.split(before)[-1]
        return FigureClaim(
            key=key,
            start=figure.start,
            end=figure.end,
            promised=figure.modality is Modality.TARGET,
            label=concept.label,
            metric=figure.metric,
            concept=concept.key,
            curated=concept.curated,
            area=self._scope(figure, area, sentence, clause),
            kind=figure.kind.value,
            unit=unit.canonical if unit else figure.unit,
            value=figure.value * factor,
            value_max=None if figure.value_max is None else figure.value_max * factor,
            bound=figure.bound,
            period=figure.period,
            deadline=figure.deadline.latest if figure.deadline and figure.deadline.start is not None else None,
            more_is_better=higher_is_better(concept),
            thing=self._counted(figure),
            sentence=sentence.ordinal,
            cumulative="累计" in clause,
            reach="whole" if _WHOLE.search(clause) else "part" if _PART_OF_AREA.match(before.lstrip()) else "",
            names_whole=not clause.strip() and _DONE.search(_CLAUSE.split(behind)[0]) is None,
            remainder=_LEFT.search(clause) is not None,
            rest_goes_on=_rest_goes_on(behind, unit),
        )

    def project(self, index: int, project: Project, key: str, entity: str) -> ProjectClaim:
        return ProjectClaim(
            key=key,
            start=project.start,
            end=project.end,
            promised=self.is_planned(project.start),
            name=normalised(project.name),
            entity=entity,
            count=project.count,
            measured=index in self._measured,
            state=project.status,
            wanted=project.promised,
            deadline=project.deadline.latest if project.deadline else None,
            sentence=self._document.sentence_at(project.start).ordinal,
        )

    def _scope(self, figure: Indicator, area: str, sentence: Sentence, clause: str) -> str:
        if self._wider is not None and self._wider.search(clause):
            return "above"
        if area == self._own and (figure.kind in (Kind.SHARE, Kind.CHANGE) or _STOCK.search(figure.metric)):
            # 竹坪、石牛两村参保率达到100%: not that of the street. Counts of things are, wherever these were built.
            inside = range(bisect_left(self._areas, (sentence.start, "")), bisect_left(self._areas, (figure.start, "")))
            if inside and self._areas[inside[0]][0] - sentence.start <= _OPENING:
                return self._areas[inside[-1]][1]
        return "" if area == self._own else area

    def _counted(self, figure: Indicator) -> str:
        about = (self._extraction.projects[index] for what, index in figure.about if what == "project")
        return next((normalised(group.name) for group in about if group.count == figure.value), "")


def _rest_goes_on(behind: str, unit: Unit | None) -> bool:
    """Whether the words behind a figure say that the others of its group are under way."""
    rest = _REST.search(behind)
    # 建成厂房11.2万平方米,另有28.5万平方米在建 tells of others.
    return rest is not None and ("另有" not in rest[0] or (unit is not None and unit.canonical.startswith("count-")))


def to_json(claims: Claims) -> str:
    """The claims as one line of JSON; `from_json` reads it."""
    data = {
        "head": head_to_json(claims.head),
        "figures": [as_dict(figure) for figure in claims.figures],
        "projects": [as_dict(project) for project in claims.projects],
        "sentences": [[sentence.text, sentence.planned] for sentence in claims.sentences],
    }
    return json.dumps(data, ensure_ascii=False, default=_plain, separators=(",", ":")) + "\n"


def head_to_json(head: Head) -> dict[str, object]:
    """The fields of a head as JSON has them."""
    return as_dict(head) | {
        name: None if period is None else _plain(period)
        for name, period in (("reviewed", head.reviewed), ("planned", head.planned))
    }


def head_from_json(data: dict[str, Any]) -> Head:
    """The head that `head_to_json` wrote."""
    return Head(data["report"], data["area"], tuple(data["path"]), _period(data["reviewed"]), _period(data["planned"]))


def _plain(value: object) -> object:
    if isinstance(value, Period):
        return {"start": value.start.isoformat(), "end": value.end.isoformat()}
    return str(value)


def from_json(text: str) -> Claims:
    """The claims that `to_json` wrote."""
    data = json.loads(text)
    return Claims(
        head_from_json(data["head"]),
        tuple(_read_figure(row) for row in data["figures"]),
        tuple(_read_project(row) for row in data["projects"]),
        tuple(SaidSentence(text, planned) for text, planned in data["sentences"]),
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


def by_area(heads: Sequence[Head]) -> list[list[int]]:
    """Which reports are of one area, for each that has several, the earliest reviewed period first.

    A town that its report does not place (竹溪桥镇) is the one of that name that another report places, if there is only one.
    """
    placed: dict[str, set[str]] = {}
    for head in heads:
        if len(head.path) > 1:
            placed.setdefault(head.path[-1], set()).add(head.area)
    found: dict[str, list[int]] = {}
    for number, head in enumerate(heads):
        if head.reviewed is not None or head.planned is not None:
            same = placed.get(head.path[-1], set()) if len(head.path) == 1 else set()
            area = next(iter(same)) if len(same) == 1 else head.area
            found.setdefault(area, []).append(number)
    return [
        sorted(several, key=lambda number: (_latest(heads[number]), heads[number].report))
        for _, several in sorted(found.items())
        if len(several) > 1
    ]


def _latest(head: Head) -> date:
    """The last day that a report looks back on; of a plan alone the day before it begins."""
    if head.reviewed is not None:
        return head.reviewed.end
    assert head.planned is not None
    return head.planned.start
