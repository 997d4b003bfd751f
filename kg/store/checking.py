"""A build's graphs in, findings of the shapes out; those of reports that have not changed are taken over."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache, partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from kg import resources
from kg.records import as_dict
from kg.store.graphs import merge, same_file
from kg.store.model import FINDINGS, PAIRS, SHARDS, SHARED, STORE, Before, Source
from kg.store.pairs import pair_name
from kg.store.process import in_processes

if TYPE_CHECKING:
    from kg.validation import Finding
    from kg.validation.parts import Measure

_TOGETHER = 8
"""Reports, or pairs at least, that one process is given at once."""
_ROUNDS = 8
"""How often a process takes pairs to validate; each time it opens the store."""
_GRAPHS = 4
"""Reports that are held in memory while pairs are validated: most follow one another."""
_LOCAL, _MEASURES = CHECKED = ".findings.jsonl", ".measures.jsonl"
_SHARED = Path(SHARED).with_suffix(_LOCAL).name


@cache
def fingerprint() -> str:
    """A hash of everything that decides what is found in a graph: the shapes, the code that runs them."""
    digest = hashlib.sha256()
    package = Path(resources.__file__).parent
    for file in [
        *sorted((package / "validation").rglob("*.py")),
        resources.directory("ontology") / "shapes.ttl",
        Path(__file__),
    ]:
        digest.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()


def check_rest(
    folder: Path,
    sources: Sequence[Source],
    pairs: Sequence[tuple[Source, Source]],
    before: Before | None,
    scratch: Path,
    jobs: int = 1,
) -> dict[str, int]:
    """Validate what is about several reports, after `check_reports`; write `findings.jsonl`, and count by severity.

    Pairs are validated in several processes, which read the store: nobody may have it open for writing. The build before
    was validated by the same checks; what it found in pairs that stay is taken over.
    """
    import pyoxigraph as ox

    from kg.validation.parts import located

    new = []
    for earlier, later in pairs:
        name = f"{pair_name(earlier, later)}{_LOCAL}"
        had = before.file(PAIRS, name, earlier.shard, later.shard) if before is not None else None
        if had is not None:
            same_file(had, folder / PAIRS / name)
        else:
            new.append((earlier.shard, later.shard))
    size = max(_TOGETHER, -(-len(new) // (jobs * _ROUNDS)))
    in_processes(partial(_check_pairs, folder), [new[k : k + size] for k in range(0, len(new), size)], jobs)
    whole = ox.Store.read_only(str(folder / STORE))
    _check_shared(folder, before)
    counts: Counter[str] = Counter()
    with (folder / FINDINGS).open("wb") as output:
        for path in _parts(folder, sources, pairs):
            data = path.read_bytes()
            output.write(data)
            counts.update(json.loads(line)["severity"] for line in data.splitlines())
        shared = (located(finding, whole) for finding in read_findings(folder / _SHARED))
        for finding in chain(shared, _conflicts(folder, sources, scratch)):
            output.write(_line(finding))
            counts[finding.severity.value] += 1
    return {severity: counts[severity] for severity in ("violation", "warning", "info")}


def read_findings(path: Path) -> list[Finding]:
    """The findings of a file, gravest first."""
    from kg.validation import Finding, Severity

    rows = map(json.loads, path.read_bytes().splitlines())
    return sorted(
        (Finding(**(row | {"severity": Severity(row["severity"])})) for row in rows), key=lambda one: one.sort_key
    )


def _parts(folder: Path, sources: Sequence[Source], pairs: Sequence[tuple[Source, Source]]) -> Iterator[Path]:
    for source in sources:
        yield folder / SHARDS / f"{source.shard}{_LOCAL}"
    for earlier, later in pairs:
        yield folder / PAIRS / f"{pair_name(earlier, later)}{_LOCAL}"


def check_reports(folder: Path, sources: Sequence[Source], before: Before | None, jobs: int = 1) -> None:
    """Validate each report by itself, in several processes, but those that were when they were made; the store is not needed.

    The build before was validated by the same checks; what it found in reports that stay is taken over.
    """
    new = []
    for source in sources:
        stem = folder / SHARDS / source.shard
        if all(stem.with_name(stem.name + ending).exists() for ending in CHECKED):
            continue
        names = [f"{source.shard}{ending}" for ending in (_LOCAL, _MEASURES)]
        had = [before.file(SHARDS, name, source.shard) for name in names] if before is not None else [None]
        if None in had:
            new.append(stem)
            continue
        for path in had:
            assert path is not None
            same_file(path, folder / SHARDS / path.name)
    in_processes(_check_files, [new[k : k + _TOGETHER] for k in range(0, len(new), _TOGETHER)], jobs)


def check_report(own: Sequence[str], shared: Sequence[str], stem: Path) -> None:
    """Validate one report, given as N-Triples lines about its own and about shared things; write what is found at its stem."""
    from kg.validation.parts import of_report

    local = of_report(own, shared)
    measures = sorted(map(_measure_line, local.measures))
    stem.with_name(stem.name + _MEASURES).write_bytes(b"".join(measures))
    _write(stem.with_name(stem.name + _LOCAL), local.findings)


def _check_files(stems: Sequence[Path]) -> None:
    for stem in stems:
        check_report(*_lines(stem), stem)


def _lines(stem: Path) -> tuple[list[str], list[str]]:
    """A report's own lines and those that it shares, from its files."""
    import pyoxigraph as ox

    from kg.validation.data import lines_of, written

    own = written(ox.parse(path=stem.with_name(stem.name + ".ttl"), format=ox.RdfFormat.TURTLE))
    return own, lines_of(stem.with_name(stem.name + ".shared.nt").read_bytes())


def _check_pairs(folder: Path, pairs: Sequence[tuple[str, str]]) -> None:
    import pyoxigraph as ox

    from kg.validation.data import lines_of
    from kg.validation.graph import Graph
    from kg.validation.parts import of_links

    @lru_cache(maxsize=_GRAPHS)
    def graph(shard: str) -> Graph:
        own, shared = _lines(folder / SHARDS / shard)
        return Graph([*own, *shared])

    whole = ox.Store.read_only(str(folder / STORE))
    for earlier, later in pairs:
        stem = folder / PAIRS / f"{earlier}-{later}"
        links = lines_of(stem.with_name(stem.name + ".nt").read_bytes())
        found = of_links(links, [graph(earlier), graph(later)], whole) if links else ()
        _write(stem.with_name(stem.name + _LOCAL), found)


def _check_shared(folder: Path, before: Before | None) -> None:
    from kg.validation.data import lines_of
    from kg.validation.parts import of_shared

    lines = (folder / SHARED).read_bytes()
    had = before.file(".", _SHARED) if before is not None else None
    if had is not None and had.with_name(SHARED).read_bytes() == lines:
        same_file(had, folder / _SHARED)
    else:
        _write(folder / _SHARED, of_shared(lines_of(lines)))


def _conflicts(folder: Path, sources: Sequence[Source], scratch: Path) -> Iterator[Finding]:
    from kg.validation.parts import conflicts

    merged = scratch / "measures"
    merge([folder / SHARDS / f"{source.shard}{_MEASURES}" for source in sources], merged, scratch)
    with merged.open("rb") as lines:
        yield from conflicts(map(_measure, lines))
    merged.unlink()


def _measure_line(measure: Measure) -> bytes:
    row = [measure.key, measure.statement, measure.value, measure.place, measure.sentence, measure.report]
    return json.dumps(row, ensure_ascii=False).encode() + b"\n"


def _measure(line: bytes) -> Measure:
    from kg.validation.parts import Measure

    key, *rest = json.loads(line)
    return Measure(tuple(key), *rest)


def _write(path: Path, findings: Iterable[Finding]) -> None:
    path.write_bytes(b"".join(map(_line, findings)))


def _line(finding: Finding) -> bytes:
    row = as_dict(finding)
    return json.dumps(row | {"severity": finding.severity.value}, ensure_ascii=False).encode() + b"\n"
