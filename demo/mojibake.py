"""A text layer that is nonsense: Arabic in the bytes of windows-1256, shown as those of windows-1252."""

from __future__ import annotations

from itertools import groupby, pairwise

import pypdfium2 as pdfium

from demo.blocks import language_of
from demo.image_pdf import TextLine

_GAP = 40.0
"""Points between two columns of a line."""

_Word = tuple[str, tuple[float, float, float, float]]


def _words(page: pdfium.PdfPage) -> list[_Word]:
    """Pieces of text with their boxes (left, bottom, right, top), from the top down and left to right."""
    text = page.get_textpage()
    boxes = [text.get_rect(index) for index in range(text.count_rects())]
    words = [(" ".join(text.get_text_bounded(*box).split()), box) for box in boxes]
    return sorted((word for word in words if word[0]), key=lambda word: (-_row(word), word[1][0]))


def _row(word: _Word) -> int:
    _, (_, bottom, _, top) = word
    return round((bottom + top) / 20)


def _columns(line: list[_Word]) -> list[list[_Word]]:
    columns = [[line[0]]]
    for before, word in pairwise(line):
        if word[1][0] - before[1][2] > _GAP:
            columns.append([])
        columns[-1].append(word)
    return columns


def _line(words: list[_Word]) -> TextLine:
    ordered = words[::-1] if language_of(" ".join(text for text, _ in words)) == "ar" else words
    (left, bottom, _, top), text = words[0][1], " ".join(text for text, _ in ordered)
    return TextLine(text.encode("cp1256", "replace"), left, bottom, max(top - bottom, 4.0))


def mojibake_lines(pdf: bytes) -> list[tuple[TextLine, ...]]:
    """For each page of `pdf` its lines as such a layer has them, where the words stand."""
    document = pdfium.PdfDocument(pdf)
    lines = [
        tuple(_line(column) for _, row in groupby(_words(page), _row) for column in _columns(list(row))) for page in document
    ]
    document.close()
    return lines
