"""Reports in, a build folder out: written aside, then renamed, so that there is always one whole build or none."""

from __future__ import annotations

import json
import os
import shutil
import time
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import nullcontext
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import StreetKGError, UnreadableSource, UsageError
from kg.rdf import DEFAULT_BASE, VERSION, shared_graph_iri
from kg.rdf.links import links_graph_iri
from kg.rdf.ontology import ontology_lines
from kg.store.checking import CHECKED, check_reports, check_rest
from kg.store.checking import fingerprint as checks
from kg.store.graphs import Change, Loader, Part, merge, same_file, update, write_shared, write_turtle
from kg.store.locking import only_one
from kg.store.model import (
    FACTS,
    FORMAT,
    GRAPH,
    LINKS,
    MARKER,
    PAIRS,
    SHARDS,
    SHARED,
    STORE,
    TEXTS,
    Before,
    BuildSummary,
    Failure,
    Settings,
    Source,
)
from kg.store.opened import graphs, is_ours, read_info, recover
from kg.store.pairs import pair_name, write_pairs
from kg.store.process import FILES, Engine, Here, process_all
from kg.store.remote import is_address
from kg.store.reviewed import Reviews, read_reviews
from kg.store.sources import Input, collect, mark_of

if TYPE_CHECKING:
    from kg.linking import Decisions

Progress = Callable[[int, int, str], None]
"""Called with how many files are done, how many there are, and the name of the last one."""
ENGINES = ("local", "dask")


def build(
    paths: Iterable[str | Path] | str | Path,
    output: str | Path,
    *,
    jobs: int = 1,
    validate: bool = True,
    progress: Progress | None = None,
    base: str = DEFAULT_BASE,
    decisions: str | Path | None = None,
    reviews: str | Path | None = None,
    hypotheses: bool = False,
    strict: bool = False,
    waiting: Callable[[], None] | None = None,
    engine: str = "local",
    scheduler: str | None = None,
    shards: str | Path | None = None,
) -> BuildSummary:
    """Build a graph of the reports at `paths` in the folder `output`.

    Paths are those of files, folders, zip archives, patterns, `@list`, or addresses that fsspec knows (`s3://…`).

    Reports whose bytes are those of the build that is there are taken over from it; when nothing at all has changed
    the build is kept as it is. The same reports give the same bytes, whatever their order, but for the store's own
    files and the times in `build.json`. `decisions` is a reviewed file of decisions on identity
    (`kg.linking.decisions`): they win over the rules, and with other decisions everything is made anew. So with
    `reviews`, decisions on facts (`kg.store.reviewed`): what was rejected is left out, what was accepted says so. With `hypotheses`
    the build says which street an anonymous one may be (`kg:IdentityHypothesis`), never as a fact. With `strict` the first
    report that fails ends the build, and what was there stays. While another build writes to the folder this one waits;
    `waiting` is called before.

    `engine` is one of `ENGINES`: processes of this machine, `jobs` of them, or a Dask cluster, the one at the address
    `scheduler` or one of `jobs` processes here; what links reports is computed by `jobs` processes here in any case. Its workers write shards (`kg.store.shards`) to the folder or address
    `shards`, by default `<output>-shards`; those that are there are not made again. The result is the same.

    Raises:
        UsageError: `output` is a folder that is not ours, or cannot be written; `decisions` or `reviews` cannot be
            understood; Dask is not installed, or its workers have another version of this.
        EndpointError: the cluster or a storage cannot be reached, or is lost; what its workers have done is kept.
        UnreadableSource: there is no report among the paths; nothing is written then.
        StreetKGError: the disk is full or fails; what was there stays.
    """
    started = time.perf_counter()
    shown = Path(output)
    target = shown.resolve()
    spread = _engine(engine, jobs, validate, scheduler, shards, target)
    inputs = collect([paths] if isinstance(paths, str | Path) else paths)
    _check_output(target, shown)
    with only_one(target, waiting):
        settings = Settings(base, _read(decisions), _read_reviews(reviews), hypotheses)
        return _Run(inputs, shown, target, settings, spread, jobs, validate, strict, progress).build(started)


@dataclass(frozen=True)
class _Run:
    """One call of `build`: what it was given."""

    inputs: list[Input]
    shown: Path
    target: Path
    settings: Settings
    engine: Engine
    jobs: int
    validate: bool
    strict: bool
    progress: Progress | None

    def build(self, started: float) -> BuildSummary:
        """Build anew what has changed; nothing where nothing has."""
        recover(self.target)
        old = read_info(self.target)
        mark = mark_of(self.settings)
        if old is not None and (old.get("fingerprint") != mark or old.get("base") != self.settings.base):
            old = None
        if self.strict and old is not None and old["failures"]:
            old = None  # a report that failed before is to end this build
        if old is not None and _unchanged(old, self.inputs, self.validate):
            return _summary(self.shown, old, time.perf_counter() - started, unchanged=True)

        scratch = _make_scratch(self.target, self.shown)
        try:
            info = self._fill(scratch, old, mark)
            seconds = time.perf_counter() - started
            info["times"] = {
                "finished": datetime.now(UTC).isoformat(timespec="seconds"),
                "seconds": round(seconds, 3),
            }
            _write_info(scratch, info)
            _swap(scratch, self.target, self.shown)
        except OSError as error:
            cause = f"写入时出错（{error.strerror or error}），原有的结果没有动"
            raise StreetKGError(str(self.shown), cause, "请检查磁盘空间和权限") from error
        finally:
            shutil.rmtree(scratch, ignore_errors=True)
        return _summary(self.shown, info, seconds, reused=_reused(old, self.inputs))

    def _fill(self, scratch: Path, old: dict[str, Any] | None, mark: str) -> dict[str, Any]:
        """Write everything but `build.json` into the scratch folder; what `build.json` is to say."""
        work = scratch / "work"
        work.mkdir()
        base = self.settings.base
        new = Loader(scratch / STORE, base, threaded=self.engine.parallel) if old is None else nullcontext()
        with new as loader:
            results, stems, placed = self._results(work, scratch, _known(old, self.inputs), loader)
            failures = [result for item in self.inputs if isinstance(result := results[item], Failure)]
            if len(failures) == len(self.inputs):
                raise _nothing(failures, self.inputs)
            sources = _told_apart(self.inputs, results)
            for first, source in sources:
                if first not in placed:
                    _place(source, stems.get(first), self.target, scratch)
            kept = [source for _, source in sources]
            same = frozenset(source.shard for first, source in sources if first not in stems)
            before = None if old is None else Before(self.target, same)
            pairs = write_pairs(kept, scratch, before, base, self.jobs)
            triples = _write_graph(scratch, kept, pairs, base, work)
            _write_facts(scratch, kept)
            _write_store(scratch, kept, before, old, base, loader)
            checked = before if old is not None and (old["validation"] or {}).get("checks") == checks() else None
            if self.validate:
                # With several processes the store is still being filled while these validate.
                check_reports(scratch, kept, checked, self.jobs)
        validation = None
        if self.validate:
            validation = {"checks": checks(), **check_rest(scratch, kept, pairs, checked, work, self.jobs)}
        shutil.rmtree(work)
        facts = Counter[str]()
        for source in kept:
            facts.update(source.facts)
        return {
            "streetkg": VERSION,
            "format": FORMAT,
            "fingerprint": mark,
            "base": base,
            "triples": triples,
            "facts": dict(sorted(facts.items())),
            "sources": [asdict(source) for source in kept],
            "failures": [asdict(failure) for failure in failures],
            "validation": validation,
        }

    def _results(
        self,
        work: Path,
        scratch: Path,
        known: dict[tuple[str, str | None], dict[str, Any]],
        loader: Loader | None,
    ) -> tuple[dict[Input, Source | Failure], dict[Input, Path], set[Input]]:
        """What came of each file, where the files are that were made of the new ones, and which are in place already.

        With a loader, which is there when all are new, each report's files are put in place and its graph is loaded while
        the others are still being read.
        """
        new = [item for item in self.inputs if (item.name, item.sha256) not in known]
        done = len(self.inputs) - len(new)
        bodies: set[str] = set()
        placed: set[Input] = set()

        def report(name: str) -> None:
            nonlocal done
            done += 1
            if self.progress:
                self.progress(done, len(self.inputs), name)

        def ready(number: int, stem: Path, result: Source | Failure) -> None:
            if loader is None or isinstance(result, Failure) or result.body_sha256 in bodies:
                return
            bodies.add(result.body_sha256)
            placed.add(new[number])
            _place(result, stem, self.target, scratch)
            loader.add(Part(result.graph, scratch / SHARDS / f"{result.shard}.ttl"))

        made = process_all(new, work, self.settings, self.engine, report, self.strict, ready)
        results: dict[Input, Source | Failure] = {}
        stems: dict[Input, Path] = {}
        for item, (stem, result) in zip(new, made, strict=True):
            results[item], stems[item] = result, stem
        for item in self.inputs:
            if (row := known.get((item.name, item.sha256))) is not None:
                results[item] = replace(Source.of(row), same_text=())
        return results, stems, placed


def _read(decisions: str | Path | None) -> Decisions | None:
    if decisions is None:
        return None
    from kg.linking import NONE, read_decisions

    decided = read_decisions(decisions)
    return None if decided == NONE else decided


def _read_reviews(reviews: str | Path | None) -> Reviews | None:
    if reviews is None:
        return None
    decided = read_reviews(reviews)
    return decided if decided.verdicts else None


def _engine(
    name: str, jobs: int, validate: bool, scheduler: str | None, shards: str | Path | None, target: Path
) -> Engine:
    if name == "dask":
        from kg.store.cluster import Cluster

        place = str(shards or target.with_name(f"{target.name}-shards"))
        return Cluster(place if is_address(place) else str(Path(place).resolve()), scheduler, jobs, validate)
    if name not in ENGINES:
        raise UsageError(name, "没有这种计算引擎", f"可用：{' '.join(ENGINES)}")
    if scheduler or shards:
        raise UsageError("--scheduler、--shards", "只用于 Dask", "请加上 --engine dask")
    return Here(jobs, validate)


def _reused(old: dict[str, Any] | None, inputs: list[Input]) -> int:
    """How many reports were taken over from the build that was there."""
    known = _known(old, inputs)
    return sum((item.name, item.sha256) in known for item in inputs)


# --- the folder -----------------------------------------------------------------------------------------------------


def _check_output(target: Path, shown: Path) -> None:
    if target.exists() and not target.is_dir():
        raise UsageError(str(shown), "输出位置是一个文件，不是目录", "请用 -o 给出一个目录")
    try:
        foreign = target.is_dir() and any(target.iterdir()) and not is_ours(target)
    except OSError as error:
        raise UsageError(str(shown), f"输出目录不可读（{error.strerror}）", "请检查权限，或换一个目录") from None
    if foreign:
        raise UsageError(str(shown), "输出目录里有别的东西，不是 kg build 生成的", "请换一个空目录，以免覆盖")


def _make_scratch(target: Path, shown: Path) -> Path:
    """A new folder beside the target, on the same file system, so that renaming it is one step."""
    scratch = target.parent / f".{target.name}.new-{os.getpid()}"
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.is_dir() and not os.access(target, os.W_OK | os.X_OK):
            raise PermissionError(13, "没有写入权限")
        _sweep(target)
        scratch.mkdir()
        for name in (SHARDS, TEXTS, PAIRS):
            (scratch / name).mkdir()
    except OSError:
        raise UsageError(str(shown), "输出目录建不了，或不可写", "请检查路径和权限，或用 -o 换一个目录") from None
    return scratch


def _sweep(target: Path) -> None:
    """Remove what builds that were killed have left beside the target."""
    for left in target.parent.glob(f".{target.name}.*-*"):
        kind, _, process = left.name.removeprefix(f".{target.name}.").partition("-")
        if kind in ("new", "old", "serve") and process.isdecimal() and not _alive(int(process)):
            shutil.rmtree(left, ignore_errors=True)


def _alive(process: int) -> bool:
    if os.name != "posix":
        return True  # Elsewhere signal 0 is no question but an interruption.
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _swap(scratch: Path, target: Path, shown: Path) -> None:
    aside = target.parent / f".{target.name}.old-{os.getpid()}"
    try:
        if target.exists():
            target.replace(aside)
        scratch.replace(target)
    except OSError as error:
        if aside.exists() and not target.exists():
            aside.replace(target)
        raise UsageError(
            str(shown), f"输出目录换不上新的结果（{error.strerror or error}）", "请检查权限，或用 -o 换一个目录"
        ) from None
    shutil.rmtree(aside, ignore_errors=True)


# --- the contents ---------------------------------------------------------------------------------------------------


def _known(old: dict[str, Any] | None, inputs: list[Input]) -> dict[tuple[str, str | None], dict[str, Any]]:
    """The rows of `build.json` by the name and hash of the files that need not be read again.

    A reprint is as well known as the report that it repeats, as long as that is there.
    """
    if old is None:
        return {}
    now = {(item.name, item.sha256) for item in inputs}
    known = {}
    for row in old["sources"]:
        if (own := (row["name"], row["file_sha256"])) in now:
            known[own] = row
            known.update(dict.fromkeys(map(tuple, row["same_text"]), row))
    return known


def _unchanged(old: dict[str, Any], inputs: list[Input], validate: bool) -> bool:
    seen = [(row["name"], row["file_sha256"]) for row in (*old["sources"], *old["failures"])]
    seen += [(name, digest) for row in old["sources"] for name, digest in row["same_text"]]
    now = [(item.name, item.sha256) for item in inputs]
    complete = not validate or (old["validation"] or {}).get("checks") == checks()
    return complete and None not in (digest for _, digest in now) and sorted(seen) == sorted(now)


def _sources(info: dict[str, Any]) -> list[Source]:
    return [Source.of(row) for row in info["sources"]]


def _told_apart(inputs: list[Input], results: dict[Input, Source | Failure]) -> list[tuple[Input, Source]]:
    """The reports, each once: of the same report again, or a reprint of it on another page, the name is kept."""
    found: dict[str, tuple[Input, Source]] = {}
    for item in inputs:
        result = results[item]
        if isinstance(result, Failure):
            continue
        if result.body_sha256 in found:
            first, source = found[result.body_sha256]
            same = (*source.same_text, (item.name, item.sha256 or ""))
            found[result.body_sha256] = first, replace(source, same_text=same)
        else:
            found[result.body_sha256] = item, result
    return list(found.values())


def _nothing(failures: list[Failure], inputs: list[Input]) -> StreetKGError:
    if len(failures) == 1:
        return UnreadableSource(str(inputs[0].path), failures[0].cause, failures[0].remedy)
    shown = "；".join(f"{failure.name}：{failure.cause}" for failure in failures[:3])
    more = f"；等 {len(failures)} 个" if len(failures) > 3 else ""
    return UnreadableSource(f"{len(failures)} 个文件", f"没有一个能读成报告（{shown}{more}）", "请检查给出的路径")


def _place(source: Source, stem: Path | None, target: Path, scratch: Path) -> None:
    """Bring a report's files to where they belong: from the worker's, or from the build that was there."""
    for suffix, folder in (*((ending, SHARDS) for ending in FILES), (".txt", TEXTS)):
        name = source.shard + suffix
        if stem is not None:
            stem.with_suffix(suffix).replace(scratch / folder / name)
        else:
            same_file(target / folder / name, scratch / folder / name)
    if stem is None:
        return
    for suffix in CHECKED:
        if (found := stem.with_suffix(suffix)).exists():  # validated when it was made
            found.replace(scratch / SHARDS / (source.shard + suffix))


def _write_graph(
    scratch: Path, sources: list[Source], pairs: list[tuple[Source, Source]], base: str, work: Path
) -> int:
    """What reports share, what links them, and `graph.ttl`; the number of distinct triples."""
    shared = [scratch / SHARDS / f"{source.shard}.shared.nt" for source in sources]
    triples = write_shared(shared, scratch / SHARED, work)
    merge([scratch / PAIRS / f"{pair_name(*pair)}.nt" for pair in pairs], scratch / LINKS, work)
    with (scratch / LINKS).open("rb") as lines:
        triples += sum(1 for _ in lines)
    with (scratch / GRAPH).open("wb") as turtle:
        write_turtle(graphs(scratch, sources, base), turtle, base)
    return triples + len(ontology_lines()) + sum(source.triples for source in sources)


def _write_facts(scratch: Path, sources: list[Source]) -> None:
    with (scratch / FACTS).open("wb") as file:
        for source in sources:
            with (scratch / SHARDS / f"{source.shard}.jsonl").open("rb") as rows:
                shutil.copyfileobj(rows, file)


def _write_store(
    scratch: Path,
    sources: list[Source],
    before: Before | None,
    old: dict[str, Any] | None,
    base: str,
    loader: Loader | None,
) -> None:
    """What the loader has not yet of a new store; or the store made out of the one that was there, if most of it stays."""
    parts = graphs(scratch, sources, base)
    new = {source.graph for source in sources if before is None or source.shard not in before.kept}
    if loader is not None:
        for part in parts:
            if part.graph not in new:
                loader.add(part)
        return
    assert before is not None and old is not None
    if len(before.kept) <= len(new) or not (before.folder / STORE).is_dir():
        with Loader(scratch / STORE, base) as whole:
            for part in parts:
                whole.add(part)
        return
    update(
        before.folder / STORE,
        scratch / STORE,
        sorted(source.graph for source in _sources(old) if source.shard not in before.kept),
        [part for part in parts if part.graph in new],
        [
            Change(shared_graph_iri(base), before.folder / SHARED, scratch / SHARED),
            Change(links_graph_iri(base), before.folder / LINKS, scratch / LINKS),
        ],
        base,
    )


def _write_info(scratch: Path, info: dict[str, Any]) -> None:
    text = json.dumps(info, ensure_ascii=False, indent=1) + "\n"
    (scratch / MARKER).write_text(text, encoding="utf-8")


def _summary(
    output: Path, info: dict[str, Any], seconds: float, *, unchanged: bool = False, reused: int = 0
) -> BuildSummary:
    sources = tuple(_sources(info))
    counted = info["validation"]
    return BuildSummary(
        output=output,
        sources=sources,
        failures=tuple(Failure(**row) for row in info["failures"]),
        triples=info["triples"],
        facts=info["facts"],
        seconds=seconds,
        unchanged=unchanged,
        reused=len(sources) if unchanged else reused,
        findings=counted and {name: number for name, number in counted.items() if name != "checks"},
    )
