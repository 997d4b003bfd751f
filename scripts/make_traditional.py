"""Writes kg/lexicon/traditional.txt: pairs Traditional-Simplified of one character each, from the `opencc` package.

Run by hand when opencc changes its table: `pip install opencc && python scripts/make_traditional.py`.
"""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

TARGET = Path(__file__).resolve().parent.parent / "kg" / "lexicon" / "traditional.txt"
PAIRS_A_LINE = 40
HEADER = """\
# Traditional characters and their Simplified forms: pairs of two characters, first Traditional, then Simplified.
# Source: OpenCC {version} (https://github.com/BYVoid/OpenCC), table TSCharacters,
# licensed under the Apache License 2.0.
# Where OpenCC lists several Simplified forms, the first one. Written by scripts/make_traditional.py; do not edit.
"""


def pairs() -> list[str]:
    """All pairs within the Basic Multilingual Plane, in code point order."""
    from opencc import OpenCC

    convert = OpenCC("t2s").convert
    found = []
    for point in (*range(0x3400, 0x4DC0), *range(0x4E00, 0xA000), *range(0xF900, 0xFB00)):
        character = chr(point)
        simplified = convert(character)
        if simplified != character and len(simplified) == 1 and ord(simplified) < 0x10000:
            found.append(character + simplified)
    return found


def main() -> None:
    """Write the file and say how many pairs it has."""
    every = pairs()
    lines = [" ".join(every[i : i + PAIRS_A_LINE]) for i in range(0, len(every), PAIRS_A_LINE)]
    TARGET.write_text(HEADER.format(version=version("opencc")) + "\n".join(lines) + "\n", encoding="utf-8")
    print(f"{TARGET.name}: {len(every)} pairs")


if __name__ == "__main__":
    main()
