"""On a Dask cluster: what comes out is what comes out here, whoever dies meanwhile; from and to object storage as well."""

from __future__ import annotations

import gzip
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from distributed import Client, LocalCluster, WorkerPlugin

from kg.errors import EndpointError, UnreadableSource, UsageError
from kg.rdf import ONTOLOGY, shared_graph_iri
from kg.rdf.links import links_graph_iri
from kg.rdf.ontology import ontology_lines
from kg.store import build, cluster, open_build
from kg.store.process import process
from kg.store.shards import Shards
from kg.store.sources import Input, collect
from tests.factories import TEXT
from tests.servers import answers, free_port

ROOT = Path(__file__).resolve().parents[2]
PAIRS = ROOT / "tests" / "gold" / "pairs"
NOWHERE = "tcp://127.0.0.1:1"
Contents = Callable[[Path], dict[str, bytes]]

pytestmark = pytest.mark.filterwarnings("default")  # the cluster's own, about ports and sockets


@pytest.fixture(scope="module")
def storage() -> Iterator[str]:
    """The address of an empty bucket on an S3 server of our own, with credentials in the environment."""
    url = f"http://127.0.0.1:{(port := free_port())}"
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ENDPOINT_URL", url)
        patch.setenv("AWS_ACCESS_KEY_ID", "nobody")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "nothing")
        patch.setenv("AWS_DEFAULT_REGION", "us-east-1")
        try:
            answers(f"{url}/moto-api/data.json", 60)
            yield "s3://streets"
        finally:
            server.terminate()
            server.wait(10)


@pytest.fixture(scope="module")
def workers(storage: str) -> Iterator[Client]:
    """Two workers, processes of their own, each started again when it dies."""
    with (
        LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, host="127.0.0.1", dashboard_address="127.0.0.1:0"
        ) as here,
        Client(here) as client,
    ):
        yield client


def address(client: Client) -> str:
    return str(client.scheduler.address)


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Thirty reports, two of a street each, and a file that is none."""
    folder = tmp_path_factory.mktemp("many")
    for path in sorted(PAIRS.glob("*.txt"))[:30]:
        shutil.copy(path, folder)
    (folder / "empty.txt").write_text("", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def plain(many: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The build of them here."""
    output = tmp_path_factory.mktemp("plain") / "build"
    build(many, output)
    return output


def _profiled(dask_worker: Any) -> bool:
    """Whether samples are taken of what the worker does."""
    return bool(dask_worker.periodic_callbacks["profile"].is_running())


def stored(folder: Path) -> list[str]:
    return sorted(map(str, open_build(folder).store))


def same(one: Path, other: Path, contents: Contents) -> None:
    assert contents(one) == contents(other)
    assert stored(one) == stored(other)
    infos = [open_build(folder).info | {"times": None} for folder in (one, other)]
    assert infos[0] == infos[1]


@pytest.mark.slow
def test_a_worker_killed_in_the_middle_changes_nothing(
    workers: Client, many: Path, plain: Path, tmp_path: Path, contents: Contents
) -> None:
    victims: list[int] = []
    told: list[tuple[int, int]] = []

    def watch(done: int, total: int, name: str) -> None:
        told.append((done, total))
        if done == 5:
            victims.append(next(iter(workers.run(os.getpid).values())))
            os.kill(victims[0], signal.SIGKILL)

    summary = build(many, tmp_path / "build", engine="dask", scheduler=address(workers), progress=watch)
    assert [failure.name for failure in summary.failures] == ["empty.txt"]
    assert told == [(done, 31) for done in range(1, 32)]
    workers.wait_for_workers(2, timeout=60)
    assert victims and victims[0] not in workers.run(os.getpid).values()
    same(plain, tmp_path / "build", contents)
    assert len(Shards.at(str(tmp_path / "build-shards")).present()) == 30


@pytest.mark.slow
def test_what_is_there_is_not_made_again_and_what_is_damaged_is(
    workers: Client, many: Path, plain: Path, tmp_path: Path, contents: Contents
) -> None:
    class StoppedError(Exception):
        pass

    def stop(done: int, total: int, name: str) -> None:
        if done == 12:
            raise StoppedError

    shards = tmp_path / "shards"
    with pytest.raises(StoppedError):
        build(many, tmp_path / "build", engine="dask", scheduler=address(workers), shards=shards, progress=stop)
    assert not (tmp_path / "build").exists()
    written = {path: path.stat().st_mtime_ns for path in shards.glob("??/*.zip")}
    assert 12 <= len(written) + 1 < 31
    damaged = min(written)
    damaged.write_bytes(damaged.read_bytes()[:-400])
    build(many, tmp_path / "build", engine="dask", scheduler=address(workers), shards=shards)
    same(plain, tmp_path / "build", contents)
    again = {path: path.stat().st_mtime_ns for path in shards.glob("??/*.zip")}
    assert len(again) == 30
    assert {path for path in written if again[path] != written[path]} == {damaged}
    # With all of them there, no cluster is asked.
    readable = [path for path in many.iterdir() if path.name != "empty.txt"]
    build(readable, tmp_path / "more", engine="dask", scheduler=NOWHERE, shards=shards)
    assert contents(plain) == contents(tmp_path / "more")


def test_the_quads_of_the_shards_and_what_joins_them_are_the_store(
    workers: Client, reports: Path, tmp_path: Path
) -> None:
    build(reports, tmp_path / "build", engine="dask", scheduler=address(workers), validate=False)
    built = open_build(tmp_path / "build")
    whole = ox.Store()
    for path in (tmp_path / "build-shards").glob("??/*.nq.gz"):
        whole.load(gzip.decompress(path.read_bytes()), format=ox.RdfFormat.N_QUADS)
    joining = {
        ONTOLOGY: b"".join(ontology_lines()),
        shared_graph_iri(built.base): (built.path / "shared.nt").read_bytes(),
        links_graph_iri(built.base): (built.path / "links.nt").read_bytes(),
    }
    for graph, lines in joining.items():
        whole.load(lines, format=ox.RdfFormat.N_TRIPLES, to_graph=ox.NamedNode(graph))
    assert sorted(map(str, whole)) == sorted(map(str, built.store))


def test_workers_that_work_for_us_are_not_profiled(workers: Client, reports: Path, tmp_path: Path) -> None:
    """Samples of a task would be let go of in another thread, and with them Oxigraph's iterators, which must not be."""
    build(reports, tmp_path / "build", engine="dask", scheduler=address(workers))
    assert not all(workers.run(_profiled).values())


def test_other_options_other_shards_and_the_same_file_elsewhere_the_same(
    workers: Client, reports: Path, tmp_path: Path
) -> None:
    place = tmp_path / "shards"
    options: list[dict[str, Any]] = [{}, {"validate": False}, {"hypotheses": True}, {"base": "https://example.org/x/"}]
    known: set[str] = set()
    for number, option in enumerate(options):
        # The first time by a cluster that the build starts itself.
        at = address(workers) if number else None
        build(reports / "xinan.txt", tmp_path / str(number), engine="dask", scheduler=at, shards=place, **option)
        known |= Shards.at(str(place)).present()
        assert len(known) == number + 1
    (tmp_path / "other").mkdir()
    shutil.copy(reports / "xinan.txt", tmp_path / "other")
    build(tmp_path / "other", tmp_path / "again", engine="dask", scheduler=NOWHERE, shards=place)


@pytest.mark.slow
def test_from_and_to_object_storage(
    workers: Client, storage: str, reports: Path, tmp_path: Path, contents: Contents
) -> None:
    import s3fs

    shutil.copy(reports / "buji.txt", reports / "archived.txt")
    shutil.make_archive(str(reports / "old"), "zip", reports, "archived.txt")
    (reports / "archived.txt").unlink()
    build(reports, tmp_path / "plain")
    system = s3fs.S3FileSystem()
    system.mkdir("streets")
    system.put(f"{reports}/", "streets/reports/", recursive=True)
    (tmp_path / "list").write_text("# all\ns3://streets/reports/\n", encoding="utf-8")
    for number, paths in enumerate((f"{storage}/reports", f"@{tmp_path}/list")):
        output = tmp_path / f"away{number}"
        summary = build(paths, output, engine="dask", scheduler=address(workers), shards=f"{storage}/shards")
        assert len(summary.sources) == 3 and not summary.failures
        same(tmp_path / "plain", output, contents)
    found = system.find("streets/shards")
    assert sorted(name.partition(".")[2] for name in found) == ["nq.gz"] * 4 + ["zip"] * 4
    # Put once: another's file under that name is left alone.
    place = Shards.at(f"{storage}/shards").folder
    name = found[0].removeprefix("streets/shards/")
    before = place.read(name)
    place.write_once(name, b"something else")
    assert place.read(name) == before
    names = [item.name for item in collect([f"{storage}/reports/*.txt"])]
    assert names == ["README.txt", "buji.txt", "xinan.txt"]  # what a pattern names is taken, as here


def test_a_report_that_changes_meanwhile_is_not_taken_for_another(storage: str, tmp_path: Path) -> None:
    import s3fs

    system = s3fs.S3FileSystem()
    system.makedirs("changing", exist_ok=True)
    system.pipe_file("changing/a.txt", TEXT.encode())
    (item,) = collect(["s3://changing/a.txt"])
    assert item.read()[0].text == TEXT
    system.pipe_file("changing/a.txt", TEXT.replace("439", "440").encode())
    with pytest.raises(UnreadableSource, match="文件变了"):
        item.read()
    with pytest.raises(UnreadableSource, match="没有符合的文件"):
        collect(["s3://changing/*.pdf"])
    with pytest.raises(UsageError, match="不要写密码") as refused:
        collect(["s3://user:secret@changing/a.txt"])
    assert "secret" not in str(refused.value)


class Deadly(WorkerPlugin):  # type: ignore[misc]
    """A worker that dies at a certain report."""

    def setup(self, worker: Any) -> None:
        def deadly(item: Input, *rest: Any) -> Any:
            if item.name == "buji.txt":
                os._exit(9)
            return process(item, *rest)

        cluster.process = deadly  # type: ignore[attr-defined]


class Newer(WorkerPlugin):  # type: ignore[misc]
    """A worker with other code."""

    def setup(self, worker: Any) -> None:
        cluster.fingerprint = lambda: "newer"  # type: ignore[attr-defined]


@pytest.mark.slow
def test_a_report_that_kills_workers_costs_itself_only(workers: Client, reports: Path, tmp_path: Path) -> None:
    with LocalCluster(n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address="127.0.0.1:0") as here:
        with Client(here, set_as_default=False) as client:
            client.register_plugin(Deadly())
        summary = build(reports, tmp_path / "build", engine="dask", scheduler=here.scheduler_address, validate=False)
    (failure,) = summary.failures
    assert failure.name == "buji.txt" and "意外终止" in failure.cause
    assert [source.name for source in summary.sources] == ["2020/pingshan.txt", "xinan.txt"]


def test_workers_with_other_code_are_refused(reports: Path, tmp_path: Path) -> None:
    with LocalCluster(n_workers=1, threads_per_worker=1, host="127.0.0.1", dashboard_address="127.0.0.1:0") as here:
        with Client(here, set_as_default=False) as client:
            client.register_plugin(Newer())
        with pytest.raises(UsageError, match="不是同一版"):
            build(reports, tmp_path / "build", engine="dask", scheduler=here.scheduler_address)
    assert not (tmp_path / "build").exists()


def test_a_place_that_only_workers_see_is_told(
    workers: Client, reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Shards, "fetch", lambda *_: None)
    with pytest.raises(UsageError, match="--shards"):
        build(reports, tmp_path / "build", engine="dask", scheduler=address(workers), validate=False)


def test_no_scheduler_no_build(reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "CONNECT", 2.0)
    with pytest.raises(EndpointError, match="连不上 Dask 调度器"):
        build(reports, tmp_path / "build", engine="dask", scheduler=NOWHERE)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["reports"]


def test_without_dask_the_remedy_is_told(reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(UsageError, match=r"pip install 'streetkg\[dask\]'"):
        build(reports, tmp_path / "build", engine="dask")


def test_without_fsspec_the_remedy_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("fsspec", "fsspec.core"):
        monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(UsageError, match=r"pip install 'streetkg\[dask\]'"):
        collect(["s3://streets/reports"])


@pytest.mark.parametrize("options", [{"engine": "spark"}, {"scheduler": NOWHERE}, {"shards": "here"}])
def test_options_that_make_no_sense_are_refused(options: dict[str, Any], reports: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        build(reports, tmp_path / "build", **options)


def test_an_address_of_no_kind_is_refused() -> None:
    with pytest.raises(UsageError, match="不认识这种地址"):
        collect(["nosuch://streets/reports"])


def test_an_address_of_this_machine_is_a_path(reports: Path) -> None:
    assert collect([f"file://{reports}"]) == collect([reports])


def test_errors_survive_the_way_between_processes() -> None:
    import pickle

    error = pickle.loads(pickle.dumps(UsageError("x", "y", "z")))
    assert (type(error), error.subject, error.cause, error.remedy) == (UsageError, "x", "y", "z")
