"""Glyphs whose file says which text they stand for together: marked content with `ActualText` (PDF 32000-1, 14.9.4).

Typesetters mark so what a font's own table can't say: a letter with its vowel signs, a ligature of several glyphs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pdfminer.utils import decode_text

from ingest.layer.glyphs import Glyph, clean

_LONGEST = 40
"""Letters; a longer text is more than a word, and its glyphs know better where each word stands."""


def actual_text(properties: object) -> str | None:
    """The `ActualText` of a marked content's property list, None where it has none."""
    found = properties.get("ActualText") if isinstance(properties, dict) else None
    return decode_text(found) if isinstance(found, bytes) else None


def merged(glyphs: Sequence[Glyph], text: str) -> list[Glyph]:
    """The glyphs as one that stands for `text`, or as they are where they are no one word on one line."""
    letters = clean(text)
    if not glyphs or any(letter.isspace() for letter in letters) or len(letters) > _LONGEST:
        return list(glyphs)
    seats = [glyph for glyph in glyphs if glyph.right > glyph.left] or list(glyphs)
    first = seats[0]
    if any(glyph.turn != first.turn or abs(glyph.baseline - first.baseline) > first.size / 2 for glyph in seats):
        return list(glyphs)
    left, right = min(glyph.left for glyph in seats), max(glyph.right for glyph in seats)
    return [replace(first, text=letters, left=left, right=right)]
