"""Brackets in right-to-left text: fonts name them as drawn, texts as meant, and files do the one or the other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

_MIRRORED = dict(zip("()[]{}<>«»‹›⟨⟩", ")(][}{><»«›‹⟩⟨", strict=True))
_OPENING = frozenset("([{«‹⟨")

Letter = tuple[str, bool]
"""A unit's text and whether it stands in right-to-left text."""


def mirrored(text: str) -> str:
    """A bracket as it looks from the other side; anything else as it is."""
    return _MIRRORED.get(text, text)


def mirror_page(lines: Sequence[Sequence[Letter]]) -> list[list[str]]:
    """The lines' units, in logical order, with their brackets as meant: each line decides by its own pairs, a line
    without a pair by those of the whole page. Files that name brackets as drawn are the rule.
    """
    page = sum(_vote(line) for line in lines) >= 0
    return [_mirror(line) if (_vote(line) or page) > 0 else [text for text, _ in line] for line in lines]


def _mirror(line: Iterable[Letter]) -> list[str]:
    return [_MIRRORED.get(text, text) if rightward else text for text, rightward in line]


def _vote(line: Sequence[Letter]) -> int:
    """How many pairs more are closed properly when mirrored; negative when the line is right as it is."""
    if not any(rightward and text in _MIRRORED for text, rightward in line):
        return 0
    return _pairs(_mirror(line)) - _pairs([text for text, _ in line])


def _pairs(units: Iterable[str]) -> int:
    waiting: list[str] = []
    closed = 0
    for unit in units:
        if unit in _OPENING:
            waiting.append(_MIRRORED[unit])
        elif waiting and waiting[-1] == unit:
            waiting.pop()
            closed += 1
    return closed
