"""A build in, a StratML Part 2 document a report out (ISO 17469-2): goals, objectives, indicators, targets and results.

| StratML | in the graph |
|---|---|
| `Goal` | a theme |
| `Objective` | an initiative or project that the report speaks of, or an indicator that belongs to none |
| `PerformanceIndicator` | the figures of one indicator in one unit; for an initiative or project also its state (`Qualitative`) |
| `TargetResult`, `ActualResult` | a commitment with its deadline, an outcome with its period; what a later report says of a commitment stands beside it |
| `Identifier` | the last part of an IRI of the build, because an `xsd:ID` may hold no `/`; `OtherInformation` has the namespace |

Elements and their order are those of the schema PerformancePlanOrReport, version 2.2 of 16 February 2016.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from kg.rdf.terms import CODE, PREFIXES, TERM
from kg.store import Build

NAMESPACE = "urn:ISO:std:iso:17469:tech:xsd:PerformancePlanOrReport"
# XML 1.0, production 2: what may not stand in a document.
_NO_CHARACTER = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NONE = "未归类"


def documents(build: Build) -> Iterator[tuple[str, bytes]]:
    """A name that is fit for a file, and the document, for each report in turn. The same build gives the same bytes."""
    graph = _Graph(build)
    for source in build.info["sources"]:
        document = _document(graph, source["report"], source["name"])
        ET.indent(document)
        yield _local(source["report"]), ET.tostring(document, encoding="utf-8", xml_declaration=True) + b"\n"


class _Graph:
    """The build as values of nodes; all terms are strings."""

    def __init__(self, build: Build) -> None:
        import pyoxigraph

        self._node = pyoxigraph.NamedNode
        self._build = build
        self._store: Any = build.store
        self.base = build.base

    def values(self, node: str, name: str) -> list[str]:
        """What a node has under a prefixed name, or under a name of the ontology; of labels the Chinese ones."""
        prefix, _, local = name.rpartition(":")
        path = (PREFIXES[prefix] if prefix else TERM) + local
        found = self._store.quads_for_pattern(self._node(node), self._node(path), None, None)
        return sorted(quad.object.value for quad in found if getattr(quad.object, "language", None) in (None, "zh"))

    def value(self, node: str | None, *names: str) -> str | None:
        """The value at the end of a way; the first one where there are several."""
        for name in names:
            node = next(iter(self.values(node, name)), None) if node is not None else None
        return node

    def label(self, node: str | None) -> str:
        """The name of a thing or code, else the last part of its IRI."""
        found = self.value(node, "skos:prefLabel") or self.value(node, "rdfs:label")
        return found or (_local(node) if node else "")

    def statements(self, report: str) -> list[str]:
        """The statements of a report, in the order of the text."""
        found = self._store.quads_for_pattern(None, self._node(f"{TERM}reportedIn"), self._node(report), None)
        places = {quad.subject.value: self.value(quad.subject.value, "evidence", "nif:beginIndex") for quad in found}
        return sorted(places, key=lambda statement: (int(places[statement] or 0), statement))

    @cached_property
    def followed(self) -> dict[str, tuple[str, str]]:
        """For commitments: what came of them, and the verdict."""
        rows: Any = self._build.select(
            "SELECT ?commitment ?outcome ?verdict { ?any kg:commitment ?commitment ; kg:outcome ?outcome ; kg:verdict ?verdict }"
        )
        return {row[0].value: (row[1].value, row[2].value) for row in sorted(rows, key=lambda row: str(row))}


@dataclass
class _Objective:
    """What a report says of one initiative, project or indicator."""

    node: str
    themes: Counter[str] = field(default_factory=Counter)
    progress: list[str] = field(default_factory=list)
    figures: dict[tuple[str, str, str], list[str]] = field(default_factory=dict)


def _document(graph: _Graph, report: str, name: str) -> ET.Element:
    title = graph.value(report, "dct:title") or name
    begins = graph.value(report, "reviewPeriod", "dcat:startDate")
    ends = graph.value(report, "reviewPeriod", "dcat:endDate")
    root = ET.Element("PerformancePlanOrReport")
    root.set("xmlns", NAMESPACE)
    root.set("Type", "Performance_Report" if begins else "Performance_Plan")
    _add(root, "Name", title)
    _add(root, "Description", graph.label(graph.value(report, "reportType")))
    _add(root, "OtherInformation", f"Identifier: {graph.base}…")
    core = ET.SubElement(root, "StrategicPlanCore")
    issuer = graph.value(report, "issuedBy") or graph.value(report, "coversArea")
    organisation = ET.SubElement(core, "Organization")
    _add(organisation, "Name", graph.label(issuer))
    _add(organisation, "Identifier", _local(issuer) if issuer else None)
    objectives = _objectives(graph, report)
    for theme in sorted({_theme(each) for each in objectives}) or [""]:
        goal = ET.SubElement(core, "Goal")
        _add(goal, "Name", graph.label(theme) if theme else _NONE)
        _add(goal, "Description", graph.value(theme, "skos:definition") if theme else None, needed=True)
        _add(goal, "Identifier", f"goal-{_local(theme)}" if theme else "goal")
        for each in objectives:
            if _theme(each) == theme:
                goal.append(_objective(graph, each))
    told = ET.SubElement(root, "AdministrativeInformation")
    _add(told, "Identifier", _local(report))
    _add(told, "StartDate", begins or graph.value(report, "planPeriod", "dcat:startDate"))
    _add(told, "EndDate", graph.value(report, "planPeriod", "dcat:endDate") or ends)
    _add(told, "PublicationDate", graph.value(report, "dct:issued"))
    _add(told, "Source", next(filter(_is_address, graph.values(report, "dct:source")), None))
    return root


def _objectives(graph: _Graph, report: str) -> list[_Objective]:
    """In the order of their first statements."""
    found: dict[str, _Objective] = {}
    for statement in graph.statements(report):
        thing, indicator = graph.value(statement, "about"), graph.value(statement, "indicator")
        node = thing or indicator
        if node is None:
            continue
        objective = found.setdefault(node, _Objective(node))
        objective.themes.update(graph.values(statement, "theme"))
        if indicator is None:
            objective.progress.append(statement)
        else:
            kind, unit = graph.value(statement, "measureKind") or "", graph.value(statement, "unit") or ""
            objective.figures.setdefault((indicator, kind, unit), []).append(statement)
    return list(found.values())


def _theme(objective: _Objective) -> str:
    """The theme that most of its statements have, of several the first by name; empty for none."""
    return min(objective.themes, key=lambda theme: (-objective.themes[theme], theme), default="")


def _objective(graph: _Graph, objective: _Objective) -> ET.Element:
    made = ET.Element("Objective")
    _add(made, "Name", graph.label(objective.node))
    first = (objective.progress or next(iter(objective.figures.values())))[0]
    _add(made, "Description", graph.value(first, "sentence", "nif:anchorOf"))
    _add(made, "Identifier", _local(objective.node))
    for name, role in (("runBy", "牵头"), ("jointlyWith", "参与")):
        for who in graph.values(objective.node, name):
            stakeholder = ET.SubElement(made, "Stakeholder", StakeholderTypeType="Organization")
            _add(stakeholder, "Name", graph.label(who))
            part = ET.SubElement(stakeholder, "Role")
            _add(part, "Name", role)
            _add(part, "RoleType", "Performer")
    states = [each for each in objective.progress if graph.value(each, "status")]
    if states:
        _indicator(graph, made, "进展", "状态", states, "Qualitative")
    for (indicator, _, _), statements in objective.figures.items():
        unit = graph.value(statements[0], "unitText") or graph.label(graph.value(statements[0], "unit"))
        _indicator(graph, made, graph.label(indicator), unit, statements, "Quantitative")
    return made


def _indicator(graph: _Graph, parent: ET.Element, name: str, unit: str, statements: list[str], kind: str) -> None:
    made = ET.SubElement(parent, "PerformanceIndicator", PerformanceIndicatorType=kind)
    _add(made, "MeasurementDimension", name)
    _add(made, "UnitOfMeasurement", unit)
    _add(made, "Identifier", _local(statements[0]))
    for statement in statements:
        instance = ET.SubElement(made, "MeasurementInstance")
        target = f"{TERM}Commitment" in graph.values(statement, "rdf:type")
        instance.append(_result(graph, statement, "TargetResult" if target else "ActualResult"))
        if target and statement in graph.followed:
            outcome, verdict = graph.followed[statement]
            instance.append(_result(graph, outcome, "ActualResult", graph.label(verdict)))
    _add(made, "OtherInformation", "\n".join(statements))


def _result(graph: _Graph, statement: str, tag: str, verdict: str | None = None) -> ET.Element:
    """A figure or state with its time and the sentence that says it; a verdict stands instead of the bound or state."""
    made = ET.Element(tag)
    _add(made, "StartDate", graph.value(statement, "period", "dcat:startDate"))
    deadline = graph.value(statement, "deadline", "latestDate")
    _add(made, "EndDate", deadline or graph.value(statement, "period", "dcat:endDate"))
    _add(made, "NumberOfUnits", graph.value(statement, "value"))
    bound = graph.value(statement, "bound")
    state = graph.value(statement, "promisedStatus") or graph.value(statement, "status")
    if verdict is not None:
        _descriptor(made, "判定", verdict)
    elif state is not None:
        _descriptor(made, "状态", graph.label(state))
    elif bound not in (None, f"{CODE}exact"):
        _descriptor(made, graph.label(bound), graph.value(statement, "valueText") or "")
    _add(made, "Description", graph.value(statement, "sentence", "nif:anchorOf"))
    return made


def _descriptor(parent: ET.Element, name: str, value: str) -> None:
    made = ET.SubElement(parent, "Descriptor")
    _add(made, "DescriptorName", name)
    _add(made, "DescriptorValue", value)


def _add(parent: ET.Element, tag: str, text: str | None, *, needed: bool = False) -> None:
    """An element with text; none where there is no text, unless it is needed."""
    if text is not None or needed:
        ET.SubElement(parent, tag).text = _NO_CHARACTER.sub("\ufffd", text or "")


def _local(iri: str) -> str:
    """The last part of one of our IRIs: letters, digits, points and hyphens, a letter first."""
    return re.split(r"[/#]", iri)[-1]


def _is_address(source: str) -> bool:
    return source.startswith(("http://", "https://"))
