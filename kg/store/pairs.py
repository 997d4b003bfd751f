"""The heads of all reports in, one file for each two that follow one another out: what the later says of the earlier's promises.

A pair's file is named by the texts of both reports, so that a build takes over the pairs that it had.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from kg.store.graphs import same_file
from kg.store.model import PAIRS, SHARDS, Before, Source
from kg.store.process import in_processes

TOGETHER = 8
"""Pairs that one process is given at once."""


def write_pairs(
    sources: Sequence[Source], folder: Path, before: Before | None, base: str, jobs: int = 1
) -> list[tuple[Source, Source]]:
    """Write `pairs/<earlier>-<later>.nt` below `folder`, taken over from the build before where that has it; the pairs."""
    from kg.linking.across import in_turn
    from kg.linking.claims import head_from_json

    found = [
        (sources[earlier], sources[later])
        for earlier, later in in_turn([head_from_json(source.head) for source in sources])
    ]
    new = []
    for earlier, later in found:
        name = pair_name(earlier, later)
        had = before.file(PAIRS, f"{name}.nt", earlier.shard, later.shard) if before is not None else None
        if had is not None:
            same_file(had, folder / PAIRS / had.name)
        else:
            new.append((earlier.shard, later.shard))
    in_processes(partial(_write, folder, base), [new[k : k + TOGETHER] for k in range(0, len(new), TOGETHER)], jobs)
    return found


def _write(folder: Path, base: str, pairs: Sequence[tuple[str, str]]) -> None:
    from kg.linking.across import between
    from kg.linking.claims import Claims, from_json
    from kg.rdf.links import link_lines

    def claims(shard: str) -> Claims:
        return from_json((folder / SHARDS / f"{shard}.claims.json").read_text(encoding="utf-8"))

    for earlier, later in pairs:
        lines = link_lines(between(claims(earlier), claims(later)), base)
        (folder / PAIRS / f"{earlier}-{later}.nt").write_bytes("".join(f"{line}\n" for line in lines).encode())


def pair_name(earlier: Source, later: Source) -> str:
    """The stem of a pair's files."""
    return f"{earlier.shard}-{later.shard}"
