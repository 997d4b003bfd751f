"""Spans of projects and initiatives by a model learned from gold: words and their letters in, labelled token ranges out.

The model is a linear-chain conditional random field (Lafferty, McCallum and Pereira 2001), trained with CRFsuite by
`scripts/train_undertakings.py`. Its weights are `kg/lexicon/undertakings_model.tsv.gz`; here they are applied to whole
documents at once with numpy. What it sees of a word: the word, its first and last characters, tag, letter
(`kg/extraction/nouns.py`) and class of head, each also of the two words on either side, the verb that governs it and the
next predicate. The function `features` says it in words for the training, the tables in `Model` say it in numbers;
the training script fails when the two do not give the same labels.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import cache, reduce
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kg.extraction.candidates import Sort
from kg.extraction.forms import ACTS, MEASURES, THINGS, WORKS
from kg.extraction.forms import words as lexicon_words
from kg.language.tokens import UNKNOWN, dictionary
from kg.lexicon import unpacked

Floats = NDArray[np.float32]
Integers = NDArray[np.int64]

LABELS = ("O", "B-P", "I-P", "E-P", "S-P", "B-N", "I-N", "E-N", "S-N")
"""Outside; begin, inside, end of a name and name of a single word, of projects and initiatives."""
_SORTS = {"P": Sort.PROJECT, "N": Sort.INITIATIVE}
_SORT_OF = [_SORTS.get(label[2:], Sort.PROJECT) for label in LABELS]
_LONGEST = 1000
"""Words of the longest sequence."""
_OFFSETS = (-2, -1, 0, 1, 2)
_AT = _OFFSETS.index(0)
# Up to and with the mark that ends a sentence; as long as a sequence may be where there is none.
_SEQUENCE = re.compile(rf"[^Z]{{1,{_LONGEST - 1}}}+Z|[^Z]{{2,{_LONGEST}}}")
_LABELLED = re.compile(
    b"|".join(rb"[%c%c]%c*%c?|[%c%c]" % (b, i, i, e, e, s) for b, i, e, s in ((1, 2, 3, 4), (5, 6, 7, 8)))
)
"""A name as bytes, an index of LABELS for each word: B and I, I, …, E · E or S alone."""
_SEEN = re.compile(r"(-?\d)([wtesfh]=.*)", re.DOTALL)
_PAIRS = ((-1, 0), (0, 1), (-2, -1), (1, 2))
_ALPHABET = "_<>ACDEMTUZbcgimnoqvx"
"""The letters that `nouns.letters` leaves; the first stands for the edge of a sentence."""
_CODE = {letter: code for code, letter in enumerate(_ALPHABET)}
_CODES = np.array([_CODE.get(chr(k), 0) for k in range(128)], np.int64)
_HEADS = (("W", WORKS), ("A", ACTS), ("T", THINGS), ("M", MEASURES))
_NEXT = frozenset("TbxvCZ")
_STOP = frozenset("CZTb")
_EDGE = "-"


class Span(NamedTuple):
    """A name: token indexes, end exclusive."""

    first: int
    last: int
    sort: Sort


def spans(words: Sequence[str], letters: str) -> list[Span]:
    """The names that the model finds, in order.

    Args:
        words: the words of a text.
        letters: one letter a word, from `nouns.letters`.
    """
    found: list[Span] = []
    bounds = list(sequences(letters))
    for number in range(0, len(bounds), _AT_ONCE):
        some = bounds[number : number + _AT_ONCE]
        first, last = some[0][0], some[-1][1]
        shifted = [(a - first, b - first) for a, b in some]
        labels, starts = _model().labelled(words[first:last], letters[first:last], shifted)
        for begin, end, sort in ranges(labels):
            k = bisect_right(starts, begin) - 1
            token = some[k][0] + begin - starts[k]
            found.append(Span(token, token + end - begin, sort))
    return found


def sequences(letters: str) -> Iterator[tuple[int, int]]:
    """The sequences that are labelled one by one: token ranges up to and with the mark that ends each.

    What goes on for longer without such a mark is no sentence (a table, a damaged file) and is cut where it is.
    """
    for match in _SEQUENCE.finditer(letters):
        yield match.span()


def ranges(labels: bytes) -> Iterator[tuple[int, int, Sort]]:
    """Where names begin and end in a row of labels; one that is not well formed is read as far as it goes."""
    for match in _LABELLED.finditer(labels):
        yield match.start(), match.end(), _SORT_OF[labels[match.start()]]


def word_features(word: str) -> Iterator[str]:
    """What a word says by itself, wherever it stands near a name."""
    if word.isspace():
        yield "w=_"
        return
    yield f"w={word}"
    yield f"t={dictionary().get(word, UNKNOWN)[:2]}"
    yield f"e={word[-1]}"
    yield f"s={word[0]}"
    if len(word) > 2:
        yield f"f={word[-2:]}"
    for name, heads in _HEADS:
        if heads.of(word):
            yield f"h={name}"


def verb_features(verb: str) -> Iterator[str]:
    """What the verb says that governs a word (`-` for none)."""
    yield f"trig={verb}"
    yield f"build={int(verb in _build())}{int(verb in _strict())}"


def predicate_features(word: str) -> Iterator[str]:
    """What the next predicate or mark behind a word says."""
    yield f"next={word}"
    yield f"after={int(word in _after())}"


@cache
def _build() -> frozenset[str]:
    return lexicon_words("projects", "contexts", "build")


@cache
def _strict() -> frozenset[str]:
    return lexicon_words("projects", "contexts", "strict")


@cache
def _after() -> frozenset[str]:
    return lexicon_words("projects", "contexts", "after")


def features(words: Sequence[str], letters: str) -> list[list[str]]:
    """The features of each word of one sentence, as names; what the model is trained on."""
    count = len(words)
    verbs, following, flags = [_EDGE] * count, [_EDGE] * count, [""] * count
    verb = _EDGE
    for i, letter in enumerate(letters):
        verbs[i] = verb
        verb = words[i] if letter == "T" else _EDGE if letter in "CZ" else verb
    behind, etc, comma = _EDGE, False, False
    for i in range(count - 1, -1, -1):
        letter = letters[i]
        following[i] = behind
        if letter in _NEXT:
            behind = letter if letter in "CZ" else words[i]
        if letter in _STOP:
            etc = comma = False
        etc, comma = etc or letter == "E", comma or letter == "D"
        flags[i] = f"list={int(etc)}{int(comma)}"
    out = []
    for i in range(count):
        names = ["b", flags[i], f"len={min(len(words[i]), 4)}", f"bare={int(verbs[i] == _EDGE)}{letters[i]}"]
        for offset in _OFFSETS:
            j = i + offset
            if 0 <= j < count:
                names.extend(f"{offset}{name}" for name in word_features(words[j]))
                names.append(f"{offset}l={letters[j]}")
            else:
                names.append(f"{offset}edge")
        names.extend(f"{a}ll={letters[i + a]}{letters[i + b]}" for a, b in _PAIRS if i + a >= 0 and i + b < count)
        if 0 < i < count - 1:
            names.append(f"lll={letters[i - 1 : i + 2]}")
        names.extend(verb_features(verbs[i]))
        names.extend(predicate_features(following[i]))
        out.append(names)
    return out


def weights(text: str) -> Iterator[tuple[str, list[tuple[int, int]]]]:
    """Feature, and label with weight in thousandths, of each line of a file that `scripts/train_undertakings.py` wrote."""
    for line in text.split("\n"):
        if line and not line.startswith("#"):
            name, *pairs = line.split("\t")
            yield name, [(int(label), int(weight)) for label, _, weight in (pair.partition(":") for pair in pairs)]


@cache
def _model() -> Model:
    return Model(unpacked("undertakings_model.tsv.gz"))


class _Ids(dict[str, int]):
    """Word → its row in the tables by word; `add` makes one for a word that is new. The first stand for no word."""

    def __init__(self, add: Callable[[str], None]) -> None:
        super().__init__({"\0": 0, "\1": 1, "\2": 2})
        self._make = add

    def __missing__(self, word: str) -> int:
        self._make(word)
        return self[word]


class Model:
    """The weights as tables: one row, a weight for each label, for each thing that can be seen of a word."""

    def __init__(self, text: str) -> None:
        size = len(LABELS)
        self._rows: dict[str, Floats] = {}
        self._blocks: dict[str, Floats] = {}
        """What a feature of a word says where the word stands two before, one before, at … a place: one row an offset."""
        self._transitions = np.zeros((size, size), np.float32)
        for name, pairs in weights(text):
            row = np.zeros(size, np.float32)
            for label, weight in pairs:
                row[label] = weight / 1000
            if name.startswith(">"):
                self._transitions[int(name[1:])] = row
                continue
            self._rows[name] = row
            if seen := _SEEN.match(name):
                block = self._blocks.get(seen[2])
                if block is None:
                    block = self._blocks[seen[2]] = np.zeros((len(_OFFSETS), size), np.float32)
                block[_OFFSETS.index(int(seen[1]))] = row
        # What letters say, in one table for each look-up: the two before a word, those at and about it, the two behind.
        # Letter 0 is the edge of a sentence.
        letter = [self._by_letter(f"{offset}l=", f"{offset}edge") for offset in _OFFSETS]
        pair = {place: self._by_letters(f"{place}ll=", 2) for place in (-2, -1, 0, 1)}
        self._letters_before = (letter[0][:, None] + pair[-2]).reshape(-1, size)
        self._letters_behind = (letter[4] + pair[1]).reshape(-1, size)
        about = self._by_letters("lll=", 3) + pair[-1][:, :, None] + pair[0]
        about += letter[1][:, None, None] + letter[2][:, None] + letter[3]
        self._letters_about = about.reshape(-1, size)
        # What the clause says: whether 等 and a list mark are ahead, whether no verb governs, and the word's own letter.
        flags = np.array([[self._row(f"list={etc}{comma}") for comma in (0, 1)] for etc in (0, 1)])
        bare = np.stack([self._by_letter(f"bare={alone}") for alone in (0, 1)])
        self._clause = (flags[:, :, None, None] + bare).reshape(-1, size)
        # Of the word itself: what is seen of every word, and its length.
        self._of_length = [self._row("b") + self._row(f"len={length}") for length in range(5)]
        # Tables by word, filled as words are met. The first three stand for no word and the ends of clauses and sentences.
        self._ids = _Ids(self._add)
        self._window = np.zeros((len(_OFFSETS), 4096, size), np.float32)
        self._verb = np.zeros((4096, size), np.float32)
        self._next = np.zeros((4096, size), np.float32)
        for number, special in enumerate((_EDGE, "C", "Z")):
            self._verb[number] = self._sum(verb_features(special))
            self._next[number] = self._sum(predicate_features(special))

    def _row(self, name: str) -> Floats:
        return self._rows.get(name, _NOTHING)

    def _sum(self, names: Iterator[str]) -> Floats:
        return reduce(np.add, [row for name in names if (row := self._rows.get(name)) is not None] or [_NOTHING])

    def _by_letter(self, prefix: str, edge: str = "") -> Floats:
        return np.stack([self._row(edge), *(self._row(prefix + letter) for letter in _ALPHABET[1:])])

    def _by_letters(self, prefix: str, count: int) -> Floats:
        table = np.zeros((*[len(_ALPHABET)] * count, len(LABELS)), np.float32)
        for name, row in self._rows.items():
            if name.startswith(prefix):
                table[tuple(_CODE[letter] for letter in name[len(prefix) :])] = row
        return table

    def _add(self, word: str) -> None:
        """Give a word its row in the tables by word."""
        number = len(self._ids)
        if number == len(self._verb):
            self._window = np.concatenate([self._window, self._window], 1)
            self._verb, self._next = (np.concatenate([x, x]) for x in (self._verb, self._next))
        self._ids[word] = number
        blocks = (self._blocks.get(name) for name in word_features(word))
        self._window[:, number] = reduce(np.add, [block for block in blocks if block is not None] or [_NOTHING])
        self._window[_AT, number] += self._of_length[min(len(word), 4)]
        self._verb[number] = self._sum(verb_features(word))
        self._next[number] = self._sum(predicate_features(word))

    def labels(self, words: Sequence[str], letters: str, bounds: list[tuple[int, int]]) -> list[bytes]:
        """The most likely labels (a byte each, its index in LABELS) of the words of each sequence (token ranges, see `sequences`)."""
        best, starts = self.labelled(words, letters, bounds)
        return [best[start : start + b - a] for start, (a, b) in zip(starts, bounds, strict=True)]

    def labelled(self, words: Sequence[str], letters: str, bounds: list[tuple[int, int]]) -> tuple[bytes, list[int]]:
        """The labels of all sequences in one row, with a gap of O between them, and where each sequence begins in it."""
        if not bounds:
            return b"", []
        scores, starts = self._scores(words, letters, bounds)
        lengths = np.array([b - a for a, b in bounds])
        return self._decode(scores, starts, lengths).tobytes(), starts.tolist()

    def _scores(self, words: Sequence[str], letters: str, bounds: list[tuple[int, int]]) -> tuple[Floats, Integers]:
        """What the words say of each label (one row a word, two rows of padding about each sequence), and where each begins."""
        if len(self._ids) > _REMEMBERED:
            self._ids = _Ids(self._add)
        numbers = np.fromiter(map(self._ids.__getitem__, words), np.int64, len(words))
        letter_codes = _CODES[np.frombuffer(letters.encode("ascii"), np.uint8)]
        lengths = np.array([b - a for a, b in bounds])
        before = np.cumsum(lengths) - lengths
        # Two rows of padding before each sequence, and two at the end.
        starts = before + 2 * np.arange(1, len(bounds) + 1)
        total = int(starts[-1] + lengths[-1]) + 2
        order = np.arange(lengths.sum())
        source = np.repeat(np.array([a for a, _ in bounds]) - before, lengths) + order
        target = np.repeat(starts - before, lengths) + order
        word, code = np.zeros(total, np.int64), np.zeros(total, np.int64)
        word[target], code[target] = numbers[source], letter_codes[source]
        verb, following = _verbs(word, code), _predicates(word, code)
        clause = ((_ahead(code, "E") * 2 + _ahead(code, "D")) * 2 + (verb == 0)) * len(_ALPHABET) + code
        scores = self._verb.take(verb, 0) + self._next.take(following, 0) + self._clause.take(clause, 0)
        middle = scores[2 : total - 2]
        for place, seen in enumerate(self._window):
            middle += seen.take(word[place : total - 4 + place], 0)
        pair = code[:-1] * len(_ALPHABET) + code[1:]
        middle += self._letters_before.take(pair[: total - 4], 0)
        middle += self._letters_about.take(pair[1 : total - 3] * len(_ALPHABET) + code[3 : total - 1], 0)
        middle += self._letters_behind.take(pair[3:], 0)
        return scores, starts

    def _decode(self, scores: Floats, starts: Integers, lengths: Integers) -> NDArray[np.uint8]:
        """The best path of each sequence (Viterbi 1967), all sequences at once: scores (words, labels) to labels (words).

        The words are put in order of their place in the sequence, the longest sequences first, so that each step reads
        and writes one slice. The way to the best is looked for again on the way back.
        """
        starts = starts[np.argsort(-lengths, kind="stable")]
        lengths = -np.sort(-lengths)
        place, sequence = np.nonzero(np.arange(lengths[0])[:, None] < lengths)
        rows = starts[sequence] + place
        ends = np.cumsum(np.bincount(place)).tolist()
        reached = np.ascontiguousarray(scores[rows].T)
        """The score of each word, then that of the best way to it: labels, words."""
        onward = self._transitions[:, :, None]  # from, to, sequence
        begin = 0
        for middle, end in pairwise(ends):
            reached[:, middle:end] += np.maximum.reduce(reached[:, None, begin : begin + end - middle] + onward)
            begin = middle
        labels = np.zeros(len(rows), np.int64)
        label = labels[:0]
        states, before = np.ascontiguousarray(reached.T), np.ascontiguousarray(self._transitions.T)
        for begin, end in reversed(list(pairwise([0, *ends]))):
            state = states[begin:end]
            state[: len(label)] += before.take(label, 0)
            label = labels[begin:end] = state.argmax(1)
        best = np.zeros(len(scores), np.uint8)
        best[rows] = labels
        return best


_NOTHING: Floats = np.zeros(len(LABELS), np.float32)
_REMEMBERED = 30_000
"""Words whose rows are kept; most others are numbers, which do not come again."""
_AT_ONCE = 2000
"""Sequences that are labelled in one go: memory does not grow with the text."""


def _is(letters: Collection[str]) -> NDArray[np.bool_]:
    """For each code whether its letter is one of some; the edge of a sentence is none."""
    return np.array([letter in letters for letter in _ALPHABET])


_IS_VERB, _IS_BREAK, _IS_NEXT, _IS_STOP = _is("T"), _is("CZ"), _is(_NEXT), _is(_STOP)
for _breaks in (_IS_BREAK, _IS_STOP):
    _breaks[0] = True


def _verbs(word: Integers, code: Integers) -> Integers:
    """For each word the verb before it in its clause, 0 for none."""
    index = np.arange(len(code))
    verb = np.maximum.accumulate(np.where(_IS_VERB[code], index, -1))
    cut = np.maximum.accumulate(np.where(_IS_BREAK[code], index, -1))
    verb, cut = np.roll(verb, 1), np.roll(cut, 1)
    return np.where(verb > cut, word[verb], 0)


def _behind(marks: NDArray[np.bool_]) -> Integers:
    """For each place the nearest mark at it or behind it; the length where there is none."""
    index = np.where(marks, np.arange(len(marks)), len(marks))
    return np.minimum.accumulate(index[::-1])[::-1]


def _predicates(word: Integers, code: Integers) -> Integers:
    """For each word the next predicate or mark behind it in its sentence, 0 for none."""
    nearest = np.roll(_behind(_IS_NEXT[code] | (code == 0)), -1)
    nearest[-1] = len(code) - 1
    nearest = np.minimum(nearest, len(code) - 1)
    mark = code[nearest]
    special = np.where(mark == _CODE["C"], 1, np.where(mark == _CODE["Z"], 2, word[nearest]))
    return np.where(mark == 0, 0, special)


def _ahead(code: Integers, letter: str) -> Integers:
    """For each word 1 where a letter stands at it or behind it in its clause, before the next verb or predicate."""
    return (_behind(code == _CODE[letter]) < _behind(_IS_STOP[code])).astype(np.int64)
