"""Our own Chinese font and what draws with it; `OFL.txt` is its licence, `scripts/make_font.py` makes it."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from kg.errors import UsageError

FAMILY = "StreetKG Sans SC"
FILE = Path(__file__).parent / "StreetKGSansSC-Regular.otf"


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
