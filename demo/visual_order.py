"""Arabic as old programs store it: presentation forms, in the order in which they are seen."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from textwrap import wrap

from demo.blocks import ARABIC, Block, Kind, language_of

_COLUMNS = 88
"""Characters a line: visual order can't be broken into lines by the typesetter any more."""

_LEFT_TO_RIGHT = re.compile(r"[0-9A-Za-zÀ-ÿ](?:[-0-9A-Za-zÀ-ÿ'’°./,: ]*[0-9A-Za-zÀ-ÿ°])?")
_MIRRORED = str.maketrans("()[]«»", ")(][»«")
_OVERRIDE = "\u202d"
"""Tells the typesetter not to put into reading order what follows."""

_LAM = "\u0644"


@cache
def _forms() -> dict[tuple[str, str], str]:
    """(letters, position) to presentation form; positions are isolated, initial, medial, final."""
    found = {}
    for code in range(0xFE80, 0xFEFD):
        position, *letters = unicodedata.decomposition(chr(code)).split()
        found["".join(chr(int(letter, 16)) for letter in letters), position.strip("<>")] = chr(code)
    return found


def _joins_next(letters: str) -> bool:
    return (letters, "initial") in _forms()


def _joins_previous(letters: str) -> bool:
    return (letters, "final") in _forms()


def _clusters(word: str) -> list[str]:
    """Letters, lam with an alef behind it being one."""
    found: list[str] = []
    for letter in word:
        if found and found[-1] == _LAM and (_LAM + letter, "isolated") in _forms():
            found[-1] += letter
        else:
            found.append(letter)
    return found


def shape(text: str) -> str:
    """`text` with every Arabic letter in its presentation form, still in logical order. NFKC undoes it."""
    clusters = _clusters(text)
    shaped = []
    for index, letters in enumerate(clusters):
        before = index > 0 and _joins_next(clusters[index - 1]) and _joins_previous(letters)
        after = index + 1 < len(clusters) and _joins_next(letters) and _joins_previous(clusters[index + 1])
        position = {(0, 0): "isolated", (0, 1): "initial", (1, 0): "final", (1, 1): "medial"}[before, after]
        shaped.append(_forms().get((letters, position), letters))
    return "".join(shaped)


def visual(line: str) -> str:
    """A right-to-left line as seen from left to right; numbers and Latin words stay as they are."""
    pieces: list[str] = []
    end = 0
    for run in _LEFT_TO_RIGHT.finditer(line):
        pieces += [shape(line[end : run.start()])[::-1].translate(_MIRRORED), run[0]]
        end = run.end()
    pieces.append(shape(line[end:])[::-1].translate(_MIRRORED))
    return "".join(reversed(pieces))


def _cell(text: str) -> str:
    return _OVERRIDE + visual(text) if ARABIC.search(text) and language_of(text) == "ar" else text


def _visual_block(block: Block) -> Block:
    if block.kind in (Kind.PARAGRAPH, Kind.ITEM):
        return Block(Kind.LINES, tuple((_cell(line),) for line in wrap(block.text, _COLUMNS)))
    return Block(block.kind, tuple(tuple(map(_cell, row)) for row in block.rows))


def visual_blocks(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """`blocks` with their Arabic in visual order, paragraphs broken into lines."""
    return tuple(_visual_block(block) for block in blocks)
