"""Writes kg/lexicon/initials.txt: for each letter the characters whose pinyin begins with it, from the `pypinyin` package.

Run by hand when pypinyin changes its table: `pip install pypinyin==0.55.0 && python scripts/make_initials.py`.
"""

from __future__ import annotations

import unicodedata
from importlib.metadata import version
from pathlib import Path

from kg.lexicon import unpacked

TARGET = Path(__file__).resolve().parent.parent / "kg" / "lexicon" / "initials.txt"
HEADER = """\
# The first letter of the pinyin of a character: a letter, then all characters with a reading that begins with it; a
# character with several readings (重 zhong, chong) stands in several lines. Characters of GB 2312 and of the names of
# divisions. Source: pypinyin {version} (https://github.com/mozillazg/python-pinyin), MIT licence.
# Written by scripts/make_initials.py; do not edit.
"""


def main() -> None:
    """Write the file and say how many characters it has."""
    from pypinyin import pinyin_dict

    named = set(unpacked("divisions.txt.gz"))
    letters: dict[str, list[str]] = {}
    count = 0
    for point, readings in sorted(pinyin_dict.pinyin_dict.items()):
        character = chr(point)
        if not _in_gb2312(character) and character not in named:
            continue
        count += 1
        # ê and other rare vowels lose their marks: the letter is what is typed.
        for letter in sorted({unicodedata.normalize("NFD", reading)[0] for reading in readings.split(",")}):
            if "a" <= letter <= "z":
                letters.setdefault(letter, []).append(character)
    lines = [f"{letter} {''.join(found)}" for letter, found in sorted(letters.items())]
    TARGET.write_text(HEADER.format(version=version("pypinyin")) + "\n".join(lines) + "\n", encoding="utf-8")
    print(f"{TARGET.name}: {count} characters")


def _in_gb2312(character: str) -> bool:
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


if __name__ == "__main__":
    main()
