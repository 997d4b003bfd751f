"""Texts with gold as `prepare` leaves them in a folder, read without any library."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

FILE = "gold.json"
"""A list of texts: `name`, `text`, `year`, `kept_aside`, `facts`."""

Text = dict[str, Any]


def read(folder: Path) -> list[Text]:
    """All texts, in order."""
    texts: list[Text] = json.loads((folder / FILE).read_text(encoding="utf-8"))
    return texts


def figures(text: Text) -> list[dict[str, Any]]:
    """The figures that count, those that two readers could disagree on left out."""
    return [fact for fact in text["facts"] if fact["type"] == "indicator" and not fact.get("optional")]


def spans(text: Text) -> list[tuple[int, int]]:
    """Where these figures stand, in order."""
    return [(fact["start"], fact["end"]) for fact in figures(text)]
