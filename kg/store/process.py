"""One report file in, its files on disk (Turtle, N-Triples, JSON lines, text) out; of many, by an engine that spreads the work."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from kg.documents.model import SectionRole
from kg.errors import StreetKGError, UnreadableSource
from kg.records import record
from kg.store.model import Failure, Settings, Source
from kg.store.sources import Input

if TYPE_CHECKING:
    from kg.documents.model import Document

_encoded = json.JSONEncoder(ensure_ascii=False).encode
_LONG = 20
"""Characters of a sentence that is no title, date line or menu."""
_BODY = 300
"""Characters of such sentences from which reports are told by them."""
_BUG_REMEDY = "其他报告不受影响；这是程序的缺陷，请报告"


FILES = (".ttl", ".shared.nt", ".jsonl", ".claims.json")
"""What is made of a report, beside its text: its graph, what it shares, its facts, and its claims for linking."""


def process(item: Input, stem: Path, settings: Settings, validate: bool = False) -> Source | Failure:
    """Read, extract, link and write one report as `<stem>.txt` and with the endings of `FILES`; validate it, if wanted.

    A file that cannot be read as a report, and one on which a stage breaks, becomes a `Failure`.

    Raises:
        OSError: what was made of it cannot be written.
    """
    try:
        return _process(item, stem, settings, validate)
    except StreetKGError as error:
        return Failure(item.name, error.cause, error.remedy, item.sha256)
    except OSError:
        raise  # no room to write to: the report is not to blame, and the build cannot go on
    except Exception as error:
        return Failure(item.name, f"处理时出错（{type(error).__name__}：{error}）", _BUG_REMEDY, item.sha256)


def _process(item: Input, stem: Path, settings: Settings, validate: bool = False) -> Source:
    from kg.extraction import extract
    from kg.extraction.reviewed import judged
    from kg.linking import NONE, link
    from kg.linking.claims import claims_of, head_to_json, to_json
    from kg.rdf import facts, graph_iri, ntriples_by_scope, turtle_of
    from kg.store.checking import check_report
    from kg.store.reviewed import review

    base = settings.base
    document, size = item.read()
    linked = link(extract(document), settings.decisions or NONE, hypotheses=settings.hypotheses)
    if settings.reviews is not None and (verdicts := review(linked, settings.reviews, base)):
        found = judged(linked.extraction, verdicts)
        linked = link(found, settings.decisions or NONE, hypotheses=settings.hypotheses)
    own, shared = ntriples_by_scope(linked, base)
    rows = facts(linked, base)
    report = base + linked.report_key
    claims = claims_of(linked)
    _write(stem.with_suffix(".ttl"), turtle_of(own, base))
    _write(stem.with_suffix(".shared.nt"), "\n".join([*shared, ""]))
    _write(stem.with_suffix(".jsonl"), "".join(_row(row, report) for row in rows))
    _write(stem.with_suffix(".txt"), document.text)
    _write(stem.with_suffix(".claims.json"), to_json(claims))
    source = Source(
        name=item.name,
        file_sha256=item.sha256 or "",
        sha256=document.sha256,
        body_sha256=_body(document),
        size=size,
        format=document.format,
        encoding=document.encoding,
        characters=len(document.text),
        title=document.metadata.title,
        report=report,
        graph=graph_iri(document.sha256, base),
        triples=len(own),
        facts=dict(sorted(Counter(row["type"] for row in rows).items())),
        head=head_to_json(claims.head),
        warnings=document.warnings,
    )
    if validate:
        check_report(own, shared, stem)
    return source


def _body(document: Document) -> str:
    """A hash of what a report says, without the page around it; of a short one that of its whole text."""
    text = document.reading.text
    sentences = [
        "".join(text[sentence.reading_start : sentence.reading_end].split())
        for sentence in document.sentences
        if document.section_of(sentence).role is not SectionRole.FURNITURE
    ]
    body = "".join(sentence for sentence in sentences if len(sentence) >= _LONG)
    if len(body) < _BODY:
        return document.sha256
    return hashlib.sha256(body.encode("utf-8", "surrogatepass")).hexdigest()


def _row(row: dict[str, Any], report: str) -> str:
    return _encoded(row | {"report": report}) + "\n"


def _write(path: Path, text: str) -> None:
    path.write_bytes(text.encode("utf-8", "surrogatepass"))


Done = Callable[[int, Source | Failure], None]
"""Called with the number of an item and what came of it."""


class Engine(Protocol):
    """What spreads the work over processes or machines."""

    @property
    def parallel(self) -> bool:
        """Whether the process that asks has its hands free meanwhile."""

    def each(self, items: Sequence[Input], stems: Sequence[Path], settings: Settings, done: Done) -> None:
        """Do with each item what `process` does, in any order; `done` is called once for each, in the thread that asks.

        A worker that dies costs the report that it was at, no other.
        """


@record
class Here:
    """Processes of this machine; with one job, this process itself. With `validate` they validate what they made."""

    jobs: int = 1
    validate: bool = False

    @property
    def parallel(self) -> bool:
        """Whether there are other processes."""
        return self.jobs > 1

    def each(self, items: Sequence[Input], stems: Sequence[Path], settings: Settings, done: Done) -> None:
        """As `Engine.each`; with one job, in the order given."""
        if self.jobs <= 1 or len(items) <= 1:
            for number, (item, stem) in enumerate(zip(items, stems, strict=True)):
                done(number, process(item, stem, settings, self.validate))
            return
        found: set[int] = set()

        def told(number: int, result: Source | Failure) -> None:
            found.add(number)
            done(number, result)

        work = partial(process, settings=settings, validate=self.validate)
        _in_pool(items, stems, work, range(len(items)), min(self.jobs, len(items)), told)
        for number, item in enumerate(items):
            if number not in found:
                # A worker died and took the pool along: those left are tried one by one, to tell the culprit from the rest.
                _in_pool(items, stems, work, [number], 1, told)
            if number not in found:
                told(number, killed(item))


Part = TypeVar("Part")


def in_processes(work: Callable[[Part], None], parts: Sequence[Part], jobs: int) -> None:
    """Do the work for each part, in several processes where that is wanted and there are several parts.

    Raises whatever went wrong with one of them.
    """
    if jobs <= 1 or len(parts) <= 1:
        for part in parts:
            work(part)
        return
    with ProcessPoolExecutor(min(jobs, len(parts)), mp_context=get_context("spawn")) as pool:
        for _ in pool.map(work, parts):
            pass


def killed(item: Input) -> Failure:
    """What is said of a report at which a process died, alone too."""
    return Failure(item.name, "处理进程意外终止", _BUG_REMEDY, item.sha256)


def process_all(
    items: list[Input],
    folder: Path,
    settings: Settings,
    engine: Engine,
    report: Callable[[str], None] | None = None,
    strict: bool = False,
    ready: Callable[[int, Path, Source | Failure], None] | None = None,
) -> list[tuple[Path, Source | Failure]]:
    """All reports, in the order given; `report(name)` is called after each, `ready` with each in that order.

    Raises:
        UnreadableSource: with `strict`, the first failure.
    """
    stems = [folder / f"{number:06d}" for number in range(len(items))]
    found: dict[int, Source | Failure] = {}
    in_turn = iter(range(len(items)))
    waiting = next(in_turn, None)

    def advance() -> None:
        """Hand over what is done up to the first that is not."""
        nonlocal waiting
        while waiting in found:
            if strict:
                _refuse(found[waiting])
            if ready:
                ready(waiting, stems[waiting], found[waiting])
            waiting = next(in_turn, None)

    def done(number: int, result: Source | Failure) -> None:
        found[number] = result
        if report:
            report(items[number].name)
        advance()

    engine.each(items, stems, settings, done)
    return [(stems[number], found[number]) for number in range(len(items))]


def _refuse(result: Source | Failure) -> None:
    if isinstance(result, Failure):
        raise UnreadableSource(result.name, result.cause, result.remedy)


def _in_pool(
    items: Sequence[Input],
    stems: Sequence[Path],
    work: Callable[[Input, Path], Source | Failure],
    numbers: Iterable[int],
    workers: int,
    done: Done,
) -> None:
    """Process some of the items in processes; `done` is called for each but those that a dying worker took along."""
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        futures: dict[Future[Source | Failure], int] = {}
        told: set[int] = set()
        try:
            for number in numbers:
                futures[pool.submit(work, items[number], stems[number])] = number
            for future in as_completed(futures):
                result = future.result()
                told.add(futures[future])
                done(futures[future], result)
        except BrokenProcessPool:
            for future, number in futures.items():
                if number not in told and future.done() and not future.cancelled() and future.exception() is None:
                    done(number, future.result())
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
