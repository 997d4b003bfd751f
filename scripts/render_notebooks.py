"""The notebooks in, run on the seeds, pages of docs/notebooks/ out: `python scripts/render_notebooks.py [NAME…] [--check]`.

Each page holds everything that it shows; nothing is fetched to see it. Pages name the content of their notebook, and
`--check` only looks whether that is still what the notebook says (times and layouts differ from run to run, so that the
pages themselves are not compared).
"""

from __future__ import annotations

import argparse
import hashlib
import os
import re
import sys
import tempfile
from html import escape
from pathlib import Path
from typing import Any

from kg.aside import aside

ROOT = Path(__file__).resolve().parents[1]
SOURCES = ROOT / "notebooks"
PAGES = ROOT / "docs" / "notebooks"
FOLDERS = ("seeds", "tests", "queries")
"""What notebooks read beside the build."""
_STAMP = "<!-- made from {name} {digest} by scripts/render_notebooks.py -->"
_OUTSIDE = re.compile(
    r"""<(?:script|link|img|iframe|source)\b[^>]*?\b(?:src|href)\s*=\s*["']?\s*(?:https?:)?//|@import|url\(\s*["']?https?:""",
    re.I,
)

_BROKEN = re.compile(r"(?<=[^\x00-\x7f])\n(?=[^\x00-\x7f])")

_STYLE = """
:root { --ink: #1c2430; --soft: #5b6675; --line: #e3e7ec; --code: #f6f7f9; --link: #0b5c8a }
* { box-sizing: border-box }
body { margin: 0; background: #fff; color: var(--ink);
  font: 16px/1.75 "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", sans-serif }
main { max-width: 62rem; margin: 0 auto; padding: 2.5rem 1.25rem 4rem }
nav { color: var(--soft); font-size: .9em; border-bottom: 1px solid var(--line); padding-bottom: .6rem; display: flex; flex-wrap: wrap; gap: .2rem 1.2rem }
nav a, a { color: var(--link); text-decoration: none } nav b { color: var(--ink); font-weight: 600 }
h1 { font-size: 1.75rem; line-height: 1.35; margin: 2rem 0 1rem } h2 { font-size: 1.2rem; margin: 2.4rem 0 .4rem }
.text_cell_render p, .text_cell_render li { max-width: 44em } .anchor-link, .prompt { display: none }
.highlight { border-left: 3px solid var(--line); padding: .55rem .9rem; margin: .9rem 0 .5rem; overflow-x: auto }
.highlight pre { margin: 0; font: 13.5px/1.6 Consolas, "DejaVu Sans Mono", "PingFang SC", "Noto Sans Mono CJK SC", monospace }
.output_text pre { margin: 0; font: 14px/1.6 Consolas, "DejaVu Sans Mono", "Noto Sans Mono CJK SC", monospace; white-space: pre-wrap; color: var(--soft) }
.output_subarea { overflow-x: auto; margin: .5rem 0 } code { font-size: .9em }
table.dataframe { border-collapse: collapse; border: 0; font-size: .88em; line-height: 1.5 }
main table.dataframe tr > * { border: 0; border-bottom: 1px solid var(--line); padding: .3em .9em .3em 0; text-align: left; vertical-align: top; max-width: 34em }
main table.dataframe thead tr th { font-weight: 600; white-space: nowrap } svg { max-width: 100%; height: auto }
"""


def names() -> list[str]:
    """The notebooks, in their order."""
    return [path.stem for path in sorted(SOURCES.glob("*.py"))]


def stamp(name: str) -> str:
    """What a page says of the notebook that it was made from."""
    text = (SOURCES / f"{name}.py").read_text(encoding="utf-8")
    return _STAMP.format(name=f"{name}.py", digest=hashlib.sha256(text.encode()).hexdigest()[:16])


def title(name: str) -> str:
    """The heading of a notebook."""
    for line in (SOURCES / f"{name}.py").read_text(encoding="utf-8").splitlines():
        if line.startswith("# # "):
            return line.removeprefix("# # ")
    return name


def workplace(folder: Path, build: Path) -> Path:
    """A folder in which notebooks find what they read; the folder to run them in is given back."""
    (folder / "notebooks").mkdir(parents=True)
    (folder / "build").symlink_to(build, target_is_directory=True)
    for name in FOLDERS:
        (folder / name).symlink_to(ROOT / name, target_is_directory=True)
    return folder / "notebooks"


def run(name: str, place: Path) -> Any:
    """The notebook with what its cells give. Raises nbclient's CellExecutionError where one fails."""
    import jupytext
    import nbclient

    os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    notebook = jupytext.read(SOURCES / f"{name}.py")
    nbclient.NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(place)}}).execute()
    return notebook


def page(name: str, notebook: Any) -> str:
    """A run notebook as a page. Raises ValueError where something in it would be fetched from elsewhere."""
    from nbconvert.exporters import HTMLExporter
    from pygments.formatters import HtmlFormatter

    for number, cell in enumerate(notebook.cells):
        cell["id"] = f"cell-{number}"
        if cell.cell_type == "markdown":
            # A line end is a blank in HTML, and Chinese has none.
            cell["source"] = _BROKEN.sub("", cell["source"])
    exporter: Any = HTMLExporter
    body, _ = exporter(template_name="basic").from_notebook_node(notebook)
    others = "".join(
        f"<b>{escape(title(other))}</b>" if other == name else f'<a href="{other}.html">{escape(title(other))}</a>'
        for other in names()
    )
    made = (
        f'<!doctype html>\n{stamp(name)}\n<html lang="zh-Hans"><head><meta charset="utf-8"><title>{escape(title(name))}</title>\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">\n'
        f"<style>{_STYLE}{HtmlFormatter(style='default').get_style_defs('.highlight')}\n.highlight {{ background: var(--code) }}</style></head>\n"
        f"<body><main><nav>{others}</nav>\n{body}</main></body></html>\n"
    )
    outside = _OUTSIDE.search(made)
    if outside is not None:
        raise ValueError(f"{name}: {made[outside.start() : outside.end() + 80]}")
    return "\n".join(line.rstrip() for line in made.splitlines()) + "\n"


def main(arguments: list[str] | None = None) -> int:
    """Render the notebooks named, or all; with `--check` tell which pages are of another notebook than there is."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("names", nargs="*", help="notebooks without .py; all when left out")
    parser.add_argument("--check", action="store_true", help="change nothing; 1 when a page is out of date or missing")
    options = parser.parse_args(arguments)
    wanted = options.names or names()
    if options.check:
        late = [name for name in wanted if not _is_fresh(name)]
        print("\n".join(f"docs/notebooks/{name}.html is out of date" for name in late), end="\n" if late else "")
        return int(bool(late))
    from kg.store import build

    PAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        build([ROOT / "seeds"], Path(folder) / "build")
        place = workplace(Path(folder) / "work", Path(folder) / "build")
        for name in wanted:
            with aside(PAGES / f"{name}.html") as beside:
                beside.write_text(page(name, run(name, place)), encoding="utf-8", newline="\n")
            print(f"{name:24} {(PAGES / f'{name}.html').stat().st_size / 1000:7.0f} kB", flush=True)
    return 0


def _is_fresh(name: str) -> bool:
    path = PAGES / f"{name}.html"
    return path.exists() and stamp(name) in path.read_text(encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
