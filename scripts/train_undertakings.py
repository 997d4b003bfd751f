"""Gold in, two models out: kg/lexicon/undertakings_model.tsv.gz, by which kg/extraction/learned.py finds names, and
kg/lexicon/status_model.tsv.gz, by which kg/extraction/learned_status.py tells the state of projects.

Usage: python scripts/train_undertakings.py [GOLD…]
       (default: the project's gold and $STREETKG_SHARED/gold/real; needs the extra `train`. Run it twice when the names'
       model changes: the one of states is trained on the names that the model of before finds)
       python scripts/train_undertakings.py --folds 5 [GOLD…]
       cross-validation by text: prints figures, writes the confidences of the rules to kg/lexicon/undertakings.toml

Held-out texts are left out. The same gold gives the same file, byte for byte.
"""

from __future__ import annotations

import gzip
import os
import sys
import tempfile
import tomllib
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from unittest import mock
from zlib import crc32

import pycrfsuite

from kg import documents
from kg.documents.model import Document, SectionRole, Sentence
from kg.evaluation import bodies
from kg.evaluation.matching import match
from kg.evaluation.scores import drawn
from kg.extraction import learned, learned_status, status
from kg.extraction.candidates import Found, Sort
from kg.extraction.nouns import letters
from kg.extraction.projects import stated
from kg.extraction.walk import found_in
from kg.language.tokens import Tokens, tokenize

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "kg/lexicon/undertakings_model.tsv.gz"
STATUS_TARGET = ROOT / "kg/lexicon/status_model.tsv.gz"
PARAMETERS = {"c1": 0.2, "c2": 0.1, "max_iterations": 80}
CONFIDENCE = ROOT / "kg/lexicon/undertakings.toml"
CONFIDENCE_HEADER = """\
# The rules that find projects and initiatives, with their precision: how many of what each put out a careful reader marks
# too, on gold in view, the model trained on other texts each time (five-fold cross-validation). Each is drawn to the
# precision of all with the weight of four cases and none is above .99. Written by scripts/train_undertakings.py --folds 5.
"""
STATUS_PARAMETERS = {"c1": 0.3, "c2": 0.1, "max_iterations": 80}
SORTS = {"project": Sort.PROJECT, "initiative": Sort.INITIATIVE}
HEADER = """\
# Weights of the model that finds names of projects and initiatives (kg/extraction/learned.py), in thousandths.
# A line: a feature, then label:weight …; `>label` is the step from that label to each. Written by
# scripts/train_undertakings.py from {texts} texts and windows with {names} names.
"""
STATUS_HEADER = """\
# Weights of the model that tells the state of projects (kg/extraction/learned_status.py), in thousandths: a feature, then
# label:weight …. Written by scripts/train_undertakings.py from {names} names.
"""


@dataclass(frozen=True, slots=True)
class Example:
    """The words of a stretch of text, sequence by sequence, with the label of each word."""

    words: tuple[str, ...]
    letters: str
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Text:
    """A stretch of text with gold, as examples for both models; `names` says how many names it marks."""

    stretch: bodies.Stretch
    examples: tuple[Example, ...]
    names: int
    states: tuple[tuple[list[str], str], ...]
    """Of each project that is found: its features, and its state by the gold."""

    @property
    def document(self) -> str:
        """The name of the text; the windows of one have the same."""
        return self.stretch.document


def texts(paths: Iterable[Path]) -> Iterator[Text]:
    """The stretches behind paths of gold that are not held out."""
    given = list(paths)
    for stretch in bodies.find(given, bodies.held_out_names(given)):
        if not stretch.held_out and stretch.gold is not None:
            yield _text(stretch)


@cache
def _read(path: Path) -> tuple[Document, Tokens, str]:
    document = documents.read(path)
    tokens = tokenize(document.reading.text)
    return document, tokens, letters(tokens)


def _text(stretch: bodies.Stretch) -> Text:
    document, tokens, string = _read(stretch.text_path)
    text = document.reading.text
    ends = [document.reading.to_source(a, b) for a, b in zip(tokens.starts, tokens.starts[1:], strict=False)]
    firsts, lasts = [a for a, _ in ends], [b for _, b in ends]
    gold = sorted((g for g in stretch.gold or () if g["type"] in SORTS), key=lambda g: (g["start"], g["end"]))
    labels = ["O"] * len(tokens.words)
    for name in gold:
        inside = [
            i
            for i in range(bisect_right(lasts, name["start"]), bisect_left(firsts, name["end"]))
            if 2 * (min(lasts[i], name["end"]) - max(firsts[i], name["start"])) >= lasts[i] - firsts[i]
        ]
        inside = [i for i in inside if labels[i] == "O"]
        if inside:
            first, last = inside[0], inside[-1] + 1
            mark = "P" if SORTS[name["type"]] is Sort.PROJECT else "N"
            places = ["S"] if last - first == 1 else ["B", *"I" * (last - first - 2), "E"]
            labels[first:last] = [f"{place}-{mark}" for place in places]
    start, end = stretch.start, stretch.end if stretch.end is not None else len(document.text)
    kept = {
        (sentence.reading_start, sentence.reading_end)
        for sentence in document.sentences
        if sentence.end > start and sentence.start < end
    }
    bounds = sorted(kept)
    examples = []
    for a, b in learned.sequences(string):
        place = bisect_right(bounds, (tokens.starts[a], len(text) + 1)) - 1
        if place >= 0 and bounds[place][1] > tokens.starts[a]:
            examples.append(Example(tokens.words[a:b], string[a:b], tuple(labels[a:b])))
    return Text(stretch, tuple(examples), len(gold), tuple(_states(stretch)))


@cache
def _projects(path: Path) -> tuple[list[tuple[Found, Sentence]], list[dict[str, int]]]:
    document, tokens, _ = _read(path)
    items = [(found, sentence) for found, sentence in found_in(document, tokens) if found.sort is Sort.PROJECT]
    spans = [document.reading.to_source(found.start, found.end) for found, _ in items]
    return items, [{"start": start, "end": end} for start, end in spans]


def _states(stretch: bodies.Stretch) -> Iterator[tuple[list[str], str]]:
    """Features and state of the projects that the names' model of before finds, outside plans (there all is planned)."""
    document, tokens, _ = _read(stretch.text_path)
    items, spans = _projects(stretch.text_path)
    gold = [g for g in stretch.gold or () if g["type"] == "project"]
    for i, j in match(gold, spans, 0.5):
        found, sentence = items[j]
        role = status.role_of(document, sentence)
        if not gold[i].get("optional") and role is not SectionRole.PLAN:
            verb, state, _ = stated(document, found, sentence, role)
            names = learned_status.features(state, found, sentence, role, verb, tokens)
            yield list(names), gold[i]["status"]


def train_states(given: Sequence[Text], numbered: Names) -> pycrfsuite.Tagger:
    """The model of states: logistic regression, which is a conditional random field over sequences of one."""
    trainer = pycrfsuite.Trainer(verbose=False)
    for text in given:
        for names, state in text.states:
            trainer.append([numbered.numbers(names)], [state])
    trainer.set_params(STATUS_PARAMETERS)
    return _trained(trainer)


def _clauses(example: Example) -> Iterator[Example]:
    """The clauses of a sentence that has several, each as a sentence of its own: the model shall read short ones as well."""
    cuts = [0, *(i + 1 for i, letter in enumerate(example.letters) if letter == "C" and example.labels[i] == "O")]
    cuts.append(len(example.letters))
    for a, b in pairwise(cuts):
        if 1 < b - a < len(example.letters):
            yield Example(example.words[a:b], example.letters[a : b - 1] + "Z", example.labels[a:b])


class Names:
    """Numbers for features, because CRFsuite's dump cannot be read back where names hold its own marks."""

    def __init__(self) -> None:
        self._numbers: dict[str, str] = {}

    def of(self, words: Sequence[str], string: str) -> list[list[str]]:
        """The numbered features of the words of a sequence."""
        return [self.numbers(row) for row in learned.features(words, string)]

    def numbers(self, names: Iterable[str]) -> list[str]:
        """The numbers of some features."""
        known = self._numbers
        return [known.setdefault(name, str(len(known))) for name in names]

    def names(self) -> dict[str, str]:
        """Number → feature."""
        return {number: name for name, number in self._numbers.items()}


def train(given: Sequence[Text], names: Names) -> pycrfsuite.Tagger:
    """The model of some texts."""
    trainer = pycrfsuite.Trainer(verbose=False)
    for text in given:
        for example in text.examples:
            for part in (example, *_clauses(example)):
                trainer.append(names.of(part.words, part.letters), part.labels)
    trainer.set_params(PARAMETERS)
    return _trained(trainer)


def _trained(trainer: pycrfsuite.Trainer) -> pycrfsuite.Tagger:
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "model")
        trainer.train(path)
        tagger = pycrfsuite.Tagger()
        tagger.open(path)
    return tagger


def as_tsv(tagger: pycrfsuite.Tagger, numbered: Names, header: str, labels: Sequence[str] = learned.LABELS) -> str:
    """The file's contents."""
    info, named = tagger.info(), numbered.names()
    rows: dict[str, dict[int, int]] = {}
    for (name, label), weight in info.state_features.items():
        if round(weight * 1000):
            rows.setdefault(named[name], {})[labels.index(label)] = round(weight * 1000)
    for (first, second), weight in info.transitions.items():
        rows.setdefault(f">{labels.index(first)}", {})[labels.index(second)] = round(weight * 1000)
    lines = ["\t".join([name, *(f"{k}:{w}" for k, w in sorted(row.items()))]) for name, row in sorted(rows.items())]
    return header + "\n".join(lines) + "\n"


def cross_validate(given: Sequence[Text], folds: int) -> None:
    """Precision, recall and F1 of names, of states and of each rule, on texts that the model did not see.

    All windows of a text are together. Prints the first two and writes the last as confidences of the rules.
    """
    sums = {sort: [0, 0, 0] for sort in SORTS.values()}
    rules: dict[str, list[int]] = {}
    for fold in range(folds):
        apart = [text for text in given if crc32(text.document.encode()) % folds == fold]
        names = Names()
        model = learned.Model(as_tsv(train([text for text in given if text not in apart], names), names, ""))
        with mock.patch.object(learned, "_model", lambda model=model: model):
            for path in {text.stretch.text_path for text in apart}:
                document, tokens, _ = _read(path)
                items = [found for found, _ in found_in(document, tokens)]
                spans = [document.reading.to_source(found.start, found.end) for found in items]
                for text in apart:
                    if text.stretch.text_path == path:
                        _judge(text.stretch, items, spans, sums, rules)
    said = [_cross_validate_states(given, folds)]
    for sort, (right, found, wanted) in sums.items():
        precision, recall = right / found, right / wanted
        f1 = 2 * precision * recall / (precision + recall)
        said.append(f"{sort.value}s: precision {precision:.3f}, recall {recall:.3f}, F1 {f1:.3f} ({wanted} in gold)")
    figures = f'\n[cross_validation]\ntext = "{"; ".join(said[::-1])}."\n'
    CONFIDENCE.write_text(_confidences(rules) + figures, encoding="utf-8")
    print("\n".join(said))


def _judge(
    stretch: bodies.Stretch,
    items: Sequence[Found],
    spans: Sequence[tuple[int, int]],
    sums: dict[Sort, list[int]],
    rules: dict[str, list[int]],
) -> None:
    """Count what was found in a stretch: right, found and wanted of each sort, right and found of each rule."""
    end = stretch.end if stretch.end is not None else spans[-1][1] if spans else 0
    for name, sort in SORTS.items():
        gold = [g for g in stretch.gold or () if g["type"] == name]
        mine = [
            (item, {"start": a, "end": b})
            for item, (a, b) in zip(items, spans, strict=True)
            if item.sort is sort and a >= stretch.start and b <= end
        ]
        pairs = {j: i for i, j in match(gold, [span for _, span in mine], 0.5)}
        sums[sort][2] += sum(not g.get("optional") for g in gold)
        for j, (item, _) in enumerate(mine):
            if j in pairs and gold[pairs[j]].get("optional"):
                continue
            tally = rules.setdefault(item.rule, [0, 0])
            for counts in (sums[sort], tally):
                counts[0] += j in pairs
                counts[1] += 1


def _confidences(rules: dict[str, list[int]]) -> str:
    """The table of rules with their precision, each drawn to that of all by the weight of four cases, at most .99."""
    with CONFIDENCE.open("rb") as file:
        known = tomllib.load(file)["confidence"]
    average = sum(right for right, _ in rules.values()) / sum(total for _, total in rules.values())
    lines = [CONFIDENCE_HEADER.rstrip("\n"), "[confidence]"]
    for rule in sorted({*known, *rules}):
        right, total = rules.get(rule, (0, 0))
        lines.append(f'{rule} = "{drawn(right, total, average):.2f}"  # {right} of {total}')
    return "\n".join(lines) + "\n"


def _cross_validate_states(given: Sequence[Text], folds: int) -> str:
    right = total = by_rules = 0
    for fold in range(folds):
        names = Names()
        model = train_states([text for text in given if crc32(text.document.encode()) % folds != fold], names)
        for text in given:
            if crc32(text.document.encode()) % folds == fold:
                for features, state in text.states:
                    right += model.tag([names.numbers(features)])[0] == state
                    by_rules += f"rule={state}" in features
                    total += 1
    share, rules = right / total, by_rules / total
    return f"state of projects outside plans: {share:.3f} right ({total}), by the rules alone {rules:.3f}"


def main() -> None:
    arguments = sys.argv[1:]
    folds = int(arguments.pop(arguments.index("--folds") + 1)) if "--folds" in arguments else 0
    shared = os.environ.get("STREETKG_SHARED")
    paths = [Path(argument) for argument in arguments if argument != "--folds"]
    if not paths and not shared:
        raise SystemExit(
            "STREETKG_SHARED is not set: the shipped models are trained on gold/real too. Set it, or name the gold."
        )
    if not paths and shared:
        bodies_of_gold = ("seeds", "passages", "imitations", "undertakings", "windows")
        paths = [*(ROOT / "tests/gold" / body for body in bodies_of_gold), Path(shared) / "gold/real"]
    given = list(texts(paths))
    if folds:
        cross_validate(given, folds)
        return
    names = Names()
    tagger = train(given, names)
    content = as_tsv(tagger, names, HEADER.format(texts=len(given), names=sum(text.names for text in given)))
    model = learned.Model(content)
    words = wrong = 0
    for text in given:
        for example in text.examples:
            ours = model.labels(example.words, example.letters, [(0, len(example.words))])[0]
            theirs = tagger.tag(names.of(example.words, example.letters))
            words += len(ours)
            wrong += sum(learned.LABELS[a] != b for a, b in zip(ours, theirs, strict=True))
    if wrong > words / 2000:  # rounded weights may decide a tie otherwise
        raise SystemExit(f"learned.py and CRFsuite differ in {wrong} of {words} words")
    TARGET.write_bytes(gzip.compress(content.encode("utf-8"), 9, mtime=0))
    names = Names()
    states = as_tsv(
        train_states(given, names),
        names,
        STATUS_HEADER.format(names=sum(len(t.states) for t in given)),
        learned_status.PLAIN,
    )
    STATUS_TARGET.write_bytes(gzip.compress(states.encode("utf-8"), 9, mtime=0))
    print(
        f"{STATUS_TARGET.relative_to(ROOT)}: {len(states.splitlines())} lines, {STATUS_TARGET.stat().st_size // 1000} kB"
    )
    print(
        f"{TARGET.relative_to(ROOT)}: {len(content.splitlines())} lines, {TARGET.stat().st_size // 1000} kB, "
        f"{len(given)} texts and windows; {wrong} of {words} words labelled otherwise than by CRFsuite"
    )


if __name__ == "__main__":
    main()
