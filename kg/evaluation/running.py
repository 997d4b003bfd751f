"""From what a person asks on the command line to the text to be printed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from kg.evaluation import changes, identity, page, report, themes
from kg.evaluation.measuring import evaluate
from kg.evaluation.predicting import Predict, whole_way


def run(
    gold: Sequence[str | Path],
    against: str | Path | None = None,
    save: str | Path | None = None,
    fmt: str = "table",
    *,
    exclude: Iterable[str] = (),
    include_held_out: bool = False,
    errors: str | None = None,
    only: str | None = None,
    limit: int = 20,
    write: str | Path | None = None,
    sample: str | Path | None = None,
    predict: Predict = whole_way,
) -> str:
    """Extract the texts behind `gold`, measure, and give the text to print (`fmt`: "table" or "json").

    `gold` are gold files, directories of them, a directory with a manifest, or plain reports (which only matter for
    `against`). `against` is a file that an earlier run wrote with `save`: gains, losses and differences are added.
    `errors` names a class (indicator, project, initiative, deadline, area, theme) whose errors are listed instead,
    `only` a part of their label (missed, metric …), `limit` how many are listed. `write` is where the accuracy page
    goes. `sample` are statements with their themes, `tests/gold/themes.jsonl` of the checkout if none is given.
    Held-out documents are left out, or with `include_held_out` measured with figures of their own; nothing of them is
    ever quoted.

    Raises:
        UnreadableSource: a path, a text or the saved file is missing or cannot be read.
    """
    saved = None if against is None else changes.load_saved(Path(against))
    evaluation = evaluate(gold, exclude=exclude, include_held_out=include_held_out, predict=predict)
    readings = themes.read(None if sample is None else Path(sample), evaluation)
    if save is not None:
        Path(save).write_text(report.json_text(changes.saved_form(evaluation)), encoding="utf-8")
    if write is not None:
        Path(write).write_text(page.accuracy(evaluation, readings, identity.sections()), encoding="utf-8")
    differences = None if saved is None else changes.compare(saved, evaluation)
    if fmt == "json":
        data = report.as_data(evaluation, differences)
        return report.json_text(data | ({"themes": themes.as_data(readings)} if readings else {}))
    if errors == "theme":
        return themes.listed(readings, limit)
    if errors is not None:
        return report.errors(evaluation, errors, only, limit)
    text = report.tables(evaluation)
    if readings:
        text += f"\n{themes.table(readings)}\n"
    if saved is not None and differences is not None:
        text += "\n" + report.changes(differences, changes.incomparable(saved, evaluation), limit)
    return text
