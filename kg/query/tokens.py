"""SPARQL text in, tokens with positions out, so that names inside strings, comments and IRIs are left alone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kg.records import record

# Atoms in the order of trial. An IRI may not hold blanks, so `?a < ?b` is no IRI; `?a<?b&&?c>?d` is one in the standard
# too (longest match). Prefixed names are looser than the standard's: what it would refuse, the engine reports.
_TOKEN = re.compile(
    r"""
    (?P<comment> \#[^\n\r]* )
  | (?P<iri>     <(?:[^<>"{}|^`\\\x00-\x20]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*> )
  | (?P<string>  \"{3}(?:\"{0,2}(?:[^"\\]|\\.))*\"{3} | '{3}(?:'{0,2}(?:[^'\\]|\\.))*'{3}
               | "(?:[^"\\\n\r]|\\.)*" | '(?:[^'\\\n\r]|\\.)*' )
  | (?P<tag>     @[A-Za-z]+(?:-[A-Za-z0-9]+)* )
  | (?P<blank>   _:[\w.\-]*\w )
  | (?P<variable>[?$]\w+ )
  | (?P<name>    (?:[^\W\d_](?:[\w.\-]*[\w\-])?)?:(?:(?:[\w:]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?\#@%])
                 (?:(?:[\w.:\-]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?\#@%])*
                    (?:[\w:\-]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?\#@%]))?)? )
  | (?P<number>  (?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)? )
  | (?P<word>    [^\W\d]\w* )
  | (?P<space>   \s+ )
  | (?P<other>   . )
    """,
    re.VERBOSE | re.DOTALL,
)


@record
class Token:
    """A token of a query. `kind` is one of comment, iri, string, tag, blank, variable, name, number, word, other."""

    kind: str
    text: str
    start: int

    @property
    def end(self) -> int:
        """Position after the token."""
        return self.start + len(self.text)


def tokens(query: str) -> Iterator[Token]:
    """The tokens of a query without white space, in order."""
    for match in _TOKEN.finditer(query):
        kind = match.lastgroup
        assert kind is not None  # every alternative is named
        if kind != "space":
            yield Token(kind, match.group(), match.start())


def service_call(found: Iterable[Token]) -> Token | None:
    """The first token that calls another server, or that a lenient parser could read so.

    Oxigraph needs no blank around a keyword: `trueSERVICE`, `SERVICESILENT` and `SERVICE:x` call as well.
    """
    for token in found:
        keyword = token.text if token.kind == "word" else token.text.partition(":")[0] if token.kind == "name" else ""
        if "SERVICE" in keyword.upper():
            return token
    return None


def line_and_column(query: str, position: int) -> tuple[int, int]:
    """Line and column of a position, both from 1."""
    before = query[:position]
    return before.count("\n") + 1, position - (before.rfind("\n") + 1) + 1
