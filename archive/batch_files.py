"""The archive's front door to the files of a batch: how far they are, another try, cancelling, undoing."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from archive import batch_rows, batch_undoing, copies, retrying
from archive.transactions import Transactions
from domain.batch_files import BatchFile, FileCounts, FileFilter

_AT_ONCE = 500
_REMOVED_AT_ONCE = 100


class BatchFiles(Transactions):
    """The files that were handed in together. A batch that nobody knows has none."""

    def counts(self, batch: str) -> FileCounts:
        """How many files of the batch are how far: each counts once, however often it was tried or sent."""
        with self._reading.begin() as connection:
            return batch_rows.counts(connection, batch)

    def page(self, batch: str, wanted: FileFilter, after: int = 0, limit: int = 100) -> list[BatchFile]:
        """The next files that are wanted, behind the one at the place `after`: those first that are no part of
        the archive (still coming, known before, refused at the door), then the others as they came.
        """
        with self._reading.begin() as connection:
            return batch_rows.page(connection, batch, wanted, after, limit)

    def walk(self, batch: str, wanted: FileFilter) -> Iterator[BatchFile]:
        """All files that are wanted; never holds up a writer, however slow."""
        after = 0
        while found := self.page(batch, wanted, after, _AT_ONCE):
            yield from found
            after = found[-1].place

    def retry(self, batch: str, actor: str, version_id: str | None = None) -> int:
        """Have the files read again that were refused or cancelled, or one of them; no other. Returns how many."""
        with self._writing.begin() as connection:
            return retrying.retry(connection, batch, actor, version_id)

    def cancel(self, batch: str, actor: str) -> int:
        """End what waits to be read for the first time; what has begun goes on. Returns how many files."""
        with self._writing.begin() as connection:
            return retrying.cancel(connection, batch, actor)

    def undo(self, batch: str, actor: str, delete: Callable[[str], None]) -> int:
        """Remove the documents that entered with the batch, with all that belongs to them; returns how many.

        `delete` is called with the hashes of the blobs that nothing refers to any more, while nobody else writes: who adds
        the same bytes afterwards looks whether they are still there (see `ingest.intake`). Raises PublishedBatchError, and
        removes nothing, when one of the documents has been public. A large batch goes in several transactions: what is
        published meanwhile stays, and is raised for too; asked again, this goes on.
        """
        with self._writing.begin() as connection:
            found = batch_undoing.begin(connection, batch, actor)
        for first in range(0, len(found), _REMOVED_AT_ONCE):
            with self._writing.begin() as connection:
                hashes = batch_undoing.remove(connection, found[first : first + _REMOVED_AT_ONCE], actor)
            with self._writing.begin() as connection:
                for sha256 in copies.unused(connection, hashes):
                    delete(sha256)
        return len(found)
