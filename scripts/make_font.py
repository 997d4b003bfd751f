"""Debian's fonts-noto-cjk in, the font of our charts out: `python scripts/make_font.py [FILE.ttc]`.

Noto Sans CJK SC Regular (SIL Open Font License 1.1), cut to ASCII, GB 2312, the punctuation that reports use, and whatever
else stands in `seeds/` and in this project's own texts, under a family name of its own: a system font of the old name then
cannot take its place. The same font file gives the same bytes.
"""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

from kg.aside import aside

ROOT = Path(__file__).resolve().parents[1]
SOURCE = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")
FOLDER = ROOT / "kg" / "explore" / "fonts"
FAMILY = "StreetKG Sans SC"
REGION = "Noto Sans CJK SC"
MOST = 1_600_000
"""Bytes that the font may have."""

_SIGNS = "−—–…·•×÷±≤≥≈→←↑↓↔▲▼■□●○★☆①②③④⑤⑥⑦⑧⑨⑩㎡℃‰％￥¥€²³½"


def characters() -> set[str]:
    """Everything that a chart may have to show."""
    found = set(map(chr, range(0x20, 0x7F))) | set(map(chr, range(0xA0, 0x100))) | set(_SIGNS)
    for high in range(0xA1, 0xFE):
        for low in range(0xA1, 0xFF):
            found |= set(bytes((high, low)).decode("gb2312", "ignore"))
    for folder, pattern in (("seeds", "*.txt"), ("queries", "*.rq"), ("kg/lexicon", "*.toml"), ("ontology", "*.ttl")):
        for file in (ROOT / folder).glob(pattern):
            found |= set(file.read_text(encoding="utf-8", errors="ignore"))
    return {character for character in found if character.isprintable()}


def opened(source: Path) -> TTFont:
    """The Simplified Chinese face of a collection."""
    for number in range(10):
        font = TTFont(source, fontNumber=number, recalcTimestamp=False)
        if font["name"].getDebugName(1) == REGION:
            return font
    raise SystemExit(f"{source}: no {REGION}")


def cut(font: TTFont) -> TTFont:
    """The font with our characters only, horizontal, without features that charts do not use, under our name."""
    options = subset.Options()
    options.layout_features = ["kern", "mark", "mkmk"]
    options.hinting = False
    options.desubroutinize = False
    options.drop_tables += ["BASE", "VORG", "vhea", "vmtx", "DSIG"]
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.name_languages = [0x409]
    options.notdef_outline = True
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=sorted(map(ord, characters())))
    subsetter.subset(font)
    for name, text in ((1, FAMILY), (3, f"{FAMILY} Regular"), (4, FAMILY), (6, FAMILY.replace(" ", "") + "-Regular")):
        font["name"].setName(text, name, 3, 1, 0x409)
    font["CFF "].cff.fontNames = [FAMILY.replace(" ", "") + "-Regular"]
    return font


def main() -> None:
    """Write the font beside its licence."""
    source = Path(sys.argv[1]) if len(sys.argv) > 1 else SOURCE
    target = FOLDER / "StreetKGSansSC-Regular.otf"
    with aside(target) as beside:
        cut(opened(source)).save(beside)
        size = beside.stat().st_size
        if size > MOST:
            raise SystemExit(f"{size:,} bytes are more than {MOST:,}")
    print(f"{target.relative_to(ROOT)}: {size:,} bytes, {len(characters()):,} characters")


if __name__ == "__main__":
    main()
