"""The archive's front door to the files of batches, as they come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, func, select

from archive import audit
from archive.batch_tables import batches, uploads
from archive.documents import AT_ONCE
from archive.offered import Offer
from archive.transactions import Transactions
from archive.upload_rows import columns_of, forget_twins, load, put, take
from domain.batches import Batch, BatchCounts, FileStanding, FileUpload, NewFile, UploadState
from domain.failures import RefusedFileError
from domain.records import Upload


@dataclass(frozen=True, slots=True)
class Ended:
    """A file that came whole, under a new id: taken, or refused."""

    upload_id: str
    actor: str
    outcome: Upload | tuple[NewFile, RefusedFileError]


class Uploads(Transactions):
    """Every file of every batch. Its bytes are no business of the archive's until they are whole."""

    def begin(self, upload_id: str, batch: Batch, file: NewFile, actor: str) -> FileUpload:
        """A file is coming, under an id that nothing else has (see `archive.upload_rows.new_upload_id`)."""
        with self._writing.begin() as connection:
            put(connection, columns_of(upload_id, batch, file, actor))
            return load(connection, uploads.c.id == upload_id)[0]

    def take(self, upload_id: str, batch: Batch, upload: Upload) -> FileUpload:
        """The file is whole, its bytes are in the blob store: record it as `Archive.add` does. It may not have been begun.

        Where the batch has it already, under the same path, that one is the answer.
        """
        with self._writing.begin() as connection:
            return _end(connection, batch, Ended(upload_id, upload.actor, upload))

    def end_all(self, batch: Batch, ended: Sequence[Ended]) -> list[FileUpload]:
        """As `take` and `refuse`, of files that came whole and together: all or none."""
        with self._writing.begin() as connection:
            return [_end(connection, batch, one) for one in ended]

    def refuse(self, upload_id: str, batch: Batch, file: NewFile, actor: str, refusal: RefusedFileError) -> FileUpload:
        """The file is whole, and none that can be taken. It may not have been begun."""
        with self._writing.begin() as connection:
            return _end(connection, batch, Ended(upload_id, actor, (file, refusal)))

    def offer(self, batch: Batch, files: Sequence[NewFile], actor: str) -> list[FileStanding]:
        """How the files, which tell their hashes, stand, in their order. Those whose bytes the archive has are recorded as
        files of the batch; if they were refused when they were read, they are to be read again.
        """
        with self._writing.begin() as connection:
            return Offer(connection, batch, actor).standings(files)

    def upload(self, batch_id: str, upload_id: str) -> FileUpload | None:
        """The file of the batch, or None."""
        with self._reading.begin() as connection:
            found = load(connection, uploads.c.id == upload_id, uploads.c.batch_id == batch_id)
        return next(iter(found), None)

    def of_batch(
        self, batch_id: str, after_row: int = 0, limit: int = 200, state: UploadState | None = None
    ) -> list[FileUpload]:
        """The files of the batch, or those in a state, as they came, behind the one with `after_row`."""
        conditions = [uploads.c.batch_id == batch_id, uploads.c.row > after_row]
        if state is not None:
            conditions.append(uploads.c.state == state)
        with self._reading.begin() as connection:
            return load(connection, *conditions, limit=limit)

    def counts(self, batch_id: str) -> BatchCounts:
        """How many files of the batch are in which state."""
        counted = select(uploads.c.state, func.count(), func.sum(uploads.c.size)).where(uploads.c.batch_id == batch_id)
        with self._reading.begin() as connection:
            rows = connection.execute(counted.group_by(uploads.c.state)).all()
        return BatchCounts({state: count for state, count, _ in rows}, sum(size for *_, size in rows))

    def unfinished(self, actor: str) -> tuple[int, int]:
        """How many files somebody has begun and not sent whole, and how many bytes these are to have."""
        mine = uploads.c.actor == actor, uploads.c.state == UploadState.RECEIVING
        with self._reading.begin() as connection:
            count, size = connection.execute(select(func.count(), func.sum(uploads.c.size)).where(*mine)).one()
        return count, size or 0

    def drop(self, upload_id: str, actor: str) -> bool:
        """Forget a file that is not whole; False when there is none such."""
        coming = uploads.c.id == upload_id, uploads.c.state == UploadState.RECEIVING
        with self._writing.begin() as connection:
            found = load(connection, *coming)
            if not found:
                return False
            connection.execute(delete(uploads).where(*coming))
            body = connection.scalar(select(batches.c.body_id).where(batches.c.id == found[0].batch_id))
            audit.record_in(connection, body, actor, "drop_upload", upload_id, name=found[0].file.path)
        return True

    def expire(self, moment: datetime) -> int:
        """Forget the files that are not whole and have been waited for long enough. Returns how many."""
        late = uploads.c.state == UploadState.RECEIVING, uploads.c.expires_at <= moment
        with self._writing.begin() as connection:
            return connection.execute(delete(uploads).where(*late)).rowcount

    def receiving(self, upload_ids: Sequence[str]) -> set[str]:
        """Those of the files that are not whole yet."""
        found: set[str] = set()
        with self._reading.begin() as connection:
            for first in range(0, len(upload_ids), AT_ONCE):
                some = uploads.c.id.in_(upload_ids[first : first + AT_ONCE]), uploads.c.state == UploadState.RECEIVING
                found.update(connection.scalars(select(uploads.c.id).where(*some)))
        return found


def _end(connection: Connection, batch: Batch, ended: Ended) -> FileUpload:
    if isinstance(ended.outcome, Upload):
        upload = ended.outcome
        file = NewFile(upload.name, upload.size, upload.sha256)
        return take(connection, columns_of(ended.upload_id, batch, file, ended.actor), upload)
    file, refusal = ended.outcome
    columns = columns_of(ended.upload_id, batch, file, ended.actor)
    reason = {"state": UploadState.REFUSED, "failure": refusal.failure, "detail": refusal.detail}
    forget_twins(connection, columns)
    put(connection, columns | reason)
    return load(connection, uploads.c.id == ended.upload_id)[0]
