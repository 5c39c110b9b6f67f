"""How a page's image is read: once, and where that is no language, again and otherwise, as long as there is something to
be gained and time; see docs/adr/0008 and 0016.
"""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from analyzers.pipeline import Analyzer
from domain.documents import Page, PageReading, TextSource
from domain.failures import Failure, RefusedFileError
from ingest.disk import is_want_of_room
from ingest.ocr import MissingModelError
from ingest.recipe import Recipe
from ingest.scans.judging import Knowledge, WordJudge
from ingest.scans.merging import merge, supplement
from ingest.scans.spelling import Spelling
from ingest.scans.words import ScannedWord, cut, with_words

logger = logging.getLogger(__name__)

FIRST = Recipe()
"""The reading every page gets: as fast as Tesseract alone."""

FURTHER = (Recipe(models="Arabic"), Recipe(threshold=1))
"""Readings in turn of a page whose first one is not good: the other Arabic model, then ink told from paper place by place,
which finds pale words and those on dark ground. Each is merged with what was read before.
"""

LAST_TRY = (Recipe(threshold=1),)
"""The same of a page on which not one word was seen."""

_GOOD = 0.88
"""Quality from which a page is not read again."""

_SURE = 0.9
"""Tesseract's own confidence in the first reading from which that one stays the only one: a page in a language that no
lexicon here knows would else be read three times, to no avail.
"""

_A_WORD = re.compile(r"[^\W\d_]{2}")

PAGE_SECONDS = 60.0

_POOR = 0.6
"""Quality below which a page may lie on its side."""

_MUCH_BETTER = 0.1

_JUNK = 0.4
"""Quality below which a word is dropped: an unknown one of which Tesseract is less than 80 % sure, a sign, a lone letter."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A page as it was read, its words as they are spelt, what they are worth together, the tools whose readings are in it,
    and all that were tried.
    """

    page: Page
    words: Sequence[ScannedWord]
    quality: float
    tools: tuple[str, ...]
    tried: tuple[PageReading, ...]


class ImageReader(Protocol):
    """Reads a page's image as a recipe says; see `ingest.sandbox.Sandbox`."""

    def read_page(
        self, path: Path, media_type: str, number: int, recipe: Recipe | None = None, seconds: float | None = None
    ) -> Page:
        """Page `number` by OCR, in no more than `seconds`: source OCR, or EMPTY with confidence 0 where nothing was read,
        1 where there is nothing. Raises RefusedFileError.
        """


class PageReader:
    """Reads pages by OCR, each in no more than `seconds` whatever is tried. Threads may share it."""

    def __init__(self, images: ImageReader, analyzer: Analyzer, seconds: float = PAGE_SECONDS) -> None:
        knowledge = Knowledge(analyzer.knows, analyzer.spells)
        self._analyzer = analyzer
        self._images = images
        self._spelling = Spelling(analyzer.spells)
        self._judge = WordJudge(knowledge)
        self._seconds = seconds

    def read(self, path: Path, media_type: str, number: int, turn: int = 0) -> Page:
        """Page `number`, turned clockwise by `turn` degrees, as well as it can be read; EMPTY where there is nothing.

        Raises RefusedFileError where the first reading does; a further one that fails, for which no time is left or has no
        model installed is done without. Why is kept with the page.
        """
        scan = _Scan(path, media_type, number, turn, time.monotonic() + self._seconds)
        reading = self._read(scan, FIRST)
        if reading.page.confidence == 1.0 and not reading.words:
            return reading.page  # a blank sheet
        if not any(_A_WORD.search(word.text) for word in reading.words):
            return self._page(self._read_on(scan, reading, LAST_TRY))
        if (reading.page.confidence or 0.0) >= _SURE:
            return self._page(reading)
        upright = reading.quality < _POOR
        if upright:
            reading = self._turned(scan, reading)
        return self._page(self._read_on(scan, reading, [replace(recipe, upright=upright) for recipe in FURTHER]))

    def supplemented(self, layer: Page, read: Page) -> Page:
        """A page whose text layer is believed, with what OCR read where the layer says nothing: in pictures. Doing so twice
        adds nothing.
        """
        tried = (*(one for one in layer.readings if one.source is not TextSource.OCR), *_not_chosen(read))
        if not layer.words:
            return replace(layer, readings=tried)
        words = supplement(cut(layer), cut(read), self._judge)
        whole = with_words(layer, words)
        return replace(layer, text=whole.text, words=whole.words, readings=tried)

    def _read(self, scan: _Scan, recipe: Recipe) -> Reading:
        turned = replace(recipe, turn=scan.turn)
        page = self._images.read_page(scan.path, scan.media_type, scan.number, turned, scan.seconds_left())
        words = [self._spelling.respelt(word) for word in cut(page)]
        tried = PageReading(page.source, page.tool, self._score(page), page.confidence)
        return Reading(page, words, self._judge.mean_quality(words), (page.tool,), (tried,))

    def _turned(self, scan: _Scan, lying: Reading) -> Reading:
        """The page turned upright, where that makes it much better."""
        standing = self._try(scan, lying, replace(FIRST, upright=True))
        if standing.quality <= lying.quality + _MUCH_BETTER:
            return lying
        return replace(standing, tried=(*lying.tried, *standing.tried))

    def _read_on(self, scan: _Scan, reading: Reading, recipes: Sequence[Recipe]) -> Reading:
        """The page bettered by one recipe after the other until it is good."""
        for recipe in recipes:
            if reading.quality >= _GOOD:
                break
            reading = self._bettered(scan, reading, recipe)
        return reading

    def _bettered(self, scan: _Scan, reading: Reading, recipe: Recipe) -> Reading:
        other = self._try(scan, reading, recipe)
        words = merge(reading.words, other.words, self._judge)
        quality = self._judge.mean_quality(words)
        tools, tried = (*reading.tools, *other.tools), (*reading.tried, *other.tried)
        return replace(reading, words=words, quality=quality, tools=tools, tried=tried)

    def _try(self, scan: _Scan, before: Reading, recipe: Recipe) -> Reading:
        """A further reading; one without words, with what kept it, when it fails."""
        nothing = replace(before, words=(), quality=0.0, tools=(), tried=())
        try:
            return self._read(scan, recipe)
        except RefusedFileError as refusal:
            if is_want_of_room(refusal):
                raise
            return replace(nothing, tried=(failed_reading(recipe, refusal.failure),))
        except MissingModelError as missing:
            logger.warning("page %s was not read again: %s", scan.number, missing)
            return nothing

    def _page(self, reading: Reading) -> Page:
        """The page without its junk, and beside it what was read on the way where that was more than one reading."""
        words = [word for word in reading.words if self._judge.quality(word) >= _JUNK]
        page = replace(with_words(reading.page, words), tool=" + ".join(reading.tools))
        if len(reading.tried) == 1:
            return page
        chosen = PageReading(page.source, page.tool, self._score(page), page.confidence, chosen=True)
        return replace(page, readings=(*(one for one in reading.tried if one.tool != page.tool), chosen))

    def _score(self, page: Page) -> float | None:
        return self._analyzer.legibility.score(page.text)


def failed_reading(recipe: Recipe, failure: Failure) -> PageReading:
    """A reading that came to nothing, and why."""
    return PageReading(TextSource.OCR, f"tesseract {recipe.name}", failure=failure)


def _not_chosen(page: Page) -> tuple[PageReading, ...]:
    return tuple(replace(reading, chosen=False) for reading in page.readings)


@dataclass(frozen=True, slots=True)
class _Scan:
    """Which page, and until when, by the monotonic clock, it may be read."""

    path: Path
    media_type: str
    number: int
    turn: int
    until: float

    def seconds_left(self) -> float:
        """For one more reading. Raises RefusedFileError, TIMED_OUT when there are none."""
        left = self.until - time.monotonic()
        if left <= 0:
            raise RefusedFileError(Failure.TIMED_OUT, f"page {self.number}")
        return left
