"""Words: a reading text in, its words with offsets and dictionary tags out.

rjieba cuts where it is installed, jieba is the reference and the fallback. Both read the same dictionary; the tag of a
word is looked up in that dictionary in both cases, so that later stages find the same facts with either.
"""

from __future__ import annotations

import importlib.util
import logging
import re
import warnings
from collections.abc import Callable, Iterator
from functools import cache
from itertools import accumulate, compress
from pathlib import Path
from typing import Any

from kg.lexicon import table
from kg.records import record

# High enough that an own word wins over its parts, whatever their frequencies.
_OWN_FREQUENCY = 50_000
UNKNOWN = "?"
"""The tag of a Han word that the dictionary does not have."""

# The two cutters differ in two things only: rjieba keeps "2020-09-24" in one piece, jieba splits at the hyphens;
# characters outside the basic Han block (Extension A and later) are single words in jieba and joined in rjieba.
_HYPHENED = re.compile(r"-|[^-]+")
_GLUED = re.compile(r"^(?:[一二两三四五六七八九十]+[个条座家处项所]|[个对将把])(?=.)|[等已均]$|.+?(?=[等已均]$)|.+")
_GLUED_FIRST = frozenset("一二两三四五六七八九十个对将把")
_REMEMBERED = 200_000
"""Words whose pieces are kept."""
_RARE = re.compile("[㐀-䶿鿖-鿿\U00020000-\U0003ffff]")
_RARE_SPLIT = re.compile("[㐀-䶿鿖-鿿\U00020000-\U0003ffff]|[^㐀-䶿鿖-鿿\U00020000-\U0003ffff]+")


@record
class Tokens:
    """The words of one text in order; together they are the whole text.

    `starts[i]` is the first code point of `words[i]`; `starts` has one more entry, the length of the text.
    """

    words: tuple[str, ...]
    starts: tuple[int, ...]

    def tag(self, index: int) -> str:
        """Dictionary tag of a word (jieba's: n, v, vn, a, d, p, m, q …), `?` where the dictionary does not have it."""
        return dictionary().get(self.words[index], UNKNOWN)

    def __len__(self) -> int:
        return len(self.words)

    def __iter__(self) -> Iterator[tuple[str, int]]:
        return zip(self.words, self.starts, strict=False)


def tokenize(text: str, backend: str | None = None) -> Tokens:
    """Cut a text into words.

    Args:
        text: any text; nothing of it is lost.
        backend: `rjieba` or `jieba`; by default rjieba where it can be imported.
    """
    name = backend or ("rjieba" if _has_rjieba() else "jieba")
    words = _normalise(_cutter(name)(text))
    return Tokens(tuple(words), tuple(accumulate(map(len, words), initial=0)))


def _normalise(words: list[str]) -> list[str]:
    """The words as either cutter would have them; what the dictionary has stays as it is."""
    pieces = _pieces()
    out: list[str] = []
    end = 0
    for place in compress(range(len(words)), map(pieces.__getitem__, words)):
        out += words[end:place]
        out += pieces[words[place]]
        end = place + 1
    return out + words[end:]


class _Pieces(dict[str, tuple[str, ...]]):
    """Word → what it is made of, nothing where it stays whole; unseen words are worked out once.

    Far smaller than the dictionary, and so far quicker to ask.
    """

    def __missing__(self, word: str) -> tuple[str, ...]:
        pieces = () if len(word) == 1 or word in dictionary() else tuple(_cut(word))
        pieces = pieces if len(pieces) > 1 else ()
        if len(self) < _REMEMBERED:
            self[word] = pieces
        return pieces


@cache
def _pieces() -> _Pieces:
    return _Pieces()


def _cut(word: str) -> Iterator[str]:
    """What a word that the dictionary does not have is made of."""
    for part in _HYPHENED.findall(word) if "-" in word else (word,):
        # The model for unknown words glues 等 and 已 to the end of a name (城等, 房已), counts and 对 to what follows (两条道路, 对珑).
        glued = len(part) > 1 and (part[-1] in "等已均" or part[0] in _GLUED_FIRST) and part not in dictionary()
        for piece in _GLUED.findall(part) if glued else (part,):
            if _RARE.search(piece):
                yield from _RARE_SPLIT.findall(piece)
            else:
                yield piece


@cache
def _has_rjieba() -> bool:
    return importlib.util.find_spec("rjieba") is not None


@cache
def _cutter(backend: str) -> Callable[[str], list[str]]:
    if backend == "rjieba":
        import rjieba

        for word, tag in own_words().items():
            rjieba.add_word(word, _OWN_FREQUENCY, tag)
        cut: Callable[[str], list[str]] = rjieba.cut
        return cut
    jieba = _jieba()
    jieba.setLogLevel(logging.WARNING)
    for word, tag in own_words().items():
        jieba.add_word(word, _OWN_FREQUENCY, tag)
    cut_list: Callable[[str], list[str]] = jieba.lcut
    return cut_list


def _jieba() -> Any:
    with warnings.catch_warnings():
        # jieba 0.42 has invalid escapes in its sources and imports pkg_resources.
        warnings.simplefilter("ignore")
        import jieba
    return jieba


@cache
def dictionary() -> dict[str, str]:
    """jieba's dictionary: word → tag. Read on first use."""
    spec = importlib.util.find_spec("jieba")
    if spec is None or spec.origin is None:  # pragma: no cover - jieba is a dependency
        raise ModuleNotFoundError("jieba")
    fields = Path(spec.origin).with_name("dict.txt").read_text(encoding="utf-8").split()
    return dict(zip(fields[0::3], fields[2::3], strict=True)) | own_words()


@cache
def own_words() -> dict[str, str]:
    """Words of the genre (table `words` of the lexicon): word → tag."""
    return {word: tag for tag, text in table("words")["words"].items() for word in text.split()}
