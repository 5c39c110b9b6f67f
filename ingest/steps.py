"""What is done to one version of a file, a step at a time.

Every step may run twice (a kill can fall inside it), so each one is idempotent: it reads the blob and the archive and
writes the archive, never the index.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace

from analyzers.pipeline import Analyzer
from archive.blob_store import BlobStore
from archive.store import Archive
from domain.documents import Page, TextSource, Version
from domain.failures import Failure, RefusedFileError
from ingest.description import describe
from ingest.sandbox import Sandbox

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Steps:
    """The steps with what they work on. `least_trust` is the share of known words below which a text layer is not
    believed and the page is read by OCR.
    """

    archive: Archive
    blobs: BlobStore
    sandbox: Sandbox
    analyzer: Analyzer
    least_trust: float

    def extract(self, version_id: str) -> list[int]:
        """Store what the file itself says on each page; returns the numbers of the pages to be read by OCR.

        Raises RefusedFileError for a file that can't be opened.
        """
        version = self._version(version_id)
        with self.blobs.path(version.sha256) as path:
            pages = [self._judged(page) for page in self.sandbox.extract(path, version.media_type)]
        self.archive.start_reading(version_id, len(pages))
        self.archive.put_pages(version_id, pages)
        return [page.number for page in pages if self._needs_ocr(page)]

    def read_page(self, version_id: str, number: int) -> None:
        """Read one page by OCR and store it when that is better than what is there. Never refuses: one page that
        can't be read leaves the others as they are.
        """
        version = self._version(version_id)
        try:
            with self.blobs.path(version.sha256) as path:
                page = self._judged(self.sandbox.read_page(path, version.media_type, number))
        except RefusedFileError as refusal:
            logger.warning("page %s of %s was not read: %s", number, version_id, refusal)
            return
        stored = self.archive.page(version_id, number)
        if stored is None or _quality(page) > _quality(stored):
            self.archive.put_pages(version_id, [page])

    def finish(self, task_id: str) -> None:
        """Describe the document and end the task: published or left a draft, as its uploader asked.

        Raises RefusedFileError when no page holds any text.
        """
        task = self.archive.task(task_id)
        if task is None:
            return
        pages = list(self.archive.pages(task.version_id))
        if not any(page.text.strip() for page in pages):
            raise RefusedFileError(Failure.NO_TEXT)
        document = self.archive.document_of_version(task.version_id)
        organizations = [o for o in self.archive.organizations() if o.body_id == document.body_id]
        texts = [page.text for page in pages]
        self.archive.describe(
            document.id, describe(texts, self.analyzer, organizations, fallback_title=document.files[0].name)
        )
        self.archive.finish(task_id)

    def refuse(self, task_id: str, failure: Failure, detail: str) -> None:
        """End the task with a reason; the document stays a draft."""
        self.archive.refuse(task_id, failure, detail)

    def _version(self, version_id: str) -> Version:
        version = self.archive.version(version_id)
        if version is None:
            raise RefusedFileError(Failure.UNREADABLE, f"version {version_id} was removed")
        return version

    def _judged(self, page: Page) -> Page:
        if page.trust is not None or not page.text:
            return page
        return replace(page, trust=self.analyzer.known_share(page.text))

    def _needs_ocr(self, page: Page) -> bool:
        if page.width is None or page.source in (TextSource.MARKUP, TextSource.OCR):
            return False
        return page.trust is None or page.trust < self.least_trust


def _quality(page: Page) -> float:
    """How good a reading is: its share of known words, and any text is better than none."""
    return (page.trust or 0.0) if page.text.strip() else -1.0
