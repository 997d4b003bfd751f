"""Aligners: a text and phrases that stand in it in, where each is said to stand out.

A phrase is a quotation of the gold, in the order of the text: what a language model would have to answer at its best.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

Place = tuple[int, int] | None
Align = Callable[[str, Sequence[tuple[int, int]]], list[Place]]
"""A text and where its phrases stand; only the characters of the phrases, chunk by chunk, reach the aligner."""

CHUNK = 1000
"""langextract's own default: how many characters at most go into one prompt."""


def _langextract(tokenizer_name: str) -> Callable[[], Align]:
    def load() -> Align:
        from langextract import chunking, resolver
        from langextract.core import data, tokenizer

        tokens = getattr(tokenizer, tokenizer_name)()
        aligner = resolver.Resolver()

        def align(text: str, spans: Sequence[tuple[int, int]]) -> list[Place]:
            document: Any = data.Document(text=text)
            document.tokenized_text = tokens.tokenize(text)
            found: dict[int, Place] = {}
            for chunk in chunking.ChunkIterator(
                text=document.tokenized_text, max_char_buffer=CHUNK, document=document, tokenizer_impl=tokens
            ):
                start, end = chunk.char_interval.start_pos, chunk.char_interval.end_pos
                inside = [number for number, (first, _) in enumerate(spans) if start <= first < end]
                phrases = [
                    data.Extraction(extraction_class="figure", extraction_text=text[slice(*spans[number])])
                    for number in inside
                ]
                numbers = {id(phrase): number for phrase, number in zip(phrases, inside, strict=True)}
                for phrase in aligner.align(
                    phrases, chunk.chunk_text, chunk.token_interval.start_index, start, tokenizer_inst=tokens
                ):
                    interval = phrase.char_interval
                    found[numbers[id(phrase)]] = (interval.start_pos, interval.end_pos) if interval else None
            return [found.get(number) for number in range(len(spans))]

        return align

    return load


ALIGNERS: dict[str, Callable[[], Align]] = {
    "langextract": _langextract("RegexTokenizer"),
    "langextract-unicode": _langextract("UnicodeTokenizer"),
}
