"""From rows of cells to lines of aligned text; a Chinese character takes two columns."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len


def aligned(header: Sequence[str], rows: Sequence[Sequence[str]], left: int = 1) -> str:
    """A table as text: the first `left` columns flush left, the others flush right."""
    lines = [list(header), *map(list, rows)]
    widths = [max(cell_len(line[column]) for line in lines) for column in range(len(header))]

    def padded(column: int, cell: str) -> str:
        blanks = " " * (widths[column] - cell_len(cell))
        return cell + blanks if column < left else blanks + cell

    texts = ["  ".join(padded(column, cell) for column, cell in enumerate(line)).rstrip() for line in lines]
    texts.insert(1, "  ".join("─" * width for width in widths))
    return "\n".join(texts)


def markdown(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table in Markdown; the first column flush left, the others flush right."""
    rule = ["---"] + ["---:"] * (len(header) - 1)
    lines = [list(header), rule, *map(list, rows)]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)
