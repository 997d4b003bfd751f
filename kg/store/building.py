"""Reports in, a build folder out: written aside, then renamed, so that there is always one whole build or none."""

from __future__ import annotations

import json
import os
import shutil
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import asdict, replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import StreetKGError, UnreadableSource, UsageError
from kg.rdf import DEFAULT_BASE, VERSION, shared_graph_iri
from kg.rdf.links import link_lines, links_graph_iri
from kg.rdf.syntax import write_turtle
from kg.store.locking import only_one
from kg.store.merge import Part, load, parts, write_triples
from kg.store.model import FACTS, FORMAT, GRAPH, LINKS, MARKER, SHARDS, STORE, TEXTS, BuildSummary, Failure, Source
from kg.store.opened import is_ours, read_info, recover, shard
from kg.store.process import process_all
from kg.store.sources import Input, collect, fingerprint

if TYPE_CHECKING:
    from kg.linking import Decisions

VALIDATED_IN_MEMORY = 32 * 2**20
"""Bytes of Turtle up to which the graph is validated in memory: about 900,000 triples, 400 MB."""

Progress = Callable[[int, int, str], None]
"""Called with how many files are done, how many there are, and the name of the last one."""


def build(
    paths: Iterable[str | Path] | str | Path,
    output: str | Path,
    *,
    jobs: int = 1,
    validate: bool = True,
    progress: Progress | None = None,
    base: str = DEFAULT_BASE,
    decisions: str | Path | None = None,
    hypotheses: bool = False,
    strict: bool = False,
    waiting: Callable[[], None] | None = None,
) -> BuildSummary:
    """Build a graph of the reports at `paths` (files, folders, zip archives, patterns, `@list`) in the folder `output`.

    Reports whose bytes are those of the build that is there are taken over from it; when nothing at all has changed
    the build is kept as it is. The same reports give the same bytes, whatever their order, but for the store's own
    files and the times in `build.json`. `decisions` is a reviewed file of decisions on identity
    (`kg.linking.decisions`): they win over the rules, and with other decisions everything is made anew. With `hypotheses`
    the build says which street an anonymous one may be (`kg:IdentityHypothesis`), never as a fact. With `strict` the first
    report that fails ends the build, and what was there stays. While another build writes to the folder this one waits;
    `waiting` is called before.

    Raises:
        UsageError: `output` is a folder that is not ours, or cannot be written; `decisions` cannot be understood.
        UnreadableSource: there is no report among the paths; nothing is written then.
        StreetKGError: the disk is full or fails; what was there stays.
    """
    started = time.perf_counter()
    inputs = collect([paths] if isinstance(paths, str | Path) else paths)
    output = Path(output)
    target = output.resolve()
    _check_output(target, output)
    with only_one(target, waiting):
        return _build(inputs, output, target, started, jobs, validate, progress, base, decisions, hypotheses, strict)


def _build(
    inputs: list[Input],
    output: Path,
    target: Path,
    started: float,
    jobs: int,
    validate: bool,
    progress: Progress | None,
    base: str,
    decisions: str | Path | None,
    hypotheses: bool,
    strict: bool,
) -> BuildSummary:
    recover(target)
    old = read_info(target)
    decided = _read(decisions)
    mark = _fingerprint(decided, hypotheses)
    if old is not None and (old.get("fingerprint") != mark or old.get("base") != base):
        old = None
    if strict and old is not None and old["failures"]:
        old = None  # a report that failed before is to end this build
    if old is not None and _unchanged(old, inputs, validate):
        return _summary(output, old, time.perf_counter() - started, unchanged=True)

    scratch = _make_scratch(target, output)
    try:
        info = _fill(scratch, target, inputs, old, jobs, progress, base, decided, hypotheses, mark, strict)
        if validate:
            info["validation"] = _validate(scratch)
        seconds = time.perf_counter() - started
        info["times"] = {
            "finished": datetime.now(UTC).isoformat(timespec="seconds"),
            "seconds": round(seconds, 3),
        }
        _write_info(scratch, info)
        _swap(scratch, target, output)
    except OSError as error:
        cause = f"写入时出错（{error.strerror or error}），原有的结果没有动"
        raise StreetKGError(str(output), cause, "请检查磁盘空间和权限") from error
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return _summary(output, info, seconds, reused=_reused(old, inputs))


def _read(decisions: str | Path | None) -> Decisions | None:
    if decisions is None:
        return None
    from kg.linking import NONE, read_decisions

    decided = read_decisions(decisions)
    return None if decided == NONE else decided


def _fingerprint(decisions: Decisions | None, hypotheses: bool) -> str:
    """Everything that decides what reports become: code, data, and what a person decided."""
    if decisions is None and not hypotheses:
        return fingerprint()
    decided = (*sorted(decisions.same.items()), *sorted(decisions.different)) if decisions else ()
    return sha256(f"{fingerprint()}\n{decided}\n{hypotheses}".encode()).hexdigest()


def _reused(old: dict[str, Any] | None, inputs: list[Input]) -> int:
    """How many reports were taken over from the build that was there."""
    known = _known(old)
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
        for name in (SHARDS, TEXTS):
            (scratch / name).mkdir()
    except OSError:
        raise UsageError(str(shown), "输出目录建不了，或不可写", "请检查路径和权限，或用 -o 换一个目录") from None
    return scratch


def _sweep(target: Path) -> None:
    """Remove what builds that were killed have left beside the target."""
    for left in target.parent.glob(f".{target.name}.*-*"):
        kind, _, process = left.name.removeprefix(f".{target.name}.").partition("-")
        if kind in ("new", "old") and process.isdecimal() and not _alive(int(process)):
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


def _known(old: dict[str, Any] | None) -> dict[tuple[str, str | None], dict[str, Any]]:
    if old is None:
        return {}
    return {(row["name"], row["file_sha256"]): row for row in old["sources"]}


def _unchanged(old: dict[str, Any], inputs: list[Input], validate: bool) -> bool:
    seen = [(row["name"], row["file_sha256"]) for row in (*old["sources"], *old["failures"])]
    seen += [(name, digest) for row in old["sources"] for name, digest in row["same_text"]]
    now = [(item.name, item.sha256) for item in inputs]
    complete = not validate or old.get("validation") is not None
    return complete and None not in (digest for _, digest in now) and sorted(seen) == sorted(now)


def _fill(
    scratch: Path,
    target: Path,
    inputs: list[Input],
    old: dict[str, Any] | None,
    jobs: int,
    progress: Progress | None,
    base: str,
    decisions: Decisions | None,
    hypotheses: bool,
    mark: str,
    strict: bool,
) -> dict[str, Any]:
    """Write everything but `build.json` into the scratch folder; what `build.json` is to say."""
    known = _known(old)
    new = [item for item in inputs if (item.name, item.sha256) not in known]
    done = len(inputs) - len(new)

    def report(name: str) -> None:
        nonlocal done
        done += 1
        if progress:
            progress(done, len(inputs), name)

    work = scratch / "work"
    work.mkdir()
    made = process_all(new, work, base, jobs, report, decisions, hypotheses, strict)
    results: dict[Input, Source | Failure] = {}
    stems: dict[Input, Path] = {}
    for item, (stem, result) in zip(new, made, strict=True):
        results[item], stems[item] = result, stem
    for item in inputs:
        if (row := known.get((item.name, item.sha256))) is not None:
            results[item] = Source(**(row | {"warnings": tuple(row["warnings"]), "same_text": ()}))
    failures = [result for item in inputs if isinstance(result := results[item], Failure)]
    if len(failures) == len(inputs):
        raise _nothing(failures, inputs)

    sources: dict[str, Source] = {}
    for item in inputs:
        result = results[item]
        if isinstance(result, Failure):
            continue
        # The same report again, or a reprint of it on another page: its facts count once, its name is kept.
        first = sources.get(result.body_sha256)
        if first is not None:
            same = (*first.same_text, (item.name, item.sha256 or ""))
            sources[result.body_sha256] = replace(first, same_text=same)
            continue
        sources[result.body_sha256] = result
        _place(result, stems.get(item), target, scratch)
    shutil.rmtree(work)
    ordered = list(sources.values())
    triples = _write_graph(scratch, ordered, base)
    facts = Counter[str]()
    for source in ordered:
        facts.update(source.facts)
    return {
        "streetkg": VERSION,
        "format": FORMAT,
        "fingerprint": mark,
        "base": base,
        "triples": triples,
        "facts": dict(sorted(facts.items())),
        "sources": [asdict(source) for source in ordered],
        "failures": [asdict(failure) for failure in failures],
        "validation": None,
    }


def _nothing(failures: list[Failure], inputs: list[Input]) -> StreetKGError:
    if len(failures) == 1:
        return UnreadableSource(str(inputs[0].path), failures[0].cause, failures[0].remedy)
    shown = "；".join(f"{failure.name}：{failure.cause}" for failure in failures[:3])
    more = f"；等 {len(failures)} 个" if len(failures) > 3 else ""
    return UnreadableSource(f"{len(failures)} 个文件", f"没有一个能读成报告（{shown}{more}）", "请检查给出的路径")


def _place(source: Source, stem: Path | None, target: Path, scratch: Path) -> None:
    """Bring a report's files to where they belong: from the worker's, or from the build that was there."""
    kinds = ((".nt", SHARDS), (".shared.nt", SHARDS), (".jsonl", SHARDS), (".claims.json", SHARDS), (".txt", TEXTS))
    for suffix, folder in kinds:
        name = source.shard + suffix
        if stem is not None:
            stem.with_suffix(suffix).replace(scratch / folder / name)
            continue
        try:
            os.link(target / folder / name, scratch / folder / name)
        except OSError:
            shutil.copyfile(target / folder / name, scratch / folder / name)


def _write_graph(scratch: Path, sources: list[Source], base: str) -> int:
    """The store, `graph.ttl` and `facts.jsonl` from the shards; the number of distinct triples."""
    shards = [shard(scratch, source.sha256, source.graph) for source in sources]
    links = scratch / LINKS
    links.write_text("".join(f"{line}\n" for line in _links(scratch, sources, base)), encoding="utf-8")
    graphs = parts(shards, shared_graph_iri(base), Part(links_graph_iri(base), links), scratch)
    merged = scratch / "graph.nt"
    triples = write_triples(graphs, merged)
    with merged.open("rb") as lines, (scratch / GRAPH).open("wb") as turtle:
        write_turtle(lines, turtle, base)
    merged.unlink()
    with (scratch / FACTS).open("wb") as file:
        for source in sources:
            with (scratch / SHARDS / f"{source.shard}.jsonl").open("rb") as rows:
                shutil.copyfileobj(rows, file)
    load(graphs, scratch / STORE)
    (scratch / "shared.nt").unlink()
    return triples


def _links(scratch: Path, sources: list[Source], base: str) -> list[str]:
    """What links the reports with one another, from the claims of each."""
    from kg.linking.across import across
    from kg.linking.claims import from_json

    claims = [scratch / SHARDS / f"{source.shard}.claims.json" for source in sources]
    return link_lines(across([from_json(path.read_text(encoding="utf-8")) for path in claims]), base)


def _validate(scratch: Path) -> dict[str, int]:
    import pyoxigraph as ox

    from kg.validation import validate

    # In memory it is three times as fast; but memory must not grow with the number of reports.
    in_memory = (scratch / GRAPH).stat().st_size <= VALIDATED_IN_MEMORY
    data = scratch / GRAPH if in_memory else ox.Store.read_only(str(scratch / STORE))
    findings = Counter(str(finding.severity) for finding in validate(data))
    return {severity: findings[severity] for severity in ("violation", "warning", "info")}


def _write_info(scratch: Path, info: dict[str, Any]) -> None:
    text = json.dumps(info, ensure_ascii=False, indent=1) + "\n"
    (scratch / MARKER).write_text(text, encoding="utf-8")


def _summary(
    output: Path, info: dict[str, Any], seconds: float, *, unchanged: bool = False, reused: int = 0
) -> BuildSummary:
    sources = tuple(
        Source(
            **(
                row
                | {
                    "warnings": tuple(row["warnings"]),
                    "same_text": tuple((name, digest) for name, digest in row["same_text"]),
                }
            )
        )
        for row in info["sources"]
    )
    return BuildSummary(
        output=output,
        sources=sources,
        failures=tuple(Failure(**row) for row in info["failures"]),
        triples=info["triples"],
        facts=info["facts"],
        seconds=seconds,
        unchanged=unchanged,
        reused=len(sources) if unchanged else reused,
        findings=info["validation"],
    )
