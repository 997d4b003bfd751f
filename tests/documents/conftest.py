"""Where tests on real reports find them: the directory named by STREETKG_SHARED, never part of the project."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def shared() -> Path:
    """The shared directory; tests that need it are skipped without it."""
    named = os.environ.get("STREETKG_SHARED")
    if not named or not Path(named).is_dir():
        pytest.skip("needs real reports: set STREETKG_SHARED to the directory that holds corpus/")
    return Path(named)
