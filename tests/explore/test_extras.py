"""Without the extra that a view needs, the message names it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator

import pytest

from kg.errors import UsageError
from kg.explore import Graph, fonts, offline


@pytest.fixture
def fresh() -> Iterator[None]:
    """What was imported before is forgotten, and again afterwards."""
    for cached in (fonts.converter, offline.altair):
        cached.cache_clear()
    yield
    for cached in (fonts.converter, offline.altair, offline.classes):
        cached.cache_clear()


@pytest.mark.usefixtures("fresh")
@pytest.mark.parametrize(
    ("module", "use", "extra"),
    [
        ("pandas", lambda graph: graph.queries(), "explore"),
        ("altair", lambda graph: offline.enable(), "notebook"),
        ("vl_convert", lambda graph: fonts.converter(), "notebook"),
    ],
)
def test_a_missing_extra_is_named(
    module: str, use: Callable[[Graph], object], extra: str, graph: Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(UsageError, match=rf"没有安装.*streetkg\[{extra}\]"):
        use(graph)


def test_an_error_in_a_notebook_is_one_line() -> None:
    error = UsageError("levls", "没有这个查询", "是不是 levels？")
    assert error._render_traceback_() == ["levls：没有这个查询。是不是 levels？"]
