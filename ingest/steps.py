"""What is done to one version of a file, a step at a time.

Every step may run twice (a kill can fall inside it), so each one is idempotent: it reads the blob and the archive and
writes the archive, never the index.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass

from analyzers.pipeline import Analyzer
from archive.blob_store import BlobStore
from archive.store import Archive
from domain.documents import Version
from domain.failures import Failure, RefusedFileError
from ingest.description import describe
from ingest.sandbox import Sandbox
from ingest.trust import TrustGate

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Steps:
    """The steps with what they work on. The gate decides whose reading of a page is believed."""

    archive: Archive
    blobs: BlobStore
    sandbox: Sandbox
    analyzer: Analyzer
    gate: TrustGate

    def extract(self, task_id: str) -> list[int]:
        """Store what the file itself says on each page; returns the numbers of the pages to be read by OCR.

        Raises RefusedFileError for a file that can't be opened.
        """
        version = self._version(task_id)
        with self.blobs.path(version.sha256) as path:
            pages = [self.gate.judge(page) for page in self.sandbox.extract(path, version.media_type)]
        self.archive.start_reading(task_id, len(pages))
        self.archive.put_pages(task_id, pages)
        return [page.number for page in pages if self.gate.needs_ocr(page)]

    def read_page(self, task_id: str, number: int) -> None:
        """Read one page by OCR and store it when that is better than what is there. Never refuses: one page that
        can't be read leaves the others as they are.
        """
        version = self._version(task_id)
        try:
            with self.blobs.path(version.sha256) as path:
                page = self.gate.judge(self.sandbox.read_page(path, version.media_type, number))
        except RefusedFileError as refusal:
            logger.warning("page %s of %s was not read: %s", number, version.id, refusal)
            return
        stored = self.archive.page_read(task_id, number)
        self.archive.put_pages(task_id, [page if stored is None else self.gate.choose(stored, page)])

    def finish(self, task_id: str) -> None:
        """Describe the document and end the task: published or left a draft, as its uploader asked.

        Raises RefusedFileError when no page holds any text.
        """
        task = self.archive.task(task_id)
        if task is None:
            return
        pages = list(self.archive.pages_read(task_id))
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

    def _version(self, task_id: str) -> Version:
        task = self.archive.task(task_id)
        version = task and self.archive.version(task.version_id)
        if not version:
            raise RefusedFileError(Failure.UNREADABLE, f"the version of task {task_id} was removed")
        return version
