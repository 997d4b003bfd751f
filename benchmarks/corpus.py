"""From the seeds to many slightly different reports of a wanted size in all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from kg.lexicon.divisions import gazetteer

_LONG = 60
"""Lines from so many characters on are paragraphs; shorter ones are headings and furniture, which stay in place."""

# The last digit before a unit, as in 439.95亿元, 20人, 13.08%: years, dates and list numbers stay as they are.
_LAST_DIGIT = re.compile(r"\d(?=余?[万亿千]?[余多]?[元个家宗件人名户%平项次场条公])")


def variant(text: str, number: int) -> str:
    """The same report with its paragraphs rotated and its figures changed by `number`, so that no cache flatters."""
    lines = text.split("\n")
    if number:
        # A sentence of its own keeps two variants from being one report, however many there are.
        place = max(range(len(lines)), key=lambda place: len(lines[place]))
        lines[place] += f"另外为民办理各类实事共计{number}件,得到了群众的普遍认可。"
    places = [place for place, line in enumerate(lines) if len(line) >= _LONG]
    shift = number % len(places) if places else 0
    for place, paragraph in zip(places, [lines[source] for source in places[shift:] + places[:shift]], strict=True):
        lines[place] = paragraph
    return _LAST_DIGIT.sub(lambda match: str((int(match.group()) + number) % 10), "\n".join(lines))


def elsewhere(text: str, city: str, district: str, street: str) -> str:
    """The same report as that of another street; names are without 市, 区 and 街道.

    Many reports of one street and time contradict each other in pairs, whose number grows with the square of theirs; a
    real street has one report a period.
    """
    for pattern, name in (
        (r"(?:新安|布吉|坪山|观湖)(?=街道)", street),
        ("宝安|龙岗|坪山|龙华", district),
        ("深圳", city),
    ):
        text = re.sub(pattern, name, text)
    return text


def _streets() -> Iterator[tuple[str, str, str]]:
    """City, district and street of the official list, one street a district, where each name has two characters."""
    divisions = gazetteer()
    for code, district in sorted(divisions.divisions.items()):
        city = divisions.parent(district)
        if city is None or not re.fullmatch("..市", city.name) or not re.fullmatch("..区", district.name):
            continue
        streets = sorted(each.name for each in divisions.townships(code).values() if re.fullmatch("..街道", each.name))
        if streets:
            yield city.name[:2], district.name[:2], streets[0][:2]


def write_streets(seeds: Path, directory: Path, reports: int) -> list[Path]:
    """Write so many variants of the seeds in turn, each as the report of a street of its own; their paths, sorted.

    There are some hundreds of such streets. The fifth seed does not say whose report it is.
    """
    directory.mkdir(parents=True, exist_ok=True)
    sources = sorted(seeds.glob("*.txt"))
    paths = []
    for place, street in zip(range(reports), _streets(), strict=False):
        number, source = divmod(place, len(sources))
        text = sources[source].read_bytes().decode("utf-8-sig")
        paths.append(directory / f"{sources[source].stem}-{number:03d}.txt")
        paths[-1].write_bytes(elsewhere(variant(text, number), *street).encode())
    return sorted(paths)


def write(seeds: Path, directory: Path, megabytes: float) -> list[Path]:
    """Write variants of all seeds, in turn, until `megabytes` (10⁶ bytes of UTF-8) are reached; their paths, sorted."""
    directory.mkdir(parents=True, exist_ok=True)
    texts = {path.stem: path.read_bytes().decode("utf-8-sig") for path in sorted(seeds.glob("*.txt"))}
    written, number = 0, 0
    paths = []
    while written < megabytes * 1_000_000:
        for stem, text in texts.items():
            path = directory / f"{stem}-{number:03d}.txt"
            content = variant(text, number).encode()
            path.write_bytes(content)
            paths.append(path)
            written += len(content)
        number += 1
    return sorted(paths)
