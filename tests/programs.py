"""Programs that tests need beside Python: without them what needs them is skipped, and says so."""

from __future__ import annotations

import os
import shutil
from typing import NoReturn

import pytest

REQUIRED = "STREETKG_REQUIRE_PROGRAMS"
"""Where this is set, a missing program is a failure."""


def missing(message: str) -> NoReturn:
    """Skip a test for want of something, or fail it where everything must be there."""
    if os.environ.get(REQUIRED):
        pytest.fail(message)
    pytest.skip(message)


def program(*names: str) -> str:
    """The path of the first program that is there."""
    found = next(filter(None, map(shutil.which, names)), None)
    if found is None:
        missing(f"needs {names[0]} (a Debian package that .ci/run installs)")
    return found
