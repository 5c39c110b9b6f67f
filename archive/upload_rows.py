"""The rows of files that come with batches: written, looked up, and turned into records of the archive."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, delete, insert, select, update

from archive import intake, sheet_rows
from archive.batch_tables import uploads
from archive.clock import now
from archive.identifiers import new_id
from domain.batches import Batch, FileUpload, NewFile, UploadState
from domain.records import Intake, Upload

KEPT = timedelta(days=7)
"""How long a file that is not whole is kept after it was begun."""


def new_upload_id() -> str:
    """An id for a file that is to come."""
    return new_id("u")


def columns_of(upload_id: str, batch: Batch, file: NewFile, actor: str) -> dict[str, Any]:
    """The row of a file that is coming."""
    moment = now()
    return {
        "id": upload_id,
        "batch_id": batch.id,
        "path": file.path,
        "size": file.size,
        "sha256": file.sha256,
        "state": UploadState.RECEIVING,
        "actor": actor,
        "failure": None,
        "detail": "",
        "document_id": None,
        "task_id": None,
        "created_at": moment,
        "expires_at": moment + KEPT,
    }


def put(connection: Connection, columns: dict[str, Any]) -> None:
    """Write the row, in place of the one that began it. When it began stays."""
    later = {name: value for name, value in columns.items() if name not in ("id", "created_at", "expires_at")}
    if not connection.execute(update(uploads).where(uploads.c.id == columns["id"]).values(later)).rowcount:
        connection.execute(insert(uploads), columns)


def take(connection: Connection, columns: dict[str, Any], upload: Upload) -> FileUpload:
    """See `archive.uploads.Uploads.take`."""
    for twin in load(connection, *_twins(columns)):
        if twin.state in (UploadState.TAKEN, UploadState.KNOWN):
            connection.execute(delete(uploads).where(uploads.c.id == columns["id"]))
            return twin
        connection.execute(delete(uploads).where(uploads.c.id == twin.id))
    outcome = _outcome(intake.add(connection, upload))
    put(connection, columns | outcome)
    if outcome["state"] is UploadState.TAKEN:
        sheet_rows.describe_file(connection, upload.batch, columns["id"], upload.name, outcome["document_id"])
    return load(connection, uploads.c.id == columns["id"])[0]


def _outcome(taken: Intake) -> dict[str, Any]:
    """What was there already and needs no reading is known; all else is taken."""
    known = taken.duplicate and taken.task_id is None
    state = UploadState.KNOWN if known else UploadState.TAKEN
    return {"state": state, "document_id": taken.document_id, "task_id": taken.task_id}


def _twins(columns: dict[str, Any]) -> tuple[ColumnElement[bool], ...]:
    """The batch's other uploads of the same file."""
    same = uploads.c.batch_id == columns["batch_id"], uploads.c.sha256 == columns["sha256"]
    return (*same, uploads.c.path == columns["path"], uploads.c.id != columns["id"])


def forget_twins(connection: Connection, columns: dict[str, Any]) -> None:
    """Forget the batch's other uploads of the same file."""
    connection.execute(delete(uploads).where(*_twins(columns)))


def upload_of(batch: Batch, file: NewFile, media_type: str, actor: str) -> Upload:
    """A file of the batch, which tells its hash, as the archive takes it in."""
    return Upload(
        name=file.path,
        sha256=file.sha256 or "",
        size=file.size,
        media_type=media_type,
        body_id=batch.body_id,
        publish=batch.publish,
        batch=batch.id,
        actor=actor,
        announce=batch.announce,
    )


def load(connection: Connection, *conditions: ColumnElement[bool], limit: int | None = None) -> list[FileUpload]:
    """The uploads that meet the conditions, as they came."""
    rows = connection.execute(select(uploads).where(*conditions).order_by(uploads.c.row).limit(limit))
    return [_upload(row) for row in rows]


def _upload(row: Row[Any]) -> FileUpload:
    return FileUpload(
        id=row.id,
        row=row.row,
        batch_id=row.batch_id,
        file=NewFile(row.path, row.size, row.sha256),
        state=row.state,
        actor=row.actor,
        created_at=row.created_at,
        expires_at=row.expires_at,
        failure=row.failure,
        detail=row.detail,
        document_id=row.document_id,
        task_id=row.task_id,
    )
