"""Kept figures in, the tables of `docs/performance.md` out."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

Row = Mapping[str, Any]

_MARKED = re.compile(r"(<!-- table (\w+) -->\n).*?(<!-- end -->)", re.S)


def tables(figures: Mapping[str, Any]) -> dict[str, str]:
    """The table of each piece of work, and one line about machine and versions (`machine`)."""
    amounts, rows = figures["amounts"], figures["rows"]
    shown = {
        piece: _table(header, [_row(row, len(header), partial) for row in rows if row["piece"] == piece])
        for piece, (header, partial) in {
            "figures": (_FIGURES, lambda row: _figures(row, amounts["characters"])),
            "deadlines": (_DEADLINES, lambda row: _deadlines(row, amounts["characters"])),
            "placing": (_PLACING, lambda row: _placing(row, amounts["gold_characters"])),
            "writing": (_WRITING, _writing),
            "validation": (_VALIDATION, _validation),
        }.items()
    }
    for row in rows:
        if (row["piece"], row["tool"]) == ("figures", "streetkg") and "reason" not in row:
            shown["placing"] += _line(_found_by_itself(row))
    return shown | {"machine": _machine(figures)}


def page(text: str, figures: Mapping[str, Any]) -> str:
    """A page with its tables renewed: what stands between `<!-- table NAME -->` and `<!-- end -->`."""
    made = tables(figures)
    return _MARKED.sub(lambda match: f"{match[1]}{made[match[2]]}{match[3]}", text)


_SPEED = ("CPU s", "wall s", "before s", "peak MB")
_FIGURES = (
    *("", "CPU s / 100,000 characters", "wall s / 100,000", "before s", "peak MB"),
    *("found", "value right", "value and unit right", "precision", "F1", "named as well", "F1 in view"),
)
_DEADLINES = (
    "",
    "CPU s / 100,000 characters",
    "wall s / 100,000",
    "before s",
    "times found",
    "deadlines right",
    "right in view",
)
_PLACING = (
    "",
    "CPU s / 100,000 characters",
    "wall s / 100,000",
    "before s",
    "placed exactly",
    "placed elsewhere",
    "not placed",
)
_WRITING = ("", *_SPEED, "triples / CPU s", "the same triples")
_VALIDATION = ("", *_SPEED, "findings")


def _figures(row: Row, characters: int) -> list[str]:
    aside, view = row["kept_aside"], row["in_view"]
    recall, precision = aside["unit"] / aside["gold"], _share(aside["unit"], aside["found"])
    return [
        *_times(row, 1e5 / characters),
        f"{row['megabytes']:.0f}",
        f"{aside['found']}",
        _percent(aside["value"] / aside["gold"]),
        _percent(recall),
        _percent(precision),
        f"{_f1(aside):.2f}",
        _percent(aside["named"] / aside["gold"]) if aside["named"] else "–",
        f"{_f1(view):.2f}",
    ]


def _deadlines(row: Row, characters: int) -> list[str]:
    aside, view = row["kept_aside"], row["in_view"]
    right = [f"{body['right']} of {body['gold']}" for body in (aside, view)]
    return [*_times(row, 1e5 / characters), f"{aside['found']}", *right]


def _placing(row: Row, characters: int) -> list[str]:
    given = row["given"]
    return [
        *_times(row, 1e5 / characters),
        *(_percent(row[where] / given) for where in ("exact", "elsewhere", "nowhere")),
    ]


def _found_by_itself(row: Row) -> list[str]:
    """Our own figures as a line of the table of placing: no phrase is given, each is found in its place."""
    counts = {name: sum(row[body][name] for body in ("kept_aside", "in_view")) for name in ("gold", "matched", "exact")}
    shares = (counts["exact"], counts["matched"] - counts["exact"], counts["gold"] - counts["matched"])
    return [
        "StreetKG, nothing given: figures that it finds",
        *["as above"] * 3,
        *(_percent(n / counts["gold"]) for n in shares),
    ]


def _writing(row: Row) -> list[str]:
    same = "yes" if row["same"] == row["triples"] and not row["others"] else f"{row['same']}, {row['others']} others"
    return [*_times(row), f"{row['megabytes']:.0f}", f"{row['triples'] / row['cpu']:,.0f}", same]


def _validation(row: Row) -> list[str]:
    return [*_times(row), f"{row['megabytes']:.0f}", f"{row['findings']}"]


def _times(row: Row, scale: float = 1.0) -> list[str]:
    return [f"{row['cpu'] * scale:.2f}", f"{row['wall'] * scale:.2f}", f"{row['loading']:.1f}"]


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def _f1(counts: Mapping[str, int]) -> float:
    return _share(2 * counts["unit"], counts["found"] + counts["gold"])


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"


def _row(row: Row, columns: int, cells: Callable[[Row], list[str]]) -> list[str]:
    label = row["label"] if row.get("version") is None else f"{row['label']} ({row['version']})"
    if "reason" in row:
        return [label, f"not measured: {row['reason']}".replace("|", "\\|"), *[""] * (columns - 2)]
    return [label, *cells(row)]


def _table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [header, ("---", *("---:",) * (len(header) - 1)), *rows]
    return "".join(map(_line, lines))


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |\n"


def _machine(figures: Mapping[str, Any]) -> str:
    machine, amounts = figures["machine"], figures["amounts"]
    return (
        f"{machine['date']}, Python {machine['python']}, {machine['architecture']}, {machine['cores']} cores, "
        f"StreetKG as of {machine['commit']}; "
        f"medians of {machine['runs']} interleaved runs. Speed of reading: {amounts['reports']} reports, "
        f"{amounts['characters']:,} characters. Gold: {amounts['gold_characters']:,} characters. "
        f"Writing: {amounts['triples']:,} triples. Validation: {amounts['validated']:,} triples and the ontology.\n"
    )
