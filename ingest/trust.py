"""Whether a page's text is believed: each reading is judged by how much of it is language, and the better one wins."""

from __future__ import annotations

from dataclasses import dataclass, replace

from analyzers.pipeline import Analyzer
from domain.documents import Page, PageReading, TextSource

_NOISE = 0.2
"""A text layer that scores less says nothing, and no search may find it, even where OCR reads nothing either."""

_UNJUDGED = 0.5

_LAYERS = (TextSource.LAYER, TextSource.REPAIRED)


@dataclass(frozen=True, slots=True)
class TrustGate:
    """Judges pages. `least` is the score below which a page's text layer is not believed and OCR is asked."""

    analyzer: Analyzer
    least: float

    def judge(self, page: Page) -> Page:
        """The page with its score, and with this reading noted."""
        if page.trust is not None or not page.text:
            return page
        score = self.analyzer.legibility.score(page.text)
        reading = PageReading(page.source, page.tool, score, page.confidence, chosen=True)
        return replace(page, trust=score, readings=page.readings or (reading,))

    def needs_ocr(self, page: Page) -> bool:
        """Whether a page that can be drawn has no text of its own, or none to be believed."""
        if page.width is None or page.source in (TextSource.MARKUP, TextSource.OCR):
            return False
        return not page.text or (page.trust is not None and page.trust < self.least)

    def choose(self, stored: Page, read: Page) -> Page:
        """The better of what the file says and what OCR read, with what is known of both. Choosing twice changes nothing:
        what an earlier run of OCR left is passed over.
        """
        layer = tuple(reading for reading in stored.readings if reading.source is not TextSource.OCR)
        tried = (*layer, *read.readings)
        if stored.source is TextSource.OCR or _quality(read) > _least_quality(stored):
            raw_text = stored.text if stored.source in _LAYERS and stored.raw_text is None else stored.raw_text
            return replace(read, raw_text=raw_text, readings=_chosen(tried, read))
        if stored.source in _LAYERS and _quality(stored) < _NOISE:
            return replace(_without_layer(stored), readings=_chosen(tried, None))
        return replace(stored, readings=_chosen(tried, stored))


def _quality(page: Page) -> float:
    """How good a reading is: its score; what can't be judged (numbers, Tifinagh) is believed, and any text is better
    than none.
    """
    if not page.text.strip():
        return -1.0
    return _UNJUDGED if page.trust is None else page.trust


def _without_layer(page: Page) -> Page:
    """The page without text; its layer stays retrievable."""
    raw_text = page.raw_text or page.text
    return replace(page, text="", words=(), source=TextSource.EMPTY, raw_text=raw_text, trust=None)


def _least_quality(stored: Page) -> float:
    """What OCR has to pass: the layer's quality, and where there is a layer, more than noise. One that the file hides was
    never judged and is no measure.
    """
    has_layer = stored.source in _LAYERS or any(reading.source in _LAYERS for reading in stored.readings)
    return max(_quality(stored), _NOISE) if has_layer else _quality(stored)


def _chosen(readings: tuple[PageReading, ...], page: Page | None) -> tuple[PageReading, ...]:
    return tuple(
        replace(reading, chosen=page is not None and (reading.source, reading.tool) == (page.source, page.tool))
        for reading in readings
    )
