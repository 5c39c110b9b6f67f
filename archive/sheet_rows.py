"""What a sheet says of a batch's files: kept until the files come, and then said of their documents as a person's word."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from archive import audit, correcting, schema
from archive.batch_tables import batches, sheet_rows, uploads
from domain.batches import UploadState
from domain.description import Field, SaidValue
from domain.file_paths import folded
from domain.sheets import MOST_SHOWN, SheetRow, SheetStanding


def replace(connection: Connection, batch_id: str, rows: Sequence[SheetRow], actor: str) -> None:
    """Have these be what is said of the batch's files. What an earlier sheet said of files that are there stays said."""
    connection.execute(delete(sheet_rows).where(sheet_rows.c.batch_id == batch_id))
    written = [
        {"batch_id": batch_id, "number": row.number, "key": row.key, "given": _stored(row.given), "actor": actor}
        for row in rows
    ]
    if written:
        connection.execute(insert(sheet_rows), written)
    body = connection.scalar(select(batches.c.body_id).where(batches.c.id == batch_id))
    audit.record_in(connection, body, actor, "describe_batch", batch_id, rows=str(len(rows)))
    there = uploads.c.batch_id == batch_id, uploads.c.state == UploadState.TAKEN
    for one in connection.execute(select(uploads).where(*there).order_by(uploads.c.row)).all():
        describe_file(connection, batch_id, one.id, one.path, one.document_id)


def describe_file(connection: Connection, batch_id: str, upload_id: str, path: str, document_id: str) -> None:
    """Say of the file's document what the sheet says, if it came with the batch. Each row speaks of one file: the first
    whose path is its key, or ends so.
    """
    row = _row_of(connection, batch_id, path)
    came = select(schema.documents.c.id).where(schema.documents.c.id == document_id, schema.documents.c.batch == batch_id)
    if row is None or connection.scalar(came) is None:
        return
    for field, said in _given(row.given).items():
        try:
            with connection.begin_nested():
                correcting.correct(connection, document_id, field, said, row.actor)
        except LookupError:  # an organ that was there when the sheet came
            continue
    mine = sheet_rows.c.batch_id == batch_id, sheet_rows.c.number == row.number
    connection.execute(update(sheet_rows).where(*mine).values(upload_id=upload_id))


def standing(connection: Connection, batch_id: str) -> SheetStanding:
    """How many rows have met their files."""
    of_batch = sheet_rows.c.batch_id == batch_id
    rows = connection.scalar(select(func.count()).where(of_batch)) or 0
    open_ones = of_batch, sheet_rows.c.upload_id.is_(None)
    waiting = connection.scalar(select(func.count()).where(*open_ones)) or 0
    found = select(sheet_rows.c.number, sheet_rows.c.key).where(*open_ones).order_by(sheet_rows.c.number)
    return SheetStanding(rows, waiting, tuple((row.number, row.key) for row in connection.execute(found.limit(MOST_SHOWN))))


def _row_of(connection: Connection, batch_id: str, path: str) -> Row[Any] | None:
    """The row with the longest key that the path is, or ends with, and that speaks of no other file."""
    keys = list(_keys(path))
    fitting = sheet_rows.c.batch_id == batch_id, sheet_rows.c.key.in_(keys), sheet_rows.c.upload_id.is_(None)
    rows = connection.execute(select(sheet_rows).where(*fitting)).all()
    return max(rows, key=lambda row: len(row.key), default=None)


def _keys(path: str) -> Iterator[str]:
    parts = folded(path).split("/")
    for first in range(len(parts)):
        yield "/".join(parts[first:])


def _stored(given: Mapping[Field, Sequence[SaidValue]]) -> dict[str, list[list[str | None]]]:
    return {field.value: [[one.value, one.language] for one in said] for field, said in given.items()}


def _given(stored: Mapping[str, Sequence[Sequence[Any]]]) -> dict[Field, tuple[SaidValue, ...]]:
    return {Field(field): tuple(SaidValue(*one) for one in said) for field, said in stored.items()}
