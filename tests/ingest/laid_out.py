"""Pages whose words have known places, as OCR would give them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

from domain.documents import Page, TextSource, WordBox
from ingest.sandbox import Sandbox

WIDTH, HEIGHT = 600.0, 800.0

_LETTER, _SPACE, _ROW, _HIGH = 0.012, 0.008, 0.05, 0.022
_MARGIN = 0.06


def laid_out(lines: Sequence[str], number: int = 1, source: TextSource = TextSource.OCR) -> Page:
    """A page of lines; an Arabic line begins at the right, and Latin words in it that follow each other go from the left."""
    text, words = "", []
    for row, line in enumerate(lines):
        text += "\n" if row else ""
        top = _MARGIN + row * _ROW
        for place, (word, left) in enumerate(_places(line.split(), _arabic(line))):
            text += " " if place else ""
            box = left, top, left + _LETTER * len(word), top + _HIGH
            words.append(WordBox(len(text), len(text) + len(word), *box, 0.9))
            text += word
    return Page(number, text, source, "test 1", 0.9, WIDTH, HEIGHT, tuple(words))


def _places(words: Sequence[str], backwards: bool) -> Iterator[tuple[str, float]]:
    """The words with their left edges."""
    at = 1 - _MARGIN if backwards else _MARGIN
    for latin, group in groupby(words, key=lambda word: not backwards or _latin(word)):
        run = list(group)
        if not latin:
            for word in run:
                at -= _LETTER * len(word)
                yield word, at
                at -= _SPACE
            continue
        width = sum(_LETTER * len(word) + _SPACE for word in run)
        left = at - width + _SPACE if backwards else at
        at += -width if backwards else width
        for word in run:
            yield word, left
            left += _LETTER * len(word) + _SPACE


def make(sandbox: Sandbox, path: Path, pages: Sequence[Page], media_type: str = "application/pdf") -> Path:
    """The searchable PDF of a file, beside it."""
    made = path.with_name(f"{path.stem}.searchable.pdf")
    with made.open("wb") as target:
        sandbox.write_searchable(path, media_type, pages, target)
    return made


def _latin(word: str) -> bool:
    return any(sign.isalpha() and sign < "\u0250" for sign in word)


def _arabic(line: str) -> bool:
    letters = [sign for sign in line if sign.isalpha()]
    return 2 * sum(sign > "\u0600" for sign in letters) > len(letters)
