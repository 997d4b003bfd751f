"""The child process that runs queries: SPARQL on standard input, results JSON on standard output, killed when late.

Its arguments are `build DIR` or `data FILE…` or `stdin` (N-Quads, their size in bytes first).
It answers with one line of JSON and, where that says `size`, so many bytes of SPARQL results JSON.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import IO, Any

MAX_RESULT_BYTES = 512 * 1024 * 1024
"""A result that is larger is given up: nobody reads it, and it would fill the memory."""


class ResultTooLargeError(Exception):
    """The result grew beyond `MAX_RESULT_BYTES`."""


class LimitedBuffer:
    """A binary file in memory that refuses to grow beyond a limit."""

    def __init__(self, limit: int = MAX_RESULT_BYTES) -> None:
        self._parts: list[bytes] = []
        self._room = limit

    def write(self, data: bytes) -> int:
        """Keep some bytes. Raises ResultTooLargeError."""
        self._room -= len(data)
        if self._room < 0:
            raise ResultTooLargeError
        self._parts.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing to do; files have it."""

    def content(self) -> bytes:
        """All that was written."""
        return b"".join(self._parts)


def open_source(arguments: list[str], stdin: IO[bytes]) -> Any:
    """The store that the arguments name. Raises OSError, SyntaxError, ValueError, StreetKGError."""
    import pyoxigraph

    kind, *names = arguments
    if kind == "build":
        from kg.store import open_build

        return open_build(Path(names[0])).store
    store = pyoxigraph.Store()
    if kind == "stdin":
        store.bulk_load(stdin.read(int(stdin.readline())), format=pyoxigraph.RdfFormat.N_QUADS)
    for name in names:
        form = pyoxigraph.RdfFormat.from_extension(Path(name).suffix.removeprefix("."))
        if form is None:
            raise ValueError(f"{name}: 不认识的扩展名，可用 .ttl .nt .nq .trig .jsonld .rdf")
        store.bulk_load(path=name, format=form)
    if kind == "data":
        _add_labels(store)
        _copy_to_default_graph(store)
    return store


def _add_labels(store: Any) -> None:
    """Names of codes, units and classes: a build has them, a file of facts need not."""
    import pyoxigraph

    from kg.resources import directory

    for file in sorted(directory("ontology").glob("*.ttl")):
        if file.name != "shapes.ttl":
            store.bulk_load(path=file, format=pyoxigraph.RdfFormat.TURTLE)


def _copy_to_default_graph(store: Any) -> None:
    """What stands in named graphs, once in the default graph: Oxigraph's union gives a triple once per graph.

    A build needs no copy, because no triple of it is in two graphs.
    """
    import pyoxigraph

    default = pyoxigraph.DefaultGraph()
    for graph in list(store.named_graphs()):
        store.bulk_extend(
            pyoxigraph.Quad(quad.subject, quad.predicate, quad.object, default)
            for quad in store.quads_for_pattern(None, None, None, graph)
        )


def evaluate(store: Any, text: str, *, union: bool = True) -> bytes:
    """SPARQL results JSON of a query over the default graph, or the `union` of all graphs.

    Raises SyntaxError, OSError, ResultTooLargeError.
    """
    import pyoxigraph

    results = store.query(text, use_default_graph_as_union=union)
    if isinstance(results, pyoxigraph.QueryTriples):
        return _triples(results)
    buffer = LimitedBuffer()
    results.serialize(buffer, format=pyoxigraph.QueryResultsFormat.JSON)
    return buffer.content()


def _triples(results: Any) -> bytes:
    names = ("subject", "predicate", "object")
    rows = sorted({tuple(map(_term, triple)) for triple in results}, key=repr)
    bindings = [{name: dict(term) for name, term in zip(names, row, strict=True)} for row in rows]
    return json.dumps({"head": {"vars": names}, "results": {"bindings": bindings}}).encode()


def _term(term: Any) -> tuple[tuple[str, str], ...]:
    import pyoxigraph

    if isinstance(term, pyoxigraph.NamedNode):
        return ("type", "uri"), ("value", term.value)
    if isinstance(term, pyoxigraph.BlankNode):
        return ("type", "bnode"), ("value", term.value)
    if not isinstance(term, pyoxigraph.Literal):
        return ("type", "literal"), ("value", str(term))
    if term.language:
        return ("type", "literal"), ("value", term.value), ("xml:lang", term.language)
    return ("type", "literal"), ("value", term.value), ("datatype", term.datatype.value)


def _answer(stdout: IO[bytes], head: dict[str, Any], body: bytes = b"") -> None:
    stdout.write(json.dumps(head).encode() + b"\n" + body)
    stdout.flush()


def _failure(error: BaseException) -> dict[str, Any]:
    return {"error": type(error).__name__, "message": str(error), "exit_code": getattr(error, "exit_code", 1)}


def main() -> None:
    """Open the source, then answer queries until standard input ends."""
    stdin, stdout = sys.stdin.buffer, sys.stdout.buffer
    try:
        store = open_source(sys.argv[1:], stdin)
    except Exception as error:
        _answer(stdout, _failure(error))
        return
    _answer(stdout, {"ready": True})
    union = sys.argv[1] != "data"
    for line in stdin:
        try:
            body = evaluate(store, json.loads(line), union=union)
        except Exception as error:
            _answer(stdout, _failure(error))
        else:
            _answer(stdout, {"size": len(body)}, body)
