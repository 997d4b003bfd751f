"""A hand-made report through all stages, for tests that must not depend on recognisers.

`document()` is a short report put together from sentences of real ones, with a title, a publication date, a review
section with two subsections and a plan section. `extraction()` holds what a careful reader finds in it and `linked()`
its identities. Between them there is at least one of:

* Measurement: level (439.95亿元), share (85.2%, 54.03% of a target), duration (超过2年), unit that is a noun
  (125万市场主体), range in a plan (1-2个), lower bound (不少于65家), 余 (2.2万余人), 约 (约188.8万元), 不超过
  (不超过5%), provisional (93.57亿元), zero (0宗), target inside a review (35.4万平方米)
* Change: growth 同比 (13.08%, compares the level), fall with 近 (−3百分点), fall with 以上 (−60%), promised growth
  (10%以上)
* Ranking: observed (全区第一, compares the share), promised and bounded (前三)
* Progress: completed, under way, planned with promised status; a group with two named members and 等; initiatives
* Recognition and Precedence
* Deadlines: explicit (8月底前, 年内), on schedule (按期), inherited from the plan period
* Areas of all five levels, one of them resolved only by its parent, one mention unresolved; two organisations
* SetAside: list number, date, name, unresolved; a FollowUp that was met and one not reported
* Two statements with one span (响应率、办结率达到100%)

Everything is a frozen dataclass: change a thing with `dataclasses.replace`. Offsets are found by quotation, so the text
may be edited.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from kg.documents.model import Document, Metadata, Period, Reading, ReportType, Section, SectionRole, Sentence
from kg.extraction.model import (
    AreaLevel,
    AreaMention,
    Bound,
    ChangeBasis,
    Cue,
    Deadline,
    DeadlineMention,
    DeadlineSource,
    Extraction,
    Granularity,
    Honour,
    HonourMention,
    Indicator,
    Initiative,
    Kind,
    Mention,
    Modality,
    Project,
    SetAside,
    SetAsideReason,
    Status,
    Strength,
)
from kg.linking.model import Area, FollowUp, IndicatorConcept, Linked, Organisation, Undertaking

LINES: tuple[str, ...] = (
    "宝安区新安街道办事处2020年上半年工作报告及下半年工作计划",
    "信息来源:宝安区新安街道 信息提供日期:2020-09-24",
    "一、上半年工作情况",
    "(一)经济运行稳步回暖",
    "1-6月,限上商业实现销售额439.95亿元,同比增长13.08%。",
    "街道主体责任投资完成率85.2%,进度全区第一。",
    "违建案件0宗,市容警情在全区占比下降近3个百分点,亡人数下降60%以上。",
    "消化违建存量19.125万平方米,完成年度任务35.4万平方米的54.03%。",
    "社会消费品零售总额93.57亿元(以统计公布为准),支付帮扶资金约188.8万元,不良率不超过5%。",
    "(二)城市建设有序推进",
    "52个政府投资项目、鹏鼎时代大厦、上川消防站等项目加快建设,上川消防站完成竣工验收。",
    "甲岸社区“1+22+N”服务机制服务125万市场主体,党群服务中心获评市“优秀”,举办全市首个街道级购物节。",
    "广东省深圳市和平社区2.2万余人参与,响应率、办结率达到100%,107国道整治连续运行超过2年。",
    "二、下半年工作计划",
    "力争8月底前完成“双百工程”。",
    "确保商业销售额绝对增速10%以上,争取排全区前三。",
    "打造1-2个深港创新创业基地,新增国高企业不少于65家。",
    "新乐消防站年内开工,按期完成2.4公顷土地整备。",
)
"""The paragraphs of the report; every one is one sentence."""

TEXT = "\n".join(LINES) + "\n"
REVIEW = Period(date(2020, 1, 1), date(2020, 6, 30))
PLAN = Period(date(2020, 7, 1), date(2020, 12, 31))
SURE = Decimal("0.95")


def at(quote: str, nth: int = 1, text: str = TEXT) -> tuple[int, int]:
    """Where a quotation stands: (start, end) of its nth occurrence."""
    position = -1
    for _ in range(nth):
        position = text.index(quote, position + 1)
    return position, position + len(quote)


def document(text: str = TEXT) -> Document:
    """The report with its sections and sentences; each paragraph is one sentence."""
    headings = {
        "一、上半年工作情况": (1, SectionRole.REVIEW, None),
        "(一)经济运行稳步回暖": (2, SectionRole.REVIEW, 1),
        "(二)城市建设有序推进": (2, SectionRole.REVIEW, 1),
        "二、下半年工作计划": (1, SectionRole.PLAN, None),
    }
    sections: list[Section] = [Section(0, 0, "", 0, 0, SectionRole.PREAMBLE)]
    sentences: list[Sentence] = []
    position = 0
    for line in text.removesuffix("\n").split("\n"):
        end = position + len(line)
        if line in headings:
            level, role, parent = headings[line]
            path = ((*sections[parent].path, line)) if parent is not None else (line,)
            sections.append(Section(len(sections), level, line, position, end, role, parent, path))
        sentences.append(
            Sentence(len(sentences), position, end, position, end, len(sections) - 1, is_heading=line in headings)
        )
        position = end + 1
    ends = [*(section.start - 1 for section in sections[1:]), len(text) - 1]
    sections = [replace(section, end=end) for section, end in zip(sections, ends, strict=True)]
    return Document(
        name="xinan-example",
        text=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        reading=Reading(text),
        metadata=Metadata(
            title=LINES[0],
            title_span=(0, len(LINES[0])),
            publisher="宝安区新安街道",
            issued=date(2020, 9, 24),
            source="宝安区新安街道",
            report_type=ReportType.REVIEW_AND_PLAN,
        ),
        sections=tuple(sections),
        sentences=tuple(sentences),
        review_period=REVIEW,
        plan_period=PLAN,
        source_file="xinan-example.txt",
    )


def figure(quote: str, value: str, unit: str, metric: str, *, nth: int = 1, **more: Any) -> Indicator:
    """An outcome of the review period; `written_value`, `written_unit` default to value and unit."""
    start, end = at(quote, nth)
    fields: dict[str, Any] = {
        "start": start,
        "end": end,
        "rule": "figure-with-unit",
        "confidence": SURE,
        "value": Decimal(value),
        "value_max": None,
        "unit": unit,
        "written_value": Decimal(value),
        "written_value_max": None,
        "written_unit": unit,
        "metric": metric,
        "period": REVIEW,
    }
    return Indicator(**(fields | more))


def inherited() -> Deadline:
    """The deadline of a commitment that states none: the end of the plan period."""
    return Deadline(latest=PLAN.end, granularity=Granularity.HALF, source=DeadlineSource.INHERITED)


def stated(
    quote: str, latest: date, granularity: Granularity, source: DeadlineSource = DeadlineSource.EXPLICIT
) -> Deadline:
    """A deadline in words."""
    start, end = at(quote)
    return Deadline(latest=latest, granularity=granularity, source=source, start=start, end=end)


AUGUST = ("8月底前", date(2020, 8, 31), Granularity.MONTH)
THIS_YEAR = ("年内", date(2020, 12, 31), Granularity.YEAR)


def _indicators() -> list[Indicator]:
    planned: dict[str, Any] = {
        "modality": Modality.TARGET,
        "strength": Strength.PLAN,
        "period": PLAN,
        "deadline": inherited(),
    }
    rows = [
        figure(
            "439.95亿元",
            "43995000000",
            "元",
            "限上商业销售额",
            written_value=Decimal("439.95"),
            written_unit="亿元",
            period_stated=True,
            cues=(Cue("metric", *at("限上商业实现销售额")), Cue("date", *at("1-6月"))),
        ),
        figure(
            "13.08%",
            "13.08",
            "%",
            "限上商业销售额同比",
            kind=Kind.CHANGE,
            change_basis=ChangeBasis.YEAR_ON_YEAR,
            base_period=Period(date(2019, 1, 1), date(2019, 6, 30)),
            cues=(Cue("kind", *at("同比增长")),),
        ),
        figure("85.2%", "85.2", "%", "街道主体责任投资完成率", kind=Kind.SHARE),
        figure(
            "全区第一",
            "1",
            "位",
            "街道主体责任投资进度",
            kind=Kind.RANK,
            rank_scope="全区",
            ranked_aspect="进度",
        ),
        figure("0宗", "0", "宗", "违建案件"),
        figure(
            "3个百分点",
            "-3",
            "百分点",
            "市容警情占比",
            kind=Kind.CHANGE,
            bound=Bound.NEARLY,
            change_basis=ChangeBasis.UNSTATED,
            cues=(Cue("kind", *at("下降", 1)), Cue("bound", *at("近"))),
        ),
        figure(
            "60%以上",
            "-60",
            "%",
            "亡人数",
            kind=Kind.CHANGE,
            bound=Bound.AT_LEAST,
            change_basis=ChangeBasis.UNSTATED,
        ),
        figure(
            "19.125万平方米",
            "191250",
            "平方米",
            "消化违建存量",
            written_value=Decimal("19.125"),
            written_unit="万平方米",
        ),
        figure(
            "35.4万平方米",
            "354000",
            "平方米",
            "消化违建存量",
            written_value=Decimal("35.4"),
            written_unit="万平方米",
            modality=Modality.TARGET,
            strength=Strength.PLAN,
            period=Period(date(2020, 1, 1), date(2020, 12, 31)),
            deadline=inherited(),
        ),
        figure("54.03%", "54.03", "%", "消化违建存量任务完成率", kind=Kind.SHARE),
        figure(
            "93.57亿元",
            "9357000000",
            "元",
            "社会消费品零售总额",
            written_value=Decimal("93.57"),
            written_unit="亿元",
            provisional=True,
        ),
        figure(
            "188.8万元",
            "1888000",
            "元",
            "支付帮扶资金",
            written_value=Decimal("188.8"),
            written_unit="万元",
            bound=Bound.ABOUT,
            cues=(Cue("bound", *at("约")),),
        ),
        figure("5%", "5", "%", "不良率", nth=1, kind=Kind.SHARE, bound=Bound.AT_MOST),
        figure("52个", "52", "个", "政府投资项目", about=(("project", 0),)),
        figure(
            "125万市场主体",
            "1250000",
            "市场主体",
            "服务市场主体",
            written_value=Decimal("125"),
            written_unit="万市场主体",
            unit_is_noun=True,
            about=(("initiative", 0),),
        ),
        figure(
            "2.2万余人",
            "22000",
            "人",
            "参与",
            written_value=Decimal("2.2"),
            written_unit="万人",
            bound=Bound.JUST_OVER,
        ),
        figure("100%", "100", "%", "响应率", kind=Kind.SHARE),
        figure("100%", "100", "%", "办结率", kind=Kind.SHARE),
        figure("2年", "2", "年", "连续运行", nth=1, kind=Kind.DURATION, bound=Bound.MORE_THAN),
        figure(
            "10%以上",
            "10",
            "%",
            "商业销售额绝对增速",
            kind=Kind.CHANGE,
            bound=Bound.AT_LEAST,
            change_basis=ChangeBasis.UNSTATED,
            **(planned | {"strength": Strength.ENSURE}),
        ),
        figure(
            "前三",
            "3",
            "位",
            "商业销售额",
            kind=Kind.RANK,
            bound=Bound.AT_MOST,
            rank_scope="全区",
            **(planned | {"strength": Strength.STRIVE}),
        ),
        figure(
            "1-2个",
            "1",
            "个",
            "深港创新创业基地",
            value_max=Decimal(2),
            written_value_max=Decimal(2),
            bound=Bound.RANGE,
            **planned,
        ),
        figure("65家", "65", "家", "新增国高企业", bound=Bound.AT_LEAST, **planned),
        figure(
            "2.4公顷",
            "2.4",
            "公顷",
            "土地整备",
            **(planned | {"deadline": stated("按期", PLAN.end, Granularity.HALF, DeadlineSource.ON_SCHEDULE)}),
        ),
    ]
    start, end = at("2年", 1, TEXT[at("运行超过")[0] :])
    shift = at("运行超过")[0]
    rows[18] = replace(rows[18], start=start + shift, end=end + shift)
    start, end = at("5%", 1, TEXT[at("不良率")[0] :])
    rows[12] = replace(rows[12], start=start + at("不良率")[0], end=end + at("不良率")[0])
    order = sorted(range(len(rows)), key=lambda i: (rows[i].start, rows[i].end))
    rows = [rows[i] for i in order]
    index = {row.metric + row.kind: i for i, row in enumerate(rows)}
    for metric, link in (
        ("限上商业销售额同比change", {"compares": index["限上商业销售额level"]}),
        ("街道主体责任投资进度rank", {"compares": index["街道主体责任投资完成率share"]}),
        ("消化违建存量任务完成率share", {"of_target": index["消化违建存量level"]}),
    ):
        rows[index[metric]] = replace(rows[index[metric]], **link)
    return rows


def _mention(kind: type[Any], quote: str, *, nth: int = 1, rule: str = "hand-made", **fields: Any) -> Any:
    start, end = at(quote, nth)
    return kind(start=start, end=end, rule=rule, confidence=Decimal("0.9"), **fields)


def extraction() -> Extraction:
    """What a careful reader finds in `document()`; every tuple is sorted by start, end."""
    projects: list[Project] = [
        _mention(
            Project,
            "政府投资项目",
            name="政府投资项目",
            status=Status.UNDERWAY,
            count=52,
            members=(1, 2),
            members_complete=False,
        ),
        _mention(Project, "鹏鼎时代大厦", name="鹏鼎时代大厦", status=Status.UNDERWAY, project_type="building"),
        _mention(Project, "上川消防站", name="上川消防站", status=Status.UNDERWAY),
        _mention(Project, "上川消防站", nth=2, name="上川消防站", status=Status.COMPLETED),
        _mention(
            Project,
            "新乐消防站",
            name="新乐消防站",
            status=Status.PLANNED,
            promised=Status.STARTED,
            modality=Modality.TARGET,
            strength=Strength.PLAN,
            deadline=stated(*THIS_YEAR),
        ),
    ]
    initiatives: list[Initiative] = [
        _mention(Initiative, "“1+22+N”服务机制", name="“1+22+N”服务机制", initiative_type="mechanism"),
        _mention(
            Initiative,
            "“双百工程”",
            name="“双百工程”",
            initiative_type="programme",
            status=Status.PLANNED,
            promised=Status.COMPLETED,
            modality=Modality.TARGET,
            strength=Strength.STRIVE,
            deadline=stated(*AUGUST),
        ),
    ]
    deadlines: list[DeadlineMention] = [
        _mention(DeadlineMention, "8月底前", date=AUGUST[1], granularity=AUGUST[2], applies_to=(("initiative", 1),)),
        _mention(DeadlineMention, "年内", date=THIS_YEAR[1], granularity=THIS_YEAR[2], applies_to=(("project", 4),)),
    ]
    areas: list[AreaMention] = [
        _mention(AreaMention, "宝安区", level=AreaLevel.DISTRICT, name="宝安区"),
        _mention(AreaMention, "新安街道", level=AreaLevel.STREET, name="新安街道"),
        _mention(AreaMention, "甲岸社区", level=AreaLevel.COMMUNITY, name="甲岸社区"),
        _mention(AreaMention, "广东省", level=AreaLevel.PROVINCE, name="广东省"),
        _mention(AreaMention, "深圳市", level=AreaLevel.CITY, name="深圳市"),
        _mention(AreaMention, "和平社区", level=AreaLevel.COMMUNITY, name="和平社区"),
    ]
    honours: list[HonourMention] = [
        _mention(HonourMention, "获评市“优秀”", honour=Honour.RECOGNITION, text="市“优秀”", scope="全市"),
        _mention(HonourMention, "全市首个", honour=Honour.PRECEDENCE, text="全市首个街道级购物节", scope="全市"),
    ]
    asides: list[SetAside] = [
        _mention(SetAside, "2020年上半年", reason=SetAsideReason.PERIOD),
        _mention(SetAside, "2020-09-24", reason=SetAsideReason.DATE),
        _mention(SetAside, "一、", reason=SetAsideReason.LIST_NUMBER),
        _mention(SetAside, "1-6月", reason=SetAsideReason.PERIOD),
        _mention(SetAside, "107国道", reason=SetAsideReason.NAME),
        _mention(SetAside, "22", nth=1, reason=SetAsideReason.UNRESOLVED),
    ]

    def ordered(mentions: list[Any]) -> tuple[Any, ...]:
        return tuple(sorted(mentions, key=_position))

    return Extraction(
        document=document(),
        indicators=tuple(_indicators()),
        projects=ordered(projects),
        initiatives=ordered(initiatives),
        deadlines=ordered(deadlines),
        areas=ordered(areas),
        honours=ordered(honours),
        set_asides=ordered(asides),
    )


def _position(mention: Mention) -> tuple[int, int]:
    return mention.start, mention.end


AREAS = (
    Area("area-baoan", AreaLevel.DISTRICT, "宝安区", "area-shenzhen", "440306000000", "NBS", "2023"),
    Area("area-guangdong", AreaLevel.PROVINCE, "广东省", None, "440000000000", "NBS", "2023"),
    Area("area-jiaan", AreaLevel.COMMUNITY, "甲岸社区", "area-xinan"),
    Area("area-shenzhen", AreaLevel.CITY, "深圳市", "area-guangdong", "440300000000", "NBS", "2023"),
    Area("area-xinan", AreaLevel.STREET, "新安街道", "area-baoan", "440306017000", "NBS", "2023"),
)

_AREA_KEYS = {area.name: area.key for area in AREAS}


def linked(found: Extraction | None = None) -> Linked:
    """`extraction()` with identities: areas up to the province, concepts, undertakings, two follow-ups."""
    found = found or extraction()
    sha = found.document.sha256[:12]

    def keys(mentions: tuple[Any, ...], what: str) -> tuple[str, ...]:
        seen: dict[str, int] = {}
        out = []
        for mention in mentions:
            base = f"{what}-{sha}-{mention.start}-{mention.end}"
            seen[base] = seen.get(base, 0) + 1
            out.append(base if seen[base] == 1 else f"{base}-{seen[base]}")
        return tuple(out)

    concepts: dict[str, IndicatorConcept] = {}
    indicator_concepts = []
    for indicator in found.indicators:
        digest = hashlib.sha256(f"{indicator.metric}|{indicator.unit}".encode()).hexdigest()[:10]
        concept = IndicatorConcept(f"indicator-{digest}", indicator.metric, indicator.unit)
        concepts[concept.key] = concept
        indicator_concepts.append(concept.key)

    def undertaking(mention: Project | Initiative) -> str:
        return f"undertaking-{hashlib.sha256(mention.name.encode()).hexdigest()[:10]}"

    entities: dict[str, Undertaking] = {}
    for project in found.projects:
        key = undertaking(project)
        entities[key] = Undertaking(
            key,
            "group" if project.count else "project",
            project.name,
            project.project_type,
            "area-xinan",
            ("construction",),
            project.count,
            tuple(undertaking(found.projects[i]) for i in project.members),
            project.members_complete,
        )
    for initiative in found.initiatives:
        key = undertaking(initiative)
        entities[key] = Undertaking(key, "initiative", initiative.name, initiative.initiative_type, "area-xinan")

    indicator_keys = keys(found.indicators, "figure")
    by_metric = {
        (indicator.metric, indicator.modality): key
        for indicator, key in zip(found.indicators, indicator_keys, strict=True)
    }
    follow_ups = []
    target = by_metric.get(("消化违建存量", Modality.TARGET))
    if target:
        outcome = by_metric[("消化违建存量", Modality.ACTUAL)]
        follow_ups.append(FollowUp(f"followup-{sha}-1", target, outcome, "partly", Decimal("0.8"), "same-indicator"))
    target = by_metric.get(("新增国高企业", Modality.TARGET))
    if target:
        follow_ups.append(FollowUp(f"followup-{sha}-2", target, None, "notReported", Decimal("0.6"), "no-later-report"))

    return Linked(
        extraction=found,
        report_key=f"report-{sha}",
        report_area=next(area for area in AREAS if area.key == "area-xinan"),
        issued_by=Organisation("org-xinan-office", "streetOffice", "新安街道办事处", "area-xinan"),
        areas=AREAS,
        area_entities=tuple(_AREA_KEYS.get(mention.name) for mention in found.areas),
        concepts=tuple(sorted(concepts.values(), key=lambda concept: concept.key)),
        indicator_keys=indicator_keys,
        indicator_concepts=tuple(indicator_concepts),
        indicator_areas=tuple("area-xinan" for _ in found.indicators),
        indicator_themes=tuple(("economy",) if i.unit == "元" else () for i in found.indicators),
        undertakings=tuple(sorted(entities.values(), key=lambda entity: entity.key)),
        project_keys=keys(found.projects, "progress"),
        project_entities=tuple(undertaking(mention) for mention in found.projects),
        initiative_keys=keys(found.initiatives, "progress"),
        initiative_entities=tuple(undertaking(mention) for mention in found.initiatives),
        deadline_keys=keys(found.deadlines, "deadline"),
        honour_keys=keys(found.honours, "honour"),
        area_keys=keys(found.areas, "areamention"),
        set_aside_keys=keys(found.set_asides, "setaside"),
        follow_ups=tuple(follow_ups),
        periods=(REVIEW, PLAN),
    )
