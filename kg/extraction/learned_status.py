"""The state of a project by a model learned from gold: the words about its name in, planned, underway, completed out.

Multinomial logistic regression, trained by `scripts/train_undertakings.py`; what the rules of `kg/extraction/status.py`
say is one of its features. The weights are `kg/lexicon/status_model.tsv.gz`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from functools import cache

from kg.documents.model import SectionRole, Sentence
from kg.extraction.candidates import Found
from kg.extraction.learned import weights
from kg.extraction.model import Status
from kg.language.tokens import Tokens
from kg.lexicon import unpacked

PLAIN = ("planned", "underway", "completed", "unknown")
_GENERAL = {
    "planned": Status.PREPARING,
    "underway": Status.UNDERWAY,
    "completed": Status.COMPLETED,
    "unknown": Status.UNSTATED,
}
_STOPS = frozenset(",;。:(")
_REACH = 14


def refined(rule: Status, found: Found, sentence: Sentence, role: SectionRole, verb: str, tokens: Tokens) -> Status:
    """The state that the model gives a project, in the rules' finer word where they agree.

    Args:
        rule: what the rules say.
        found: the project, with its clause and the end of its list.
        sentence: where it stands.
        role: of its section; in a plan everything is planned, whatever the words say.
        verb: the verb before it.
        tokens: the words of the reading text.
    """
    if role is SectionRole.PLAN:
        return rule
    label = predicted(features(rule, found, sentence, role, verb, tokens))
    return rule if rule.plain == label else _GENERAL[label]


def predicted(names: Iterator[str]) -> str:
    """The most likely of PLAIN for some features."""
    scores = [0] * len(PLAIN)
    known = _weights().get
    for name in names:
        for label, weight in known(name, ()):
            scores[label] += weight
    return PLAIN[scores.index(max(scores))]


def features(
    rule: Status, found: Found, sentence: Sentence, role: SectionRole, verb: str, tokens: Tokens
) -> Iterator[str]:
    """What is seen of a project: what the rules say, its clause and the words before it, the words behind its list."""
    yield "b"
    yield f"role={role.value}"
    yield f"rule={rule.plain}"
    yield f"fine={rule.value}"
    yield f"both={role.value}{rule.plain}"
    yield f"verb={verb}"
    yield f"verb={verb}{role.value}"
    yield f"trigger={found.trigger}"
    yield f"part={found.role.value}"
    yield f"count={int(bool(found.counted))}"
    words, starts = tokens.words, tokens.starts
    begin = bisect_left(starts, found.start)
    clause = bisect_left(starts, found.clause)
    for k in range(max(clause - 6, bisect_left(starts, sentence.reading_start)), begin):
        yield f"before={words[k]}" if k >= clause else f"earlier={words[k]}"
        if k >= clause and begin - k <= 3:
            yield f"before{begin - k}={words[k]}"
    behind = bisect_left(starts, found.after)
    end = min(behind + _REACH, bisect_left(starts, sentence.reading_end))
    clauses = 0
    for k in range(behind, end):
        word = words[k]
        if clauses == 0:
            yield f"after={word}"
            if k - behind < 4:
                yield f"after{k - behind}={word}"
            if k > behind:
                yield f"pair={words[k - 1]} {word}"
        else:
            yield f"next={word}"
        if word in _STOPS:
            if clauses == 0:
                yield f"stop{min(k - behind, 3)}={word}"
            clauses += 1
        if clauses > 1:
            break


@cache
def _weights() -> dict[str, tuple[tuple[int, int], ...]]:
    """Feature → label and weight in thousandths."""
    return {name: tuple(pairs) for name, pairs in weights(unpacked("status_model.tsv.gz"))}
