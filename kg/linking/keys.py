"""Keys that last from build to build: names and offsets in, local names of IRIs (ASCII, digits, hyphens) out."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

from kg.extraction.model import Mention


@lru_cache(maxsize=65536)
def digest(*parts: str) -> str:
    """Ten hexadecimal digits of the SHA-256 of the parts, NFKC, joined by a stroke."""
    text = unicodedata.normalize("NFKC", "/".join(parts))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:10]


def mention_keys(prefix: str, sha256: str, mentions: Sequence[Mention], kinds: Iterable[str]) -> tuple[str, ...]:
    """One key a mention: prefix, eight digits of the text's hash, offsets, kind; `-2` and on where all are the same."""
    seen: dict[str, int] = {}
    keys = []
    for mention, kind in zip(mentions, kinds, strict=True):
        key = f"{prefix}-{sha256[:8]}-{mention.start}-{mention.end}-{kind}"
        order = seen[key] = seen.get(key, 0) + 1
        keys.append(key if order == 1 else f"{key}-{order}")
    return tuple(keys)
