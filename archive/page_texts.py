"""Editions of pages' texts that people wrote: which stands, and adding one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, func, insert, select

from archive import schema
from archive.clock import now
from archive.text_tables import page_texts
from domain.documents import Page, PageKey, TextSource, WordBox
from domain.page_texts import NewText, TextEdition


def standing(version_id: ColumnElement[str], number: ColumnElement[int]) -> ColumnElement[str | None]:
    """The text of the page's last edition; NULL where nobody wrote one, or the machine's stands again."""
    table = page_texts
    newest = select(table.c.text).where(table.c.version_id == version_id, table.c.number == number)
    return newest.order_by(table.c.edition.desc()).limit(1).scalar_subquery()


def lay_over(connection: Connection, version_id: str, found: Sequence[Page], full: bool) -> list[Page]:
    """The pages with the texts that people wrote, and where their words stand if `full`."""
    if not found:
        return []
    table = page_texts
    columns = [table.c.number, table.c.text, *([table.c.words] if full else [])]
    numbers = [page.number for page in found]
    wanted = select(*columns).where(table.c.number.in_(numbers), table.c.text.is_not(None), *_newest(version_id))
    written = {row.number: dict(row._mapping) for row in connection.execute(wanted)}
    return [_over(page, written[page.number]) if page.number in written else page for page in found]


def editions(connection: Connection, key: PageKey) -> tuple[TextEdition, ...]:
    """All of the page, newest first."""
    table = page_texts
    wanted = select(table).where(table.c.version_id == key.version_id, table.c.number == key.number)
    return tuple(
        TextEdition(row.edition, row.text, row.machine, row.actor, row.at, row.proposal_id is not None)
        for row in connection.execute(wanted.order_by(table.c.edition.desc()))
    )


def count(connection: Connection, version_id: str) -> tuple[int, bool]:
    """How many editions the version's pages have, and whether any text of a person stands."""
    table = page_texts
    total = connection.scalar(select(func.count()).select_from(table).where(table.c.version_id == version_id)) or 0
    written = select(table.c.number).where(table.c.text.is_not(None), *_newest(version_id)).limit(1)
    return total, bool(total) and connection.scalar(written) is not None


def add(connection: Connection, new: NewText, machine: str, words: Sequence[WordBox]) -> int:
    """Add an edition behind the others; returns its number."""
    table, key = page_texts, new.key
    of_page = (table.c.version_id == key.version_id, table.c.number == key.number)
    edition = (connection.scalar(select(func.max(table.c.edition)).where(*of_page)) or 0) + 1
    values = {
        "version_id": key.version_id,
        "number": key.number,
        "edition": edition,
        "text": new.text,
        "machine": machine,
        "actor": new.actor,
        "at": now(),
        "proposal_id": new.proposal_id,
        "words": tuple(words),
    }
    connection.execute(insert(table).values(values))
    return edition


def read_otherwise(bodies: frozenset[str] | None, limit: int) -> Select[tuple[str, int, str]]:
    """Pages of documents of the bodies whose machine reading is another than when a person last wrote their text: version,
    number, and the document that their file is of.
    """
    table, pages, versions, files, documents = page_texts, schema.pages, schema.versions, schema.files, schema.documents
    later = page_texts.alias()
    newest = select(func.max(later.c.edition)).where(
        later.c.version_id == table.c.version_id, later.c.number == table.c.number
    )
    shown = (pages.c.version_id == table.c.version_id) & (pages.c.number == table.c.number)
    found = (
        select(table.c.version_id, table.c.number, files.c.document_id)
        .join(versions, versions.c.id == table.c.version_id)
        .join(pages, shown & (pages.c.attempt == versions.c.attempt))
        .join(files, files.c.id == versions.c.file_id)
        .join(documents, documents.c.id == files.c.document_id)
        .where(table.c.text.is_not(None), table.c.edition == newest.scalar_subquery(), table.c.machine != pages.c.text)
        .order_by(table.c.at)
        .limit(limit)
    )
    return found if bodies is None else found.where(documents.c.body_id.in_(sorted(bodies)))


def _newest(version_id: str) -> tuple[ColumnElement[bool], ...]:
    """The condition on an edition to be its page's last one."""
    table, later = page_texts, page_texts.alias()
    last = select(func.max(later.c.edition)).where(later.c.version_id == version_id, later.c.number == table.c.number)
    return table.c.version_id == version_id, table.c.edition == last.scalar_subquery()


def _over(page: Page, written: Mapping[str, Any]) -> Page:
    return replace(
        page,
        text=written["text"],
        words=written.get("words", ()),
        source=TextSource.CORRECTED,
        tool="",
        confidence=None,
        readings=tuple(replace(reading, chosen=False) for reading in page.readings),
    )
