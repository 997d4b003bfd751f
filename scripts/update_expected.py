"""Queries in, their expected rows and docs/queries.md out: `python scripts/update_expected.py [--build DIR] [--check]`.

Without `--build` the five seeds are built in a temporary folder. A query with a graph of its own in
`tests/query/data/NAME.ttl` is run on that; all others on the build. Parameters have their defaults. Look at the
difference with your own eyes before you commit it: what stands in an `expected.csv` is what the project claims.
"""

from __future__ import annotations

import argparse
import csv
import sys
import tempfile
from pathlib import Path

from kg.query import QueryFile, ResultTable, Session, load_directory

ROOT = Path(__file__).resolve().parents[1]
QUERIES = ROOT / "queries"
GRAPHS = ROOT / "tests" / "query" / "data"
PAGE = ROOT / "docs" / "queries.md"
BEGIN, END = "<!-- table: begin -->", "<!-- table: end -->"


def expected_file(query: QueryFile) -> Path:
    """Where a query's expected rows are."""
    return QUERIES / f"{query.name}.expected.csv"


def own_graph(query: QueryFile) -> Path | None:
    """The small graph that a query is tested on; None for the seeds."""
    path = GRAPHS / f"{query.name}.ttl"
    return path if path.exists() else None


def answer(query: QueryFile, build: Session) -> ResultTable:
    """The rows of a query with its defaults."""
    graph = own_graph(query)
    if graph is None:
        return build.run(query, timeout=60)
    with Session([graph]) as session:
        return session.run(query, timeout=60)


def write_rows(table: ResultTable, path: Path) -> bool:
    """Write expected rows by value (7.0 and 7.00 are 7); whether the file changed."""
    before = path.read_bytes() if path.exists() else None
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(table.columns)
        writer.writerows(table.texts())
    return path.read_bytes() != before


def markdown_table(queries: list[QueryFile]) -> str:
    """The shipped queries as a table of docs/queries.md."""
    lines = ["| name | question | for | parameters |", "|---|---|---|---|"]
    for query in queries:
        parameters = " ".join(f"`{parameter.shown}`" for parameter in query.parameters) or "—"
        question = f"**{query.title}** ({query.title_en}). {query.description}"
        lines.append(
            f"| [`{query.name}`](../queries/{query.name}.rq) | {question} | {', '.join(query.tags)} | {parameters} |"
        )
    return "\n".join(lines)


def renewed_page(page: str, queries: list[QueryFile]) -> str:
    """The page with its table made anew."""
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{markdown_table(queries)}\n{END}{after}"


def main(arguments: list[str] | None = None) -> int:
    """Renew everything, or with `--check` only look whether the page is up to date."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--build", type=Path, help="a build of the seeds; made when left out")
    parser.add_argument("--check", action="store_true", help="change nothing; 1 when docs/queries.md is out of date")
    options = parser.parse_args(arguments)
    queries = load_directory(QUERIES)
    page = renewed_page(PAGE.read_text(encoding="utf-8"), queries)
    if options.check:
        return int(page != PAGE.read_text(encoding="utf-8"))
    PAGE.write_text(page, encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        path = options.build
        if path is None:
            from kg.store import build

            path = Path(folder) / "build"
            build([ROOT / "seeds"], path, validate=False)
        with Session(path) as session:
            for query in queries:
                table = answer(query, session)
                changed = write_rows(table, expected_file(query))
                print(
                    f"{'*' if changed else ' '} {query.name:28} {len(table.rows):5} rows {table.seconds * 1000:7.1f} ms"
                )
    return 0


if __name__ == "__main__":
    sys.exit(main())
