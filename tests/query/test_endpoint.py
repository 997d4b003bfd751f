"""The same queries over a server: a real one, and one that misbehaves."""

from __future__ import annotations

import base64
import time
from pathlib import Path

import pytest
import requests

from kg.errors import EndpointError, StreetKGError, TimeLimitExceeded, UsageError
from kg.query import Session, find, parse, run
from tests.servers import Reply, Request, oxigraph, scripted

VALUES = parse("SELECT ?s ?value { ?s kg:value ?value } ORDER BY ?s", "values")
RESULTS = b'{"head":{"vars":["s"]},"results":{"bindings":[{"s":{"type":"uri","value":"urn:a"}}]}}'
JSON = {"Content-Type": "application/sparql-results+json; charset=utf-8"}


@pytest.fixture(autouse=True)
def no_credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("KG_USER", "KG_PASSWORD", "KG_TOKEN", "KG_AUTH"):
        monkeypatch.delenv(name, raising=False)


def test_a_shipped_query_gives_the_same_rows_over_a_server(seeds_build: Path) -> None:
    with oxigraph() as url:
        data = (seeds_build / "graph.ttl").read_bytes()
        requests.put(f"{url}/store?default", data=data, headers={"Content-Type": "text/turtle"}, timeout=60)
        for name in ("targets", "growth", "number-coverage"):
            assert (
                run(find(name), f"{url}/query", timeout=60).texts() == run(find(name), seeds_build, timeout=60).texts()
            )
        with Session(f"{url}/query") as session:
            with session.triples(parse("CONSTRUCT { ?s a ?c } WHERE { ?s a ?c . ?s a kg:Change }")) as pieces:
                assert b"".join(pieces).count(b"\n") > 10
            with pytest.raises(UsageError, match="不接受"):
                session.run(parse("SELECT ?s ?x { ?s ?p ?x } GROUP BY ?s"))
            assert session.run(VALUES, rows=3).cut


def reply(status: int = 200, body: bytes = RESULTS, **more: object) -> Reply:
    return Reply(status, body, dict(JSON), **more)  # type: ignore[arg-type]


def test_a_busy_server_is_asked_again() -> None:
    def script(request: Request, number: int) -> Reply:
        return [Reply(503, headers={"Retry-After": "0"}), Reply(429, headers={"Retry-After": "0"}), reply()][number]

    with scripted(script) as server:
        assert run(VALUES.text, server.url, timeout=30).texts() == [("urn:a",)]
        assert [request.method for request in server.requests] == ["POST"] * 3


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (reply(401, b""), "KG_USER"),
        (reply(404, b""), "地址"),
        (reply(500, "坏了".encode()), "500"),
        (reply(half=True), "断"),
        (Reply(200, b"<html>", {"Content-Type": "text/html"}), "text/html"),
        (reply(body=RESULTS[:-3]), "不完整"),
        (reply(body=RESULTS[:-1]), "不完整"),
        (reply(body=b"[1]"), "不完整"),
    ],
)
def test_what_a_server_does_wrong_is_told(answer: Reply, said: str) -> None:
    with scripted(lambda request, number: answer) as server, pytest.raises(EndpointError, match=said) as caught:
        run(VALUES.text, server.url, timeout=30)
    assert caught.value.exit_code == 3


def test_a_slow_server_is_given_up() -> None:
    started = time.monotonic()
    with scripted(lambda request, number: reply(wait=6)) as server, pytest.raises(TimeLimitExceeded):
        run(VALUES.text, server.url, timeout=1)
    assert time.monotonic() - started < 12


def test_nobody_there() -> None:
    with pytest.raises(EndpointError, match="连不上"):
        run(VALUES.text, "http://127.0.0.1:9/query", timeout=30)


def test_credentials_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    with scripted(lambda request, number: reply()) as server:
        run(VALUES.text, server.url, timeout=30)
        monkeypatch.setenv("KG_USER", "审计")
        monkeypatch.setenv("KG_PASSWORD", "密 码")
        run(VALUES.text, server.url, timeout=30)
        monkeypatch.setenv("KG_TOKEN", "abc")
        run(VALUES.text, server.url, timeout=30)
        sent = [request.headers.get("authorization") for request in server.requests]
    assert sent == [None, "Basic " + base64.b64encode("审计:密 码".encode()).decode(), "Bearer abc"]


def test_digest_authentication(monkeypatch: pytest.MonkeyPatch) -> None:
    def script(request: Request, number: int) -> Reply:
        if "authorization" not in request.headers:
            return Reply(401, b"", {"WWW-Authenticate": 'Digest realm="x", nonce="abc", qop="auth", algorithm=MD5'})
        return reply()

    for name, value in (("KG_USER", "u"), ("KG_PASSWORD", "secret"), ("KG_AUTH", "digest")):
        monkeypatch.setenv(name, value)
    with scripted(script) as server:
        assert len(run(VALUES.text, server.url, timeout=30).rows) == 1
        assert server.requests[1].headers["authorization"].startswith("Digest ")
        assert server.requests[1].body == server.requests[0].body != b""


@pytest.mark.parametrize("url", ["ftp://x/", "x.ttl/query", "http://user:secret@example.org/", "http:///"])
def test_what_is_no_address_is_refused_without_telling_a_password(url: str) -> None:
    with pytest.raises(UsageError) as caught:
        run(VALUES.text, url, timeout=30)
    assert "secret" not in caught.value.line()


def test_a_password_does_not_travel_in_the_clear(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_TOKEN", "hush")
    with pytest.raises(StreetKGError, match="https") as caught:
        run(VALUES.text, "http://example.org/query", timeout=30)
    assert "hush" not in caught.value.line()
