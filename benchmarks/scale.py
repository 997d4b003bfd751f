"""`python -m benchmarks.scale [--reports N …] [--validate] [--write]`: what builds of many reports cost, on a Dask cluster.

Reports are made of the seeds: of as many streets as are needed, from the official list, twenty years each, so that what
one report promises is followed in the next. Each size runs in a process of its own, with two workers. Processor time is
told beside the clock's, because other work on the machine costs the one and not the other. With `--write` the figures
are kept in `scale.json`, the table in `docs/scale.md` and the chart `docs/scale.svg` are made of them.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from benchmarks import corpus

ROOT = Path(__file__).resolve().parents[1]
KEPT = Path(__file__).with_name("scale.json")
PAGE, CHART = ROOT / "docs" / "scale.md", ROOT / "docs" / "scale.svg"
BEGIN, END = "<!-- figures -->", "<!-- end of figures -->"
WORKERS = 2
YEARS = 20
COUNTRY = 6.4e9
"""Characters of the reports of all streets of China for twenty years, about 800,000."""
SAMPLES = 40
"""How often, in a run, the memory of the workers is looked at."""

_PLACE = re.compile(r"(?:宝安区|龙岗区|坪山区)?(?:新安|布吉|观湖|坪山)街道|街道(?=2023年党工委)")
_YEAR = re.compile(r"(?<!\d)20[12]\d(?=年)")

Row = dict[str, Any]


def main() -> int:
    """Measure, print, and write where asked."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scale", description=__doc__)
    parser.add_argument("--reports", type=int, nargs="+", default=[100, 1000], help="sizes")
    parser.add_argument("--validate", action="store_true", help="validate too")
    parser.add_argument("--workers-only", action="store_true", help="shards only, nothing merged: 250 KB a report")
    parser.add_argument("--folder", type=Path, help="where to work: 10,000 reports take 55 GB, of shards only 3 GB")
    parser.add_argument("--write", action="store_true", help="keep the figures, make table and chart")
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.folder) as name:
        if options.one:
            print(json.dumps(measure(options.one, Path(name), options.validate, options.workers_only)))
            return 0
    for reports in options.reports:
        command = [sys.executable, "-m", "benchmarks.scale", "--one", str(reports)]
        command += ["--validate"] * options.validate + ["--workers-only"] * options.workers_only
        command += ["--folder", str(options.folder)] if options.folder else []
        done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
        row = json.loads(done.stdout.splitlines()[-1])
        print("\n".join(table([row])))
        if options.write:
            keep(row)
    if options.write:
        write()
    return 0


# --- reports --------------------------------------------------------------------------------------------------------


def generate(count: int, folder: Path) -> int:
    """Write so many reports, all different, street after street and year after year; their characters."""
    seeds = [path.read_bytes().decode("utf-8-sig") for path in sorted((ROOT / "seeds").glob("*.txt"))]
    folder.mkdir()
    characters = 0
    for street, (district, name) in enumerate(islice(_streets(), -(-count // YEARS))):
        for year in range(min(YEARS, count - street * YEARS)):
            number = street * YEARS + year
            text = corpus.variant(seeds[street % len(seeds)], number)
            first = min(map(int, _YEAR.findall(text)), default=2020)
            shift = 2004 + year - max(first, 2010)
            text = _PLACE.sub(district + name, text)
            text = _shifted(text, shift)
            (folder / f"{number:06d}.txt").write_text(text, encoding="utf-8")
            characters += len(text)
    return characters


def _shifted(text: str, years: int) -> str:
    return _YEAR.sub(lambda match: str(int(match[0]) + years), text)


def _streets() -> Iterator[tuple[str, str]]:
    """Names of districts and of streets in them."""
    from kg.lexicon.divisions import gazetteer

    places = gazetteer()
    for code, division in sorted(places.divisions.items()):
        if division.level == "district" and division.name.endswith("区"):
            for township in places.townships(code).values():
                if township.name.endswith("街道"):
                    yield division.name, township.name


# --- measuring ------------------------------------------------------------------------------------------------------


def measure(reports: int, folder: Path, validate: bool, workers_only: bool = False) -> Row:
    """Build so many reports with two workers, and tell what it took: seconds, processor seconds, megabytes.

    With `workers_only` the shards are made and fetched, and nothing is made of them; figures of the builder are None.
    """
    from distributed import Client, LocalCluster

    from kg.store import build

    characters = generate(reports, folder / "reports")
    samples: list[tuple[int, float, float]] = []
    with (
        LocalCluster(
            n_workers=WORKERS,
            threads_per_worker=1,
            host="127.0.0.1",
            dashboard_address="127.0.0.1:0",
            local_directory=str(folder / "dask"),
        ) as cluster,
        Client(cluster) as client,
    ):

        def look(done: int, total: int, _: str) -> None:
            if done % max(1, total // SAMPLES) == 0 or done == total:
                now = max(usage["rss"] for usage in client.run(_usage).values())
                samples.append((done, round(now), round(_usage()["rss"])))

        before, start = _usage(), time.perf_counter()
        shards = folder / "build-shards"
        if workers_only:
            triples = _shards(folder, shards, cluster.scheduler_address, validate, look)
        else:
            triples = build(
                folder / "reports",
                folder / "build",
                jobs=WORKERS,
                validate=validate,
                engine="dask",
                scheduler=cluster.scheduler_address,
                shards=shards,
                progress=look,
            ).triples
        seconds = time.perf_counter() - start
        here, workers = _usage(), list(client.run(_usage).values())
    row: Row = {
        "reports": reports,
        "validated": validate,
        "merged": not workers_only,
        "characters": characters,
        "triples": triples,
        "seconds": round(seconds, 1),
        "load_average": round(os.getloadavg()[0], 1),
        "worker_cpu": round(sum(usage["cpu"] for usage in workers), 1),
        "worker_peak": round(max(usage["peak"] for usage in workers)),
        "quads_mb": _megabytes(shards, "*.nq.gz"),
        "parts_mb": _megabytes(shards, "*.zip"),
        "memory": samples,
    }
    if workers_only:
        return row | dict.fromkeys(("pairs", "driver_cpu", "driver_peak", "store_mb", "build_mb"))
    return row | {
        "pairs": len(list((folder / "build" / "pairs").glob("*.nt"))),
        "driver_cpu": round(here["cpu"] - before["cpu"], 1),
        "driver_peak": round(here["peak"]),
        "store_mb": _megabytes(folder / "build" / "store", "*"),
        "build_mb": _megabytes(folder / "build", "*"),
    }


def _shards(folder: Path, shards: Path, scheduler: str, validate: bool, look: Callable[[int, int, str], None]) -> int:
    """Have shards made, fetch them and throw away what was fetched; how many triples the reports' own graphs have."""
    from kg.store.cluster import Cluster
    from kg.store.model import Settings, Source
    from kg.store.sources import collect

    items = collect([folder / "reports"])
    (folder / "work").mkdir()
    stems = [folder / "work" / f"{number:06d}" for number in range(len(items))]
    triples = count = 0

    def done(number: int, result: object) -> None:
        nonlocal triples, count
        assert isinstance(result, Source)
        triples, count = triples + result.triples, count + 1
        for path in stems[number].parent.glob(stems[number].name + ".*"):
            path.unlink()
        look(count, len(items), result.name)

    Cluster(str(shards), scheduler, WORKERS, validate).each(items, stems, Settings(), done)
    return triples


def _usage() -> dict[str, float]:
    """Of this process: processor seconds, resident memory now and at most, in 10⁶ bytes."""
    import psutil

    used = resource.getrusage(resource.RUSAGE_SELF)
    scale = 1e6 if sys.platform == "darwin" else 1e3
    return {
        "cpu": used.ru_utime + used.ru_stime,
        "rss": psutil.Process().memory_info().rss / 1e6,
        "peak": used.ru_maxrss * 1.024 / scale if scale == 1e3 else used.ru_maxrss / scale,
    }


def _megabytes(folder: Path, pattern: str) -> float:
    return round(sum(path.stat().st_size for path in folder.rglob(pattern) if path.is_file()) / 1e6, 1)


# --- telling --------------------------------------------------------------------------------------------------------


def keep(row: Row) -> None:
    """Add a run to those kept, in place of one of the same size."""
    alike = ("reports", "validated", "merged")
    rows = [one for one in kept() if any(one[name] != row[name] for name in alike)]
    rows = sorted([*rows, row], key=lambda one: (one["reports"], one["validated"]))
    KEPT.write_text("[\n" + ",\n".join(" " + json.dumps(one) for one in rows) + "\n]\n", encoding="utf-8")


def kept() -> list[Row]:
    """The runs that were kept."""
    if not KEPT.exists():
        return []
    rows: list[Row] = json.loads(KEPT.read_text(encoding="utf-8"))
    return rows


def table(rows: list[Row]) -> list[str]:
    """Runs as a Markdown table; per report where that tells more."""
    lines = [
        "| reports | validated | pairs | triples | worker s/report | builder s/report | wall s | load | "
        "worker peak MB | builder peak MB | shards KB/report | store KB/report | build KB/report |",
        "|---:|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for row in rows:
        count = row["reports"]
        cells = [
            f"{count:,}",
            "yes" if row["validated"] else "no",
            _number(row["pairs"]),
            _number(row["triples"]),
            _number(row["worker_cpu"], 1 / count, 3),
            _number(row["driver_cpu"], 1 / count, 3),
            _number(row["seconds"]),
            _number(row["load_average"], 1, 1),
            _number(row["worker_peak"]),
            _number(row["driver_peak"]),
            _number(row["quads_mb"] + row["parts_mb"], 1e3 / count),
            _number(row["store_mb"], 1e3 / count),
            _number(row["build_mb"], 1e3 / count),
        ]
        lines.append(f"| {' | '.join(cells)} |")
    return lines


def _number(value: float | None, factor: float = 1, digits: int = 0) -> str:
    return "–" if value is None else f"{value * factor:,.{digits}f}"


def estimate(row: Row) -> list[str]:
    """What all streets of China would take, by the rates of a run, as a Markdown table."""
    times = COUNTRY / row["characters"]
    hours = times / 3600
    return [
        "| all streets, twenty years | |",
        "|---|---:|",
        f"| characters | {COUNTRY / 1e9:.1f} G |",
        f"| triples | {row['triples'] * times / 1e9:.1f} G |",
        f"| workers | {row['worker_cpu'] * hours:,.0f} core-hours |",
        f"| builder: fetch, link, merge, load, one after the other | {row['driver_cpu'] * hours:,.0f} core-hours |",
        f"| shards, N-Quads for other stores | {row['quads_mb'] * times / 1e6:.2f} TB |",
        f"| shards, the rest | {row['parts_mb'] * times / 1e6:.2f} TB |",
        f"| Oxigraph's store | {row['store_mb'] * times / 1e6:.1f} TB |",
        f"| build folders, stores included | {row['build_mb'] * times / 1e6:.1f} TB |",
    ]


def write() -> None:
    """The tables in `docs/scale.md` and the chart beside it, from the runs that were kept."""
    rows = kept()
    whole = [row for row in rows if row["validated"] and row["merged"]]
    head, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    tail = rest.partition(END)[2]
    made = [BEGIN, "", *table(rows), "", *estimate((whole or rows)[-1]), "", END]
    PAGE.write_text(head + "\n".join(made) + tail, encoding="utf-8")
    CHART.write_text(chart(rows), encoding="utf-8")


_WIDE, _HIGH, _LEFT, _TOP, _BOTTOM = 300, 250, 52, 46, 44
"""Of a panel: its size, and the room for its axes, in pixels."""
_COLOURS = ("#1f5fa8", "#b3541e", "#3a7d44")
Lines = dict[str, list[tuple[float, float]]]


def chart(rows: list[Row]) -> str:
    """Seconds, memory and disk against the number of reports, and memory in the course of the largest run, as SVG."""
    by_size = [row for row in rows if row["validated"]] or rows
    largest = max(rows, key=lambda row: row["reports"])

    def per(names: str, factor: float = 1.0) -> list[tuple[float, float]]:
        """Of the runs that have it: those of workers alone merge nothing."""
        parts = [(row["reports"], [row[name] for name in names.split()]) for row in by_size]
        return [(reports, sum(some) * factor / reports) for reports, some in parts if None not in some]

    panels: list[tuple[str, str, Lines, bool]] = [
        (
            "CPU seconds per report",
            "reports",
            {"workers": per("worker_cpu"), "builder (merge, link, load)": per("driver_cpu")},
            True,
        ),
        (
            "peak memory, MB",
            "reports",
            {
                "a worker": [(row["reports"], row["worker_peak"]) for row in by_size],
                "builder": [(row["reports"], row["driver_peak"]) for row in by_size if row["merged"]],
            },
            True,
        ),
        (
            "disk, KB per report",
            "reports",
            {
                "build with store": per("build_mb", 1e3),
                "store": per("store_mb", 1e3),
                "shards": per("quads_mb parts_mb", 1e3),
            },
            True,
        ),
        (
            "memory in the course of a run, MB",
            f"reports done, of {largest['reports']:,}",
            {"the larger of two workers": [(done, now) for done, now, _ in largest["memory"]]},
            False,
        ),
    ]
    width, height = 2 * _WIDE + 20, 2 * _HIGH + 10
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        'font-family="sans-serif" font-size="11" fill="#222">',
        f'<rect width="{width}" height="{height}" fill="#fff"/>',
    ]
    for number, panel in enumerate(panels):
        x, y = number % 2 * (_WIDE + 20), number // 2 * (_HIGH + 10)
        parts += [f'<g transform="translate({x} {y})">', *_panel(*panel), "</g>"]
    return "\n".join([*parts, "</svg>"]) + "\n"


def _panel(title: str, along: str, lines: Lines, logarithmic: bool) -> list[str]:
    points = [point for line in lines.values() for point in line]
    high = _round_up(max(y for _, y in points))
    lowest, highest = min(x for x, _ in points) if logarithmic else 0.0, max(x for x, _ in points)
    scale = math.log10 if logarithmic else float
    right, bottom = _WIDE - 24, _HIGH - _BOTTOM

    def at(x: float, y: float) -> tuple[float, float]:
        spread = (scale(x) - scale(lowest)) / ((scale(highest) - scale(lowest)) or 1)
        return round(_LEFT + spread * (right - _LEFT), 1), round(bottom - y / high * (bottom - _TOP - 16), 1)

    parts = [f'<text x="8" y="16" font-weight="bold">{title}</text>']
    for share in (0, 0.5, 1):
        _, y = at(lowest, share * high)
        parts.append(f'<line x1="{_LEFT}" y1="{y}" x2="{right}" y2="{y}" stroke="#ddd"/>')
        parts.append(f'<text x="{_LEFT - 6}" y="{y + 4}" text-anchor="end">{share * high:,.4g}</text>')
    marks = sorted({x for x, _ in points}) if logarithmic else [0.0, highest / 2, highest]
    for mark in marks:
        x, _ = at(mark, 0)
        parts.append(f'<text x="{x}" y="{bottom + 16}" text-anchor="middle">{mark:,.0f}</text>')
    parts.append(f'<text x="{(_LEFT + right) / 2}" y="{bottom + 34}" text-anchor="middle">{along}</text>')
    beside = float(_LEFT)
    for number, (name, line) in enumerate(lines.items()):
        colour = _COLOURS[number]
        drawn = " ".join("{},{}".format(*at(x, y)) for x, y in line)
        parts.append(f'<polyline points="{drawn}" fill="none" stroke="{colour}" stroke-width="2"/>')
        if logarithmic:
            parts += [f'<circle cx="{at(x, y)[0]}" cy="{at(x, y)[1]}" r="3" fill="{colour}"/>' for x, y in line]
        parts.append(f'<text x="{beside:.0f}" y="34" fill="{colour}">{name}</text>')
        beside += 6 * len(name) + 14
    return parts


def _round_up(value: float) -> float:
    """The next number of the row 1, 2, 4, 6, 8, 10 times a power of ten."""
    power: float = 10.0 ** math.floor(math.log10(value))
    return next(float(step * power) for step in (1, 2, 4, 6, 8, 10) if step * power >= value)


if __name__ == "__main__":
    sys.exit(main())
