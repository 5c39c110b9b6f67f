"""The pages of versions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from sqlalchemy import Connection, Row, delete, select, update

from archive import schema
from archive.dialect import upsert
from domain.documents import Page, ReadingState

ENDED = (ReadingState.DONE, ReadingState.REFUSED)
"""The states in which a version's pages stay as they are."""

_FIELDS = tuple(field.name for field in fields(Page))
_TEXT_FIELDS = tuple(name for name in _FIELDS if name != "words")


def start(connection: Connection, version_id: str, page_count: int) -> None:
    """The version is being read and has so many pages; what an earlier attempt wrote beyond them goes."""
    pages, versions = schema.pages, schema.versions
    opened = update(versions).where(versions.c.id == version_id, versions.c.state.not_in(ENDED))
    begun = connection.execute(opened.values(state=ReadingState.READING, page_count=page_count))
    if begun.rowcount:
        beyond = pages.c.version_id == version_id, pages.c.number > page_count
        connection.execute(delete(pages).where(*beyond))


def put(connection: Connection, version_id: str, written: Sequence[Page]) -> None:
    """Add the pages, each in place of the one with its number."""
    if not written or not _is_open(connection, version_id):
        return
    statement = upsert(schema.pages)
    replaced = {name: statement.excluded[name] for name in _FIELDS if name != "number"}
    statement = statement.on_conflict_do_update(index_elements=["version_id", "number"], set_=replaced)
    connection.execute(statement, [_values(version_id, page) for page in written])


def load_some(connection: Connection, version_id: str, after: int, limit: int, words: bool) -> list[Page]:
    """The next pages behind number `after`."""
    table = schema.pages
    columns = [table.c[name] for name in (_FIELDS if words else _TEXT_FIELDS)]
    behind = select(*columns).where(table.c.version_id == version_id, table.c.number > after)
    return [_page(row) for row in connection.execute(behind.order_by(table.c.number).limit(limit))]


def load_one(connection: Connection, version_id: str, number: int) -> Page | None:
    """The page with its words, or None."""
    found = load_some(connection, version_id, number - 1, 1, words=True)
    return found[0] if found and found[0].number == number else None


def _is_open(connection: Connection, version_id: str) -> bool:
    table = schema.versions
    state = connection.scalar(select(table.c.state).where(table.c.id == version_id))
    return state is not None and state not in ENDED


def _values(version_id: str, page: Page) -> dict[str, object]:
    return {"version_id": version_id} | {name: getattr(page, name) for name in _FIELDS}


def _page(row: Row[Any]) -> Page:
    return Page(**row._mapping)
