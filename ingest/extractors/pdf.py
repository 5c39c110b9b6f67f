"""PDF: the text layer through pdfminer.six, page images through PDFium."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from domain.documents import Page, TextSource
from domain.failures import Failure, RefusedFileError
from ingest import pdf_parts
from ingest.capabilities import ContainedFile
from ingest.extracted import ExtractedPage
from ingest.extractor import Drawing, Sample
from ingest.limits import Limits
from ingest.scale import Scale

if TYPE_CHECKING:
    from PIL.Image import Image
    from pypdfium2 import PdfDocument

    from ingest.layer.page_text import LayerText

_HEADER_REACH = 1024
"""Readers take a PDF whose header stands this many bytes into the file (PDF 32000-1, annex H)."""

_LOCKED = (4, 5)
"""PDFium's FPDF_ERR_PASSWORD and FPDF_ERR_SECURITY (a lock it has no key for)."""

_UNDER = 1 - 1e-7
"""PDFium rounds an image's sides up, and products of fractions may end just above a whole number."""

_A4 = 595.28, 841.89
"""The size of a page that can't be loaded, in points."""


class PdfExtractor:
    """PDFium says how many pages there are and how large; pdfminer.six what is written on them."""

    media_types = frozenset({"application/pdf"})
    suffixes = frozenset({".pdf"})
    paged = True

    def recognise(self, sample: Sample) -> str | None:
        """A PDF header within the first kilobyte."""
        return "application/pdf" if b"%PDF-" in sample.head[:_HEADER_REACH] else None

    def extract(self, path: Path, limits: Limits) -> Iterator[Page]:
        """The pages; one whose layer can't be read, or takes too long, comes back EMPTY and is left to OCR."""
        from ingest.layer.document import layer_texts

        with _open(path) as document:
            sizes = [_size(document, index) for index in range(_count(document, limits))]
        layers = layer_texts(path, len(sizes), limits)
        for number, (layer, (width, height)) in enumerate(zip(layers, sizes, strict=True), 1):
            size = round(width, 2), round(height, 2)
            yield ExtractedPage(
                number, layer.text, layer.source, _tool(), None, *size, layer.words,
                raw_text=_raw(layer), fonts=layer.fonts, ligatures=layer.ligatures, pictures=layer.pictures,
            )  # fmt: skip

    def draw(self, path: Path, number: int, scale: Scale, limits: Limits) -> Drawing:
        """A page as a viewer shows it, filled forms included."""
        with _open(path) as document:
            if not 1 <= number <= len(document):
                raise RefusedFileError(Failure.UNREADABLE, f"no page {number}")
            document.init_forms()
            width, height = _size(document, number - 1)
            image = _render(document, number - 1, scale.factor(width, height))
            return Drawing(image, round(width, 2), round(height, 2))

    def contained(self, path: Path, limits: Limits) -> Iterator[ContainedFile]:
        """The embedded files. See `Container`."""
        return pdf_parts.embedded_files(path, limits.pages)

    def unlock(self, path: Path, password: str, target: Path) -> None:
        """See `Lockable`; a file that opens for reading without a password has no lock."""
        pdf_parts.unlock(path, password, target)


def _raw(layer: LayerText) -> str | None:
    """What the file says, where that is not the text: put in order since, or hidden under a scan."""
    return layer.raw if layer.source is not TextSource.LAYER and layer.raw not in ("", layer.text) else None


def _open(path: Path) -> PdfDocument:
    from pypdfium2 import PdfDocument, PdfiumError

    try:
        return PdfDocument(path)
    except PdfiumError as error:
        failure = Failure.ENCRYPTED if error.err_code in _LOCKED else Failure.BROKEN
        raise RefusedFileError(failure, str(error)) from error


def _count(document: PdfDocument, limits: Limits) -> int:
    count = len(document)
    if count == 0:
        raise RefusedFileError(Failure.BROKEN, "no pages")
    if count > limits.pages:
        raise RefusedFileError(Failure.TOO_MANY_PAGES, f"{count} pages")
    return count


def _size(document: PdfDocument, index: int) -> tuple[float, float]:
    from pypdfium2 import PdfiumError

    try:
        width, height = document.get_page_size(index)
    except PdfiumError:
        return _A4
    return width, height


def _render(document: PdfDocument, index: int, factor: float) -> Image:
    from pypdfium2 import PdfiumError

    try:
        image: Image = document[index].render(scale=factor * _UNDER).to_pil().convert("RGB")
    except PdfiumError as error:
        raise RefusedFileError(Failure.UNREADABLE, str(error)) from error
    return image


def _tool() -> str:
    import pdfminer

    return f"pdfminer.six {pdfminer.__version__}"


PLUGIN = PdfExtractor()
