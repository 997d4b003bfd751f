"""Who is compared: the pieces of work, and for each what does it and in which environment."""

from __future__ import annotations

from dataclasses import dataclass

PIECES = ("figures", "deadlines", "placing", "writing", "validation")


@dataclass(frozen=True, slots=True)
class Contender:
    """Something that does a piece of work.

    `tool` is its name in the module of the piece; `distribution` whose version is shown; `environment` the name of a
    file of `requirements/`, None for our own environment; `once`: too slow to be run several times.
    """

    piece: str
    tool: str
    label: str
    distribution: str
    environment: str | None = None
    once: bool = False

    @property
    def name(self) -> str:
        """What it is called on the command line."""
        return f"{self.piece}:{self.tool}"


CONTENDERS = (
    Contender("figures", "streetkg", "StreetKG, everything of a report", "streetkg"),
    Contender("figures", "streetkg-numbers", "StreetKG, numbers and units alone", "streetkg"),
    Contender("figures", "jieba", "jieba.posseg and a regular expression", "jieba"),
    Contender("figures", "recognizers-text", "Recognizers-Text", "recognizers-text-suite", "recognizers-text"),
    Contender("figures", "jionlp", "jionlp, money", "jionlp", "jionlp"),
    Contender("figures", "quantulum3", "quantulum3", "quantulum3", "quantulum3"),
    Contender("deadlines", "streetkg", "StreetKG, everything of a report", "streetkg"),
    Contender("deadlines", "recognizers-text", "Recognizers-Text, times", "recognizers-text-suite", "recognizers-text"),
    Contender("deadlines", "jionlp", "jionlp, times", "jionlp", "jionlp"),
    Contender("placing", "langextract", "langextract as it comes", "langextract", "langextract"),
    Contender("placing", "langextract-unicode", "langextract, UnicodeTokenizer", "langextract", "langextract"),
    Contender("writing", "streetkg-ntriples", "StreetKG: facts → N-Triples", "streetkg"),
    Contender("writing", "streetkg-turtle", "StreetKG: N-Triples → Turtle", "streetkg"),
    Contender("writing", "rdflib-add", "rdflib: terms → graph", "rdflib"),
    Contender("writing", "rdflib-ntriples", "rdflib: graph → N-Triples", "rdflib"),
    Contender("writing", "rdflib-turtle", "rdflib: graph → Turtle", "rdflib"),
    Contender("writing", "morph-kgc", "morph-kgc: CSV and RML → N-Triples", "morph-kgc", "morph-kgc"),
    Contender("validation", "streetkg", "StreetKG", "streetkg"),
    Contender("validation", "pyshacl-oracle", "pyshacl, each query parsed once", "pyshacl", once=True),
    Contender("validation", "pyshacl", "pyshacl alone", "pyshacl", once=True),
    Contender("validation", "pyshacl-core", "pyshacl, SPARQL constraints left out", "pyshacl"),
)
