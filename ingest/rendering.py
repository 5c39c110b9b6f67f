"""Pages as images, for OCR and for the browser. Runs only inside a child of `ingest.sandbox`."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from domain.failures import Failure, RefusedFileError
from ingest.extractor import Drawing, paged_extractor_for
from ingest.limits import Limits
from ingest.scale import Scale

MOST_WIDTH = 2_000
"""Pixels; no browser is sent a wider page."""

_JPEG_QUALITY = 80


def draw(path: Path, media_type: str, number: int, scale: Scale, limits: Limits) -> Drawing:
    """A page (from 1) as an image.

    Raises RefusedFileError: UNSUPPORTED for formats without pages, UNREADABLE for a page that is not there or can't be
    drawn.
    """
    extractor = paged_extractor_for(media_type)
    try:
        return extractor.draw(path, number, scale, limits)
    except ValueError as error:
        raise RefusedFileError(Failure.UNREADABLE, str(error)) from error


def render(path: Path, media_type: str, number: int, width: int, limits: Limits) -> bytes:
    """A page as a JPEG `width` pixels wide, MOST_WIDTH at most. Raises what `draw` raises."""
    drawing = draw(path, media_type, number, Scale(width=min(width, MOST_WIDTH)), limits)
    target = BytesIO()
    drawing.image.save(target, "JPEG", quality=_JPEG_QUALITY, progressive=True)
    return target.getvalue()
