"""From pyproject.toml to constraints.txt: the newest allowed releases, as a new environment gets them."""

from __future__ import annotations

import subprocess
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FILE = ROOT / "constraints.txt"


def main() -> None:
    """Rewrite the lines of constraints.txt below its comment."""
    comment = [line for line in FILE.read_text(encoding="utf-8").splitlines() if line.startswith("#")]
    with tempfile.TemporaryDirectory() as directory:
        venv.create(directory, with_pip=True)
        pip = [str(Path(directory) / "bin" / "python"), "-m", "pip", "--disable-pip-version-check"]
        subprocess.run([*pip, "install", "--quiet", f"{ROOT}[dev,server]"], check=True)
        listed = subprocess.run(
            [*pip, "list", "--format=freeze", "--exclude=streetkg"], capture_output=True, text=True, check=True
        )
    pins = sorted(line for line in listed.stdout.splitlines() if not line.startswith(("pip==", "setuptools==")))
    FILE.write_text("\n".join([*comment, *pins]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
