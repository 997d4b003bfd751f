"""Word knowledge as reviewed data: each `*.toml` here is a table of words; code elsewhere only interprets it."""

from __future__ import annotations

import gzip
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def table(name: str) -> dict[str, Any]:
    """The parsed contents of `kg/lexicon/<name>.toml`."""
    return tomllib.loads((files(__name__) / f"{name}.toml").read_text(encoding="utf-8"))


def words(name: str, *keys: str) -> tuple[str, ...]:
    """A list of words of a table, duplicates removed, longest first (the order that alternations need)."""
    node: Any = table(name)
    for key in keys:
        node = node[key]
    return tuple(sorted(set(node), key=lambda word: (-len(word), word)))


def text(name: str) -> str:
    """The contents of a data file of the lexicon that is not TOML, by its full file name."""
    return (files(__name__) / name).read_text(encoding="utf-8")


def binary(name: str) -> bytes:
    """The contents of a packed data file of the lexicon, by its full file name."""
    return (files(__name__) / name).read_bytes()


def unpacked(name: str) -> str:
    """The text of a file of the lexicon that is packed with gzip, by its full file name."""
    return gzip.decompress(binary(name)).decode("utf-8")
