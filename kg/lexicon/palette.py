"""The table `palette` of the lexicon: the class that each class of the ontology is drawn as."""

from __future__ import annotations

from kg.lexicon import table


def colour_class(kind: str) -> str | None:
    """The class whose colour and name a class is drawn with; None for what has no colour, such as statements.

    >>> colour_class("Community"), colour_class("Project"), colour_class("Span")
    ('Area', 'Project', None)
    """
    colours = table("palette")
    return kind if kind in colours["classes"] else colours["drawn_as"].get(kind)


def drawn_as(kind: str) -> str:
    """The same for the nodes of a network, where what has no colour of its own is drawn as an area.

    >>> drawn_as("Community"), drawn_as("SomethingElse")
    ('Area', 'Area')
    """
    return colour_class(kind) or "Area"
