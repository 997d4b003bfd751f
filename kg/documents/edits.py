"""Edits of a text in, the edited text and where its characters come from out."""

from __future__ import annotations

# (start, end, replacement of at most one character, position of the text that the replacement stands for)
Edit = tuple[int, int, str, int]
Span = tuple[int, int]


def apply(text: str, edits: list[Edit]) -> tuple[str, tuple[int, ...] | None]:
    """The edited text, and for each of its characters the position that it had; None when there are no edits.

    `edits` are in order and do not overlap.
    """
    if not edits:
        return text, None
    pieces: list[str] = []
    offsets: list[int] = []
    position = 0
    for start, end, replacement, anchor in edits:
        if start > position:
            pieces.append(text[position:start])
            offsets.extend(range(position, start))
        if replacement:
            pieces.append(replacement)
            offsets.append(anchor)
        position = end
    pieces.append(text[position:])
    offsets.extend(range(position, len(text)))
    return "".join(pieces), tuple(offsets)
