"""StreetKG: Chinese local-government work reports as a knowledge graph.

>>> import kg
>>> document = kg.read("seeds/xinan-2020h1.txt")
>>> extraction = kg.extract(document)
>>> graph = kg.open("build/")  # graph.query("scoreboard") is a data frame
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

    from kg.documents.model import Document
    from kg.explore import Graph
    from kg.extraction.model import Extraction

__all__ = ["extract", "open", "read"]


def read(path: str | Path) -> Document:
    """Read a report once into an immutable text with sections, sentences and periods.

    Raises:
        kg.errors.UnreadableSource: missing, empty, binary, wrongly encoded or no report; says what to do.
    """
    from kg.documents import read as read_document

    return read_document(path)


def extract(document: Document) -> Extraction:
    """All statements of a report, each with the exact characters that say it."""
    from kg.extraction import extract as extract_statements

    return extract_statements(document)


def open(path: str | Path = "build") -> Graph:
    """A build folder made by `kg build`: questions to it, its store, facts and texts.

    Raises:
        kg.errors.UsageError: the folder is no build.
    """
    from kg.explore import open_graph

    return open_graph(path)


def load_ipython_extension(shell: Any) -> None:
    """What `%load_ext kg` does: the magic `%%sparql`, and charts that need nothing from elsewhere."""
    from kg.explore.magic import register

    register(shell)
