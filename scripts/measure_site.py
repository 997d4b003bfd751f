"""Measures the explorer on invented networks in a real browser: python scripts/measure_site.py [SIZE…] (5000 and 50000).

Prints for each size: bytes of the page; milliseconds from the start of navigation until the graph is drawn, in a browser
that is already warm; and the time of a frame while the picture is moved, median and slowest of 40.
"""

from __future__ import annotations

import sys
import tempfile
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from kg.site.explorer.data import columns
from kg.site.pages.explorer import page
from tests.site.synthetic import synthetic
from tests.site.windows import NO_GL, chromium

_MOVE = """const done = arguments[0], view = window.explorer.view(), taken = [];
let last = performance.now(), left = 41;
const step = () => {
  const now = performance.now();
  taken.push(now - last); last = now;
  view.pan(left % 20 < 10 ? 0.01 : -0.01, 0);
  if (left-- > 0) requestAnimationFrame(step);
  else { taken.shift(); taken.sort((a, b) => a - b); done([taken[20], taken.at(-1)]); }
};
requestAnimationFrame(step);"""


def main() -> None:
    """Measure and print a line a size."""
    sizes = [int(argument) for argument in sys.argv[1:]] or [5000, 50_000]
    with tempfile.TemporaryDirectory() as folder, chromium(Path(folder), *NO_GL) as browser:
        for size in sizes:
            data = columns(replace(synthetic(size), most=size), "https://streetkg.example/id/")
            file = Path(folder) / f"{size}.html"
            file.write_bytes(page(data).data)
            for _ in range(2):
                browser.open(file.as_uri(), "return document.documentElement.dataset.ready")
            drawn = browser.run("return performance.getEntriesByName('explorer-drawn')[0].startTime")
            median, slowest = browser.driver.execute_async_script(_MOVE)
            print(
                f"{len(data['nodes']['iri']):,} things, {file.stat().st_size / 1e6:.1f} MB: drawn after {drawn:.0f} ms, "
                f"a frame {median:.0f} ms, the slowest {slowest:.0f} ms"
            )


if __name__ == "__main__":
    main()
