"""Bytes in, text that a page carries and its script unpacks out: deflated (RFC 1951), in base64."""

from __future__ import annotations

import base64
import json
import zlib
from typing import Any


def packed(data: bytes) -> str:
    """Bytes as text. A browser reads it with `DecompressionStream("deflate-raw")`."""
    deflate = zlib.compressobj(level=9, wbits=-15)
    return base64.b64encode(deflate.compress(data) + deflate.flush()).decode("ascii")


def packed_json(value: Any) -> str:
    """A value as packed JSON; half a surrogate pair, which UTF-8 cannot hold, becomes a question mark."""
    return packed(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace"))
