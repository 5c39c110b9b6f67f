"""Runs pdfminer.six over a document, page by page, so that a page it can't read costs that page only."""

from __future__ import annotations

import logging
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import BinaryIO

from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser

from domain.documents import TextSource
from ingest.layer.collector import GlyphCollector
from ingest.layer.page_text import LayerText, read
from ingest.limits import Limits

logger = logging.getLogger(__name__)

UNREAD = LayerText("", TextSource.EMPTY)
"""A page whose layer could not be read."""


class _PageTimedOutError(Exception):
    """One page took longer than a page may."""


def layer_texts(path: Path, count: int, limits: Limits) -> Iterator[LayerText]:
    """The layers of the first `count` pages, exactly so many; UNREAD where pdfminer.six fails or is too slow.

    Runs in a process's main thread: the time of a page is measured by an alarm signal.
    """
    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
    with path.open("rb") as file:
        pages = _pages(file)
        resources = PDFResourceManager()
        collector = GlyphCollector(resources)
        interpreter = PDFPageInterpreter(resources, collector)
        for number in range(1, count + 1):
            try:
                with _alarm(limits.page_seconds):
                    layer = _read(next(pages), interpreter, collector)
            except StopIteration:
                layer = UNREAD
            except MemoryError:
                raise
            except Exception as error:  # noqa: BLE001 - whatever a damaged page makes a parser raise
                logger.warning("the text layer of page %d was not read: %r", number, error)
                layer = UNREAD
            yield layer


def _read(page: PDFPage, interpreter: PDFPageInterpreter, collector: GlyphCollector) -> LayerText:
    interpreter.process_page(page)
    return read(collector.page())


def _pages(file: BinaryIO) -> Iterator[PDFPage]:
    yield from PDFPage.create_pages(PDFDocument(PDFParser(file)))


@contextmanager
def _alarm(seconds: float) -> Iterator[None]:
    def ring(number: int, frame: FrameType | None) -> None:
        raise _PageTimedOutError

    previous = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, previous)
