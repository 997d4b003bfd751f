"""Tools whose pins conflict with ours get environments of their own: a file of `requirements/` in, an interpreter out."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

REQUIREMENTS = Path(__file__).with_name("requirements")
_STAMP = "requirements-installed.txt"


class NotInstalledError(Exception):
    """A tool cannot be installed; the message is the installer's."""


def interpreter(name: str, directory: Path) -> Path:
    """The interpreter of `directory/name`, made and filled where it is not there or its requirements have changed.

    Raises:
        NotInstalledError: with the last line of what the installer says.
    """
    wanted = (REQUIREMENTS / f"{name}.txt").read_text(encoding="utf-8")
    home = directory.resolve() / name
    python = home / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    stamp = home / _STAMP
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == wanted:
        return python
    shutil.rmtree(home, ignore_errors=True)
    print(f"installing {name} …", file=sys.stderr)
    install = [str(python), "-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--requirement"]
    for command in ([sys.executable, "-m", "venv", str(home)], [*install, str(REQUIREMENTS / f"{name}.txt")]):
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise NotInstalledError(last_line(done.stderr))
    stamp.write_text(wanted, encoding="utf-8")
    return python


def last_line(text: str) -> str:
    """The last line that says something."""
    return next((line.strip() for line in reversed(text.splitlines()) if line.strip()), "no message")
