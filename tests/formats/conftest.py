"""Office and browser: the Debian packages that `.ci/run` installs; without them what needs them is skipped, and says so."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
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


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path, str], Path]:
    """A file converted by LibreOffice to another format (docx, pdf)."""
    folder = tmp_path_factory.mktemp("office")

    def convert(path: Path, to: str) -> Path:
        soffice = program("soffice", "libreoffice")
        filters = {"docx": "docx:MS Word 2007 XML", "pdf": "pdf:writer_pdf_Export"}
        subprocess.run(
            [
                soffice,
                f"-env:UserInstallation=file://{folder}/profile",
                "--headless",
                "--convert-to",
                filters[to],
                "--outdir",
                str(folder),
                str(path),
            ],
            check=True,
            capture_output=True,
            timeout=180,
        )
        return folder / f"{path.stem}.{to}"

    return convert


@pytest.fixture(scope="session")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, str], Path]:
    """A page printed by Chromium to PDF."""
    folder = tmp_path_factory.mktemp("chromium")

    def render(markup: str, name: str) -> Path:
        chromium = program("chromium", "chromium-browser", "google-chrome")
        page, output = folder / f"{name}.html", folder / f"{name}.pdf"
        page.write_text(markup, encoding="utf-8")
        subprocess.run(
            [
                chromium,
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                f"--user-data-dir={folder}/profile",
                f"--print-to-pdf={output}",
                page.as_uri(),
            ],
            check=True,
            capture_output=True,
            timeout=180,
        )
        return output

    return render
