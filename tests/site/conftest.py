"""The site of the seeds alone, and windows to look at its explorer and its SPARQL page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from kg.site import write_site
from tests.site.windows import NO_GL, Window, chromium


@pytest.fixture(scope="session")
def seeds_site(seeds_build: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the seeds, under a path with a blank and Chinese characters."""
    folder = tmp_path_factory.mktemp("seeds-site") / "街道 网站"
    write_site(seeds_build, folder)
    return folder


@pytest.fixture(scope="module")
def window(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Window]:
    """A window without WebGL, for all tests of a module."""
    with chromium(tmp_path_factory.mktemp("downloads"), *NO_GL) as opened:
        yield opened


@pytest.fixture
def windows(tmp_path: Path) -> Iterator[Callable[..., Window]]:
    """Opens windows with further arguments."""
    with ExitStack() as stack:
        yield lambda *more: stack.enter_context(chromium(tmp_path, *more))
