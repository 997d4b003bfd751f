"""Our own Chinese font and what draws with it; `OFL.txt` is its licence, `scripts/make_font.py` makes it."""

from __future__ import annotations

import base64
import io
import re
from functools import cache, lru_cache
from html import unescape
from pathlib import Path
from typing import Any

from kg.errors import UsageError

FAMILY = "StreetKG Sans SC"
FILE = Path(__file__).parent / "StreetKGSansSC-Regular.otf"


_WORDS = re.compile(r"<(text|tspan)\b[^>]*>([^<]*)")
_OPENING = re.compile(r"<svg\b[^>]*>")


def embedded(svg: str) -> str:
    """An SVG with the characters of our font that it shows in it, so that no font of the machine is needed to see it.

    Without fonttools (in the extra `notebook`) it is given back as it is: the machine's fonts show it.
    """
    shown = {sign for match in _WORDS.finditer(svg) for sign in unescape(match[2])}
    face = _face("".join(sorted(shown)))
    # Several drawings on one page have faces of one name: each stands for its own characters only.
    only = ",".join(f"U+{ord(sign):X}" for sign in sorted(shown))
    source = f"src:url(data:font/woff;base64,{face}) format('woff')"
    style = f"<style>@font-face{{font-family:'{FAMILY}';{source};unicode-range:{only}}}</style>"
    return _OPENING.sub(lambda match: match[0] + style, svg, count=1) if face else svg


@lru_cache(maxsize=64)
def _face(characters: str) -> str:
    """The font cut to these characters, as WOFF in Base64; empty without fonttools."""
    try:
        from fontTools.subset import Options, Subsetter
        from fontTools.ttLib import TTFont
    except ImportError:
        return ""
    # The same characters give the same bytes.
    font = TTFont(FILE, recalcTimestamp=False)
    options = Options()
    options.drop_tables += ["GPOS", "GSUB", "GDEF"]
    options.layout_features, options.name_IDs, options.notdef_outline = [], [], True
    subsetter = Subsetter(options)
    subsetter.populate(text=characters)
    subsetter.subset(font)
    font.flavor = "woff"
    written = io.BytesIO()
    font.save(written)
    return base64.b64encode(written.getvalue()).decode("ascii")


@cache
def converter() -> Any:
    """vl-convert, knowing our font: SVG and PNG without a browser, and without a font of the machine.

    Raises:
        UsageError: it is not installed.
    """
    try:
        import vl_convert
    except ImportError:
        raise UsageError("vl-convert", "没有安装", "pip install 'streetkg[notebook]'") from None
    vl_convert.register_font_directory(str(FILE.parent))
    return vl_convert
