"""The programs of the pages: made from what `web/` says and from nothing else, each package named with its licence."""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.programs import REQUIRED, program

WEB = ROOT / "web"
ASSETS = ROOT / "kg" / "site" / "assets"


def test_packages_are_pinned_without_addresses() -> None:
    package = json.loads((WEB / "package.json").read_text(encoding="utf-8"))
    for version in (*package["dependencies"].values(), *package["devDependencies"].values()):
        assert re.fullmatch(r"\d+\.\d+\.\d+", version)
    lock = json.loads((WEB / "package-lock.json").read_text(encoding="utf-8"))
    installed = [entry for path, entry in lock["packages"].items() if path]
    assert len(installed) > 10
    assert not any("resolved" in entry for entry in installed)
    assert all(entry["integrity"].startswith("sha512-") for entry in installed)


def test_licences_of_what_is_inside_are_listed() -> None:
    text = (ASSETS / "LICENSES.txt").read_text(encoding="utf-8")
    listed = set(re.findall(r"^(\S+) ?(?:\(inside \S+\)|\d[\d.]*): (?:MIT|BSD|ISC|\(MPL|MIT OR)", text, re.MULTILINE))
    assert {"sigma", "graphology", "oxigraph", "@zazuko/yasqe", "codemirror", "lodash-es", "dompurify"} <= listed
    lock = json.loads((WEB / "package-lock.json").read_text(encoding="utf-8"))
    development = {path for path, entry in lock["packages"].items() if entry.get("dev")}
    assert not any(f"node_modules/{name}" in development for name in listed)


@pytest.mark.slow
def test_the_programs_are_what_their_sources_give() -> None:
    node = program("node")
    if not (WEB / "node_modules" / "esbuild").exists():
        message = "needs the packages of web/ (npm --prefix web ci --ignore-scripts)"
        if os.environ.get(REQUIRED):
            pytest.fail(message)
        pytest.skip(message)
    done = subprocess.run([node, "build.mjs", "--check"], cwd=WEB, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("name", ["explorer.js", "sparql.js"])
def test_programs_name_no_machine(name: str) -> None:
    text = Path(ASSETS / name).read_text(encoding="utf-8")
    assert not re.search(r"sourceMappingURL|npmjs|/home/|/root/|localhost", text)
