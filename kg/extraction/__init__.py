"""Statements: a document in, figures, projects, initiatives, deadlines, areas, honours and numbers set aside out."""

from __future__ import annotations

from kg.documents.model import Document
from kg.extraction.model import Extraction

__all__ = ["Extraction", "extract"]


def extract(document: Document) -> Extraction:
    """Everything that a report states, with exact offsets.

    Pure: the same document gives the same extraction. Every tuple is sorted by start, end.
    """
    from kg.extraction.pipeline import run

    return run(document)
