"""The table `palette` of the lexicon: the class that each class of the ontology is drawn as."""

from __future__ import annotations

from kg.lexicon import table


def drawn_as(kind: str) -> str:
    """The class whose colour and name a class is drawn with; what has none of its own is drawn as an area.

    >>> drawn_as("Community"), drawn_as("Project")
    ('Area', 'Project')
    """
    colours = table("palette")
    return str(kind if kind in colours["classes"] else colours["drawn_as"].get(kind, "Area"))
