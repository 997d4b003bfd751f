"""What extraction yields: mentions and statements, each with the exact characters that say it.

Offsets are code points of the text as given, end exclusive, so that `document.text[start:end]` is the quotation.
Enum values are the local names of the `kgc:` codes in the graph.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from kg.documents.model import Document, Period
from kg.records import record


class Bound(StrEnum):
    """How a figure limits the value that it stands for."""

    EXACT = "exact"
    ABOUT = "about"
    NEARLY = "nearly"
    JUST_OVER = "justOver"
    AT_LEAST = "atLeast"
    MORE_THAN = "moreThan"
    AT_MOST = "atMost"
    LESS_THAN = "lessThan"
    RANGE = "range"

    @property
    def plain(self) -> str:
        """The five words of the JSON lines: exact, approx, min, max, range."""
        return _PLAIN_BOUND[self]


_PLAIN_BOUND = {
    Bound.EXACT: "exact",
    Bound.ABOUT: "approx",
    Bound.NEARLY: "approx",
    Bound.JUST_OVER: "min",
    Bound.AT_LEAST: "min",
    Bound.MORE_THAN: "min",
    Bound.AT_MOST: "max",
    Bound.LESS_THAN: "max",
    Bound.RANGE: "range",
}


class Kind(StrEnum):
    """What sort of figure it is."""

    LEVEL = "level"
    CHANGE = "change"
    SHARE = "share"
    RANK = "rank"
    DURATION = "duration"


class Modality(StrEnum):
    """Done or observed, against planned or promised."""

    ACTUAL = "actual"
    TARGET = "target"


class Strength(StrEnum):
    """How firmly something is promised: 确保, plain plan, 力争."""

    ENSURE = "ensure"
    PLAN = "plan"
    STRIVE = "strive"


class ChangeBasis(StrEnum):
    """What a change is measured against."""

    YEAR_ON_YEAR = "yearOnYear"
    PERIOD_ON_PERIOD = "periodOnPeriod"
    SINCE_BASE = "sinceBase"
    UNSTATED = "unstated"


class Granularity(StrEnum):
    """How finely a date is given."""

    DAY = "day"
    TEN_DAYS = "tenDays"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"


class DeadlineSource(StrEnum):
    """Where a deadline comes from: its own words, the plan period, or words such as 按期."""

    EXPLICIT = "explicit"
    INHERITED = "inherited"
    ON_SCHEDULE = "onSchedule"


class Status(StrEnum):
    """State of a project or initiative, in the order of a life cycle."""

    UNSTATED = "unstated"
    PLANNED = "planned"
    PREPARING = "preparing"
    STARTED = "started"
    UNDERWAY = "underway"
    COMPLETED = "completed"
    IN_USE = "inUse"

    @property
    def plain(self) -> str:
        """The four words of the JSON lines: planned, underway, completed, unknown."""
        return _PLAIN_STATUS[self]


_PLAIN_STATUS = {
    Status.UNSTATED: "unknown",
    Status.PLANNED: "planned",
    Status.PREPARING: "planned",
    Status.STARTED: "underway",
    Status.UNDERWAY: "underway",
    Status.COMPLETED: "completed",
    Status.IN_USE: "completed",
}


class SetAsideReason(StrEnum):
    """Why a number of the text is no indicator."""

    DATE = "date"
    PERIOD = "period"
    ORDINAL = "ordinal"
    LIST_NUMBER = "listNumber"
    HEADING = "heading"
    NAME = "name"
    SLOGAN = "slogan"
    CODE = "code"
    PHONE = "phone"
    DOCUMENT_NUMBER = "documentNumber"
    AGE_BAND = "ageBand"
    TIME_OF_DAY = "timeOfDay"
    THRESHOLD = "threshold"
    VAGUE = "vague"
    FURNITURE = "furniture"
    REJECTED = "rejected"
    """A person said that it is not what a rule took it for."""
    OTHER = "other"
    UNRESOLVED = "unresolved"


class AreaLevel(StrEnum):
    """Level of an administrative area."""

    PROVINCE = "province"
    CITY = "city"
    DISTRICT = "district"
    STREET = "street"
    COMMUNITY = "community"


class Honour(StrEnum):
    """獲评 and 首个: a recognition received, a precedence claimed."""

    RECOGNITION = "recognition"
    PRECEDENCE = "precedence"


@record
class Cue:
    """Supporting evidence: the characters behind one part of a statement. `part`: metric, kind, mood, bound, date."""

    part: str
    start: int
    end: int


@record(kw_only=True)
class Mention:
    """A stretch of the text that says something. `rule` is the id of the rule that found it."""

    start: int
    end: int
    rule: str
    confidence: Decimal
    cues: tuple[Cue, ...] = ()
    accepted: bool = False
    """A person has read the text and found this right."""


@record(kw_only=True)
class Deadline:
    """A date by which something is to be done. `start`/`end` are None when it is not stated in words."""

    latest: date
    granularity: Granularity
    source: DeadlineSource
    start: int | None = None
    end: int | None = None


@record(kw_only=True)
class Indicator(Mention):
    """A figure as a whole fact.

    `written_value` is in `written_unit` (439.95, 亿元); `value` is multiplied out in `unit` (43995000000, 元). Ranges
    have `*_max`. A fall is negative. `unit_is_noun` is true where the text gives no classifier and the noun stands for
    the unit (125万市场主体). `compares` and `of_target` are indexes into `Extraction.indicators`; `about` are indexes
    into `Extraction.projects` and `.initiatives` as ("project", i) or ("initiative", i).
    """

    value: Decimal
    value_max: Decimal | None
    unit: str
    written_value: Decimal
    written_value_max: Decimal | None
    written_unit: str
    unit_is_noun: bool = False
    bound: Bound = Bound.EXACT
    kind: Kind = Kind.LEVEL
    modality: Modality = Modality.ACTUAL
    strength: Strength | None = None
    metric: str = ""
    period: Period | None = None
    period_stated: bool = False
    deadline: Deadline | None = None
    change_basis: ChangeBasis | None = None
    base_period: Period | None = None
    rank_scope: str | None = None
    ranked_aspect: str | None = None
    compares: int | None = None
    of_target: int | None = None
    about: tuple[tuple[str, int], ...] = ()
    provisional: bool = False


@record(kw_only=True)
class Project(Mention):
    """A named undertaking that builds or delivers a thing, or a counted group of such.

    `count` is the stated size of a group, `members` indexes of its named members in `Extraction.projects`,
    `members_complete` false with 等. In a plan `status` is PLANNED and `promised` is what is promised.
    """

    name: str
    status: Status
    promised: Status | None = None
    modality: Modality = Modality.ACTUAL
    strength: Strength | None = None
    deadline: Deadline | None = None
    count: int | None = None
    members: tuple[int, ...] = ()
    members_complete: bool = True
    project_type: str | None = None


@record(kw_only=True)
class Initiative(Mention):
    """A named programme, campaign, mechanism, brand, service mode, working method or body set up."""

    name: str
    initiative_type: str
    status: Status = Status.UNSTATED
    promised: Status | None = None
    modality: Modality = Modality.ACTUAL
    strength: Strength | None = None
    deadline: Deadline | None = None


@record(kw_only=True)
class DeadlineMention(Mention):
    """An explicit time expression by which planned acts are to be done.

    `applies_to` are ("indicator" | "project" | "initiative", index) pairs.
    """

    date: date
    granularity: Granularity
    applies_to: tuple[tuple[str, int], ...] = ()


@record(kw_only=True)
class AreaMention(Mention):
    """An administrative area named in the text. `name` is the full canonical form (新安 → 新安街道)."""

    level: AreaLevel
    name: str


@record(kw_only=True)
class HonourMention(Mention):
    """A recognition received or a precedence claimed. `scope` is the area in which it holds (全市), where stated."""

    honour: Honour
    text: str
    scope: str | None = None


@record(kw_only=True)
class SetAside(Mention):
    """A number of the text that is no indicator, and why."""

    reason: SetAsideReason


@dataclass(frozen=True)
class Extraction:
    """Everything found in one report; every tuple is sorted by start, end."""

    document: Document
    indicators: tuple[Indicator, ...] = ()
    projects: tuple[Project, ...] = ()
    initiatives: tuple[Initiative, ...] = ()
    deadlines: tuple[DeadlineMention, ...] = ()
    areas: tuple[AreaMention, ...] = ()
    honours: tuple[HonourMention, ...] = ()
    set_asides: tuple[SetAside, ...] = ()
    areas_in_names: tuple[AreaMention, ...] = ()
    """Bare names inside the names of projects (武汉动漫大厦): they tell where it may be, and are no mentions of their own."""
