"""A store's address in, its graphs read, replaced, added to and removed: by the Graph Store Protocol, or by SPARQL Update."""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, Protocol

import pyoxigraph as ox

from kg.errors import EndpointError
from kg.transfer.canonical import Lines, parsed
from kg.web import checked, refused, session, unreachable

if TYPE_CHECKING:
    import requests

_TRIPLES = "application/n-triples"
AT_ONCE = 5000
"""Triples in one SPARQL Update: more are too long for some stores."""


class Target(Protocol):
    """A store of named graphs somewhere."""

    def graph(self, name: str) -> Lines:
        """The lines of a graph; none where there is no such graph. Raises EndpointError."""
        ...

    def replace(self, name: str, lines: Iterable[str], removed: Iterable[str], added: Iterable[str]) -> None:
        """Make a graph consist of these lines, which are `added` more and `removed` fewer than are there. Raises EndpointError."""
        ...

    def add(self, name: str, lines: Iterable[str]) -> None:
        """Add lines to a graph. Raises EndpointError."""
        ...

    def remove(self, name: str) -> None:
        """Remove a graph that is there. Raises EndpointError."""
        ...

    def names(self, start: str) -> list[str] | None:
        """The graphs whose names begin so; None where the store cannot be asked. Raises EndpointError."""
        ...


class _Server:
    """Requests to one address, with what goes wrong told."""

    def __init__(self, wait: float = 0.5) -> None:
        self._wait = wait
        self._sessions: dict[str, requests.Session] = {}

    def send(self, method: str, url: str, **options: Any) -> requests.Response:
        """Raises EndpointError unless the server says that all is well, or, to GET, that there is nothing."""
        import requests

        if url not in self._sessions:
            self._sessions[url] = session(url, self._wait)
        try:
            response = self._sessions[url].request(method, url, **options)
        except requests.RequestException as error:
            raise unreachable(url, error) from error
        if response.ok or (method == "GET" and response.status_code == 404):
            return response
        raise refused(url, response)


_NAMES = "SELECT DISTINCT ?g WHERE {{ GRAPH ?g {{ ?s ?p ?o }} FILTER(STRSTARTS(STR(?g), {start})) }}"


def _asked_names(server: _Server, url: str, start: str) -> list[str]:
    query = _NAMES.format(start=ox.Literal(start))
    headers = {"Content-Type": "application/sparql-query", "Accept": "application/sparql-results+json"}
    response = server.send("POST", url, data=query.encode(), headers=headers)
    try:
        return sorted(row["g"]["value"] for row in response.json()["results"]["bindings"])
    except (ValueError, KeyError):
        raise EndpointError(url, "服务器给出的不是查询结果", "请检查查询的地址") from None


def _read(url: str, response: requests.Response) -> Lines:
    try:
        return {} if response.status_code == 404 else parsed(response.content)
    except SyntaxError:
        raise EndpointError(url, "服务器给出的图不是 N-Triples", "请检查地址") from None


class GraphStore:
    """A store with the SPARQL 1.1 Graph Store HTTP Protocol at `url`; `compressed` sends bodies as gzip.

    Where it answers queries, at `query`, it can be asked which graphs it has; the protocol itself cannot tell.
    """

    def __init__(self, url: str, *, query: str | None = None, compressed: bool = False, wait: float = 0.5) -> None:
        self.url = checked(url)
        self.query = checked(query) if query is not None else None
        self._compressed = compressed
        self._server = _Server(wait)

    def graph(self, name: str) -> Lines:
        """See `Target`."""
        response = self._server.send("GET", self.url, params={"graph": name}, headers={"Accept": _TRIPLES})
        return _read(self.url, response)

    def replace(self, name: str, lines: Iterable[str], removed: Iterable[str], added: Iterable[str]) -> None:
        """See `Target`; the server does it at once or not at all."""
        self._send("PUT", name, lines)

    def add(self, name: str, lines: Iterable[str]) -> None:
        """See `Target`."""
        self._send("POST", name, lines)

    def remove(self, name: str) -> None:
        """See `Target`."""
        self._server.send("DELETE", self.url, params={"graph": name})

    def names(self, start: str) -> list[str] | None:
        """See `Target`."""
        return None if self.query is None else _asked_names(self._server, self.query, start)

    def _send(self, method: str, name: str, lines: Iterable[str]) -> None:
        data = "".join(f"{line}\n" for line in lines).encode()
        headers = {"Content-Type": _TRIPLES}
        if self._compressed:
            data, headers["Content-Encoding"] = gzip.compress(data, mtime=0), "gzip"
        self._server.send(method, self.url, params={"graph": name}, data=data, headers=headers)


class UpdateEndpoint:
    """A store that has SPARQL alone: graphs are read from `query` and changed at `update`, some thousand triples at once."""

    def __init__(self, query: str, update: str, *, wait: float = 0.5, at_once: int = AT_ONCE) -> None:
        self.query, self.update = checked(query), checked(update)
        self._server = _Server(wait)
        self._at_once = at_once

    def graph(self, name: str) -> Lines:
        """See `Target`."""
        response = self._server.send(
            "POST",
            self.query,
            data=f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{name}> {{ ?s ?p ?o }} }}".encode(),
            headers={"Content-Type": "application/sparql-query", "Accept": _TRIPLES},
        )
        return _read(self.query, response)

    def replace(self, name: str, lines: Iterable[str], removed: Iterable[str], added: Iterable[str]) -> None:
        """See `Target`; only what differs is sent, so that doing it again, or the rest of it, does no harm."""
        self._change("DELETE", name, removed)
        self._change("INSERT", name, added)

    def add(self, name: str, lines: Iterable[str]) -> None:
        """See `Target`."""
        self._change("INSERT", name, lines)

    def remove(self, name: str) -> None:
        """See `Target`."""
        self._update(f"DROP SILENT GRAPH <{name}>")

    def names(self, start: str) -> list[str] | None:
        """See `Target`."""
        return _asked_names(self._server, self.query, start)

    def _change(self, verb: str, name: str, lines: Iterable[str]) -> None:
        for some in _chunks(list(lines), self._at_once):
            self._update(f"{verb} DATA {{ GRAPH <{name}> {{\n" + "\n".join(some) + "\n} }")

    def _update(self, text: str) -> None:
        headers = {"Content-Type": "application/sparql-update"}
        self._server.send("POST", self.update, data=text.encode(), headers=headers)


def _chunks(lines: list[str], size: int) -> Iterator[list[str]]:
    return (lines[start : start + size] for start in range(0, len(lines), size))
