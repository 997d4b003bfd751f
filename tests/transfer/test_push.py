"""Pushing to a real store, by both protocols, and to one that misbehaves; broken off and resumed; what changed in words."""

from __future__ import annotations

import gzip
import shutil
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.errors import EndpointError, StreetKGError, UsageError
from kg.store import Build, build, open_build
from kg.store.graphs import quads
from kg.transfer import GraphStore, Target, UpdateEndpoint, compare, must_be_sound, patch, plan, push
from tests.cli.conftest import Kg, kg  # noqa: F401
from tests.servers import Reply, Request, oxigraph, scripted

PAIRS = Path(__file__).parents[1] / "gold" / "pairs"


@pytest.fixture(autouse=True)
def no_credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("KG_USER", "KG_PASSWORD", "KG_TOKEN", "KG_AUTH"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """Two reports that follow one another."""
    folder = tmp_path_factory.mktemp("push")
    for name in ("pa1-1.txt", "pa1-2.txt"):
        shutil.copy(PAIRS / name, folder)
    build(folder, folder / "build")
    return open_build(folder / "build")


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """The same reports, of which one says something else and the other is gone."""
    folder = tmp_path_factory.mktemp("changed")
    text = (PAIRS / "pa1-1.txt").read_text(encoding="utf-8")
    assert "长者饭堂4家" in text
    (folder / "pa1-1.txt").write_text(text.replace("长者饭堂4家", "长者饭堂6家"), encoding="utf-8")
    build(folder, folder / "build")
    return open_build(folder / "build")


@pytest.fixture
def server() -> Iterator[str]:
    with oxigraph() as url:
        yield url


def targets(server: str) -> dict[str, Target]:
    return {
        "protocol": GraphStore(f"{server}/store", query=f"{server}/query"),
        "gzip": GraphStore(f"{server}/store", query=f"{server}/query", compressed=True),
        "update": UpdateEndpoint(f"{server}/query", f"{server}/update", at_once=700),
    }


def held(server: str) -> set[ox.Quad]:
    import requests

    data = requests.get(f"{server}/store", headers={"Accept": "application/n-quads"}, timeout=60).content
    return set(ox.parse(data, format=ox.RdfFormat.N_QUADS))


@pytest.mark.parametrize("way", ["protocol", "gzip", "update"])
def test_what_is_pushed_is_what_is_there_and_is_not_pushed_twice(
    built: Build, changed: Build, server: str, way: str
) -> None:
    target = targets(server)[way]
    first = list(push(built, target))
    assert sum(outcome.triples for outcome in first) == built.info["triples"]
    assert held(server) == set(built.store)
    assert all(step.idle for step in plan(built, target))
    again = list(push(built, target))
    assert all(outcome.step.idle for outcome in again)
    assert [(one.triples, one.sha256) for one in again] == [(one.triples, one.sha256) for one in first]
    list(push(changed, target))
    assert set(changed.store) < held(server)  # graphs of other builds stay unless it is said
    list(push(changed, target, prune=True))
    assert held(server) == set(changed.store)


def test_merging_only_adds(built: Build, changed: Build, server: str) -> None:
    target = targets(server)["protocol"]
    list(push(built, target))
    list(push(changed, target, "merge"))
    assert held(server) == set(built.store) | set(changed.store)
    assert all(outcome.step.idle for outcome in push(changed, target, "merge"))


def test_one_graph_by_the_name_of_its_report(built: Build, server: str) -> None:
    target = targets(server)["protocol"]
    (outcome,) = push(built, target, only=["pa1-2.txt"])
    assert {quad.graph_name.value for quad in held(server)} == {outcome.step.difference.graph}
    with pytest.raises(UsageError, match="没有这个图"):
        list(push(built, target, only=["pa9.txt"]))


class Store:
    """A graph store in memory that answers as `faults` says before it does as asked; gzip is undone."""

    def __init__(self, faults: list[Reply | None]) -> None:
        self.graphs: dict[str, bytes] = {}
        self.faults = faults

    def __call__(self, request: Request, number: int) -> Reply:
        fault = self.faults[number] if number < len(self.faults) else None
        if fault is not None:
            return fault
        body = gzip.decompress(request.body) if request.headers.get("content-encoding") == "gzip" else request.body
        if request.method == "PUT":
            self.graphs[request.path] = body
            return Reply(204)
        data = self.graphs.get(request.path)
        return Reply(404) if data is None else Reply(200, data, {"Content-Type": "application/n-triples"})


BUSY = Reply(503, headers={"Retry-After": "0"})


@pytest.mark.parametrize(
    "faults", [[BUSY, BUSY], [None, BUSY, Reply(429, headers={"Retry-After": "0"})], [None, None, BUSY]]
)
def test_a_busy_store_is_waited_for(built: Build, faults: list[Reply | None]) -> None:
    store = Store(faults)
    with scripted(store) as server:
        outcomes = list(push(built, GraphStore(server.url, wait=0.01)))
    assert sum(outcome.triples for outcome in outcomes) == built.info["triples"]
    assert len(store.graphs) == len([outcome for outcome in outcomes if outcome.triples])


@pytest.mark.parametrize(
    ("faults", "said"),
    [
        ([Reply(500, "坏了".encode())], "坏了"),
        ([None, Reply(500)], "500"),
        ([Reply(401)], "KG_USER"),
        ([Reply(200, b"<a> <b> <c> .", half=True)] * 4, "断"),
        ([Reply(200, b"<html>")], "N-Triples"),
        ([None, Reply(204)], "核对不上"),
        ([BUSY] * 9, "忙"),
    ],
)
def test_what_a_store_does_wrong_is_told_and_the_next_push_goes_on(
    built: Build, faults: list[Reply | None], said: str
) -> None:
    store = Store(faults)
    with scripted(store) as server:
        target = GraphStore(server.url, wait=0.01)
        with pytest.raises(EndpointError, match=said):
            list(push(built, target))
        store.faults.clear()
        assert sum(outcome.triples for outcome in push(built, target)) == built.info["triples"]


def test_broken_off_in_the_middle_the_rest_is_sent_and_nothing_twice(built: Build) -> None:
    store = Store([])
    with scripted(store) as server:
        target = GraphStore(server.url)
        started = push(built, target)
        next(started)
        next(started)
        started.close()
        before = len(store.graphs)
        outcomes = list(push(built, target))
        sent = [request for request in server.requests if request.method == "PUT"]
    assert before == 2
    assert [outcome.step.idle for outcome in outcomes][:2] == [True, True]
    assert len(sent) == len({request.path for request in sent}) == len(store.graphs)


def test_a_build_that_is_not_sound_is_not_pushed(built: Build, tmp_path: Path) -> None:
    must_be_sound(built)
    with pytest.raises(StreetKGError, match="校验"):
        must_be_sound(Build(built.path, built.info | {"validation": None}))
    with pytest.raises(StreetKGError, match="2 项违规"):
        must_be_sound(Build(built.path, built.info | {"validation": {"violation": 2}}))


def test_changes_are_told_in_words_and_as_a_patch(built: Build, changed: Build) -> None:
    found = {difference.graph: difference for difference in compare(built, changed)}
    words = [word for difference in found.values() for word in difference.words()]
    assert [word for word in words if word.startswith("～") and "长者饭堂" in word and word.endswith("4家 → 6家")]
    assert list(compare(built, built)) == []
    lines = set(quads(built.graphs()))
    for line in patch(found.values()):
        mark, _, quad = line.partition(" ")
        some = set(ox.parse(quad.encode(), format=ox.RdfFormat.N_QUADS)) if mark in "AD" else set()
        lines = lines - some if mark == "D" else lines | some
    assert lines == set(quads(changed.graphs()))


def test_reports_that_change_names_are_paired_by_what_they_say(tmp_path: Path) -> None:
    for name, files in (("old", ("pa1-1", "pa1-2")), ("new", ("pa1-2", "pa2-1"))):
        (tmp_path / name).mkdir()
        for number, file in enumerate(files):
            shutil.copy(PAIRS / f"{file}.txt", tmp_path / name / f"{number}.txt")
        build(tmp_path / name, tmp_path / f"b{name}", validate=False)
    old, new = open_build(tmp_path / "bold"), open_build(tmp_path / "bnew")
    lines = set(quads(old.graphs()))
    for line in patch(compare(old, new)):
        mark, _, quad = line.partition(" ")
        some = set(ox.parse(quad.encode(), format=ox.RdfFormat.N_QUADS)) if mark in "AD" else set()
        lines = lines - some if mark == "D" else lines | some
    assert lines == set(quads(new.graphs()))


def test_the_commands(kg: Kg, built: Build, changed: Build, server: str) -> None:  # noqa: F811
    dry = kg("push", f"{server}/store", "-b", built.path, "--dry-run")
    assert (dry.returncode, held(server)) == (0, set())
    assert "pa1-1.txt：现有 0 个三元组" in dry.stdout
    done = kg("push", f"{server}/store", "-b", built.path)
    assert done.returncode == 0 and "逐图核对无误" in done.stdout
    assert kg("push", f"{server}/store", "-b", built.path, "--prune").returncode == 2
    dry = kg("push", f"{server}/store", "-b", changed.path, "--dry-run", "--prune", "--query", f"{server}/query")
    assert "已不在图谱里的报告" in dry.stdout
    assert kg("push", f"{server}/store", "-b", changed.path, "--prune", "--query", f"{server}/query").stderr == ""
    assert held(server) == set(changed.store)
    differ = kg("diff", built.path, changed.path)
    assert differ.returncode == 1 and "4家 → 6家" in differ.stdout
    assert kg("diff", built.path, built.path).returncode == 0
    assert kg("diff", built.path, changed.path, "-f", "patch").stdout.startswith("TX .\nD <")
    assert kg("push", "http://127.0.0.1:9/store", "-b", built.path).returncode == 3
