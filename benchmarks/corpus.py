"""From the seeds to many slightly different reports of a wanted size in all."""

from __future__ import annotations

import re
from pathlib import Path

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
