"""From paths that a person gives to the stretches of text with gold (and plain texts) to be measured.

A path is a gold file (`NAME.jsonl`), a directory of such, a directory with `manifest.json` (windows of long texts,
which lie in `../../corpus`, or in the `corpus` of the directory that STREETKG_SHARED names), or a plain report. The text of `NAME.jsonl` is `NAME.txt` beside it, or in a
folder `seeds/` of a directory above it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from kg import errors
from kg.evaluation.matching import Fact
from kg.evaluation.scores import CLASSES, load
from kg.records import record

HELD_OUT_FILE = "HELD_OUT"
SHARED = "STREETKG_SHARED"
CLASSES_FILE = "CLASSES"
"""Beside gold that marks some classes only: their names, parted by blanks."""


@record
class Stretch:
    """A text, or a window of one, with its gold. `gold` is None for a text without any.

    `body` is what it is listed under; `document` the stem of the text's file name; `end` None is the end of the text.
    `borrowed` texts belong to others (they come through a manifest): nothing of them is quoted in the project's pages.
    `classes` are those that its gold marks at all; the others are not measured there.
    """

    body: str
    name: str
    document: str
    text_path: Path
    gold: tuple[Fact, ...] | None
    start: int = 0
    end: int | None = None
    held_out: bool = False
    borrowed: bool = False
    classes: tuple[str, ...] = CLASSES


def find(paths: Iterable[Path], held_out: frozenset[str]) -> list[Stretch]:
    """The stretches of text behind some paths, in their order; those of held-out documents are marked.

    Raises:
        UnreadableSource: a path does not exist, holds no gold, or the text of a gold file is missing.
    """
    return [stretch for path in paths for stretch in _of(path, held_out)]


def _of(path: Path, held_out: frozenset[str]) -> Iterator[Stretch]:
    if not path.exists():
        raise errors.UnreadableSource(str(path), "没有这个文件或目录", "请检查路径")
    manifest = path if path.name == "manifest.json" else path / "manifest.json"
    if manifest.is_file():
        yield from _windows(manifest, held_out)
    elif path.is_dir():
        files = sorted(path.glob("*.jsonl"))
        if not files:
            raise errors.UnreadableSource(str(path), "目录里没有金标准（*.jsonl）", "请给出金标准文件或目录")
        for file in files:
            yield _whole(file, path.resolve().name, held_out)
    elif path.suffix == ".jsonl":
        yield _whole(path, path.resolve().parent.name, held_out)
    else:
        yield Stretch("texts", path.stem, path.stem, path, None, held_out=path.stem in held_out)


def _whole(path: Path, body: str, held_out: frozenset[str]) -> Stretch:
    candidates = [path.with_suffix(".txt")]
    candidates += [parent / "seeds" / f"{path.stem}.txt" for parent in path.resolve().parents]
    for text_path in candidates:
        if text_path.is_file():
            gold = tuple(load(path))
            marked = _classes(path.parent)
            return Stretch(body, path.stem, path.stem, text_path, gold, held_out=path.stem in held_out, classes=marked)
    raise errors.UnreadableSource(
        str(path), f"找不到它的文本 {path.stem}.txt", "请把文本放在旁边，或放在上级目录的 seeds/ 里"
    )


def _classes(directory: Path) -> tuple[str, ...]:
    """The classes that the gold of a directory marks."""
    file = directory / CLASSES_FILE
    return tuple(file.read_text(encoding="utf-8").split()) if file.is_file() else CLASSES


def _windows(manifest: Path, held_out: frozenset[str]) -> Iterator[Stretch]:
    corpus = manifest.resolve().parent.parent.parent / "corpus"
    if not corpus.is_dir() and os.environ.get(SHARED):
        corpus = Path(os.environ[SHARED]) / "corpus"
    texts: dict[Path, str] = {}
    for window in json.loads(manifest.read_text(encoding="utf-8")):
        text_path = corpus / window["doc"]
        if not text_path.is_file():
            raise errors.UnreadableSource(str(text_path), "清单里的文本不存在", f"请把它放回 corpus/，或设置 {SHARED}")
        if text_path not in texts:
            texts[text_path] = text_path.read_bytes().decode("utf-8")
        gold = load(manifest.with_name(f"{window['id']}.jsonl"))
        yield Stretch(
            manifest.resolve().parent.name,
            window["id"],
            text_path.stem,
            text_path,
            tuple({"quote": texts[text_path][fact["start"] : fact["end"]]} | fact for fact in gold),
            window["start"],
            window["end"],
            held_out=bool({text_path.stem, window["id"]} & held_out),
            borrowed=True,
            classes=_classes(manifest.parent),
        )


def held_out_names(paths: Sequence[Path], extra: Iterable[str] = ()) -> frozenset[str]:
    """Names of the documents to be kept aside: `extra`, and those of every file HELD_OUT that can be found.

    Looked for beside the paths, in the two directories above each, and in `tests/gold/` of the checkout that this
    package lies in (gold outside the checkout follows the same list) and of the current directory.
    """
    directories = {Path(__file__).resolve().parents[2] / "tests" / "gold", Path.cwd() / "tests" / "gold"}
    for path in paths:
        directories.update([path.resolve(), *path.resolve().parents][:3])
    names = {name.removesuffix(".txt") for name in extra}
    for directory in directories:
        file = directory / HELD_OUT_FILE
        if file.is_file():
            lines = (line.split("#")[0].strip() for line in file.read_text(encoding="utf-8").splitlines())
            names.update(line for line in lines if line)
    return frozenset(names)
