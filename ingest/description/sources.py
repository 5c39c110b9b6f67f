"""What documents are described from: the pages and councils of an archive."""

from __future__ import annotations

from archive.store import Archive
from domain.description import PageText
from domain.documents import Document, Page, PageKey, TextSource
from ingest.description import Register


def page_text(version_id: str, page: Page) -> PageText:
    """A page's text, its letters as sure as OCR was on the whole; a text layer or markup says what it says."""
    read_by_ocr = page.source is TextSource.OCR and page.confidence is not None
    certainty = page.confidence or 0.0 if read_by_ocr else 1.0
    shown = page.source in (TextSource.LAYER, TextSource.REPAIRED)
    return PageText(PageKey(version_id, page.number), page.text, certainty, shown)


def register_for(archive: Archive, document: Document) -> Register:
    """The bodies of the archive, and the organs of the document's own: of a document without one, of none."""
    organs = (one for one in archive.organizations() if one.body_id == document.body_id)
    return Register(tuple(archive.bodies()), tuple(organs))
