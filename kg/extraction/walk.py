"""The walk over a document: its words in, candidates for projects and initiatives with their sentences out.

Both are found in one walk over the noun phrases, because the same phrase is one or the other, never both.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from kg.documents.model import Document, SectionRole, Sentence
from kg.extraction import clauses, initiative_rules, learned, project_rules
from kg.extraction.candidates import Candidate, Found, Verdict, candidate, is_nothing
from kg.extraction.forms import trim
from kg.extraction.forms import words as lexicon_words
from kg.extraction.judging import judged
from kg.extraction.learned import Span
from kg.extraction.lists import Unit, names
from kg.extraction.nouns import group_spans, letters, phrases_of
from kg.extraction.quotation_rules import quoted
from kg.language.tokens import Tokens, tokenize

_RULES: tuple[Callable[[Candidate], Verdict], ...] = (
    initiative_rules.known_name,
    project_rules.listed,
    initiative_rules.nothing,
    initiative_rules.title,
    initiative_rules.body,
    initiative_rules.construction,
    project_rules.act_by_measure,
    initiative_rules.measure,
    initiative_rules.programme,
    project_rules.works,
    project_rules.acts,
    project_rules.things,
    project_rules.open_member,
)
"""Asked in this order; the first that answers decides."""

_RECEIVED = lexicon_words("initiatives", "contexts", "received")
# Headings that say what a body says: 14.积极推进“工业上楼”试点项目。 · (一)上半年完成神山路、嘉禾路辅道两条道路建设,总长1.9公里;
_ITEM = re.compile(r"\d+[.、]|.{3,}\d|.{32}")
# Without a verb before and without a predicate after, only quotations and counts can make a name.
# One phrase without count and quotation, the most frequent case.
_PLAIN = re.compile("[nvg]+")
_COUNT_BEHIND = re.compile("[mM]")
_PREDICATE = ("b", "T", "v")
_TELLING = re.compile("[cmM>]")


def found_in(document: Document, tokens: Tokens | None = None) -> list[tuple[Found, Sentence]]:
    """Projects and initiatives of a document with their sentences, in order of the text."""
    text = document.reading.text
    return list(_in_body(document, find(text, tokens or tokenize(text))))


def find(text: str, tokens: Tokens) -> Iterator[Found]:
    """All projects and initiatives of a reading text, in order."""
    string = letters(tokens)
    spans = learned.spans(tokens.words, string)
    return iter(judged(text, tokens, string, by_rules(text, tokens, string, spans), spans))


def by_rules(text: str, tokens: Tokens, string: str, spans: list[Span] | None = None) -> Iterator[Found]:
    """What the rules find in a reading text with its string of letters, in order.

    `spans` are the names that the model sees: groups of phrases without any are passed over. Without it all are read.
    """
    words, starts = tokens.words, tokens.starts
    place = 0
    carried = ""
    passed = -1
    """Where the group before begins if its verb has not been looked for."""
    for list_id, (first, last) in enumerate(group_spans(string)):
        if _PLAIN.fullmatch(string, first, last) and is_nothing(text[starts[first] : starts[last]], words[first - 1]):
            carried, passed = "", -1
            continue
        unseen = False
        if spans is not None:
            while place < len(spans) and spans[place].last <= first:
                place += 1
            unseen = place == len(spans) or spans[place].first >= last
        if unseen and not _COUNT_BEHIND.search(string, first, last):
            passed = first
            continue
        around = clauses.before(tokens, string, first)
        inherited = clauses.before(tokens, string, passed).trigger if passed >= 0 else carried
        carried, passed = around.trigger, -1
        if unseen:
            if around.continues:
                carried = around.trigger or inherited
            continue
        alone = not around.trigger and not around.opens and string[last : last + 1] not in _PREDICATE
        if alone and not _TELLING.search(string, first, last):
            continue
        phrases = phrases_of(string, first, last)
        if not phrases:
            continue
        counted = phrases[-1].count_after
        follow, next_word = clauses.after(tokens, string, counted[1] if counted else phrases[-1].last)
        if around.continues and phrases[0].count_after:
            carried = around.trigger or inherited  # 新建足球场9个,篮球场11个
        around = around._replace(follow=follow, next_word=next_word, trigger=carried)
        group = names(text, tokens, string, phrases)
        after = _end_of_names(text, starts, group.units[-1], starts[last])
        for unit in group.units:
            item = candidate(text, tokens, string, unit, group, around, list_id, after)
            verdict = _verdict(item) if item is not None else None
            if isinstance(verdict, Found):
                yield verdict


def _end_of_names(text: str, starts: tuple[int, ...], last: Unit, end: int) -> int:
    """Where the last name of a group ends: what follows it inside the group (前期工作, 建设) tells its state."""
    if last.quoted or last.after:
        return end
    whole = text[starts[last.first] : starts[last.last]]
    return end - (len(whole) - len(trim(whole)[0])) if starts[last.last] == end else end


def _verdict(item: Candidate) -> Verdict:
    if item.trigger in _RECEIVED:
        return None
    if item.unit.quoted:
        return quoted(item)
    for rule in _RULES:
        verdict = rule(item)
        if verdict is not None:
            return verdict
    return None


def _in_body(document: Document, found: Iterator[Found]) -> Iterator[tuple[Found, Sentence]]:
    """What stands in sentences, with them; nothing from furniture and headings, nothing across sentences."""
    sentences, text = document.sentences, document.reading.text
    index = 0
    for item in found:
        while index < len(sentences) and sentences[index].reading_end <= item.start:
            index += 1
        if index == len(sentences):
            return
        sentence = sentences[index]
        # One character may stand before: an opening quotation mark that the sentence splitter left behind.
        if sentence.reading_start > item.start or item.start < sentence.reading_end - 1 < item.end - 1:
            continue
        named = item.rule == "initiative-heading"
        if sentence.is_heading and not named and not _ITEM.match(text, sentence.reading_start, sentence.reading_end):
            continue
        if document.section_of(sentence).role is not SectionRole.FURNITURE:
            yield item, sentence
