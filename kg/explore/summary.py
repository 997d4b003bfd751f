"""A build in, what is in it out: reports, facts by class, where its numbers went, validation, identity."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from kg.explore.style import FAINT, LINE, colour
from kg.records import record
from kg.store import Build

_CLASSES = (
    ("indicator", "指标", "Indicator"),
    ("project", "项目", "Project"),
    ("initiative", "举措", "Initiative"),
    ("deadline", "写明的期限", "Deadline"),
    ("area", "区域", "Area"),
    ("honour", "荣誉首创", "Report"),
)
_SHOWN = 20


@record
class ReportLine:
    """A report in a summary. `reviewed` and `planned` are its periods, in words; `unresolved` of its `numbers` are not understood."""

    name: str
    title: str
    street: str
    reviewed: str
    planned: str
    facts: dict[str, int]
    numbers: int
    unresolved: int

    def periods(self) -> str:
        """What it reviews and plans."""
        told = [f"{word} {period}" for word, period in (("回顾", self.reviewed), ("计划", self.planned)) if period]
        return "，".join(told) or "时期不明"


@record
class Summary:
    """What is in a build."""

    reports: tuple[ReportLine, ...]
    facts: dict[str, int]
    triples: int
    failures: int
    validation: str
    identity: str

    @property
    def numbers(self) -> int:
        """Numbers in all reports."""
        return sum(line.numbers for line in self.reports)

    @property
    def unresolved(self) -> int:
        """Those of them that are neither facts nor set aside with a reason."""
        return sum(line.unresolved for line in self.reports)

    def coverage(self) -> str:
        """Where the numbers went, in words."""
        if not self.numbers:
            return "没有数字"
        left = f"{self.unresolved} 个没有弄清" if self.unresolved else "全部有去向"
        return f"{self.numbers:,} 个数字，{left}（{1 - self.unresolved / self.numbers:.1%}）"

    def text(self) -> str:
        """For a terminal."""
        counts = "，".join(f"{label} {self.facts.get(kind, 0):,}" for kind, label, _ in _CLASSES)
        lines = [f"图谱：{len(self.reports)} 份报告，{self.triples:,} 个三元组", f"  {counts}", f"  {self.coverage()}"]
        lines += [f"  {line.street}  {line.title}（{line.periods()}）" for line in self.reports[:_SHOWN]]
        if len(self.reports) > _SHOWN:
            lines.append(f"  另有 {len(self.reports) - _SHOWN} 份")
        return "\n".join([*lines, f"  {self.validation}", f"  {self.identity}"])

    def html(self) -> str:
        """For a notebook."""
        cards = "".join(_card(f"{self.facts.get(kind, 0):,}", label, colour(name)) for kind, label, name in _CLASSES)
        head = ["街道", "报告", "回顾期", "计划期", *(label for _, label, _ in _CLASSES), "数字", "没弄清"]
        rows = [
            [
                line.street,
                line.title,
                line.reviewed,
                line.planned,
                *(str(line.facts.get(kind, 0)) for kind, _, _ in _CLASSES),
                str(line.numbers),
                str(line.unresolved),
            ]
            for line in self.reports[:_SHOWN]
        ]
        more = f"另有 {len(self.reports) - _SHOWN} 份报告 · " if len(self.reports) > _SHOWN else ""
        failed = f"{self.failures} 份没有读成 · " if self.failures else ""
        note = escape(f"{more}{failed}{self.coverage()} · {self.validation} · {self.identity}")
        return (
            f'<div style="line-height:1.6"><div style="font-size:1.25em">{len(self.reports)} 份报告，{self.triples:,} 个三元组</div>'
            f'<div style="display:flex;flex-wrap:wrap;gap:1.6em;margin:.5em 0 .9em">{cards}</div>{_table(head, rows)}'
            f'<div style="{FAINT};font-size:.9em;margin-top:.5em">{note}</div></div>'
        )


def summary(build: Build) -> Summary:
    """What is in a build."""
    info = build.info
    numbers = build.numbers()
    reports = tuple(
        ReportLine(
            name=row["name"],
            title=row["title"] or row["name"],
            street=row["head"]["path"][-1],
            reviewed=_period(row["head"]["reviewed"]),
            planned=_period(row["head"]["planned"]),
            facts=row["facts"],
            numbers=numbers.get(row["report"], (0, 0))[0],
            unresolved=numbers.get(row["report"], (0, 0))[1],
        )
        for row in info["sources"]
    )
    finished = info["times"]["finished"][:16].replace("T", " ")
    identity = f"StreetKG {info['streetkg']}，{finished} UTC 生成，标识 {info['fingerprint'][:12]}"
    return Summary(
        reports, info["facts"], info["triples"], len(info["failures"]), _validation(info["validation"]), identity
    )


def _validation(found: dict[str, int] | None) -> str:
    if not found:
        return "没有校验"
    return f"SHACL：{found['violation']} 处违反，{found['warning']} 处提醒，{found['info']} 处说明"


def _period(period: dict[str, str] | None) -> str:
    return f"{period['start'][:7]}—{period['end'][:7]}" if period else ""


def _card(number: str, label: str, ink: str) -> str:
    # The colour of the class stands beside the number, which is in the page's own ink: notebooks are light or dark.
    return (
        f'<div style="border-left:4px solid {ink};padding-left:.6em"><div style="font-size:1.6em;line-height:1.2">{number}</div>'
        f'<div style="font-size:.9em">{label}</div></div>'
    )


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    cell = f"padding:.3em .8em .3em 0;border-bottom:1px solid {LINE};text-align:left;vertical-align:top"
    top = "".join(f'<th style="{cell};font-weight:600;white-space:nowrap">{escape(name)}</th>' for name in head)
    body = "".join(
        "<tr>"
        + "".join(
            f'<td style="{cell}{";min-width:13em" if number == 1 else ";white-space:nowrap"}">{escape(value)}</td>'
            for number, value in enumerate(row)
        )
        + "</tr>"
        for row in rows
    )
    return f'<table style="border-collapse:collapse;font-size:.9em;color:inherit"><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>'
