"""What programs found out of documents, value by value, and which of it people should look at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, delete, exists, func, insert, select

from archive import schema
from domain.description import REVIEW_BELOW, REVIEWED, DescribedValue, Evidence, Field, ReviewItem
from domain.documents import DocumentStatus, PageKey

_CLOSED = (DocumentStatus.WITHDRAWN, DocumentStatus.MOVED)


def put(connection: Connection, document_id: str, values: Sequence[DescribedValue]) -> None:
    """Have these values in place of those found before."""
    table = schema.described_values
    connection.execute(delete(table).where(table.c.document_id == document_id))
    rows = [_row(document_id, position, value) for position, value in enumerate(values)]
    if rows:
        connection.execute(insert(table), rows)


def load(connection: Connection, document_id: str) -> tuple[DescribedValue, ...]:
    """The values in the order they were found."""
    table = schema.described_values
    rows = connection.execute(select(table).where(table.c.document_id == document_id).order_by(table.c.position))
    return tuple(map(_value, rows))


def to_review(connection: Connection, after_row: int, limit: int, bodies: frozenset[str] | None) -> list[ReviewItem]:
    """The next documents of the bodies behind `after_row`, as they entered, that have unsure values which nobody has
    looked at.
    """
    row = schema.documents.c.row
    return _items(connection, _waiting(bodies).where(row > after_row).order_by(row).limit(limit))


def to_review_before(connection: Connection, row: int, bodies: frozenset[str] | None) -> ReviewItem | None:
    """The last such document before the one with `row`."""
    column = schema.documents.c.row
    found = _items(connection, _waiting(bodies).where(column < row).order_by(column.desc()).limit(1))
    return found[0] if found else None


def count_to_review(connection: Connection, bodies: frozenset[str] | None) -> int:
    """How many such documents there are."""
    return connection.scalar(select(func.count()).select_from(_waiting(bodies).subquery())) or 0


def _waiting(bodies: frozenset[str] | None) -> Select[tuple[int, str]]:
    documents = schema.documents
    waiting = select(documents.c.row, documents.c.id).where(documents.c.status.not_in(_CLOSED), exists(_unsure()))
    return waiting if bodies is None else waiting.where(documents.c.body_id.in_(sorted(bodies)))


def _items(connection: Connection, waiting: Select[tuple[int, str]]) -> list[ReviewItem]:
    rows = connection.execute(waiting).all()
    fields = _unsure_fields(connection, [row.id for row in rows])
    return [ReviewItem(row.id, row.row, tuple(f for f in REVIEWED if f in fields[row.id])) for row in rows]


def _unsure(*columns: Any) -> Any:
    """The unsure values of the document that the statement around is about."""
    values, said = schema.described_values, schema.corrections
    corrected = exists().where(and_(said.c.document_id == values.c.document_id, said.c.field == values.c.field))
    wanted = select(*(columns or (values.c.position,))).where(
        values.c.confidence < REVIEW_BELOW, values.c.field.in_(REVIEWED), ~corrected
    )
    return wanted if columns else wanted.where(values.c.document_id == schema.documents.c.id)


def _unsure_fields(connection: Connection, document_ids: Sequence[str]) -> dict[str, set[Field]]:
    values = schema.described_values
    found: dict[str, set[Field]] = defaultdict(set)
    wanted = _unsure(values.c.document_id, values.c.field).where(values.c.document_id.in_(document_ids))
    for row in connection.execute(wanted):
        found[row.document_id].add(row.field)
    return found


def _row(document_id: str, position: int, value: DescribedValue) -> dict[str, object]:
    evidence = value.evidence
    return {
        "document_id": document_id,
        "position": position,
        "field": value.field,
        "value": value.value,
        "confidence": value.confidence,
        "language": value.language,
        "version_id": evidence and evidence.page.version_id,
        "page": evidence and evidence.page.number,
        "first": evidence and evidence.start,
        "last": evidence and evidence.end,
    }


def _value(row: Row[Any]) -> DescribedValue:
    page = None if row.version_id is None else PageKey(row.version_id, row.page)
    evidence = None if page is None else Evidence(page, row.first, row.last)
    return DescribedValue(row.field, row.value, row.confidence, evidence, row.language)
