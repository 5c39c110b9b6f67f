"""The archive's front door: every call is one transaction, and a walk (an iterator) is a row of short ones."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime

from archive import (
    arrangement,
    audit,
    changes,
    copies,
    councils,
    counts,
    description,
    documents,
    intake,
    migration,
    originals,
    outcomes,
    pages,
    publication,
    rereading,
    tasks,
)
from archive.alerts.front import Alerts
from archive.arrangements import Arrangements
from archive.batch_files import BatchFiles
from archive.batches import Batches
from archive.descriptions import Descriptions
from archive.dialect import open_engine, writing
from archive.originals import Original
from archive.proposals import Proposals
from archive.publishing import Publishing
from archive.redactions import Redactions
from archive.staff import Staff
from archive.texts import Texts
from archive.workers import Workers
from domain.documents import AuditEntry, Body, Document, DocumentStatus, Organization, Page, PageKey, ReadingCopy, Version
from domain.failures import Failure
from domain.records import (
    ArchiveCounts,
    BatchReport,
    Change,
    Description,
    Edition,
    Intake,
    QueueState,
    Rereading,
    Task,
    TaskState,
    ToolCount,
    Upload,
)

_PAGES_AT_ONCE = 50
_IDS_AT_ONCE = 1_000


class Archive:
    """The records of bodies, documents, files, versions and pages, and of who did what to them.

    Safe to use from several threads and processes at once: reading never waits, writing takes turns and waits
    up to 30 seconds for its own. Every call happens whole or not at all, and has reached the disk when it
    returns.
    """

    def __init__(self, url: str) -> None:
        """Open the database at `url`: `sqlite:///PATH` or `postgresql://USER@HOST/NAME`.

        Raises ValueError when it is of another kind. On a server, calls raise one of `archive.dialect.DATABASE_AWAY`
        while it is away; the next one may succeed.
        """
        self._url = url
        self._reading = open_engine(url)
        self._writing = writing(self._reading)
        self.arrangements = Arrangements(self._reading, self._writing)
        self.batch_files = BatchFiles(self._reading, self._writing)
        self.workers = Workers(self._reading, self._writing)
        self.alerts = Alerts(self._reading, self._writing)
        self.staff = Staff(self._reading, self._writing)
        self.descriptions = Descriptions(self._reading, self._writing)
        self.publishing = Publishing(self._reading, self._writing)
        self.redactions = Redactions(self._reading, self._writing)
        self.batches = Batches(self._reading, self._writing)
        self.texts = Texts(self._reading, self._writing)
        self.proposals = Proposals(self._reading, self._writing)

    def migrate(self) -> None:
        """Bring the tables to what this version needs, in a new database too. Two may do so at once."""
        if not migration.is_newest(self._reading):
            migration.upgrade(self._url)

    def close(self) -> None:
        """Let go of the database."""
        self._reading.dispose()

    # Councils

    def put_body(self, body: Body) -> None:
        """Add the body or give it new names."""
        with self._writing.begin() as connection:
            councils.put_body(connection, body)

    def put_organization(self, organization: Organization) -> None:
        """Add the organization or change it. Raises LookupError when its body is not there."""
        with self._writing.begin() as connection:
            councils.put_organization(connection, organization)

    def bodies(self) -> list[Body]:
        """All bodies, by id."""
        with self._reading.begin() as connection:
            return councils.bodies(connection)

    def organizations(self) -> list[Organization]:
        """All organizations, by id."""
        with self._reading.begin() as connection:
            return councils.organizations(connection)

    # Documents

    def add(self, upload: Upload) -> Intake:
        """Record a file whose bytes are in the blob store, with the task to read it.

        Bytes that are here already, in whatever document, are not recorded again: the answer names what is
        there. If they were refused then, they are to be read again. Raises LookupError when the upload's body
        or document is not there.
        """
        with self._writing.begin() as connection:
            return intake.add(connection, upload)

    def add_contained(self, upload: Upload) -> Intake | None:
        """Record a file that came in another one, with the task to read it, as `add` does.

        None, and nothing changes, when its bytes are here already, in whatever document: so unpacking a file
        twice adds what it holds once. Raises LookupError when the upload's body or document is not there.
        """
        with self._writing.begin() as connection:
            return intake.add_contained(connection, upload)

    def put_copy(self, version_id: str, copy: ReadingCopy) -> list[str]:
        """Have the version read and drawn from `copy`, whose bytes are in the blob store.

        Returns the hashes of the blobs that nothing refers to any more: the copy it had before.
        """
        with self._writing.begin() as connection:
            return copies.put(connection, version_id, copy)

    def document(self, document_id: str) -> Document | None:
        """The document, whatever its status, or None."""
        return self.documents([document_id]).get(document_id)

    def originals(self) -> Iterator[Original]:
        """Every blob that records refer to, by hash."""
        after = ""
        while found := self._originals(after):
            yield from found
            after = found[-1].sha256

    def documents(self, ids: Iterable[str]) -> dict[str, Document]:
        """Those of the documents that exist, by id, in the order asked for."""
        with self._reading.begin() as connection:
            return documents.load(connection, ids)

    def version(self, version_id: str) -> Version | None:
        """The version, or None."""
        with self._reading.begin() as connection:
            return documents.load_version(connection, version_id)

    def document_of_version(self, version_id: str) -> Document:
        """The document that has the version. Raises LookupError when there is none."""
        with self._reading.begin() as connection:
            return documents.load_one(connection, documents.owner(connection, version_id) or version_id)

    def all_document_ids(self, status: DocumentStatus | None = None) -> Iterator[str]:
        """All documents, or those of a status, as they entered; what enters meanwhile may come too."""
        row = 0
        while found := self._ids(row, status):
            yield from (document_id for _, document_id in found)
            row = found[-1][0]

    def document_ids_of_batch(self, batch: str) -> list[str]:
        """The documents that entered with the batch; not those that were there before."""
        with self._reading.begin() as connection:
            return documents.ids_of_batch(connection, batch)

    # Tasks

    def waiting_tasks(self, limit: int = 100) -> list[Task]:
        """Tasks that no workflow has been started for, the most urgent first and of these the oldest."""
        with self._reading.begin() as connection:
            return tasks.in_state(connection, TaskState.WAITING, limit)

    def mark_enqueued(self, task_ids: Sequence[str]) -> None:
        """Workflows have been started for the tasks. Those past waiting stay as they are."""
        with self._writing.begin() as connection:
            tasks.mark_enqueued(connection, task_ids)

    def unfinished_tasks(self) -> list[Task]:
        """The tasks that were enqueued and are not finished, in the same order."""
        with self._reading.begin() as connection:
            return tasks.in_state(connection, TaskState.ENQUEUED)

    def task(self, task_id: str) -> Task | None:
        """The task, or None."""
        with self._reading.begin() as connection:
            return tasks.load(connection, task_id)

    def queue_state(self) -> QueueState:
        """How many tasks are unfinished, and since when."""
        with self._reading.begin() as connection:
            return tasks.queue_state(connection)

    def wait_again(self, task_ids: Collection[str]) -> None:
        """No workflow is there for the tasks. Those that are finished stay so."""
        with self._writing.begin() as connection:
            tasks.wait_again(connection, task_ids)

    def batch_report(self, batch: str) -> BatchReport:
        """How far the tasks of the batch are, and what was refused."""
        with self._reading.begin() as connection:
            return tasks.report(connection, batch)

    # Reading: a step may run twice, late, or for a record removed meanwhile. What a finished task read and a record
    # that is gone are left as they are.

    def start_reading(self, task_id: str, page_count: int) -> None:
        """The task's version is being read and has so many pages."""
        with self._writing.begin() as connection:
            pages.start(connection, task_id, page_count)

    def put_pages(self, task_id: str, written: Sequence[Page]) -> None:
        """Add the pages the task has read, each in place of the one with its number. Those of a version that is read
        again are shown when its task has finished.

        The text stays as it is, but for NUL and lone surrogates, which become U+FFFD. Boxes keep four
        decimals.
        """
        with self._writing.begin() as connection:
            pages.put(connection, task_id, written)

    def pages_read(self, task_id: str) -> Iterator[Page]:
        """The pages the task has read so far, by number, without word boxes and raw text."""
        after = 0
        while found := self._pages_read(task_id, after):
            yield from found
            after = found[-1].number

    def page_read(self, task_id: str, number: int) -> Page | None:
        """The page as the task has read it, whole, or None."""
        with self._reading.begin() as connection:
            return pages.load_one_read(connection, task_id, number)

    def read_again(self, which: Rereading, batch: str, actor: str) -> list[str]:
        """Have files read again from their originals; returns the versions' ids. Those being read already, or still
        waiting for it, are passed over.
        """
        with self._writing.begin() as connection:
            return rereading.ask(connection, which, batch, actor)

    def tools(self) -> list[ToolCount]:
        """Which tools read the pages shown, those with most pages first."""
        with self._reading.begin() as connection:
            return rereading.tools(connection)

    def describe(self, document_id: str, found: Description) -> None:
        """Write down what a program found out, in place of what programs found before, but of nothing that a person said.
        Raises LookupError when its body or organization is not there.
        """
        with self._writing.begin() as connection:
            description.describe(connection, document_id, found)

    def finish(self, task_id: str) -> None:
        """The task's version is read. Publishes the document if the task asks so and it is a draft."""
        with self._writing.begin() as connection:
            outcomes.finish(connection, task_id)

    def refuse(self, task_id: str, failure: Failure, detail: str) -> None:
        """The task's version can't be read. The document keeps its status."""
        with self._writing.begin() as connection:
            outcomes.refuse(connection, task_id, failure, detail)

    # Pages

    def pages(self, version_id: str, words: bool = False) -> Iterator[Page]:
        """The version's pages by number; with word boxes and raw text if `words`. Never holds up a writer, however slow."""
        after = 0
        while found := self._pages(version_id, after, words):
            yield from found
            after = found[-1].number

    def document_pages(self, document: Document, words: bool = False) -> Iterator[tuple[str, Page]]:
        """The document's pages in order, each with its version's id: as they were arranged, else those of each file's
        current version: main file, annexes, translations.
        """
        return self.listed_pages(self.page_keys(document), words)

    def listed_pages(self, keys: Sequence[PageKey], words: bool = False) -> Iterator[tuple[str, Page]]:
        """Those of the pages that are there, in the order of `keys`, as `document_pages` gives them."""
        for first in range(0, len(keys), _PAGES_AT_ONCE):
            with self._reading.begin() as connection:
                found = pages.load_listed(connection, keys[first : first + _PAGES_AT_ONCE], words)
            yield from found

    def page_keys(self, document: Document) -> tuple[PageKey, ...]:
        """Which pages the document has, in order."""
        with self._reading.begin() as connection:
            return arrangement.page_keys(connection, document)

    def page(self, version_id: str, number: int) -> Page | None:
        """The page with its word boxes and raw text, or None."""
        with self._reading.begin() as connection:
            return pages.load_one(connection, version_id, number)

    def page_texts(self, keys: Collection[PageKey]) -> dict[PageKey, str]:
        """The texts alone of those of the pages that are there."""
        with self._reading.begin() as connection:
            return pages.load_texts(connection, keys)

    def edition(self, version_id: str) -> Edition:
        """Which reading of the version is shown, and whether any page's text is another than its file gives."""
        with self._reading.begin() as connection:
            return pages.edition(connection, version_id)

    # Publication

    def publish(self, document_id: str, actor: str, announce: bool = True) -> None:
        """Let everybody see the document; `published_at` is its first time, of which people are told who have asked for
        it, unless it is not to be announced. Raises LookupError without it, and ArrangementError when its pages are
        shown in other documents.
        """
        with self._writing.begin() as connection:
            publication.publish(connection, document_id, actor, announce)

    def withdraw(self, document_id: str, actor: str, reason: str) -> None:
        """Let nobody find the document any more; it stays in the archive. Raises LookupError without it,
        and ArrangementError when its pages are shown in other documents.
        """
        with self._writing.begin() as connection:
            publication.withdraw(connection, document_id, actor, reason)

    def remove(self, document_ids: Iterable[str], actor: str) -> list[str]:
        """Delete the documents with files, pages and tasks, passing over ids that are not there.

        Returns the hashes of the blobs that nothing refers to any more. Delete those blobs while no files are
        taken in: whoever adds the same bytes meanwhile relies on them.
        """
        with self._writing.begin() as connection:
            return publication.remove(connection, document_ids, actor)

    # Changes and accounts

    def changes_after(self, number: int, limit: int = 500) -> list[Change]:
        """The next changes behind `number`, lowest first. No number below one already seen turns up later."""
        with self._reading.begin() as connection:
            return changes.after(connection, number, limit)

    def last_change(self) -> int:
        """The number of the last change, 0 before the first."""
        with self._reading.begin() as connection:
            return changes.last(connection)

    def record_change(self, document_id: str) -> None:
        """Have the index look at the document again."""
        with self._writing.begin() as connection:
            changes.record(connection, document_id)

    def audit(self, subject: str | None = None, limit: int = 100) -> list[AuditEntry]:
        """Who did what, newest first, to the record with the id `subject` or to any."""
        with self._reading.begin() as connection:
            return audit.entries(connection, subject, limit)

    def published_since(self, ids: Sequence[str], moment: datetime) -> int:
        """How many of the documents are public and were published first at or after the moment."""
        with self._reading.begin() as connection:
            return counts.published_since(connection, ids, moment)

    def counts(self) -> ArchiveCounts:
        """How much there is."""
        with self._reading.begin() as connection:
            return counts.counts(connection)

    def _originals(self, after: str) -> list[Original]:
        with self._reading.begin() as connection:
            return originals.referenced(connection, after, _IDS_AT_ONCE)

    def _ids(self, after_row: int, status: DocumentStatus | None) -> list[tuple[int, str]]:
        with self._reading.begin() as connection:
            return documents.ids(connection, after_row, _IDS_AT_ONCE, status)

    def _pages(self, version_id: str, after: int, words: bool) -> list[Page]:
        with self._reading.begin() as connection:
            return pages.load_some(connection, version_id, after, _PAGES_AT_ONCE, words)

    def _pages_read(self, task_id: str, after: int) -> list[Page]:
        with self._reading.begin() as connection:
            return pages.load_some_read(connection, task_id, after, _PAGES_AT_ONCE)
