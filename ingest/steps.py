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
from domain.documents import DocumentStatus, Page, TextSource, Version
from domain.failures import Failure, RefusedFileError
from domain.records import TaskState
from domain.turning import turned
from ingest.arranged_description import ArrangedDescriber
from ingest.disk import is_want_of_room
from ingest.extracted import ExtractedPage
from ingest.file_description import FileDescriber, texts_of
from ingest.patience import Patience
from ingest.reading_copies import ReadingCopies
from ingest.repair.page_repair import repair
from ingest.sandbox import Sandbox
from ingest.scans.policy import FIRST, PageReader, failed_reading
from ingest.trust import TrustGate
from ingest.unpacking import Unpacking, contained

_PICTURES = 0.015
"""Share of a page covered by pictures from which they are read too: less is an emblem, or a signature."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Steps:
    """The steps with what they work on. The reader reads page images, as long as there is patience with the file; the gate
    decides whose reading is believed. Threads may share them.
    """

    archive: Archive
    blobs: BlobStore
    sandbox: Sandbox
    analyzer: Analyzer
    reader: PageReader
    gate: TrustGate
    patience: Patience

    def request_id(self, task_id: str) -> str:
        """The id of the request that made the task; empty when that can't be told now. Only logs need it."""
        try:
            task = self.archive.task(task_id)
        except Exception as error:  # noqa: BLE001 (the steps themselves meet whatever is wrong, and are tried again)
            logger.warning("task %s can't be looked up: %r", task_id, error)
            return ""
        return task.request_id if task else ""

    def extract(self, task_id: str) -> list[int]:
        """Store what the file itself says on each page; returns the numbers of the pages to be read by OCR.

        A task for turned pages takes the others as they are. Raises RefusedFileError for a file that can't be opened.
        """
        task = self.archive.task(task_id)
        if task is not None and task.state is TaskState.FINISHED:  # cancelled, or enqueued again by a worker that was slow
            return []
        if task is not None and task.turned:
            return self.archive.arrangements.carry_over(task_id)
        source = ReadingCopies(self.blobs, self.sandbox).converted(self.archive, self._version(task_id))
        with self.blobs.path(source.sha256) as path:
            extracted = self.sandbox.extract(path, source.media_type)
        pages = [self.gate.judge(page) for page in repair(extracted, self.analyzer)]
        self.archive.start_reading(task_id, len(pages))
        self.archive.put_pages(task_id, pages)
        illustrated = {page.number for page in extracted if isinstance(page, ExtractedPage) and page.pictures >= _PICTURES}
        asked = illustrated | self.archive.arrangements.turns(self._version(task_id).id).keys()
        return [page.number for page in pages if self.gate.needs_ocr(page) or page.number in asked]

    def read_page(self, task_id: str, number: int) -> None:
        """Read one page by OCR, turned as people set it, and store it when that is better than what is there. Never
        refuses: one page that can't be read leaves the others as they are, and the reason is stored with it. Only a full
        disk is no reason: it raises RefusedFileError, DISK_FULL. A task that was ended meanwhile reads nothing.
        """
        task = self.archive.task(task_id)
        if task is not None and task.state is TaskState.FINISHED:
            return
        version = self._version(task_id)
        turn = self.archive.arrangements.turns(version.id).get(number, 0)
        stored = self.archive.page_read(task_id, number)
        try:
            with self.patience.reading(task_id) as attempt, self.blobs.path(version.readable.sha256) as path:
                read = self.gate.judge(self.reader.read(path, version.readable.media_type, number, turn))
                attempt.fruitful = bool(read.text)
            page = self._better(stored, turned(read, -turn))
        except RefusedFileError as refusal:
            if is_want_of_room(refusal):
                raise
            logger.warning("page %s of %s was not read: %s", number, version.id, refusal)
            page = _unread(stored or Page(number, "", TextSource.EMPTY, ""), refusal.failure)
        self.archive.put_pages(task_id, [replace(page, turn=turn)])

    def _better(self, stored: Page | None, read: Page) -> Page:
        """What is kept of two readings of a page: of a layer that is believed all, and OCR's beside it."""
        if stored is None:
            return read
        return (self.reader.supplemented if self._is_believed(stored) else self.gate.choose)(stored, read)

    def _is_believed(self, stored: Page) -> bool:
        return stored.source in (TextSource.LAYER, TextSource.REPAIRED) and not self.gate.needs_ocr(stored)

    def finish(self, task_id: str) -> None:
        """Take in what the file contains, describe the document and end the task: published or left a draft, as its
        uploader asked.

        Raises RefusedFileError when no page holds any text and no other file came in it.
        """
        task = self.archive.task(task_id)
        if task is None or task.state is TaskState.FINISHED:
            return
        Unpacking(self.archive, self.blobs, self.sandbox).unpack(task)
        document = self.archive.document_of_version(task.version_id)
        texts = texts_of(task.version_id, self.archive.pages_read(task_id))
        if not (texts or contained(document, task.version_id)):
            raise RefusedFileError(Failure.NO_TEXT)
        if not document.arrangement and document.status is not DocumentStatus.MOVED:
            said = FileDescriber(self.archive, self.analyzer).describe(document, {task.version_id: texts})
            if said is not None:
                self.archive.describe(document.id, said)
        ArrangedDescriber(self.archive, self.analyzer).describe_again(task)
        self.archive.finish(task_id)
        self.patience.forget(task_id)

    def refuse(self, task_id: str, failure: Failure, detail: str) -> None:
        """End the task with a reason; the document stays a draft."""
        self.archive.refuse(task_id, failure, detail)
        self.patience.forget(task_id)

    def _version(self, task_id: str) -> Version:
        task = self.archive.task(task_id)
        version = task and self.archive.version(task.version_id)
        if not version:
            raise RefusedFileError(Failure.UNREADABLE, f"the version of task {task_id} was removed")
        return version


def _unread(page: Page, failure: Failure) -> Page:
    """The page as it is, with the reason why OCR added nothing."""
    others = [reading for reading in page.readings if reading.source is not TextSource.OCR]
    return replace(page, readings=(*others, failed_reading(FIRST, failure)))
