"""Zip archives, patterns and lists: what is found in them, and what they cannot do."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pytest

from kg.documents.formats import archive
from kg.documents.formats.archive import Archive
from kg.errors import UnreadableSource
from kg.store import build, open_build
from kg.store.sources import collect
from tests.factories import TEXT


def packed(members: dict[str, bytes]) -> bytes:
    data = BytesIO()
    with ZipFile(data, "w", ZIP_DEFLATED) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return data.getvalue()


def test_the_reports_of_an_archive_are_built_and_named_by_it(tmp_path: Path) -> None:
    other = TEXT.replace("2020", "2021")
    members = {
        "甲/一.txt": TEXT.encode(),
        "乙.txt": other.encode("gb18030"),
        "README.txt": b"x",
        "__MACOSX/a.txt": b"x",
        "图.png": b"x",
    }
    (tmp_path / "报告.zip").write_bytes(packed(members))
    built = open_build(build([tmp_path / "报告.zip"], tmp_path / "out", validate=False).output)
    assert [row["name"] for row in built.info["sources"]] == ["报告.zip/乙.txt", "报告.zip/甲/一.txt"]
    assert built.info["failures"] == []


def test_names_that_lead_out_of_the_archive_lead_nowhere(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(
        packed({"../../etc/x.txt": TEXT.encode(), "/abs.txt": TEXT.replace("2020", "2021").encode()})
    )
    names = [item.name for item in collect([tmp_path / "a.zip"])]
    assert names == ["a.zip/abs.txt", "a.zip/etc/x.txt"]
    build([tmp_path / "a.zip"], tmp_path / "out", validate=False)
    assert not (tmp_path.parent / "etc").exists()


def test_names_in_gbk_are_read() -> None:
    info = ZipInfo("甲")
    info.filename = "报告".encode("gbk").decode("cp437")
    assert archive._name(info) == "报告"


def test_a_bomb_is_refused() -> None:
    data = packed({"a.txt": b"0" * (20 * 2**20)})
    with pytest.raises(UnreadableSource, match="炸弹"):
        Archive(data, "a.zip").read("a.txt")


def test_a_bomb_that_lies_about_its_size_is_refused() -> None:
    data = bytearray(packed({"a.txt": b"0" * (20 * 2**20)}))
    at = data.rindex(b"PK\x01\x02") + 24
    data[at : at + 4] = (1000).to_bytes(4, "little")
    with pytest.raises(UnreadableSource, match=r"炸弹|损坏"):
        Archive(bytes(data), "a.zip").read("a.txt")


def test_a_damaged_archive_fails_alone(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(b"PK\x03\x04" + b"x" * 50)
    (tmp_path / "b.txt").write_text(TEXT, encoding="utf-8")
    summary = build([tmp_path], tmp_path / "out", validate=False)
    assert [failure.name for failure in summary.failures] == ["a.zip"]
    assert "损坏" in summary.failures[0].cause
    assert len(summary.sources) == 1


def test_patterns_and_lists_stand_for_files(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt", "c.md"):
        (tmp_path / name).write_text(TEXT, encoding="utf-8")
    assert [item.name for item in collect([str(tmp_path / "*.txt")])] == ["a.txt", "b.txt"]
    (tmp_path / "list.txt").write_text("# 清单\na.txt\n\nc.md\n", encoding="utf-8-sig")
    assert [item.name for item in collect([f"@{tmp_path / 'list.txt'}"])] == ["a.txt", "c.md"]
    with pytest.raises(UnreadableSource, match="没有符合的文件"):
        collect([str(tmp_path / "*.nothing")])


def test_a_file_that_changes_while_it_is_read_is_said_to(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TEXT, encoding="utf-8")
    (item,) = collect([path])
    path.write_text(TEXT + "又写了一段。", encoding="utf-8")
    with pytest.raises(UnreadableSource, match="文件变了"):
        item.read()


def test_an_archive_that_is_gone_when_it_is_read_fails_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.zip").write_bytes(packed({"x.txt": TEXT.encode()}))
    (tmp_path / "b.txt").write_text(TEXT.replace("2020", "2021"), encoding="utf-8")
    listed = collect([tmp_path])
    (tmp_path / "a.zip").unlink()
    monkeypatch.setattr("kg.store.building.collect", lambda _: listed)
    summary = build([tmp_path], tmp_path / "out", validate=False)
    assert [failure.name for failure in summary.failures] == ["a.zip/x.txt"]
    assert [source.name for source in summary.sources] == ["b.txt"]
