"""Taking files in: the record of a file and the task to read it are one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePath
from typing import Any

from sqlalchemy import Connection, Row, insert, select

from archive import audit, changes, copies, pages, schema, tasks
from archive.clock import now
from archive.councils import require
from archive.identifiers import new_id
from domain.documents import DocumentStatus, ReadingState
from domain.records import UNDETERMINED, Intake, Task, Upload

FIRST_TYPE = "other"
"""The type of a document that has not been described."""

FIRST_ATTEMPT = 1


def add(connection: Connection, upload: Upload) -> Intake:
    """Record the upload, or find the file that has the same bytes. See `Archive.add`."""
    known = _known(connection, upload.sha256)
    return _add_new(connection, upload) if known is None else _add_again(connection, upload, known)


def add_contained(connection: Connection, upload: Upload) -> Intake | None:
    """Record a file that came in another. See `Archive.add_contained`."""
    return _add_new(connection, upload) if _known(connection, upload.sha256) is None else None


def _known(connection: Connection, sha256: str) -> Row[Any, Any, Any, Any] | None:
    files, versions = schema.files, schema.versions
    found = select(versions.c.id, versions.c.state, versions.c.attempt, files.c.document_id).join(files)
    return connection.execute(found.where(versions.c.sha256 == sha256)).one_or_none()


def _add_new(connection: Connection, upload: Upload) -> Intake:
    if upload.document_id is not None:
        require(connection, schema.documents, upload.document_id)
    document_id = upload.document_id or _insert_document(connection, upload)
    version_id = _insert_file(connection, upload, document_id)
    task_id = tasks.insert(connection, _task(upload, version_id), FIRST_ATTEMPT)
    audit.record(connection, upload.actor, "add", document_id, name=upload.name, sha256=upload.sha256)
    changes.record(connection, document_id)
    return Intake(document_id, version_id, task_id, duplicate=False)


def _add_again(connection: Connection, upload: Upload, known: Row[Any, Any, Any, Any]) -> Intake:
    task_id = None
    if known.state == ReadingState.REFUSED:
        pages.forget(connection, known.id)
        if upload.copy is not None:
            copies.put(connection, known.id, upload.copy)
        task_id = tasks.insert(connection, _task(upload, known.id), known.attempt)
    audit.record(connection, upload.actor, "add_again", known.document_id, name=upload.name)
    return Intake(known.document_id, known.id, task_id, duplicate=True)


def _insert_document(connection: Connection, upload: Upload) -> str:
    require(connection, schema.bodies, upload.body_id)
    given = {"titles": upload.title, "body_id": upload.body_id}
    values = {
        "id": new_id(),
        "type": FIRST_TYPE,
        "titles": {UNDETERMINED: upload.title or PurePath(upload.name).stem or upload.name},
        "status": DocumentStatus.DRAFT,
        "entered_at": now(),
        "body_id": upload.body_id,
        "languages": [],
        "batch": upload.batch,
        "set_by_hand": [name for name, value in given.items() if value],
    }
    connection.execute(insert(schema.documents), values)
    return str(values["id"])


def _insert_file(connection: Connection, upload: Upload, document_id: str) -> str:
    file_id, version_id = new_id("f"), new_id("v")
    file = {
        "id": file_id,
        "document_id": document_id,
        "name": upload.name,
        "role": upload.role,
        "contained_in": upload.contained_in,
    }
    version = {
        "id": version_id,
        "file_id": file_id,
        "sha256": upload.sha256,
        "media_type": upload.media_type,
        "size": upload.size,
        "state": ReadingState.WAITING,
        "page_count": 0,
        "created_at": now(),
        "attempt": FIRST_ATTEMPT,
        **copies.columns(upload.copy),
    }
    connection.execute(insert(schema.files), file)
    connection.execute(insert(schema.versions), version)
    return version_id


def _task(upload: Upload, version_id: str) -> Task:
    task = Task(new_id("t"), version_id, upload.name, upload.publish, upload.batch, upload.actor)
    return replace(task, announce=upload.announce)
