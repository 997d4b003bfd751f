"""The number tests of Recognizers-Text in, how many of each file are read right out: by kg.language and by the Python port.

Usage: STREETKG_SHARED=… python scripts/measure_peers.py [--wrong] [--write] [--port PYTHON]

The cases are no part of the project: they are read from $STREETKG_SHARED/peers/recognizers-text. `--wrong` lists what
kg.language reads otherwise than expected; `--write` renews the table of docs/peers.md. `--port PYTHON` measures the port
as well, with the interpreter of an environment into which `recognizers-text-suite` and `emoji<2` are installed, and
writes its figures to tests/peers/port.json; without it the figures of that file are shown.

A case is right when the list of what is read is, in the order of the text, the list that the case expects: nothing
missing, nothing beyond. What is compared is said in `EXPECTED`, the same for both.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PORT_FIGURES = ROOT / "tests" / "peers" / "port.json"
TABLE = ROOT / "docs" / "peers.md"
Reading = list[Any]
"""One thing read: a value, with a unit, an upper end or an end date where the file has them."""

CURRENCIES = {
    "CNY": "Chinese yuan",
    "USD": "United States dollar",
    "HKD": "Hong Kong dollar",
    "TWD": "New Taiwan dollar",
    "EUR": "Euro",
    "JPY": "Japanese yen",
    "CHF": "Swiss franc",
}
MEASURES = {
    "MU": "Mu",
    "M": "Meter",
    "KM": "Kilometer",
    "KM-qianmi": "Kilometer",
    "CM": "Centimeter",
    "T": "Ton",
    "KG": "Kilogram",
    "JIN": "Jin",
    "GM": "Gram",
    "MicroGM": "Microgram",
    "KW": "Kilowatt",
}
DIMENSIONS = ("area", "length", "mass", "volume", "power", "energy", "temperature", "speed", "data")
"""What a unit of the file DimensionModel may measure; counts (人, 个) are no dimensions there."""

SECONDS = {"年": 31_536_000, "个月": 2_592_000, "周": 604_800, "天": 86_400, "小时": 3600, "分钟": 60, "秒": 1}


def _ends(value: str) -> Reading:
    low, high = value.strip("[]()").split(",")
    return [float(low) if low else None, float(high) if high else None]


def _percent(value: str) -> Reading:
    return [float(value.rstrip("%"))]


def _days(resolution: Mapping[str, str]) -> Reading:
    return [resolution.get("startDate"), resolution.get("endDate")]


EXPECTED: Mapping[str, tuple[str, Callable[[Any], list[Reading]]]] = {
    "NumberModel": ("value", lambda r: [[float(r["Resolution"]["value"])]]),
    "NumberModel_fraction": ("value", lambda r: [[float(r["Resolution"]["value"])]]),
    "PercentModel": (
        "value in per cent (百分点 is merged into % there)",
        lambda r: [_percent(r["Resolution"]["value"])],
    ),
    "CurrencyModel": ("value and currency", lambda r: [[float(r["Resolution"]["value"]), r["Resolution"]["unit"]]]),
    "DimensionModel": ("value and unit", lambda r: [[float(r["Resolution"]["value"]), r["Resolution"]["unit"]]]),
    "NumberRangeModel": (
        "both ends (whether an end belongs is not compared)",
        lambda r: [_ends(r["Resolution"]["value"])],
    ),
    "OrdinalModel": ("value of the ordinal", lambda r: [[float(r["Resolution"]["value"])]]),
    "DurationParser": ("length in seconds", lambda r: [[float(r["Value"]["FutureResolution"]["duration"])]]),
    "DatePeriodParser": (
        "first and last day (without a year: of the time before or after)",
        lambda r: [_days(r["Value"]["FutureResolution"]), _days(r["Value"]["PastResolution"])],
    ),
}
"""Per file: what is compared, and from an expected result the readings that are right."""

NO_NUMBERS = ("DurationParser", "DatePeriodParser")
"""Files that test times, not numbers: shown, not claimed."""


def cases(name: str) -> list[dict[str, Any]]:
    """The cases of a file; KeyError without STREETKG_SHARED."""
    path = Path(os.environ["STREETKG_SHARED"]) / "peers" / "recognizers-text" / f"{name}.json"
    found: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8-sig"))["cases"]
    return found


def _same(a: Reading, b: Reading) -> bool:
    def equal(x: Any, y: Any) -> bool:
        if isinstance(x, float) and isinstance(y, float):
            return abs(x - y) <= 1e-9 * max(abs(x), abs(y))
        return bool(x == y)

    return len(a) == len(b) and all(map(equal, a, b))


def right(name: str, case: Mapping[str, Any], readings: Iterable[Reading]) -> bool:
    """Whether the readings of a case are those expected."""
    wanted = [EXPECTED[name][1](r) for r in case["results"]]
    found = list(readings)
    return len(wanted) == len(found) and all(any(_same(w, f) for w in ws) for ws, f in zip(wanted, found, strict=True))


# What kg.language reads.


def read_by_us(name: str, case: Mapping[str, Any]) -> list[Reading]:
    from kg.documents import parse
    from kg.language.numbers import find_numbers
    from kg.language.quantities import NotQuantity, Quantity, scan
    from kg.language.times import find_times

    text = parse(case["input"]).reading.text
    if name.startswith("NumberModel"):
        return [[float(n.value)] for n in find_numbers(text)]
    times = list(find_times(text))
    if name == "DatePeriodParser":
        return [_own_days(t.resolve(int(case["context"]["ReferenceDateTime"][:4]))) for t in times]
    found = list(scan(text, times))
    quantities = [q for q in found if isinstance(q, Quantity)]
    readings: list[Reading] = []
    if name == "OrdinalModel":
        for n in found:
            if isinstance(n, Quantity) and n.is_rank:
                readings.append([float(n.value)])
            elif isinstance(n, NotQuantity) and n.reason == "ordinal":
                readings += [[float(w.value)] for w in find_numbers(text[n.start : n.end])]
        return readings
    if name == "NumberRangeModel":
        for q in quantities:
            value = float(q.value)
            if q.value_max is not None:
                readings.append([value, float(q.value_max)])
            elif q.bound in ("atLeast", "moreThan", "justOver"):
                readings.append([value, None])
            elif q.bound in ("atMost", "lessThan"):
                readings.append([None, value])
        return readings
    for q in quantities:
        unit = q.unit.unit if q.unit else None
        value = float(q.value)
        if unit is None:
            continue
        if name == "PercentModel" and unit.id in ("PERCENT", "PP", "PERMILLE"):
            shown = value / 10 if unit.id == "PERMILLE" else value
            readings.append([shown] if q.value_max is None else [shown, float(q.value_max)])
        elif name == "CurrencyModel" and unit.dimension.startswith("currency"):
            readings.append([value, CURRENCIES.get(unit.id, unit.id)])
        elif name == "DimensionModel" and unit.dimension.partition("-")[0] in DIMENSIONS:
            readings.append([value, MEASURES.get(unit.id, unit.id)])
        elif name == "DurationParser" and unit.label in SECONDS:
            readings.append([value * SECONDS[unit.label]])
    return readings


def _own_days(period: Any) -> Reading:
    """First and last day; a stretch of whole months or years ends, as in the cases, on the first day after it."""
    if period is None:
        return [None, None]
    after = period.end + timedelta(days=1)
    end = after if period.start.day == after.day == 1 else period.end
    return [period.start.isoformat(), end.isoformat()]


# What the port reads; runs in the port's own environment.


def read_by_port(name: str, case: Mapping[str, Any]) -> list[Reading]:
    import recognizers_date_time as times
    import recognizers_number as numbers
    import recognizers_number_with_unit as units

    culture = numbers.Culture.Chinese
    text = case["input"]
    if name == "NumberRangeModel":
        return []  # the port has no ranges of numbers
    if name in NO_NUMBERS:
        reference = datetime.fromisoformat(case["context"]["ReferenceDateTime"])
        kind = {"DurationParser": "duration", "DatePeriodParser": "daterange"}[name]
        found = [
            r.resolution["values"][-1]
            for r in times.recognize_datetime(text, culture, reference=reference)
            if r.type_name == f"datetimeV2.{kind}"
        ]
        return [[float(v["value"])] if kind == "duration" else [v.get("start"), v.get("end")] for v in found]
    recognise = {
        "PercentModel": numbers.recognize_percentage,
        "OrdinalModel": numbers.recognize_ordinal,
        "CurrencyModel": units.recognize_currency,
        "DimensionModel": units.recognize_dimension,
    }.get(name, numbers.recognize_number)
    readings: list[Reading] = []
    for result in recognise(text, culture):
        value = result.resolution.get("value")
        if value is None:
            continue  # a unit without a number: nothing is read
        if name == "PercentModel":
            readings.append(_percent(value))
        elif name in ("CurrencyModel", "DimensionModel"):
            readings.append([float(value), result.resolution["unit"]])
        else:
            readings.append([float(value)])
    return readings


def port_figures() -> dict[str, Any]:
    """Version of the port and how many cases of each file it reads right."""
    from importlib.metadata import version

    counts: dict[str, int] = {}
    for name in EXPECTED:
        counts[name] = 0
        for case in cases(name):
            try:
                counts[name] += right(name, case, read_by_port(name, case))
            except Exception as error:  # a case that the port breaks on is a case that it does not read
                print(name, case["i"], type(error).__name__, error, file=sys.stderr)
    return {"port": "recognizers-text-suite", "version": version("recognizers-text-suite"), "right": counts}


# The table.


def table(ours: Mapping[str, int], port: Mapping[str, int], sizes: Mapping[str, int]) -> str:
    """A Markdown table: a file a row, how many right of how many, for both."""
    lines = ["| file | compared | cases | StreetKG | Python port |", "|---|---|---:|---:|---:|"]
    for name, (compared, _) in EXPECTED.items():
        n = sizes[name]
        shown = [f"{counts[name]} ({100 * counts[name] / n:.0f} %)" for counts in (ours, port)]
        lines.append(f"| {name} | {compared} | {n} | {shown[0]} | {shown[1]} |")
    return "\n".join(lines) + "\n"


def measured_table(wrong: Callable[[str], None] = lambda line: None) -> str:
    """The table of today; `wrong` is told each case that kg.language reads otherwise than expected."""
    ours, sizes = {}, {}
    for name in EXPECTED:
        of_file = cases(name)
        sizes[name], ours[name] = len(of_file), 0
        for case in of_file:
            readings = read_by_us(name, case)
            if right(name, case, readings):
                ours[name] += 1
            else:
                wrong(f"{name} {case['i']}: {case['input']} → {readings}")
    return table(ours, json.loads(PORT_FIGURES.read_text(encoding="utf-8"))["right"], sizes)


def main() -> None:
    arguments = sys.argv[1:]
    if "STREETKG_SHARED" not in os.environ:
        sys.exit("The test cases are found through STREETKG_SHARED, which is not set.")
    if "--port-figures" in arguments:  # in the port's environment
        print(json.dumps(port_figures(), indent=2))
        return
    if "--port" in arguments:
        interpreter = arguments[arguments.index("--port") + 1]
        done = subprocess.run([interpreter, __file__, "--port-figures"], check=True, capture_output=True, text=True)
        PORT_FIGURES.write_text(done.stdout, encoding="utf-8")
    shown = measured_table(print if "--wrong" in arguments else lambda line: None)
    print(shown, end="")
    if "--write" in arguments:
        page = TABLE.read_text(encoding="utf-8")
        TABLE.write_text(re.sub(r"(?:^\|.*\n)+", lambda _: shown, page, count=1, flags=re.M), encoding="utf-8")


if __name__ == "__main__":
    main()
