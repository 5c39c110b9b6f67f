"""Pages as images, for OCR and for the browser. Runs only inside a child of `ingest.sandbox`."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path

from domain.failures import Failure, RefusedFileError
from domain.turning import is_sideways
from ingest.extractor import Drawing, paged_extractor_for
from ingest.limits import Limits
from ingest.scale import Scale

MOST_WIDTH = 2_000
"""Pixels; no browser is sent a wider page."""

_JPEG_QUALITY = 80


def draw(path: Path, media_type: str, number: int, scale: Scale, limits: Limits) -> Drawing:
    """A page (from 1) as an image, turned as `scale` says.

    Raises RefusedFileError: UNSUPPORTED for formats without pages, UNREADABLE for a page that is not there or can't be
    drawn.
    """
    extractor = paged_extractor_for(media_type)
    try:
        return _turned(extractor.draw(path, number, scale, limits), scale.turn)
    except ValueError as error:
        raise RefusedFileError(Failure.UNREADABLE, str(error)) from error


def render(path: Path, media_type: str, number: int, scale: Scale, limits: Limits) -> bytes:
    """A page as a JPEG of the scale's width, MOST_WIDTH at most. Raises what `draw` raises."""
    narrow = replace(scale, width=min(scale.width or MOST_WIDTH, MOST_WIDTH))
    drawing = draw(path, media_type, number, narrow, limits)
    target = BytesIO()
    drawing.image.save(target, "JPEG", quality=_JPEG_QUALITY, progressive=True)
    return target.getvalue()


def _turned(drawing: Drawing, degrees: int) -> Drawing:
    from PIL.Image import Transpose

    if not degrees:
        return drawing
    # Pillow turns against the clock.
    image = drawing.image.transpose({90: Transpose.ROTATE_270, 180: Transpose.ROTATE_180, 270: Transpose.ROTATE_90}[degrees])
    width, height = drawing.width, drawing.height
    return Drawing(image, height, width) if is_sideways(degrees) else Drawing(image, width, height)
