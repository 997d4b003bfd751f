"""Building: the same bytes each time, in whatever order; only what changed; never half; never over what is not ours."""

from __future__ import annotations

import errno
import json
import os
import random
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from kg.errors import StreetKGError, UnreadableSource, UsageError
from kg.rdf import CODE, DEFAULT_BASE
from kg.rdf import vocabulary as v
from kg.store import build, open_build
from kg.store import graphs as merging
from kg.store import process as processing
from kg.store.locking import only_one
from kg.store.opened import recover
from kg.store.sources import Input, collect
from tests.factories import TEXT
from tests.formats.pages import TEMPLATES

Contents = Callable[[Path], dict[str, bytes]]


def record(folder: Path) -> dict[str, object]:
    info = json.loads((folder / "build.json").read_text(encoding="utf-8"))
    assert info.pop("times")["seconds"] >= 0
    return info  # type: ignore[no-any-return]


def graph_lines(folder: Path) -> set[str]:
    return {str(quad.triple) for quad in ox.parse(path=folder / "graph.ttl", format=ox.RdfFormat.TURTLE)}


def test_a_build_holds_what_it_should(reports: Path, tmp_path: Path) -> None:
    output = tmp_path / "build"
    summary = build([reports], output, validate=False)
    assert [source.name for source in summary.sources] == ["2020/pingshan.txt", "buji.txt", "xinan.txt"]
    assert summary.failures == () and summary.exit_code == 0
    assert sorted(path.name for path in output.iterdir()) == [
        "build.json",
        "facts.jsonl",
        "graph.ttl",
        "links.nt",
        "pairs",
        "shards",
        "shared.nt",
        "store",
        "texts",
    ]
    assert summary.triples == len(graph_lines(output))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["build", "reports"]
    assert (output / "texts" / f"{summary.sources[2].sha256[:16]}.txt").read_text(encoding="utf-8") == TEXT


def test_building_twice_and_in_any_order_gives_the_same_bytes(
    reports: Path, tmp_path: Path, contents: Contents
) -> None:
    files = [reports / "xinan.txt", reports / "buji.txt", reports / "2020" / "pingshan.txt"]
    build(files, tmp_path / "a", validate=False)
    build(files[::-1] + files, tmp_path / "b", validate=False)
    assert contents(tmp_path / "a") == contents(tmp_path / "b")
    assert record(tmp_path / "a") == record(tmp_path / "b")


def test_decisions_on_identity_survive_a_rebuild_and_leaving_them_out_undoes_them(
    reports: Path, tmp_path: Path, contents: Contents
) -> None:
    decided = tmp_path / "identity.csv"
    decided.write_text("area,name,decision,other,report\n,罗岗片区改造项目,same,罗岗更新,\n", encoding="utf-8")
    output = tmp_path / "build"
    build(reports, output, validate=False)
    plain = contents(output)
    assert not build(reports, output, validate=False, decisions=decided).unchanged
    once = contents(output)
    assert once != plain
    assert build(reports, output, validate=False, decisions=decided, jobs=2).unchanged
    (reports / "more.txt").write_text(TEXT.replace("新安", "观湖"), encoding="utf-8")
    assert build(reports, output, validate=False, decisions=decided).reused == 3
    (reports / "more.txt").unlink()
    build(reports, output, validate=False, decisions=decided, jobs=2)
    assert contents(output) == once
    build(reports, output, validate=False)
    assert contents(output) == plain


def test_several_processes_give_the_same_bytes(reports: Path, tmp_path: Path, contents: Contents) -> None:
    build(reports, tmp_path / "a", validate=False)
    build(reports, tmp_path / "b", validate=False, jobs=2)
    assert contents(tmp_path / "a") == contents(tmp_path / "b")
    assert record(tmp_path / "a") == record(tmp_path / "b")


@pytest.mark.parametrize("threaded", [False, True])
def test_a_store_that_is_filled_is_closed(tmp_path: Path, threaded: bool) -> None:
    """One that is open merges its tables in the background, while validation reads them."""
    with merging.Loader(tmp_path / "store", DEFAULT_BASE, threaded=threaded) as loader:
        loader.add(merging.Part(CODE, None))
        with pytest.raises(OSError, match="lock"):
            ox.Store(tmp_path / "store")
    assert len(ox.Store(tmp_path / "store")) > 0
    assert loader is not None  # still held, as by a build


def test_no_path_of_this_machine_is_written(reports: Path, tmp_path: Path) -> None:
    build(reports, tmp_path / "build", validate=False)
    for path in (tmp_path / "build").rglob("*"):
        # The store's own log names its folder; it is no part of the data.
        if path.is_file() and path.parent.name != "store":
            assert str(tmp_path).encode() not in path.read_bytes(), path.name


def test_when_nothing_changed_the_build_is_kept(reports: Path, tmp_path: Path) -> None:
    build(reports, tmp_path / "build", validate=False)
    before = (tmp_path / "build" / "build.json").stat()
    summary = build(reports, tmp_path / "build", validate=False)
    assert summary.unchanged
    assert "没有变化" in summary.lines()[-1]
    assert "unchanged" in summary.lines(english=True)[-1]
    after = (tmp_path / "build" / "build.json").stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_only_what_changed_is_read_again(
    reports: Path, tmp_path: Path, contents: Contents, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(reports, tmp_path / "build", validate=False)
    (reports / "buji.txt").write_text(TEXT.replace("439.95", "440.95"), encoding="utf-8")
    seen = []
    real = processing.process

    def process(item: Input, *settings: Any) -> object:
        seen.append(item.name)
        return real(item, *settings)

    monkeypatch.setattr(processing, "process", process)
    summary = build(reports, tmp_path / "build", validate=False)
    assert seen == ["buji.txt"]
    assert (summary.reused, summary.unchanged) == (2, False)
    build(reports, tmp_path / "fresh", validate=False)
    assert contents(tmp_path / "build") == contents(tmp_path / "fresh")
    assert record(tmp_path / "build") == record(tmp_path / "fresh")


def test_a_report_that_vanished_is_removed(reports: Path, tmp_path: Path, contents: Contents) -> None:
    build(reports, tmp_path / "build", validate=False)
    (reports / "buji.txt").unlink()
    summary = build(reports, tmp_path / "build", validate=False)
    assert [source.name for source in summary.sources] == ["2020/pingshan.txt", "xinan.txt"]
    assert "布吉街道" not in (tmp_path / "build" / "facts.jsonl").read_text(encoding="utf-8")
    build(reports, tmp_path / "fresh", validate=False)
    assert contents(tmp_path / "build") == contents(tmp_path / "fresh")


def test_a_changed_rule_builds_everything_anew(reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(reports, tmp_path / "build", validate=False)
    monkeypatch.setattr("kg.store.sources.fingerprint", lambda: "another")
    summary = build(reports, tmp_path / "build", validate=False)
    assert (summary.unchanged, summary.reused) == (False, 0)


def test_the_same_text_twice_is_one_report(reports: Path, tmp_path: Path) -> None:
    (reports / "zcopy.txt").write_text("\ufeff" + TEXT, encoding="utf-8")
    summary = build(reports, tmp_path / "build", validate=False)
    (source,) = [source for source in summary.sources if source.same_text]
    assert (source.name, source.same_text[0][0], len(summary.sources)) == ("xinan.txt", "zcopy.txt", 3)
    assert build(reports, tmp_path / "build", validate=False).unchanged


def test_a_reprint_in_another_format_is_the_same_report(tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    seed = (Path(__file__).parents[2] / "seeds" / "buji-2020h1.txt").read_text(encoding="utf-8")
    (folder / "a.txt").write_text(seed, encoding="utf-8")
    (folder / "b.html").write_text(TEMPLATES["breaks"](seed), encoding="utf-8")
    (folder / "c.txt").write_text(seed.replace("28.7亿元", "28.8亿元"), encoding="utf-8")
    summary = build(folder, tmp_path / "build", validate=False)
    assert [(source.name, [name for name, _ in source.same_text]) for source in summary.sources] == [
        ("a.txt", ["b.html"]),
        ("c.txt", []),
    ]
    assert build(folder, tmp_path / "build", validate=False).unchanged


def test_strict_stops_at_the_first_failure_and_leaves_what_was_there(
    reports: Path, tmp_path: Path, contents: Contents
) -> None:
    build(reports, tmp_path / "build", validate=False)
    before = contents(tmp_path / "build")
    (reports / "a.txt").write_bytes(b"")
    with pytest.raises(UnreadableSource, match="空"):
        build(reports, tmp_path / "build", validate=False, strict=True)
    assert contents(tmp_path / "build") == before
    assert build(reports, tmp_path / "build", validate=False).exit_code == 1
    with pytest.raises(UnreadableSource, match="空"):
        build(reports, tmp_path / "build", validate=False, strict=True)


def test_a_second_build_on_a_folder_waits_and_says_so(reports: Path, tmp_path: Path) -> None:
    told: list[str] = []
    with ThreadPoolExecutor(2) as pool:
        with only_one((tmp_path / "build").resolve()):
            later = pool.submit(
                build, reports, tmp_path / "build", validate=False, waiting=lambda: told.append("waiting")
            )
            while not told:
                time.sleep(0.01)
            assert not (tmp_path / "build").exists()
        assert len(later.result(timeout=60).sources) == 3


@pytest.mark.slow
def test_killed_at_any_moment_the_last_good_build_stays_and_the_next_is_whole(
    reports: Path, tmp_path: Path, contents: Contents
) -> None:
    """Fifty builds are killed at random moments; each time what stands is the build before or the build after, whole."""
    output = tmp_path / "build"
    build(reports, output, validate=False)
    states = {0: contents(output)}
    (reports / "new.txt").write_text(TEXT.replace("439.95", "441.95"), encoding="utf-8")
    started = time.perf_counter()
    build(reports, tmp_path / "other", validate=False)
    needed = time.perf_counter() - started
    states[1] = contents(tmp_path / "other")
    code = "import sys; from kg.store import build; print('ready', flush=True); build(sys.argv[1], sys.argv[2], validate=False)"
    root = Path(__file__).parents[2]
    chance = random.Random(6)
    seen = set()
    for _ in range(50):
        new = (reports / "new.txt").exists()
        if new:
            (reports / "new.txt").unlink()
        else:
            (reports / "new.txt").write_text(TEXT.replace("439.95", "441.95"), encoding="utf-8")
        run = subprocess.Popen(
            [sys.executable, "-c", code, str(reports), str(output)], cwd=root, stdout=subprocess.PIPE
        )
        assert run.stdout is not None
        run.stdout.readline()
        time.sleep(chance.uniform(0, 2 * needed))
        run.kill()
        run.wait()
        run.stdout.close()
        recover(output)
        found = contents(output)
        seen.add(found == states[not new])
        assert found in (states[not new], states[new])
        assert open_build(output).info["triples"] > 100
    assert seen == {True, False}
    build(reports, output, validate=False)
    assert contents(output) == states[(reports / "new.txt").exists()]
    assert not list(tmp_path.glob(".build.*"))


BAD = [
    ("empty.txt", b"", "空"),
    ("binary.txt", bytes(range(256)) * 8, "二进制"),
    ("novel.txt", b"the quick brown fox jumps over the lazy dog. " * 30, ""),
]


@pytest.mark.parametrize(("name", "data", "cause"), BAD, ids=[name for name, *_ in BAD])
def test_a_bad_file_is_named_and_the_others_are_built(
    reports: Path, tmp_path: Path, name: str, data: bytes, cause: str
) -> None:
    (reports / name).write_bytes(data)
    summary = build(reports, tmp_path / "build", validate=False)
    (failure,) = summary.failures
    assert failure.name == name and cause in failure.cause and failure.remedy
    assert summary.exit_code == 1
    assert len(summary.sources) == 3
    assert summary.lines()[0].startswith(f"{name}：")
    assert build(reports, tmp_path / "build", validate=False).exit_code == 1


def test_a_stage_that_breaks_costs_its_report_only(
    reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import kg.linking

    real = kg.linking.link

    def link(extraction, decisions, **options):  # type: ignore[no-untyped-def]
        if "布吉" in extraction.document.text:
            raise RuntimeError("a bug")
        return real(extraction, decisions, **options)

    monkeypatch.setattr(kg.linking, "link", link)
    summary = build(reports, tmp_path / "build", validate=False)
    (failure,) = summary.failures
    assert failure.name == "buji.txt" and "RuntimeError" in failure.cause
    assert len(summary.sources) == 2


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_report_is_validated_when_it_is_made(
    reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, jobs: int
) -> None:
    def again(stems: object) -> None:
        raise AssertionError(f"{stems} were left")

    monkeypatch.setattr("kg.store.checking._check_files", again)
    build(reports, tmp_path / "build", jobs=jobs)
    assert len(list((tmp_path / "build" / "shards").glob("*.findings.jsonl"))) == 3


def _dying(item: Input, stem: Path, **settings: Any) -> object:
    if item.name == "buji.txt":
        os._exit(9)
    return processing._process(item, stem, **settings)


def test_a_worker_that_dies_costs_its_report_only(
    reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processing, "process", _dying)
    summary = build(reports, tmp_path / "build", validate=False, jobs=2)
    (failure,) = summary.failures
    assert failure.name == "buji.txt" and "意外终止" in failure.cause
    assert len(summary.sources) == 2


@pytest.mark.parametrize("what", ["empty folder", "only bad", "missing file", "nothing given"])
def test_without_a_single_report_nothing_is_written(tmp_path: Path, what: str) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    paths = [folder]
    if what == "only bad":
        (folder / "a.txt").write_bytes(b"")
        (folder / "b.txt").write_bytes(b"\0\1")
    elif what == "missing file":
        paths = [folder / "nowhere.txt"]
    elif what == "nothing given":
        paths = []
    with pytest.raises(UnreadableSource) as caught:
        build(paths, tmp_path / "build")
    assert "\n" not in caught.value.line() and caught.value.remedy
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in"]


def test_a_failed_build_leaves_the_good_one(reports: Path, tmp_path: Path, contents: Contents) -> None:
    build(reports, tmp_path / "build", validate=False)
    before = contents(tmp_path / "build")
    (tmp_path / "bad").mkdir()
    (tmp_path / "bad" / "a.txt").write_bytes(b"")
    with pytest.raises(UnreadableSource):
        build(tmp_path / "bad", tmp_path / "build")
    assert contents(tmp_path / "build") == before


@pytest.mark.parametrize("what", ["foreign folder", "file", "foreign build.json"])
def test_what_is_not_ours_is_not_touched(reports: Path, tmp_path: Path, what: str) -> None:
    output = tmp_path / "out"
    if what == "file":
        output.write_text("mine")
    else:
        output.mkdir()
        (output / "thesis.docx").write_text("mine")
        if what == "foreign build.json":
            (output / "build.json").write_text('{"name": "webpack"}')
    with pytest.raises(UsageError) as caught:
        build(reports, output)
    assert caught.value.exit_code == 2 and caught.value.remedy and "\n" not in caught.value.line()
    assert (output if what == "file" else output / "thesis.docx").read_text() == "mine"
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]


def test_an_empty_folder_may_be_filled(reports: Path, tmp_path: Path) -> None:
    (tmp_path / "deep" / "build").mkdir(parents=True)
    assert build(reports, tmp_path / "deep" / "build", validate=False).exit_code == 0
    assert build(reports, tmp_path / "new" / "deeper" / "build", validate=False).exit_code == 0


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="the superuser may write anywhere")
def test_a_folder_without_permission_is_refused(reports: Path, tmp_path: Path) -> None:
    locked = tmp_path / "locked"
    locked.mkdir()
    locked.chmod(stat.S_IRUSR | stat.S_IXUSR)
    with pytest.raises(UsageError, match="不可写"):
        build(reports, locked / "build")
    locked.chmod(stat.S_IRWXU)


def test_a_place_that_cannot_be_made_is_refused(reports: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(UsageError, match=r"不可写|不可读"):
        build(reports, tmp_path / "file" / "build")


def test_a_build_inside_its_input_does_not_read_itself(reports: Path) -> None:
    build(reports, reports / "build", validate=False)
    summary = build(reports, reports / "build", validate=False)
    assert summary.unchanged
    assert len(summary.sources) == 3


def test_a_build_killed_between_its_renames_is_put_back(reports: Path, tmp_path: Path) -> None:
    output = tmp_path / "build"
    build(reports, output, validate=False)
    output.rename(tmp_path / ".build.old-999999999")
    assert len(list(open_build(output).facts())) > 0
    assert build(reports, output, validate=False).unchanged


def test_what_a_killed_build_left_is_swept_away(reports: Path, tmp_path: Path) -> None:
    left = tmp_path / ".build.new-999999999"
    left.mkdir()
    (left / "graph.nt").write_text("half")
    build(reports, tmp_path / "build", validate=False)
    assert not left.exists()


def test_an_interrupted_build_leaves_nothing_behind(
    reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("kg.store.building._write_store", interrupted)
    with pytest.raises(KeyboardInterrupt):
        build(reports, tmp_path / "build", validate=False)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["reports"]


def test_a_full_disk_is_one_line_and_leaves_what_was_there(
    reports: Path, tmp_path: Path, contents: Contents, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(reports, tmp_path / "build", validate=False)
    before = contents(tmp_path / "build")

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("kg.store.building._write_store", full)
    (reports / "buji.txt").unlink()
    with pytest.raises(StreetKGError, match="磁盘空间") as caught:
        build(reports, tmp_path / "build", validate=False)
    assert caught.value.exit_code == 1
    assert contents(tmp_path / "build") == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["build", "reports"]


@pytest.mark.skipif(os.name == "nt", reason="limits of file sizes are a thing of POSIX")
@pytest.mark.parametrize("limit", [20_000, 200_000])
def test_a_write_that_really_fails_leaves_what_was_there(
    reports: Path, tmp_path: Path, contents: Contents, limit: int
) -> None:
    build(reports, tmp_path / "build", validate=False)
    before = contents(tmp_path / "build")
    code = (
        "import resource, signal, sys\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit}))\n"
        "from kg.cli import main\nmain()\n"
    )
    seeds = Path(__file__).parents[2] / "seeds"
    done = subprocess.run(
        [sys.executable, "-c", code, "build", str(seeds), "-o", str(tmp_path / "build")],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 1, done.stderr
    assert "原有的结果没有动" in done.stderr
    assert contents(tmp_path / "build") == before
    assert not list(tmp_path.glob(".build.*"))


def test_progress_is_told_for_every_file(reports: Path, tmp_path: Path) -> None:
    told: list[tuple[int, int, str]] = []
    build(reports, tmp_path / "build", validate=False, progress=lambda *step: told.append(step))
    assert told == [(1, 3, "2020/pingshan.txt"), (2, 3, "buji.txt"), (3, 3, "xinan.txt")]


def test_findings_of_the_shapes_are_counted(reports: Path, tmp_path: Path) -> None:
    summary = build(reports, tmp_path / "build")
    assert summary.findings is not None and set(summary.findings) == {"violation", "warning", "info"}
    assert summary.findings["violation"] == 0
    assert any("SHACL" in line for line in summary.lines())
    # Asked for afterwards, validation is made up for; the reports are not read again.
    build(reports, tmp_path / "late", validate=False)
    late = build(reports, tmp_path / "late")
    assert (late.findings, late.reused) == (summary.findings, 3)


@pytest.mark.parametrize(
    ("paths", "names"),
    [
        (["."], ["2020/pingshan.txt", "buji.txt", "xinan.txt"]),
        (["2020"], ["pingshan.txt"]),
        (["2020", "."], ["2020/pingshan.txt", "buji.txt", "xinan.txt"]),
        (["2020/pingshan.txt", ".", "xinan.txt"], ["2020/pingshan.txt", "buji.txt", "xinan.txt"]),
        (["README.txt"], ["README.txt"]),
        (["xinan.txt", "2020/../xinan.txt"], ["xinan.txt"]),
    ],
)
def test_files_are_collected_once_by_one_name_and_sorted(reports: Path, paths: list[str], names: list[str]) -> None:
    (reports / ".hidden").mkdir()
    (reports / ".hidden" / "x.txt").write_text(TEXT, encoding="utf-8")
    (reports / ".part.txt").write_text(TEXT, encoding="utf-8")
    (reports / "table.csv").write_text("a,b")
    for order in (paths, paths[::-1]):
        assert [item.name for item in collect([reports / path for path in order])] == names


def test_many_shards_are_merged_in_rounds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(merging, "IN_MEMORY", 3)
    shards = []
    for number in range(20):
        path = tmp_path / f"{number}.nt"
        path.write_bytes(b"".join(sorted({b"a\n", b"%02d\n" % number, b"%02d\n" % (number // 2)})))
        shards.append(path)
    (tmp_path / "scratch").mkdir()
    merging.merge(shards, tmp_path / "out", tmp_path / "scratch")
    lines = (tmp_path / "out").read_bytes().splitlines(keepends=True)
    assert lines == sorted({b"a\n", *(b"%02d\n" % n for n in range(20))})
    assert not list((tmp_path / "scratch").iterdir())
    assert all(path.exists() for path in shards)


@pytest.mark.parametrize(("before", "after"), [("abd", "bcd"), ("", "ab"), ("ab", ""), ("abc", "abc"), ("az", "bc")])
def test_two_sorted_files_are_compared(tmp_path: Path, before: str, after: str) -> None:
    for name, letters in (("before", before), ("after", after)):
        (tmp_path / name).write_text("".join(f"{letter}\n" for letter in letters), encoding="utf-8")
    removed, added = merging.difference(tmp_path / "before", tmp_path / "after")
    assert b"".join(removed).split() == [letter.encode() for letter in before if letter not in after]
    assert b"".join(added).split() == [letter.encode() for letter in after if letter not in before]


def test_reports_that_describe_a_thing_differently_are_brought_to_one_description() -> None:
    thing, area = "<https://streetkg.example/id/initiative-1>", "<https://streetkg.example/id/area-1>"
    given = [
        f'{thing} {v.RDFS_LABEL} "一号通服务模式"@zh .',
        f'{thing} {v.RDFS_LABEL} "“一号通”服务模式"@zh .',
        f"{thing} {v.INITIATIVE_TYPE} <{CODE}other> .",
        f"{thing} {v.INITIATIVE_TYPE} <{CODE}service> .",
        f"{thing} {v.THEME} <{CODE}economy> .",
        f"{thing} {v.THEME} <{CODE}safety> .",
        f'{area} {v.RDFS_LABEL} "新安街道"@zh .',
    ]
    lines = sorted(line.encode() + b"\n" for line in given)
    assert {line.decode().rstrip("\n") for line in merging.agreed(lines)} == {
        f'{thing} {v.RDFS_LABEL} "“一号通”服务模式"@zh .',
        f'{thing} {v.SKOS_ALT_LABEL} "一号通服务模式"@zh .',
        f"{thing} {v.INITIATIVE_TYPE} <{CODE}service> .",
        f"{thing} {v.THEME} <{CODE}economy> .",
        f"{thing} {v.THEME} <{CODE}safety> .",
        f'{area} {v.RDFS_LABEL} "新安街道"@zh .',
    }


def test_a_killed_process_leaves_the_last_good_build(reports: Path, tmp_path: Path, contents: Contents) -> None:
    output = tmp_path / "build"
    build(reports, output, validate=False)
    before = contents(output)
    (reports / "new.txt").write_text(TEXT.replace("439.95", "441.95"), encoding="utf-8")
    code = (
        "import os, sys, kg.store.building as b\n"
        "b._write_store = lambda *_: os.kill(os.getpid(), 9)\n"
        "b.build(sys.argv[1], sys.argv[2], validate=False)\n"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", code, str(reports), str(output)], cwd=root, check=False)
    assert done.returncode == -9
    assert contents(output) == before
    assert list(tmp_path.glob(".build.new-*"))
    summary = build(reports, output, validate=False)
    assert len(summary.sources) == 4
    assert not list(tmp_path.glob(".build.*"))
