"""StratML documents: their elements against the schema's, their figures against the graph's.

`MODEL` is the content of each element as the schema PerformancePlanOrReport of 16 February 2016 has it (version 2.2), its
children in order with how many of each there may be; the schema itself is not part of the project.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from kg.export import export
from kg.store import Build, open_build

NAMESPACE = "{urn:ISO:std:iso:17469:tech:xsd:PerformancePlanOrReport}"
RESULT = "StartDate? EndDate? NumberOfUnits? Descriptor? Description?"
MODEL = {
    "PerformancePlanOrReport": "Name Description? OtherInformation? StrategicPlanCore AdministrativeInformation? Submitter?",
    "StrategicPlanCore": "Organization* Vision? Mission? Value* Goal+",
    "Organization": "Name? Acronym? Identifier? Description? Stakeholder*",
    "Goal": "Name Description Identifier? SequenceIndicator? Stakeholder* OtherInformation? Objective*",
    "Objective": "Name? Description? Identifier? SequenceIndicator? Stakeholder* OtherInformation? PerformanceIndicator*",
    "Stakeholder": "Name Description? Role*",
    "Role": "Name Description? RoleType? RoleType?",
    "PerformanceIndicator": "SequenceIndicator? MeasurementDimension UnitOfMeasurement Identifier? Relationship*"
    " MeasurementInstance* OtherInformation?",
    "MeasurementInstance": "TargetResult* ActualResult*",
    "TargetResult": RESULT,
    "ActualResult": RESULT,
    "Descriptor": "DescriptorName? DescriptorValue?",
    "AdministrativeInformation": "Identifier? StartDate? EndDate? PublicationDate? Source?",
}
TEXTS = {
    "Name", "Description", "OtherInformation", "Identifier", "MeasurementDimension", "UnitOfMeasurement", "RoleType",
    "StartDate", "EndDate", "PublicationDate", "NumberOfUnits", "DescriptorName", "DescriptorValue", "Source",
}  # fmt: skip
ATTRIBUTES = {
    "PerformancePlanOrReport": {"Type": {"Strategic_Plan", "Performance_Plan", "Performance_Report"}},
    "Stakeholder": {"StakeholderTypeType": {"Person", "Organization", "Generic_Group"}},
    "PerformanceIndicator": {"PerformanceIndicatorType": {"Quantitative", "Qualitative"}},
}


def faults(root: ET.Element) -> list[str]:
    """What the schema would say: elements out of place, values of the wrong type, identifiers used twice."""
    found = []
    identifiers: set[str] = set()
    for element in root.iter():
        tag, text = element.tag.removeprefix(NAMESPACE), element.text or ""
        if not element.tag.startswith(NAMESPACE):
            found.append(f"{element.tag}: namespace")
        for name, value in element.attrib.items():
            if value not in ATTRIBUTES.get(tag, {}).get(name, ()):
                found.append(f"{tag} {name}={value}")
        if tag in MODEL:
            parts = re.findall(r"(\w+)([?*+]?)", MODEL[tag])
            allowed = "".join(f"(?:{name} ){count}" for name, count in parts)
            children = "".join(f"{child.tag.removeprefix(NAMESPACE)} " for child in element)
            if not re.fullmatch(allowed, children):
                found.append(f"{tag}: {children}")
        elif tag not in TEXTS:
            found.append(f"{tag}: unknown")
        elif len(element):
            found.append(f"{tag}: has children")
        if tag.endswith("Date") and text:
            date.fromisoformat(text)
        if tag == "NumberOfUnits" and text:
            Decimal(text)
        if tag == "RoleType" and text not in ("Performer", "Beneficiary"):
            found.append(f"RoleType {text}")
        if tag == "Identifier":
            if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9._-]*", text) or text in identifiers:
                found.append(f"Identifier {text}")
            identifiers.add(text)
    if root.tag != f"{NAMESPACE}PerformancePlanOrReport" or "Type" not in root.attrib:
        found.append("root")
    return found


@pytest.fixture(scope="module")
def exported(seeds_build: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Build, list[ET.Element]]:
    folder = tmp_path_factory.mktemp("stratml") / "plans"
    export(seeds_build, "stratml", folder)
    return open_build(seeds_build), [ET.parse(path).getroot() for path in sorted(folder.iterdir())]


def texts(element: ET.Element, path: str) -> list[str]:
    return [found.text or "" for found in element.findall(path.replace("/", f"/{NAMESPACE}"))]


def test_elements_are_as_the_schema_has_them(exported: tuple[Build, list[ET.Element]]) -> None:
    build, roots = exported
    assert len(roots) == len(build.info["sources"]) == 5
    assert [faults(root) for root in roots] == [[]] * 5


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<Goal>", "<Goals>"),
        ("StartDate>2020", "StartDate>in 2020"),
        ("<NumberOfUnits>", "<NumberOfUnits>x"),
        ('Type="Performance_Report"', 'Type="Report"'),
        ("<Identifier>st-", "<Identifier>9-"),
        ("<UnitOfMeasurement>", "<Value>"),
    ],
)
def test_the_check_finds_what_is_wrong(
    exported: tuple[Build, list[ET.Element]], tmp_path: Path, before: str, after: str
) -> None:
    build, _ = exported
    export(build, "stratml", tmp_path / "plans")
    report = next(row["report"] for row in build.info["sources"] if row["name"].startswith("xinan"))
    text = (tmp_path / "plans" / f"{report.rpartition('/')[2]}.xml").read_text(encoding="utf-8")
    assert before in text
    broken = text.replace(before, after).replace("</Goal>", "</Goals>" if after == "<Goals>" else "</Goal>")
    broken = broken.replace("</UnitOfMeasurement>", "</Value>" if after == "<Value>" else "</UnitOfMeasurement>")
    try:
        assert faults(ET.fromstring(broken))
    except (ValueError, ArithmeticError):
        return


def test_every_figure_and_state_is_a_result(exported: tuple[Build, list[ET.Element]]) -> None:
    build, roots = exported
    rows: Any = build.select(
        "SELECT ?fact ?value ?promise { ?fact kg:reportedIn ?report . OPTIONAL { ?fact kg:value ?value }"
        " OPTIONAL { ?fact a ?promise FILTER(?promise = kg:Commitment) }"
        " FILTER EXISTS { ?fact kg:indicator|kg:about ?any } }"
    )
    told = {row["fact"].value: (row["value"], row["promise"]) for row in rows}
    seen = {}
    for root in roots:
        for indicator in root.iter(f"{NAMESPACE}PerformanceIndicator"):
            statements = texts(indicator, "./OtherInformation")[0].split("\n")
            instances = indicator.findall(f"{NAMESPACE}MeasurementInstance")
            for statement, instance in zip(statements, instances, strict=True):
                assert statement not in seen
                seen[statement] = instance[0]
    assert seen.keys() == told.keys()
    for statement, (value, promise) in told.items():
        result = seen[statement]
        assert texts(result, "./NumberOfUnits") == ([value.value] if value is not None else [])
        assert result.tag == NAMESPACE + ("TargetResult" if promise is not None else "ActualResult")


def test_what_became_of_a_promise_stands_beside_it(exported: tuple[Build, list[ET.Element]]) -> None:
    build, roots = exported
    rows: Any = build.select("SELECT ?f { ?f a kg:FollowUp ; kg:outcome ?o }")
    pairs = [
        instance for root in roots for instance in root.iter(f"{NAMESPACE}MeasurementInstance") if len(instance) == 2
    ]
    assert len(pairs) == len(list(rows)) > 0
    for instance in pairs:
        assert [child.tag for child in instance] == [f"{NAMESPACE}TargetResult", f"{NAMESPACE}ActualResult"]
        assert texts(instance[1], "./Descriptor/DescriptorName") == ["判定"]


def test_a_report_as_a_plan(exported: tuple[Build, list[ET.Element]]) -> None:
    _, roots = exported
    root = next(root for root in roots if texts(root, "./Name") == ["布吉街道2020年上半年工作总结和下半年计划"])
    assert texts(root, "./StrategicPlanCore/Organization/Name") == ["布吉街道办事处"]
    told = root.find(f"{NAMESPACE}AdministrativeInformation")
    assert told is not None
    assert [child.text for child in told][1:4] == ["2020-01-01", "2020-12-31", "2020-08-04"]
    assert "城市管理" in texts(root, "./StrategicPlanCore/Goal/Name")
