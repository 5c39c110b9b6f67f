"""Loading documents, files and versions as the domain's dataclasses."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, Table, bindparam, select

from archive import schema
from domain.documents import DatedValue, Document, DocumentStatus, File, FileRole, PageKey, ReadingCopy, Version

AT_ONCE = 500
"""Ids in one statement: databases limit the number of parameters."""

_ROLES = list(FileRole)


def _select(table: Table, key: ColumnElement[str], *order: ColumnElement[Any]) -> Select[Any]:
    """The rows whose `key` is one of `ids`. Made once: making a statement takes longer than running it."""
    return select(table).where(key.in_(bindparam("ids", expanding=True))).order_by(*order)


_DOCUMENTS = _select(schema.documents, schema.documents.c.id)
_ARRANGED = _select(schema.arranged_pages, schema.arranged_pages.c.document_id, *schema.arranged_pages.primary_key)
_FILES = _select(schema.files, schema.files.c.document_id, schema.files.c.row)
_VERSIONS = (
    select(schema.versions)
    .join(schema.files)
    .where(schema.files.c.document_id.in_(bindparam("ids", expanding=True)))
    .order_by(schema.versions.c.row)
)


def load(connection: Connection, ids: Iterable[str]) -> dict[str, Document]:
    """Those of the documents that exist, by id, in the order of `ids`; main files before annexes."""
    wanted = list(dict.fromkeys(ids))
    found: dict[str, Document] = {}
    for first in range(0, len(wanted), AT_ONCE):
        found |= _load_some(connection, wanted[first : first + AT_ONCE])
    return {document_id: found[document_id] for document_id in wanted if document_id in found}


def load_one(connection: Connection, document_id: str) -> Document:
    """The document. Raises LookupError when there is none."""
    found = load(connection, [document_id])
    if not found:
        raise LookupError(f"no document {document_id!r}")
    return found[document_id]


def load_version(connection: Connection, version_id: str) -> Version | None:
    """The version, or None."""
    row = connection.execute(select(schema.versions).where(schema.versions.c.id == version_id)).one_or_none()
    return None if row is None else _version(row)


def owner(connection: Connection, version_id: str) -> str | None:
    """The id of the document that has the version, None when it has been removed."""
    files, versions = schema.files, schema.versions
    return connection.scalar(select(files.c.document_id).join(versions).where(versions.c.id == version_id))


def ids(connection: Connection, after_row: int, limit: int, status: DocumentStatus | None) -> list[tuple[int, str]]:
    """The next documents behind `after_row` in the order they entered, as (row, id)."""
    table = schema.documents
    found = select(table.c.row, table.c.id).where(table.c.row > after_row).order_by(table.c.row).limit(limit)
    if status is not None:
        found = found.where(table.c.status == status)
    return [(row.row, row.id) for row in connection.execute(found)]


def ids_of_batch(connection: Connection, batch: str) -> list[str]:
    """The documents that entered with the batch, in that order."""
    table = schema.documents
    return list(connection.scalars(select(table.c.id).where(table.c.batch == batch).order_by(table.c.row)))


def _load_some(connection: Connection, wanted: Sequence[str]) -> dict[str, Document]:
    rows = connection.execute(_DOCUMENTS, {"ids": wanted})
    own: dict[str, list[File]] = defaultdict(list)
    for file in _files(connection.execute(_FILES, {"ids": wanted}), connection.execute(_VERSIONS, {"ids": wanted})):
        own[file.document_id].append(file)
    arranged = _arranged(connection, wanted)
    borrowed = _borrowed(connection, arranged)
    return {row.id: _document(row, own[row.id], arranged[row.id], borrowed[row.id]) for row in rows}


def _arranged(connection: Connection, document_ids: Sequence[str]) -> dict[str, list[PageKey]]:
    found: dict[str, list[PageKey]] = defaultdict(list)
    for row in connection.execute(_ARRANGED, {"ids": document_ids}):
        found[row.document_id].append(PageKey(row.version_id, row.number))
    return found


def _borrowed(connection: Connection, arranged: Mapping[str, Sequence[PageKey]]) -> dict[str, list[File]]:
    """The files of other documents that the documents have pages of, by document."""
    wanted = {key.version_id for keys in arranged.values() for key in keys}
    if not wanted:
        return defaultdict(list)
    table, versions = schema.files, schema.versions
    holders = table.c.id.in_(select(versions.c.file_id).where(versions.c.id.in_(wanted)))
    held = connection.execute(select(table).where(holders).order_by(table.c.row))
    theirs = connection.execute(select(versions).join(table).where(holders).order_by(versions.c.row))
    files = {version.id: file for file in _files(held, theirs) for version in file.versions}
    found: dict[str, list[File]] = defaultdict(list)
    for document_id, keys in arranged.items():
        sources = {files[key.version_id].id: files[key.version_id] for key in keys}
        found[document_id] = [file for file in sources.values() if file.document_id != document_id]
    return found


def _files(files: Iterable[Row[Any]], versions: Iterable[Row[Any]]) -> list[File]:
    """The files with their versions: main files, annexes, translations."""
    own: dict[str, list[Version]] = defaultdict(list)
    for row in versions:
        own[row.file_id].append(_version(row))
    return [_file(row, own[row.id]) for row in sorted(files, key=lambda row: _ROLES.index(row.role))]


def _version(row: Row[Any]) -> Version:
    return Version(
        id=row.id,
        file_id=row.file_id,
        sha256=row.sha256,
        media_type=row.media_type,
        size=row.size,
        state=row.state,
        created_at=row.created_at,
        reason=row.reason,
        page_count=row.page_count,
        copy=None if row.copy_sha256 is None else ReadingCopy(row.copy_sha256, row.copy_type),
    )


def _file(row: Row[Any], versions: Sequence[Version]) -> File:
    return File(row.id, row.document_id, row.name, row.role, tuple(versions), row.contained_in)


def _document(row: Row[Any], files: Sequence[File], arrangement: Sequence[PageKey], borrowed: Sequence[File]) -> Document:
    return Document(
        id=row.id,
        row=row.row,
        type=row.type,
        titles=row.titles,
        status=row.status,
        entered_at=row.entered_at,
        body_id=row.body_id,
        organization_id=row.organization_id,
        number=row.number,
        decided_on=None if row.decided_on is None else DatedValue(row.decided_on, row.decided_precision),
        published_at=row.published_at,
        languages=tuple(row.languages),
        files=tuple(files),
        arrangement=tuple(arrangement),
        borrowed=tuple(borrowed),
    )
