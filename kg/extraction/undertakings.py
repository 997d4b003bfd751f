"""Projects and initiatives of a document: its words in, both out, from one walk over its phrases."""

from __future__ import annotations

from kg.documents.model import Document
from kg.extraction.initiatives import to_initiatives
from kg.extraction.model import Initiative, Project
from kg.extraction.projects import to_projects
from kg.extraction.walk import found_in
from kg.language.tokens import Tokens, tokenize


def find_undertakings(
    document: Document, tokens: Tokens | None = None
) -> tuple[tuple[Project, ...], tuple[Initiative, ...]]:
    """Projects and initiatives of a document, each sorted by start and end; cheaper than asking for each alone."""
    tokens = tokens or tokenize(document.reading.text)
    items = found_in(document, tokens)
    return to_projects(document, items, tokens), to_initiatives(document, items)
