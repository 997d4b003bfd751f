"""Reports in, shards made by the workers of a Dask cluster out; the only module that knows Dask.

The process that builds hands out a few reports at a time and fetches each shard when it is there. A worker that is lost
costs what it was at: Dask gives that to another. Reports that take their worker along, again and again, are tried alone.
"""

from __future__ import annotations

import logging
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

from kg.errors import EndpointError, StreetKGError, UsageError
from kg.rdf import VERSION
from kg.records import record
from kg.store.checking import fingerprint as checks
from kg.store.model import Failure, Settings
from kg.store.process import Done, killed, process
from kg.store.shards import Shards, key_of
from kg.store.sources import Input, fingerprint, mark_of

CONNECT = 60.0
"""Seconds within which the scheduler answers, and the first worker is there."""
_FETCHES = 16
"""Shards that are fetched at once."""
_TOGETHER = 8
"""Reports that a worker is given at once, at most."""
_AHEAD = 4
"""Batches that are handed out for each thread of the cluster, so that none waits and the scheduler holds few."""
_LOOK = 5.0
"""Seconds after which workers that have joined are counted again."""


@record
class Job:
    """A report to be made into a shard; `number` is its place among all."""

    number: int
    item: Input
    key: str


Fetched = Callable[[Sequence[Job]], list[Job]]
"""Takes the shards of some jobs; those that it could not."""
Take = Callable[[Sequence[Job], dict[int, Failure]], None]
"""Called with jobs that a worker has done, and what failed, by number."""


@record
class Cluster:
    """An engine: workers of the Dask scheduler at an address, or `jobs` processes here where there is none.

    `shards` is a whole path or an address, the same for all workers. With `validate` they validate what they made.
    """

    shards: str
    scheduler: str | None = None
    jobs: int = 1
    validate: bool = True

    @property
    def parallel(self) -> bool:
        """The process that asks is free."""
        return True

    def each(self, items: Sequence[Input], stems: Sequence[Path], settings: Settings, done: Done) -> None:
        """As `kg.store.process.Engine.each`; shards that are there are taken as they are.

        Raises:
            UsageError: Dask is not installed, workers have another version of this, or write where we cannot read.
            EndpointError: the cluster or the storage cannot be reached. OSError: a shard cannot be written.
        """
        mark, shapes = mark_of(settings), checks() if self.validate else ""
        place = Shards.at(self.shards)
        there = place.present() if items else frozenset()
        jobs = []
        for number, item in enumerate(items):
            if item.sha256 is None:
                done(number, process(item, stems[number], settings))  # tells why it cannot be read
            else:
                jobs.append(Job(number, item, key_of(item, settings, mark, shapes)))
        with ThreadPoolExecutor(_FETCHES) as pool:

            def fetched(some: Sequence[Job]) -> list[Job]:
                """Take the shards of these; those that are not there, or damaged."""
                sources = list(pool.map(lambda job: place.fetch(job.key, stems[job.number]), some))
                missing = []
                for job, source in zip(some, sources, strict=True):
                    if source is None:
                        place.remove(job.key)
                        missing.append(job)
                    else:
                        done(job.number, source)
                return missing

            left = [job for job in jobs if job.key not in there]
            for some in _batches([job for job in jobs if job.key in there], _FETCHES):
                left += fetched(some)
            if left:
                self._make(left, settings, fetched, done)

    def _make(self, jobs: Sequence[Job], settings: Settings, fetched: Fetched, done: Done) -> None:
        """Have shards made and take them as they come."""

        def take(some: Sequence[Job], failures: dict[int, Failure]) -> None:
            for number, failure in failures.items():
                done(number, failure)
            if fetched([job for job in some if job.number not in failures]):
                cause = "工作进程写的分片在这里读不到"
                raise UsageError(self.shards, cause, "请用 --shards 给出各台机器都能读写的目录或地址")

        with _client(self.scheduler, self.jobs) as client:
            for job in _spread(client, jobs, (settings, self.shards, self.validate, fingerprint()), take):
                done(job.number, killed(job.item))


def make(jobs: Sequence[Job], settings: Settings, shards: str, validate: bool, code: str) -> dict[int, Failure]:
    """On a worker: make the shards of some reports and write them; the failures, by the reports' numbers.

    Raises:
        UsageError: the code here is not that of the process that asks.
        OSError, EndpointError: a shard cannot be written.
    """
    if fingerprint() != code:
        raise _other_version(f"streetkg {VERSION}")
    _stop_profiler()
    failures: dict[int, Failure] = {}
    place = Shards.at(shards)
    with tempfile.TemporaryDirectory(prefix="streetkg-") as folder:
        for job in jobs:
            stem = Path(folder) / str(job.number)
            result = process(job.item, stem, settings, validate)
            if isinstance(result, Failure):
                failures[job.number] = result
            else:
                place.write(job.key, stem, result)
    return failures


def _stop_profiler() -> None:
    """On a worker: have no more samples taken of what tasks do.

    The profiler lets go in its own thread what a task had in hand. Iterators of Oxigraph forbid that and stay, each with
    the store that it reads, so that memory grows with the reports.
    """
    from distributed import get_worker

    worker = get_worker()
    if (profiler := worker.periodic_callbacks.get("profile")) is not None and profiler.is_running():
        worker.loop.add_callback(profiler.stop)


def _spread(client: Any, jobs: Sequence[Job], arguments: tuple[Any, ...], take: Take) -> list[Job]:
    """Have all jobs done, some at a time; `take` is called with those that are done. Those at which workers died, alone."""
    from distributed import KilledWorker, as_completed

    threads = max(1, sum(client.nthreads().values()))
    waiting = _batches(jobs, max(1, min(_TOGETHER, len(jobs) // (threads * _AHEAD))))
    out: dict[str, Sequence[Job]] = {}
    lost: list[Job] = []
    looked = time.monotonic()
    running = as_completed(loop=client.loop)

    def hand_out() -> None:
        for some in islice(waiting, max(0, threads * _AHEAD - len(out))):
            future = client.submit(
                make, some, *arguments, pure=False, key=f"streetkg-{some[0].key[:16]}-{some[0].number}"
            )
            out[future.key] = some
            running.add(future)

    hand_out()
    for future in running:
        some = out.pop(future.key)
        try:
            take(some, future.result())
        except KilledWorker:
            lost += some
        future.release()
        if time.monotonic() - looked > _LOOK:
            threads, looked = max(1, sum(client.nthreads().values())), time.monotonic()
        hand_out()
    culprits = []
    for job in lost:
        # Which of those that were lost together is to blame shows only where each is tried alone.
        try:
            take([job], client.submit(make, [job], *arguments, pure=False).result())
        except KilledWorker:
            culprits.append(job)
    return culprits


def _batches(jobs: Sequence[Job], size: int) -> Iterator[Sequence[Job]]:
    return (jobs[k : k + size] for k in range(0, len(jobs), size))


@contextmanager
def _client(scheduler: str | None, jobs: int) -> Iterator[Any]:
    """A client of a cluster that has workers; one of our own is ended in the end."""
    try:
        from distributed import Client, LocalCluster
    except ImportError:
        raise UsageError("dask", "没有安装", "pip install 'streetkg[dask]'") from None
    told = scheduler or "dask"
    with ExitStack() as stack:
        try:
            if scheduler is None:
                folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="streetkg-dask-"))
                cluster = LocalCluster(
                    n_workers=jobs,
                    threads_per_worker=1,
                    processes=True,
                    host="127.0.0.1",
                    dashboard_address="127.0.0.1:0",
                    local_directory=folder,
                    silence_logs=logging.ERROR,
                )
                scheduler = stack.enter_context(cluster).scheduler_address
            client = stack.enter_context(Client(scheduler, timeout=CONNECT, set_as_default=False))
            client.wait_for_workers(1, timeout=CONNECT)
        except (OSError, ValueError) as error:  # a time limit is an OSError
            cause = f"连不上 Dask 调度器，或没有工作进程（{type(error).__name__}）"
            raise EndpointError(told, cause, "请检查地址，先启动 dask scheduler 和 dask worker") from None
        try:
            yield client
        except StreetKGError:
            raise
        except ModuleNotFoundError:
            raise _other_version(told) from None
        except RuntimeError as error:
            if "deserializ" in str(error):
                raise _other_version(told) from None
            raise
        except _lost() as error:
            cause = f"与 Dask 集群的联系断了（{type(error).__name__}）"
            raise EndpointError(told, cause, "已完成的分片还在，再运行一次会接着做") from None


def _lost() -> tuple[type[BaseException], ...]:
    from distributed import CancelledError
    from distributed.comm import CommClosedError

    return CancelledError, CommClosedError


def _other_version(subject: str) -> UsageError:
    remedy = f"请在各台机器上装同一版：pip install 'streetkg[dask]=={VERSION}'"
    return UsageError(subject, "调度器或工作进程上的 StreetKG（或它用的库）与这里的不是同一版", remedy)
