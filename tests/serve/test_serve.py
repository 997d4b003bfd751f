"""The server as a process: clients of others, many at once, a new build meanwhile, pages of strangers."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph
import pytest
import requests
from SPARQLWrapper import JSON, SPARQLWrapper

from kg.errors import UsageError
from kg.query import Session, catalogue, parse, prepare
from kg.query.results import from_json
from kg.site import write_site
from kg.store import build
from tests.programs import missing, program
from tests.servers import Reply, answers, free_port, scripted

ROOT = Path(__file__).resolve().parents[2]
COMUNICA = ROOT / "tests" / "serve" / "comunica"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


def start(folder: Path, *more: str) -> tuple[subprocess.Popen[bytes], str]:
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-c", "from kg.cli import main; main()", "serve", str(folder), "--port", str(port), *more],
        cwd=ROOT,
        stderr=subprocess.DEVNULL,
    )
    answers(f"http://127.0.0.1:{port}/")
    return process, f"http://127.0.0.1:{port}"


@contextlib.contextmanager
def served(folder: Path, *more: str) -> Iterator[str]:
    process, url = start(folder, *more)
    try:
        yield url
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)


def ask(url: str, query: str = COUNT, **more: object) -> requests.Response:
    return requests.post(f"{url}/query", data={"query": query}, timeout=60, **more)  # type: ignore[arg-type]


def count(answer: requests.Response) -> int:
    return int(answer.json()["results"]["bindings"][0]["n"]["value"])


@pytest.mark.slow
def test_shipped_queries_by_another_client(seeds_build: Path) -> None:
    with served(seeds_build) as url, Session(seeds_build) as session:
        client = SPARQLWrapper(f"{url}/query", returnFormat=JSON)
        client.setMethod("POST")
        for query in catalogue():
            client.setQuery(prepare(query).text)
            response = client.query().response.read()
            assert from_json(response).texts() == session.run(query, timeout=60).texts(), query.name
    assert not list(seeds_build.parent.glob(".build.serve*"))


@pytest.mark.slow
def test_shipped_queries_by_comunica(seeds_build: Path) -> None:
    node = program("node")
    if not (COMUNICA / "node_modules").is_dir():
        missing(f"needs Comunica: npm ci --prefix {COMUNICA.relative_to(ROOT)} (.ci/run does it)")
    with served(seeds_build) as url, Session(seeds_build) as session:
        queries = {query.name: prepare(query, base=session.base).text for query in catalogue()}
        asked = json.dumps({"endpoint": f"{url}/query", "queries": queries})
        done = subprocess.run(
            [node, str(COMUNICA / "ask.mjs")], input=asked, capture_output=True, text=True, timeout=300, check=True
        )
        told = {line["name"]: line for line in map(json.loads, done.stdout.splitlines())}
        assert told.keys() == queries.keys()
        for query in catalogue():
            assert "results" in told[query.name], told[query.name]
            answer = from_json(json.dumps(told[query.name]["results"]))
            assert answer.texts() == session.run(query, timeout=60).texts(), query.name


def test_the_page_of_links(seeds_build: Path) -> None:
    with served(seeds_build) as url:
        page = requests.get(f"{url}/", timeout=60)
        assert page.headers["Content-Type"].startswith("text/html")
        assert "default-src 'none'" in page.headers["Content-Security-Policy"]
        assert "<script" not in page.text and "http://" not in page.text.replace("http://www.w3.org", "")
        link = page.text.split('<a href="/query?query=')[1].split('"')[0]
        assert from_json(requests.get(f"{url}/query?query={link}", timeout=60).content).rows
        assert requests.get(f"{url}/graph.ttl", timeout=60).content == (seeds_build / "graph.ttl").read_bytes()


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Host": "evil.example"}, 403),
        ({"Host": "evil.example:80"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-origin"}, 200),
    ],
)
def test_pages_of_strangers_may_not_ask(seeds_build: Path, headers: dict[str, str], status: int) -> None:
    with served(seeds_build) as url:
        assert ask(url, headers=headers).status_code == status


def test_nothing_can_be_written_and_errors_are_told(seeds_build: Path) -> None:
    with served(seeds_build) as url:
        before = count(ask(url))
        for path in ("update", "store", "store?default"):
            answer = requests.post(f"{url}/{path}", data="DELETE WHERE { ?s ?p ?o }", timeout=60)
            assert answer.status_code in (404, 405)
        assert requests.post(f"{url}/query", data={"update": "DROP ALL"}, timeout=60).status_code == 400
        assert ask(url, "SELECT WHERE {").status_code == 400
        assert count(ask(url)) == before


def servers_over(folder: Path) -> list[int]:
    """Processes of `oxigraph` over a copy of the build's store."""
    mark = f"{folder.resolve().parent}/.{folder.name}.serve-".encode()
    found = []
    for process in Path("/proc").iterdir():
        with contextlib.suppress(OSError):
            if process.name.isdigit() and mark in (process / "cmdline").read_bytes():
                found.append(int(process.name))
    return found


@pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_no_server_is_left_however_it_ends(seeds_build: Path, how: signal.Signals) -> None:
    process, url = start(seeds_build)
    assert ask(url).status_code == 200
    assert servers_over(seeds_build)
    process.send_signal(how)
    process.wait(20)
    end = time.monotonic() + 20
    while servers_over(seeds_build) and time.monotonic() < end:
        time.sleep(0.05)
    assert not servers_over(seeds_build)
    if how == signal.SIGKILL:
        # What it could not remove itself; `kg build` does.
        for left in seeds_build.parent.glob(f".{seeds_build.name}.serve-*"):
            shutil.rmtree(left)


CALLS = [
    "ASK { SERVICE <URL> { ?s ?p ?o } }",
    "ASK { service silent <URL> { ?s ?p ?o } }",
    "PREFIX : <URL> ASK { SERVICE:x { ?s ?p ?o } }",
    "ASK { SERVICESILENT<URL>{} }",
    "ASK { #\rSERVICE <URL> {}\n}",
    "ASK { OPTIONAL { ?s ?p <urn:\\u0061'> } SERVICE <URL> {} #'\n}",
    "ASK { VALUES ?x { true }SERVICE <URL> {} }",
]


@pytest.mark.parametrize("text", CALLS)
def test_nobody_else_is_asked(seeds_build: Path, text: str) -> None:
    empty = b'{"head": {"vars": []}, "results": {"bindings": []}}'
    reply = Reply(body=empty, headers={"Content-Type": "application/sparql-results+json"})
    with scripted(lambda request, number: reply) as stranger:
        query = text.replace("URL", f"{stranger.url}/")
        pyoxigraph.Store().query(query)
        assert stranger.requests, "Oxigraph itself follows it"
        stranger.requests.clear()
        with pytest.raises(UsageError):
            prepare(parse(query), check_names=False)
        with served(seeds_build) as url:
            alone = {"Content-Type": "application/sparql-query"}
            for answer in (
                ask(url, query),
                requests.get(f"{url}/query", params={"query": query}, timeout=60),
                requests.post(f"{url}/query", data=query.encode(), headers=alone, timeout=60),
            ):
                assert answer.status_code == 403
                assert "SERVICE" in answer.text
            assert ask(url, 'SELECT ?service { ?service ?p "SERVICE" } # SERVICE').status_code == 200
        assert stranger.requests == []


@pytest.mark.slow
def test_fifty_clients_while_a_new_build_comes_lose_nothing(tmp_path: Path) -> None:
    reports = tmp_path / "reports"
    reports.mkdir()
    shutil.copy(ROOT / "seeds" / "buji-2020h1.txt", reports)
    first = build(reports, tmp_path / "build", validate=False).triples
    seconds = float(os.environ.get("STREETKG_LOAD_SECONDS", "4"))
    seen: list[int] = []
    wrong: list[str] = []
    enough = threading.Event()
    with served(tmp_path / "build") as url:

        def client() -> None:
            with requests.Session() as session:
                while not enough.is_set():
                    answer = session.post(f"{url}/query", data={"query": COUNT}, timeout=60)
                    if answer.status_code == 200:
                        seen.append(count(answer))
                    else:
                        wrong.append(answer.text)

        started = time.monotonic()
        threads = [threading.Thread(target=client) for _ in range(50)]
        for thread in threads:
            thread.start()
        time.sleep(seconds / 4)
        shutil.copy(ROOT / "seeds" / "pingshan-2020.txt", reports)
        second = build(reports, tmp_path / "build", validate=False).triples
        # However slow the machine is: until the new build has answered, and the time is over.
        while time.monotonic() - started < seconds or (second not in seen and time.monotonic() - started < 120):
            time.sleep(0.05)
        enough.set()
        for thread in threads:
            thread.join()
        assert count(ask(url)) == second
    assert wrong == []
    assert set(seen) == {first, second}
    assert len(seen) > 50, len(seen)
    assert not list(tmp_path.glob(".build.*"))


def test_the_site_is_served_as_soon_as_it_is_there_and_nothing_beside_it(seeds_build: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    with served(seeds_build, "--site", str(tmp_path / "site")) as url:
        assert requests.get(f"{url}/site/index.html", timeout=60).status_code == 404
        assert "/site/" not in requests.get(f"{url}/", timeout=60).text
        write_site(seeds_build, tmp_path / "site")
        assert "/site/index.html" in requests.get(f"{url}/", timeout=60).text
        for path in ("index.html", "compare.html", "data/facts.jsonl"):
            answer = requests.get(f"{url}/site/{path}", timeout=60)
            assert (answer.status_code, answer.content) == (200, (tmp_path / "site" / path).read_bytes()), path
        for path in ("..%2fsecret.txt", "%2e%2e/secret.txt", "data", "nothing.html"):
            assert requests.get(f"{url}/site/{path}", timeout=60).status_code == 404, path
