"""`kg link --review`: names of a build that may mean one thing, as a file for a person to decide."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.language import say

_NAMES = """
SELECT DISTINCT ?street ?name ?sentence WHERE {
  ?statement kg:about ?thing ; kg:sentence/nif:anchorOf ?sentence ; kg:reportedIn/kg:coversArea/rdfs:label ?street .
  ?thing rdfs:label ?name .
  { ?thing a kg:Project } UNION { ?thing a kg:Initiative }
}
"""


def run(
    review: Annotated[
        Path,
        typer.Option(
            "--review",
            metavar="CSV",
            help=say("写出待核定的名称；已有的行保留。", "The file to write; rows that are there stay."),
        ),
    ],
    build: Annotated[
        Path, typer.Option("--build", "-b", metavar="DIR", envvar="KG_BUILD", help=say("图谱目录。", "The build."))
    ] = Path("build"),
) -> None:
    """Write the uncertain pairs, and say how many there are and what to do with them."""
    from kg.cli import console
    from kg.linking import NONE, read_decisions
    from kg.linking.review import Named, file_text, kept_rows, uncertain
    from kg.store import open_build

    named = {
        Named(row["street"].value, row["name"].value, row["sentence"].value.replace("\n", " "))
        for row in open_build(build).select(_NAMES)
    }
    decided = read_decisions(review) if review.exists() else NONE
    kept = kept_rows(review)
    pairs = uncertain(named, decided)
    # The mark at the beginning tells Excel that the file is UTF-8.
    console.save(review, "\ufeff" + file_text(pairs, kept))
    told = say(
        f"{review}：{len(pairs)} 对名称待核定，原有 {len(kept)} 行保留。请在 decision 列填 same 或 different，再用 kg build --decisions {review} 重建",
        f"{review}: {len(pairs)} pairs to decide, {len(kept)} rows kept. Fill in the column decision, then kg build --decisions {review}",
    )
    console.complain(told)
