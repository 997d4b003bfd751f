"""What tests of several folders share. (Its being here also makes `tests.factories` importable from every folder.)"""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def seeds_build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A build of the five seeds."""
    from kg.store import build

    output = tmp_path_factory.mktemp("seeds") / "build"
    build([ROOT / "seeds"], output, validate=False)
    return output
