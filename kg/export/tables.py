"""A build in, one flat table for each kind of fact out: rows of plain values, with the sentence and where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any, Literal

from kg.records import record
from kg.store import Build

Type = Literal["text", "integer", "number", "date"]
Value = str | int | Decimal | date | None


@record
class Column:
    """A column: its name for programs, its heading for people, and what its values are."""

    name: str
    heading: str
    type: Type = "text"


@record
class Table:
    """A table: its name for files, its title for people, its columns. `kind` is the type of facts that are its rows."""

    name: str
    title: str
    kind: str
    columns: tuple[Column, ...]


_WHO = (
    Column("report", "报告"),
    Column("file", "文件"),
    Column("street", "街道"),
)
_WHERE = (
    Column("quote", "原文"),
    Column("sentence", "句子"),
    Column("section", "章节"),
    Column("start", "起点", "integer"),
    Column("end", "终点", "integer"),
    Column("page", "页", "integer"),
    Column("row", "行", "integer"),
    Column("column", "列", "integer"),
    Column("rule", "规则"),
    Column("confidence", "置信度", "number"),
    Column("id", "标识"),
)

TABLES = (
    Table(
        "reports",
        "报告",
        "report",
        (
            Column("title", "标题"),
            Column("file", "文件"),
            Column("street", "街道"),
            Column("reviewed_from", "回顾期起", "date"),
            Column("reviewed_to", "回顾期止", "date"),
            Column("planned_from", "计划期起", "date"),
            Column("planned_to", "计划期止", "date"),
            Column("published", "发布日期", "date"),
            Column("address", "网址"),
            Column("characters", "字数", "integer"),
            Column("facts", "事实数", "integer"),
            Column("sha256", "原文散列"),
            Column("id", "标识"),
        ),
    ),
    Table(
        "indicators",
        "指标",
        "indicator",
        (
            *_WHO,
            Column("metric", "指标原文"),
            Column("concept_label", "指标"),
            Column("value", "数值", "number"),
            Column("value_max", "数值上限", "number"),
            Column("unit", "单位"),
            Column("bound", "界限"),
            Column("kind", "类别"),
            Column("modality", "语气"),
            Column("period_start", "期间起", "date"),
            Column("period_end", "期间止", "date"),
            Column("deadline", "期限", "date"),
            Column("deadline_source", "期限来源"),
            Column("change_basis", "比较基准"),
            Column("rank_scope", "排名范围"),
            Column("area_label", "区域"),
            Column("concept", "指标标识"),
            *_WHERE,
        ),
    ),
    Table(
        "projects",
        "项目",
        "project",
        (
            *_WHO,
            Column("name", "名称"),
            Column("status", "状态"),
            Column("modality", "语气"),
            Column("count", "个数", "integer"),
            Column("entity", "项目标识"),
            *_WHERE,
        ),
    ),
    Table(
        "initiatives",
        "举措",
        "initiative",
        (
            *_WHO,
            Column("name", "名称"),
            Column("initiative_type", "类型"),
            Column("status", "状态"),
            Column("modality", "语气"),
            Column("entity", "举措标识"),
            *_WHERE,
        ),
    ),
    Table(
        "deadlines",
        "期限",
        "deadline",
        (*_WHO, Column("date", "最迟日期", "date"), Column("granularity", "精度"), *_WHERE),
    ),
    Table(
        "areas",
        "区域",
        "area",
        (*_WHO, Column("name", "名称"), Column("level", "级别"), Column("entity", "区域标识"), *_WHERE),
    ),
    Table(
        "honours",
        "荣誉首创",
        "honour",
        (*_WHO, Column("honour", "种类"), Column("text", "内容"), Column("scope", "范围"), *_WHERE),
    ),
    Table("set_aside", "不计的数字", "set_aside", (*_WHO, Column("reason", "原因"), *_WHERE)),
)

_REPORTS = "SELECT ?report ?issued ?address { ?report a kg:Report OPTIONAL { ?report dct:issued ?issued } OPTIONAL { ?report kg:sourceAddress ?address } }"
_LABELS = "SELECT ?area ?label { ?area a kg:AdministrativeArea ; rdfs:label ?label }"


class Rows:
    """The rows of each table of a build, read once from its facts. Values are those of the JSON lines."""

    def __init__(self, build: Build) -> None:
        self._build = build
        self._sources = {row["report"]: row for row in build.info["sources"]}

    def of(self, table: Table) -> Iterator[dict[str, Value]]:
        """The rows of one table, in the order of the build."""
        if table.kind == "report":
            yield from self._reports()
            return
        text, of_report = "", ""
        for fact in self._build.facts():
            if fact["type"] != table.kind:
                continue
            source = self._sources[fact["report"]]
            if of_report != fact["report"]:
                text, of_report = self._build.text(source["sha256"]), fact["report"]
            start, end = fact["sentence"]
            known = fact | {
                "report": source["title"] or source["name"],
                "file": source["name"],
                "street": source["head"]["path"][-1],
                "sentence": text[start:end].strip(),
                "area_label": self._labels.get(fact.get("area", "")),
            }
            yield {column.name: typed(known.get(column.name), column.type) for column in table.columns}

    def reports_of(self, table: Table) -> Iterator[str]:
        """The IRI of the report of each row, in their order."""
        if table.kind == "report":
            return iter(self._sources)
        return (fact["report"] for fact in self._build.facts() if fact["type"] == table.kind)

    def address_of(self, report: str) -> str | None:
        """Where a report was published, if its page says so."""
        return self._published.get(report, (None, None))[1]

    def _reports(self) -> Iterator[dict[str, Value]]:
        for iri, source in self._sources.items():
            head = source["head"]
            issued, address = self._published.get(iri, (None, None))
            reviewed, planned = (head[name] or {} for name in ("reviewed", "planned"))
            yield {
                "title": source["title"] or source["name"],
                "file": source["name"],
                "street": head["path"][-1],
                "reviewed_from": typed(reviewed.get("start"), "date"),
                "reviewed_to": typed(reviewed.get("end"), "date"),
                "planned_from": typed(planned.get("start"), "date"),
                "planned_to": typed(planned.get("end"), "date"),
                "published": typed(issued, "date"),
                "address": address,
                "characters": source["characters"],
                "facts": sum(source["facts"].values()),
                "sha256": source["sha256"],
                "id": iri,
            }

    @cached_property
    def _published(self) -> dict[str, tuple[str | None, str | None]]:
        return {
            row["report"].value: tuple(None if term is None else term.value for term in (row["issued"], row["address"]))  # type: ignore[misc]
            for row in self._build.select(_REPORTS)
        }

    @cached_property
    def _labels(self) -> dict[str, str]:
        return {row["area"].value: row["label"].value for row in self._build.select(_LABELS)}


def typed(value: Any, kind: Type) -> Value:
    """A value of the JSON lines as what its column holds: decimals exact, dates as dates."""
    if value is None or value == "":
        return None
    if kind == "number":
        return Decimal(str(value))
    if kind == "date":
        return date.fromisoformat(value)
    return int(value) if kind == "integer" else str(value)
