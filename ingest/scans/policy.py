"""How a page's image is read: once, and where that is no language, again and otherwise; see docs/adr/0008."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from analyzers.pipeline import Analyzer
from domain.documents import Page, PageReading
from domain.failures import RefusedFileError
from ingest.recipe import Recipe
from ingest.sandbox import Sandbox
from ingest.scans.judging import Knowledge, WordJudge
from ingest.scans.merging import merge
from ingest.scans.spelling import Spelling
from ingest.scans.words import ScannedWord, cut, with_words

FIRST = Recipe()
"""The reading every page gets: as fast as Tesseract alone."""

FURTHER = (Recipe(models="Arabic", straight=True), Recipe(threshold=1, straight=True))
"""Readings in turn of a page whose first one is not good: the other Arabic model, then ink told from paper place by place,
which finds pale words and those on dark ground. Each is merged with what was read before.
"""

_GOOD = 0.88
"""Quality from which a page is not read again."""

_POOR = 0.6
"""Quality below which a page may lie on its side."""

_MUCH_BETTER = 0.1

_JUNK = 0.35
"""Quality below which a word is dropped: an unknown one of which Tesseract is less than 70 % sure, a sign, a lone letter."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A page as it was read, its words as they are spelt, what they are worth together, and the readings merged in it."""

    page: Page
    words: Sequence[ScannedWord]
    quality: float
    tried: tuple[PageReading, ...]


class PageReader:
    """Reads pages by OCR. Threads may share it."""

    def __init__(self, sandbox: Sandbox, analyzer: Analyzer) -> None:
        knowledge = Knowledge(analyzer.knows, analyzer.spells)
        self._analyzer = analyzer
        self._sandbox = sandbox
        self._spelling = Spelling(analyzer.spells)
        self._judge = WordJudge(knowledge)

    def read(self, path: Path, media_type: str, number: int) -> Page:
        """Page `number` as well as it can be read; EMPTY where there is nothing. Raises what `Sandbox.read_page` raises
        for the first reading; a further one that fails, or takes too long, is done without.
        """
        scan = _Scan(path, media_type, number)
        reading = self._read(scan, FIRST)
        upright = reading.quality < _POOR
        if upright:
            reading = self._turned(scan, reading)
        for recipe in FURTHER:
            if reading.quality >= _GOOD:
                break
            reading = self._bettered(scan, reading, replace(recipe, upright=upright))
        return self._page(reading)

    def _read(self, scan: _Scan, recipe: Recipe) -> Reading:
        page = self._sandbox.read_page(scan.path, scan.media_type, scan.number, recipe)
        words = [self._spelling.respelt(word) for word in cut(page)]
        score = self._analyzer.known_share(page.text) if page.text else None
        tried = PageReading(page.source, page.tool, score, page.confidence)
        return Reading(page, words, self._judge.mean_quality(words), (tried,))

    def _turned(self, scan: _Scan, lying: Reading) -> Reading:
        """The page turned upright, where that makes it much better."""
        standing = self._try(scan, replace(FIRST, upright=True))
        return standing if standing and standing.quality > lying.quality + _MUCH_BETTER else lying

    def _bettered(self, scan: _Scan, reading: Reading, recipe: Recipe) -> Reading:
        other = self._try(scan, recipe)
        if other is None:
            return reading
        words = merge(reading.words, other.words, self._judge)
        return replace(reading, words=words, quality=self._judge.mean_quality(words), tried=(*reading.tried, *other.tried))

    def _try(self, scan: _Scan, recipe: Recipe) -> Reading | None:
        try:
            return self._read(scan, recipe)
        except RefusedFileError:
            return None

    def _page(self, reading: Reading) -> Page:
        """The page without its junk; where several readings were merged, they are noted beside it."""
        words = [word for word in reading.words if self._judge.quality(word) >= _JUNK]
        page = with_words(reading.page, words)
        if len(reading.tried) == 1:
            return page
        tool = " + ".join(one.tool for one in reading.tried)
        merged = PageReading(page.source, tool, self._analyzer.known_share(page.text), page.confidence, chosen=True)
        return replace(page, tool=tool, readings=(*reading.tried, merged))


@dataclass(frozen=True, slots=True)
class _Scan:
    """Which page."""

    path: Path
    media_type: str
    number: int
