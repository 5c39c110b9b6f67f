"""A document as a run of blocks, between the templates that word it and the writers that set it.

The templates in `texts/` render to lines: `# ` a title, `## ` a heading, `^ ` a centred line, `- ` an item,
`| a | b |` a table's row, `~ a | b` signatures side by side, `@letterhead`; anything else, up to an
empty line, is a paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby


class Kind(StrEnum):
    """What a block is."""

    LETTERHEAD = "letterhead"
    TITLE = "title"
    HEADING = "heading"
    CENTRED = "centred"
    ITEM = "item"
    TABLE = "table"
    SIGNATURES = "signatures"
    PARAGRAPH = "paragraph"
    LINES = "lines"


_MARKS = {"#": Kind.TITLE, "##": Kind.HEADING, "^": Kind.CENTRED, "-": Kind.ITEM, "~": Kind.SIGNATURES}
ARABIC = re.compile(r"[\u0600-\u06ff]")
"""An Arabic letter."""

_LATIN = re.compile(r"[A-Za-zÀ-ÿ]")

_RUN = re.compile(r"[^0-9A-Za-zÀ-ÿ]+|[0-9A-Za-zÀ-ÿ](?:[-0-9A-Za-zÀ-ÿ'’°./, ]*[0-9A-Za-zÀ-ÿ°])?")


def language_of(text: str) -> str:
    """`ar` or `fr`, whichever script has more letters in `text`."""
    return "ar" if len(ARABIC.findall(text)) >= len(_LATIN.findall(text)) else "fr"


def runs(text: str) -> list[tuple[str, bool]]:
    """`text` in pieces, each with whether it runs from right to left: numbers and Latin words do not."""
    return [(piece, not re.match(r"[0-9A-Za-zÀ-ÿ]", piece)) for piece in _RUN.findall(text)]


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a page that is never broken: rows of cells, one row of one cell for what is no table."""

    kind: Kind
    rows: tuple[tuple[str, ...], ...]

    @property
    def text(self) -> str:
        """Its words: cells side by side, rows below one another."""
        return "\n".join(" ".join(row) for row in self.rows)

    @property
    def language(self) -> str:
        """`ar` or `fr`."""
        return language_of(self.text)


def _cells(line: str) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in line.strip("|").split("|"))


def _kind(line: str) -> Kind:
    if line.startswith("|"):
        return Kind.TABLE
    if line == "@letterhead":
        return Kind.LETTERHEAD
    return _MARKS.get(line.partition(" ")[0], Kind.PARAGRAPH)


def _block(kind: Kind, lines: list[str]) -> Iterator[Block]:
    if kind is Kind.TABLE:
        yield Block(kind, tuple(_cells(line) for line in lines))
    elif kind is Kind.PARAGRAPH:
        yield Block(kind, ((" ".join(lines),),))
    else:
        for line in lines:
            text = line.partition(" ")[2]
            yield Block(kind, (_cells(text) if kind is Kind.SIGNATURES else (text,),))


def parse(text: str, letterhead: tuple[tuple[str, ...], ...]) -> tuple[Block, ...]:
    """The blocks of a rendered template; `letterhead` are the rows that stand for `@letterhead`."""
    blocks: list[Block] = []
    for chunk in re.split(r"\n\s*\n", text.strip()):
        lines = [line.strip() for line in chunk.splitlines()]
        for kind, run in groupby(lines, _kind):
            blocks += [Block(kind, letterhead)] if kind is Kind.LETTERHEAD else _block(kind, list(run))
    return tuple(blocks)
