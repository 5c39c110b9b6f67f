"""Orders to make places of versions black, and putting what was made in the place of what was handed in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from archive import audit, changes, schema
from archive.arrangement import showing
from archive.clock import now
from archive.documents import load, load_version, owner
from archive.identifiers import new_id
from archive.pages import turns
from archive.schema import redactions as table
from domain.documents import Document, Page, ReadingState, TextSource, Version, WordBox
from domain.failures import Failure
from domain.redaction import Area, Passage, RedactedFile, Redaction, RedactionState, scrub
from domain.turning import turned

_FIRST_ATTEMPT = 1


def order(
    connection: Connection, version_id: str, areas: Sequence[Area], passages: Sequence[Passage], actor: str
) -> Redaction:
    """Ask for places of a version to be taken out, beside all those that were before. Raises LookupError without it."""
    shown = load_version(connection, version_id)
    if shown is None:
        raise LookupError(f"no version {version_id!r}")
    base = shown.redacts or shown.id
    if shown.redacts:
        # The version that is shown lies as its original is seen; whatever it was turned since is turned back.
        degrees = turns(connection, shown.id)
        areas = [_turned(area, -degrees.get(area.number, 0)) for area in areas]
    before = of_version(connection, base)
    wanted = Redaction(
        id=new_id("r"),
        version_id=base,
        areas=tuple(dict.fromkeys((*(before.areas if before else ()), *areas))),
        passages=tuple(dict.fromkeys((*(before.passages if before else ()), *passages))),
        actor=actor,
        at=now(),
    )
    connection.execute(insert(table).values(_values(wanted)))
    document_id = str(owner(connection, base))
    places = str(len(wanted.areas) + len(wanted.passages))
    audit.record(connection, actor, "redact", document_id, version=base, places=places)
    return wanted


def of_version(connection: Connection, version_id: str) -> Redaction | None:
    """The last order for a version, as it was handed in, that did not fail."""
    found = select(table).where(table.c.version_id == version_id, table.c.state != RedactionState.FAILED)
    row = connection.execute(found.order_by(table.c.row.desc()).limit(1)).one_or_none()
    return None if row is None else _redaction(row)


def of_versions(connection: Connection, version_ids: Sequence[str]) -> list[Redaction]:
    """All orders for versions, the last one first."""
    found = select(table).where(table.c.version_id.in_(version_ids)).order_by(table.c.row.desc())
    return [_redaction(row) for row in connection.execute(found)]


def latest_states(connection: Connection, document: Document) -> set[RedactionState]:
    """How the last order for each of the document's files stands."""
    orders = of_versions(connection, keys_of(document))
    return set({one.version_id: one.state for one in reversed(orders)}.values())


def is_waiting(connection: Connection, version_id: str) -> bool:
    """Whether something is still to be taken out of a version, or of what it was made from."""
    shown = load_version(connection, version_id)
    base = (shown.redacts or shown.id) if shown else version_id
    return any(one.state is RedactionState.WAITING for one in of_versions(connection, [base]))


def unfinished(connection: Connection, limit: int) -> list[Redaction]:
    """The orders that something is to be done for, the oldest first."""
    found = select(table).where(table.c.state.in_((RedactionState.WAITING, RedactionState.MADE)))
    return [_redaction(row) for row in connection.execute(found.order_by(table.c.row).limit(limit))]


def fail(connection: Connection, redaction_id: str, failure: Failure) -> None:
    """It can't be done; whatever was shown before still is."""
    waiting = update(table).where(table.c.id == redaction_id, table.c.state == RedactionState.WAITING)
    connection.execute(waiting.values(state=RedactionState.FAILED, failure=failure))


def end(connection: Connection, redaction_id: str) -> None:
    """All is done."""
    made = update(table).where(table.c.id == redaction_id, table.c.state == RedactionState.MADE)
    connection.execute(made.values(state=RedactionState.DONE))


def replace(connection: Connection, redaction_id: str, made: RedactedFile) -> list[str]:
    """Show what was made in place of the version and of what was made of it before, once; returns the documents that show
    it. Nothing says any more what was taken out: no title, no value that was found, no name of a file.
    """
    wanted = connection.execute(
        update(table)
        .where(table.c.id == redaction_id, table.c.state == RedactionState.WAITING)
        .values(state=RedactionState.MADE)
        .returning(table.c.version_id)
    ).one_or_none()
    base = load_version(connection, wanted.version_id) if wanted else None
    if base is None:
        return []
    former = _former(connection, base)
    version_id = _insert_version(connection, base, made)
    _insert_pages(connection, version_id, made.pages)
    _turn_alike(connection, former[-1], version_id, of=base)
    _rearrange(connection, former, version_id)
    versions = schema.versions
    connection.execute(update(versions).where(versions.c.id.in_(former)).values(withheld=True))
    connection.execute(update(table).where(table.c.id == redaction_id).values(made=version_id))
    documents = load(connection, showing(connection, [version_id]))
    for document in documents.values():
        _scrub(connection, document, made.phrases)
        changes.record(connection, document.id)
    return list(documents)


def _former(connection: Connection, base: Version) -> list[str]:
    """The version and what was made of it so far, in the order they came."""
    versions = schema.versions
    same = (versions.c.id == base.id) | (versions.c.redacts == base.id)
    return list(connection.scalars(select(versions.c.id).where(same).order_by(versions.c.row)))


def _insert_version(connection: Connection, base: Version, made: RedactedFile) -> str:
    version_id = new_id("v")
    values = {
        "id": version_id,
        "file_id": base.file_id,
        "sha256": made.sha256,
        "media_type": made.media_type,
        "size": made.size,
        "state": ReadingState.DONE,
        "page_count": len(made.pages),
        "created_at": now(),
        "attempt": _FIRST_ATTEMPT,
        "redacts": base.id,
    }
    connection.execute(insert(schema.versions).values(values))
    return version_id


def _insert_pages(connection: Connection, version_id: str, pages: Sequence[Page]) -> None:
    names = [column.name for column in schema.pages.c if column.name not in ("version_id", "attempt")]
    key = {"version_id": version_id, "attempt": _FIRST_ATTEMPT}
    rows = [key | {name: getattr(page, name) for name in names} | {"turn": 0} for page in pages]
    if rows:
        connection.execute(insert(schema.pages), rows)


def _turn_alike(connection: Connection, former: str, version_id: str, of: Version) -> None:
    """What was made before keeps its turns; of the original they are in the image already."""
    if former == of.id:
        return
    rows = [
        {"version_id": version_id, "number": number, "degrees": degrees}
        for number, degrees in turns(connection, former).items()
    ]
    if rows:
        connection.execute(insert(schema.page_turns), rows)


def _rearrange(connection: Connection, former: Sequence[str], version_id: str) -> None:
    """Lists of pages name those of the new version, also lists that an undoing would bring back."""
    arranged, past = schema.arranged_pages, schema.former_arrangements
    connection.execute(update(arranged).where(arranged.c.version_id.in_(former)).values(version_id=version_id))
    for row in connection.execute(select(past)).all():
        pages = [[version_id if key[0] in former else key[0], key[1]] for key in row.pages]
        if pages != row.pages:
            same = past.c.operation == row.operation, past.c.document_id == row.document_id
            connection.execute(update(past).where(*same).values(pages=pages))


def _scrub(connection: Connection, document: Document, phrases: Sequence[str]) -> None:
    documents, files, corrections = schema.documents, schema.files, schema.corrections
    number = document.number and scrub(document.number, phrases)
    titles = {code: scrub(title, phrases) for code, title in document.titles.items()}
    own = update(documents).where(documents.c.id == document.id)
    connection.execute(own.values(titles=titles, number=number))
    for file in (*document.files, *document.borrowed):
        connection.execute(update(files).where(files.c.id == file.id).values(name=scrub(file.name, phrases)))
    connection.execute(delete(schema.described_values).where(schema.described_values.c.document_id == document.id))
    for row in connection.execute(select(corrections).where(corrections.c.document_id == document.id)).all():
        said = [[scrub(value, phrases), language] for value, language in row.said]
        same = corrections.c.document_id == document.id, corrections.c.field == row.field
        connection.execute(update(corrections).where(*same).values(said=said))


def _turned(area: Area, degrees: int) -> Area:
    box = WordBox(0, 0, area.left, area.top, area.right, area.bottom)
    (word,) = turned(Page(area.number, "", TextSource.EMPTY, "", words=(box,)), degrees).words
    return Area(area.number, word.left, word.top, word.right, word.bottom)


def _values(wanted: Redaction) -> dict[str, object]:
    return {
        "id": wanted.id,
        "version_id": wanted.version_id,
        "state": wanted.state,
        "areas": [list(astuple(area)) for area in wanted.areas],
        "passages": [list(astuple(passage)) for passage in wanted.passages],
        "actor": wanted.actor,
        "at": wanted.at,
    }


def _redaction(row: Row[Any]) -> Redaction:
    areas = tuple(Area(*area) for area in row.areas)
    passages = tuple(Passage(*passage) for passage in row.passages)
    return Redaction(row.id, row.version_id, areas, passages, row.actor, row.at, row.state, row.made, row.failure)


def keys_of(document: Document) -> list[str]:
    """The versions of a document's files, as they were handed in."""
    versions = (version for file in (*document.files, *document.borrowed) for version in file.versions)
    return [version.id for version in versions if version.redacts is None]
