"""An opened build for the tests of notebooks."""

from __future__ import annotations

from pathlib import Path

import pytest

import kg
from kg.explore import Graph


@pytest.fixture(scope="session")
def graph(seeds_build: Path) -> Graph:
    return kg.open(seeds_build)
