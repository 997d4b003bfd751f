"""Reports to build from, and one build of them that tests may look at but not change."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kg.store import Build, build, open_build
from tests.factories import TEXT

SECOND = """龙岗区布吉街道2020年上半年工作总结和下半年计划
一、上半年工作总结
(一)经济发展稳中有进
完成固定资产投资28.7亿元,同比增长67.1%,全区排名第一。
拆除消化存量违建32.28万平方米,完成区下达任务35.42万平方米的91%。
二、下半年工作计划
新增国高企业不少于30家,力争10月底前完成罗岗片区改造项目。
"""
THIRD = """坪山区坪山街道2020年工作总结及2021年工作计划
一、2020年工作总结
全年签约建筑面积2.16万平方米,新增公办幼儿园学位1680个。
二、2021年工作计划
确保信访案件办结率在95%以上,建成社区公园3个。
"""


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    """A folder with three short reports, one of them in a folder below, and a README that is none."""
    folder = tmp_path / "reports"
    (folder / "2020").mkdir(parents=True)
    (folder / "xinan.txt").write_text(TEXT, encoding="utf-8")
    (folder / "buji.txt").write_text(SECOND, encoding="utf-8")
    (folder / "2020" / "pingshan.txt").write_text(THIRD, encoding="utf-8")
    (folder / "README.txt").write_text("不是报告", encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """A build of two reports; not to be changed."""
    folder = tmp_path_factory.mktemp("built")
    (folder / "xinan.txt").write_text(TEXT, encoding="utf-8")
    (folder / "buji.txt").write_text(SECOND, encoding="utf-8")
    build(folder, folder / "build", validate=False)
    return open_build(folder / "build")


@pytest.fixture
def contents() -> Callable[[Path], dict[str, bytes]]:
    """The bytes of every file of a build that must be the same each time: all but the store's own and build.json."""

    def read(folder: Path) -> dict[str, bytes]:
        return {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in sorted(folder.rglob("*"))
            if path.is_file() and path.name != "build.json" and path.parent.name != "store"
        }

    return read
