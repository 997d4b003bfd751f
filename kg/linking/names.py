"""Names of projects and initiatives as they are compared: without quotation marks, blanks and 项目 or 工程 at the end."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from kg.lexicon import table, words


@cache
def _tails() -> re.Pattern[str]:
    return re.compile("(?:" + "|".join(words("linking", "undertaking", "tails")) + ")$")


@cache
def _marks() -> dict[int, None]:
    return dict.fromkeys(map(ord, table("linking")["undertaking"]["marks"]))


def normalised(name: str) -> str:
    """The name as it is compared."""
    plain = unicodedata.normalize("NFKC", name).translate(_marks())
    match = _tails().search(plain)
    return plain[: match.start()] if match and match.start() >= 3 else plain
