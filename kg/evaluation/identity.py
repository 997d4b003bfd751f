"""What is measured of identity, as sections of the accuracy page: divisions of areas, and promises followed up.

The gold is that of the checkout (`tests/gold/divisions`, `tests/gold/pairs`).
"""

from __future__ import annotations

from pathlib import Path

from kg import documents, extraction, linking
from kg.evaluation.bodies import held_out_names
from kg.evaluation.divisions import resolved
from kg.evaluation.follow_ups import Followed, followed
from kg.evaluation.measuring import KEPT_ASIDE
from kg.evaluation.scores import Ratio
from kg.evaluation.tables import markdown


def sections() -> list[str]:
    """Which division a mention means, and what became of promises, as Markdown; none where there is no gold."""
    gold = Path(__file__).resolve().parents[2] / "tests" / "gold"
    if not (gold / "divisions").is_dir():
        return []
    aside = held_out_names([gold / "pairs", gold / "divisions"])
    places: dict[str, Ratio] = {}
    for file in sorted((gold / "divisions").glob("*.tsv")):
        seed = gold.parents[1] / "seeds" / f"{file.stem}.txt"
        text = seed if seed.is_file() else gold / "passages" / f"{file.stem}.txt"
        name = ("seeds" if seed.is_file() else "passages") + (f" ({KEPT_ASIDE})" if file.stem in aside else "")
        counts = resolved(linking.link(extraction.extract(documents.read(text))), file)
        places[name] = places.get(name, Ratio(0, 0, 0)) + counts
    pairs: dict[str, Followed] = {}
    for file in sorted((gold / "pairs").glob("*.tsv")):
        name = KEPT_ASIDE if file.stem in aside else "in view"
        pairs[name] = pairs.get(name, Followed()) + followed(file)
    rows = [
        [name, f"{c.precision:.3f}", f"{c.recall:.3f}", str(c.right), str(c.predicted), str(c.gold)]
        for name, c in sorted(places.items())
    ]
    table_of_places = markdown(["", "precision", "recall", "right", "resolved", "in gold"], rows)
    rows = [
        [
            name,
            f"{c.links.precision:.3f}",
            f"{c.links.recall:.3f}",
            f"{c.links.right} / {c.links.predicted} / {c.links.gold}",
            f"{c.verdicts / max(c.links.right, 1):.3f}",
            f"{c.silent.right} / {c.silent.predicted} / {c.silent.gold}",
            f"{c.unlike.right} / {c.unlike.predicted} / {c.unlike.gold}",
        ]
        for name, c in sorted(pairs.items())
    ]
    columns = ["", "precision", "recall", "right / made / gold", "verdict right", "not reported", "not comparable"]
    return [
        "## Which division a mention means\n\nOf all area mentions, found and resolved to the code that a reader gives; "
        f"NIL is an answer. Gold: `tests/gold/divisions`.\n\n{table_of_places}\n",
        "## What became of promises\n\nLinks between the promises of a report and the next one, on pairs made for tests "
        f"(`tests/gold/pairs`); the last two columns are right / said / in gold.\n\n{markdown(columns, rows)}\n",
    ]
