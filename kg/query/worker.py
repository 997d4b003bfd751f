"""The child process that runs queries: requests as lines of JSON on standard input, answers in chunks, killed when late.

Its arguments are `build DIR`, `data FILE…`, `endpoint URL` or `stdin` (N-Quads, their size in bytes first). A request is
`{"query": SPARQL, "form": "json"|"nt", "most": BYTES}`. The answer is chunks, each a line `{"chunk": BYTES}` and those
bytes, of SPARQL results JSON or N-Triples, and then a line `{"end": true}` or one that names an error.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

from kg.errors import StreetKGError
from kg.query.endpoint import Endpoint

MOST_BYTES = 512 * 1024 * 1024
"""A result that is larger is given up, unless told otherwise: nobody reads it."""
CHUNK = 64 * 1024
"""Bytes that are handed over at once, at least."""


class ResultTooLargeError(Exception):
    """The result grew beyond the limit."""


class Chunks:
    """A binary file that hands over what is written to it in chunks, and refuses more than `most` bytes."""

    def __init__(self, send: Callable[[bytes], object], most: int = MOST_BYTES) -> None:
        self._send = send
        self._room = most
        self._kept = bytearray()

    def write(self, data: bytes) -> int:
        """Take some bytes. Raises ResultTooLargeError."""
        self._room -= len(data)
        if self._room < 0:
            raise ResultTooLargeError
        self._kept += data
        if len(self._kept) >= CHUNK:
            self.flush()
        return len(data)

    def flush(self) -> None:
        """Hand over what is left."""
        if self._kept:
            self._send(bytes(self._kept))
            self._kept.clear()


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


def evaluate(store: Any, text: str, output: Chunks, form: str = "json", *, union: bool = True) -> None:
    """Write what a query over the default graph, or the `union` of all graphs, gives: results JSON or N-Triples.

    Raises SyntaxError, OSError, ResultTooLargeError; ValueError for N-Triples of a query that gives a table.
    """
    import pyoxigraph

    results: Any = store.query(text, use_default_graph_as_union=union)
    if isinstance(results, pyoxigraph.QueryTriples):
        if form == "nt":
            results.serialize(output, format=pyoxigraph.RdfFormat.N_TRIPLES)  # type: ignore[arg-type]
        else:
            output.write(_triples(results))
    elif form == "nt":
        raise ValueError("the query gives a table, not triples")
    else:
        results.serialize(output, format=pyoxigraph.QueryResultsFormat.JSON)
    output.flush()


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


def _tell(stdout: IO[bytes], head: dict[str, Any], body: bytes = b"") -> None:
    stdout.write(json.dumps(head).encode() + b"\n" + body)
    stdout.flush()


def _failure(error: BaseException) -> dict[str, Any]:
    told = {"error": type(error).__name__, "message": str(error), "exit_code": getattr(error, "exit_code", 1)}
    if isinstance(error, StreetKGError):
        told |= {"subject": error.subject, "cause": error.cause, "remedy": error.remedy}
    return told


def main() -> None:
    """Open the source, then answer queries until standard input ends."""
    stdin, stdout = sys.stdin.buffer, sys.stdout.buffer
    kind, *names = sys.argv[1:]
    try:
        store = Endpoint(names[0]) if kind == "endpoint" else open_source(sys.argv[1:], stdin)
    except Exception as error:
        _tell(stdout, _failure(error))
        return
    _tell(stdout, {"ready": True})
    for line in stdin:
        request = json.loads(line)
        output = Chunks(lambda chunk: _tell(stdout, {"chunk": len(chunk)}, chunk), request["most"])
        try:
            if isinstance(store, Endpoint):
                store.answer(request["query"], output, request["form"])
            else:
                evaluate(store, request["query"], output, request["form"], union=kind != "data")
        except Exception as error:
            _tell(stdout, _failure(error))
        else:
            _tell(stdout, {"end": True})
