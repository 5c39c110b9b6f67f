"""Lines whose letters stand in the order of the page although the file draws them in that order: programs without
right-to-left text write them so, and the page shows them mirrored.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest.layer.visual_order import logical_order
from ingest.repair.knowledge import Knowledge
from ingest.repair.words import ARABIC, Word


def straightened(words: Sequence[Word], knowledge: Knowledge) -> Iterator[Word]:
    """The words, those of each mirrored line in their right order: one whose words are known when they are read backwards,
    on a page of which as much is true.
    """
    if not _is_mirrored(words, knowledge):
        yield from words
        return
    for line in _lines(words):
        yield from _turned(line) if _is_mirrored(line, knowledge) else line


def _lines(words: Sequence[Word]) -> Iterator[list[Word]]:
    line: list[Word] = []
    for word in words:
        if word.opens_line and line:
            yield line
            line = []
        line.append(word)
    if line:
        yield line


def _is_mirrored(line: Sequence[Word], knowledge: Knowledge) -> bool:
    arabic = [word.text for word in line if ARABIC.search(word.text)]
    forwards = sum(knowledge.knows(text) for text in arabic)
    backwards = sum(knowledge.knows(_backwards(text)) for text in arabic) if 2 * forwards < len(arabic) else 0
    return backwards > 2 * forwards and 2 * backwards > len(arabic)


def _turned(line: Sequence[Word]) -> Iterator[Word]:
    before = [word.before for word in line]
    for space, word in zip(before, reversed(line), strict=True):
        yield replace(word.spelt(_backwards(word.text)), before=space)


def _backwards(text: str) -> str:
    return "".join(text[place.index] for place in logical_order(text, rightward=True))
