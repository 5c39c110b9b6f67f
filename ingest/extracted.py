"""A page as its file holds it, with what only the reader of the file knows and the archive does not keep."""

from __future__ import annotations

from dataclasses import dataclass

from domain.documents import Page

Span = tuple[int, int]
"""Start and end in code points of the page's text."""


@dataclass(frozen=True, slots=True)
class ExtractedPage(Page):
    """A page of a text layer. `fonts` names the font of each of `words`, as its file does (a subset's tag included);
    empty where there are none. `ligatures` are the spans of the text for which the file says that one glyph stands for all
    its letters, in order: where the font's table is wrong, the letters of all of them are in the wrong order.

    `pictures` is the share of the page, 0 to 1, that is covered by pictures on which the layer has no letter.
    """

    fonts: tuple[str, ...] = ()
    ligatures: tuple[Span, ...] = ()
    pictures: float = 0.0
