"""From an evaluation to `docs/accuracy.md`: figures with intervals, frequent kinds of error, what is not measured."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from kg.evaluation import themes
from kg.evaluation.measuring import KEPT_ASIDE, RATIOS, SHARES, Evaluation, Figures, Measured
from kg.evaluation.report import context, interval, kind_of_error
from kg.evaluation.scores import Judgement
from kg.evaluation.tables import markdown
from kg.lexicon import table

KINDS_SHOWN = 10
EXAMPLES = 2

_HEAD = """# How accurate it is

Written by `python -m kg.evaluation … --write docs/accuracy.md`; do not edit. Gold: what one careful reader finds by
`tests/gold/GUIDELINES.md`; two readers of one seed agree at F1 1.00 (indicators), .97 (areas), .95 (initiatives) and
.89 (projects). *indicator* is a figure with value and unit right; *fact* a figure with metric (.6 character F1), kind,
modality and bound right as well. Intervals are 95 % percentile bootstrap over documents or windows (over the sentences
of a single document). Bodies are listed apart because they differ: rules were written with the seeds and part of the
passages and windows in view, so that their figures say how well the rules fit these texts, and are no estimate for new
ones. An interval of 1.000–1.000 there means that no error is left to be drawn, not certainty. What is *kept aside* was
not looked at while writing rules: only those figures estimate new texts; where the page has none, nothing here does.

Projects, initiatives and the state of projects are found by models trained on the gold in view (`scripts/train_undertakings.py`):
their figures in view only say that the models fit. *undertakings* (short texts) and *windows* (of real city reports) mark
projects, initiatives and areas only. Cross-validated over the texts in view, each found by models trained on the others:
{cross_validation}
"""

_TAIL = """## What is not measured

* Honours and precedences, sections, metadata, and the reasons of numbers set aside: there is no gold for them. Themes
  are measured on a sample only.
* Whether two mentions of projects or initiatives are the same one, and which concept an indicator belongs to.
* What a deadline applies to, the basis of a change, the scope of a rank, and inherited deadlines.
* The period of a figure on windows of city reports, where gold has none; elsewhere *period* counts among right figures.
* Optional gold (what two careful people could disagree on) counts neither for nor against.
* The wording of a metric beyond its characters: order, and what is left implicit, are not judged.
"""


def accuracy(evaluation: Evaluation, readings: Sequence[themes.Reading] = (), more: Sequence[str] = ()) -> str:
    """The page as Markdown. The same evaluation gives the same bytes; texts of others are not quoted.

    `readings` are the statements of the sample of themes; without any there is no section on themes.
    `more` are further sections, before the kinds of error.
    """
    blocks = [_HEAD.replace("{cross_validation}", table("undertakings")["cross_validation"]["text"])]
    for figures in evaluation.bodies():
        texts = "text" if figures.texts == 1 else "texts"
        blocks.append(f"## {figures.name}: {figures.texts} {texts}\n\n{_table(figures)}\n")
    documents = evaluation.documents()
    rows = [[figures.name, *(_cell(figures, name) for name in RATIOS)] for figures in documents]
    blocks.append("## F1 of each document\n\n" + markdown(["document", *RATIOS], rows) + "\n")
    blocks.append(f"Documents {KEPT_ASIDE} are in the pooled figures above only.\n")
    if readings:
        blocks.append(themes.section(readings))
    blocks.extend(more)
    blocks.append(_frequent_errors(evaluation))
    return "\n".join([*blocks, _TAIL])


def _cell(figures: Figures, name: str) -> str:
    ratio = figures.ratio(name)
    return f"{ratio.f1:.3f} ({ratio.gold})" if ratio.gold or ratio.predicted else "–"


def _table(figures: Figures) -> str:
    rows = []
    for name in RATIOS:
        ratio = figures.ratio(name)
        if not ratio.gold and not ratio.predicted:
            continue
        rows.append(
            [
                name,
                *(f"{number:.3f}" for number in (ratio.precision, ratio.recall, ratio.f1)),
                interval(figures.intervals[name]),
                *(str(number) for number in (ratio.right, ratio.predicted, ratio.gold)),
            ]
        )
    for name in SHARES:
        share = figures.counts.attribute(name)
        if share is not None:
            whole = "projects" if name == "status" else "figures"
            row = [f"{name} right, of right {whole}", "", "", f"{share:.3f}", interval(figures.intervals[name])]
            rows.append([*row, "", "", ""])
    return markdown(["", "precision", "recall", "F1 / share", "95 % interval", "right", "predicted", "gold"], rows)


def _frequent_errors(evaluation: Evaluation) -> str:
    kinds: defaultdict[str, list[tuple[Measured, Judgement]]] = defaultdict(list)
    for measured in evaluation.open:
        for judgement in measured.judgements:
            for label in kind_of_error(judgement):
                kinds[label].append((measured, judgement))
    frequent = sorted(kinds.items(), key=lambda item: (-len(item[1]), item[0]))[:KINDS_SHOWN]
    lines = [f"## The {KINDS_SHOWN} most frequent kinds of error", ""]
    for label, cases in frequent:
        lines.append(f"* **{label}** ({len(cases)})")
        quotable = [case for case in cases if not case[0].stretch.borrowed]
        lines += [f"  * {_example(measured, judgement, label)}" for measured, judgement in quotable[:EXAMPLES]]
    return "\n".join(lines) + "\n"


def _example(measured: Measured, judgement: Judgement, label: str) -> str:
    fact = judgement.gold if judgement.gold is not None else judgement.predicted
    assert fact is not None
    line = f"{measured.stretch.document}: {context(measured, fact, 16)}"
    part = label.split()[1].rstrip(":")
    names = {"period": ("period_start", "period_end"), "missed": (), "spurious": ()}.get(part, (part,))
    for name in names:
        if judgement.gold is not None and judgement.predicted is not None:
            line += f"; {name}: {judgement.predicted.get(name)}, gold {judgement.gold.get(name)}"
    return line
