"""The command line as a process, as people run it, and a build to ask."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
Kg = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def kg(tmp_path: Path) -> Kg:
    """Run `kg` in an empty directory; environment variables as keywords."""

    def run(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", "from kg.cli import main; main()", *map(str, arguments)],
            capture_output=True,
            encoding="utf-8",
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(ROOT), "KG_LANG": "", **environment},
            timeout=120,
            check=False,
        )

    return run


@pytest.fixture(scope="session")
def two_seeds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A build of two of the seeds."""
    from kg.store import build

    output = tmp_path_factory.mktemp("cli") / "build"
    build([ROOT / "seeds" / "buji-2020h1.txt", ROOT / "seeds" / "xinan-2020h1.txt"], output, validate=False)
    return output
