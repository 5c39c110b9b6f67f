"""How a page's text was obtained, for those who want to know whether to trust it."""

from __future__ import annotations

from dataclasses import dataclass

from domain.documents import TextSource
from search_api.page_answers import PageTextResponse, ReadingAnswer

_LAYERS = (TextSource.LAYER, TextSource.REPAIRED)


@dataclass(frozen=True, slots=True)
class Origin:
    """Why the page has this text (`reason` has its words under `origin.REASON`), everything that was tried, and the
    address of the file's own text where that is another.
    """

    reason: str
    readings: tuple[ReadingAnswer, ...]
    raw: str | None


def origin(page: PageTextResponse) -> Origin:
    """How the text of the page was obtained."""
    return Origin(_reason(page), tuple(page.readings) or _only_reading(page), page.raw)


def _reason(page: PageTextResponse) -> str:
    """Says of an OCR reading whether it took the place of a text, and of a text whether it was preferred to OCR."""
    tried = {reading.source for reading in page.readings}
    had_text = page.raw is not None or not tried.isdisjoint(_LAYERS)
    if page.source is TextSource.OCR:
        return "unreadable" if had_text else "image"
    if page.source is TextSource.EMPTY:
        return "nothing" if had_text else "blank"
    return "kept" if page.source in _LAYERS and TextSource.OCR in tried else page.source.value


def _only_reading(page: PageTextResponse) -> tuple[ReadingAnswer, ...]:
    """Of a page read before readings were kept, what is known."""
    if page.source is TextSource.EMPTY:
        return ()
    known = ReadingAnswer(source=page.source, tool=page.tool, score=page.trust, confidence=page.confidence, chosen=True)
    return (known,)
