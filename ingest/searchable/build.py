"""A file and its pages' texts become a searchable PDF. Runs only inside a child of `ingest.sandbox`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from copy import copy
from pathlib import Path
from typing import TYPE_CHECKING

from domain.documents import Page, TextSource
from domain.failures import Failure, RefusedFileError
from ingest.limits import Limits
from ingest.searchable.glyphless import embed, packed
from ingest.searchable.handover import read_pages
from ingest.searchable.image_sheets import write_sheets
from ingest.searchable.silencing import Silencer
from ingest.searchable.text_layer import Upright, text_operators, upright

if TYPE_CHECKING:
    import pikepdf

_FONT = "/ShaffafText"
_A4 = (0.0, 0.0, 595.28, 841.89)
_LEFT_OUT = ("/OpenAction", "/AA", "/AcroForm", "/StructTreeRoot", "/MarkInfo")
"""Of a file's catalog: what acts, and the structure that says again what its pages no longer say."""

_DEEPEST = 50
"""Levels of a page tree that are followed upwards."""

_PDF = "application/pdf"


def build(path: Path, media_type: str, pages: Path, target: Path, limits: Limits) -> Iterator[int]:
    """Write to `target` the file at `path` with the text of its pages, which `handover` wrote to `pages`, under what is
    seen of it; yields the number of each page that is done.

    Nothing that is drawn changes: images keep their bytes (in PDF and JPEG files) or their pixels. Pages whose text is
    the file's own stay as they are; of others the file's own text can't be selected any more. Scripts and attachments
    are left out. Raises RefusedFileError.
    """
    if media_type != _PDF:
        sheets = target.with_name("sheets.pdf")
        yield from write_sheets(path, media_type, read_pages(pages), sheets, limits)
        path = sheets
    yield from _lay_under(path, read_pages(pages), target)


def needs_text(page: Page) -> bool:
    """Whether the page's text is another than the one its file gives."""
    ours = (TextSource.OCR, TextSource.REPAIRED, TextSource.CORRECTED)
    return page.source in ours or page.raw_text is not None


def _lay_under(path: Path, pages: Iterable[Page], target: Path) -> Iterator[int]:
    import pikepdf

    try:
        with pikepdf.open(path) as pdf:
            yield from _add_text(pdf, pages)
            _disarm(pdf)
            pdf.save(
                target,
                compress_streams=False,
                stream_decode_level=pikepdf.StreamDecodeLevel.none,
                object_stream_mode=pikepdf.ObjectStreamMode.generate,
                encryption=False,
            )
    except pikepdf.PasswordError as error:
        raise RefusedFileError(Failure.ENCRYPTED, str(error)) from error
    except pikepdf.PdfError as error:
        raise RefusedFileError(Failure.BROKEN, str(error)) from error


def _add_text(pdf: pikepdf.Pdf, pages: Iterable[Page]) -> Iterator[int]:
    font, silencer = embed(pdf), Silencer(pdf)
    count = len(pdf.pages)
    for page in pages:
        if page.number <= count and needs_text(page):
            sheet = pdf.pages[page.number - 1]
            silencer.silence(sheet)
            _write_on(pdf, sheet, text_operators(page, _upright(sheet), _FONT), font)
        yield page.number


def _write_on(pdf: pikepdf.Pdf, sheet: pikepdf.Page, operators: bytes, font: pikepdf.Object) -> None:
    """Add operators behind the page's own, which can't reach them: whatever these leave open is closed before."""
    import pikepdf

    fonts = sheet.obj["/Resources"].get("/Font")
    merged = copy(fonts) if isinstance(fonts, pikepdf.Dictionary) else pikepdf.Dictionary()
    merged[_FONT] = font
    sheet.obj["/Resources"]["/Font"] = merged
    sheet.contents_add(pdf.make_stream(b"q"), prepend=True)
    sheet.contents_add(packed(pdf, b"\nQ\n" + operators))


def _upright(sheet: pikepdf.Page) -> Upright:
    """The page as it is seen: its crop box within its media box, turned."""
    media, crop = _box(sheet.mediabox), _box(sheet.cropbox)
    seen = max(media[0], crop[0]), max(media[1], crop[1]), min(media[2], crop[2]), min(media[3], crop[3])
    if seen[0] >= seen[2] or seen[1] >= seen[3]:
        seen = media
    return upright(seen, _turn(sheet))


def _box(values: object) -> tuple[float, float, float, float]:
    """A box with its lower left corner first; A4 for what is no box."""
    try:
        x0, y0, x1, y1 = (float(value) for value in values)  # type: ignore[attr-defined]
    except (TypeError, ValueError):
        return _A4
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _turn(sheet: pikepdf.Page) -> int:
    """Degrees, as the page says or inherits it."""
    node: pikepdf.Object | None = sheet.obj
    for _ in range(_DEEPEST):
        if node is None or "/Rotate" in node:
            break
        node = node.get("/Parent")
    try:
        return int(node["/Rotate"]) // 90 * 90 % 360 if node is not None else 0
    except (KeyError, TypeError, ValueError):
        return 0


def _disarm(pdf: pikepdf.Pdf) -> None:
    for name in _LEFT_OUT:
        if name in pdf.Root:
            del pdf.Root[name]
    names = pdf.Root.get("/Names")
    for name in ("/JavaScript", "/EmbeddedFiles"):
        if names is not None and name in names:
            del names[name]
