"""What people say of documents in place of what programs found: it stays, however often a file is read again."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date

from sqlalchemy import Connection, delete, select, update

from archive import audit, changes, described_values, schema
from archive.clock import now
from archive.councils import require
from archive.dialect import upsert
from archive.documents import load_one
from domain.description import Correction, DescribedValue, Field, SaidValue
from domain.documents import DatedValue, DatePrecision
from domain.records import UNDETERMINED

_PRECISIONS = {4: DatePrecision.YEAR, 7: DatePrecision.MONTH, 10: DatePrecision.DAY}
_DATES = (Field.DATE, Field.DEADLINE, Field.OPENING)
_FORMS = {
    Field.SESSION: r"(?:extra)?ordinary/\d{4}-(?:0[1-9]|1[0-2])",
    Field.AMOUNT: r"\d+(?:\.\d\d)?",
    Field.VOTE: r"(?:unanimous|majority)(?: \d+/\d+/\d+)?",
    Field.MEETING: r"\d+",
    Field.TYPE: r"[a-z_]{1,64}",
}
_SINGLE = (Field.TYPE, Field.NUMBER, Field.DATE, Field.BODY, Field.ORGANIZATION, Field.SESSION, Field.MEETING)


def correct(connection: Connection, document_id: str, field: Field, said: Sequence[SaidValue], actor: str) -> None:
    """Put down what a person says of a field. See `archive.descriptions.Descriptions.correct`."""
    load_one(connection, document_id)
    check(field, said)
    values = {
        "document_id": document_id,
        "field": field,
        "said": [[one.value, one.language] for one in said],
        "actor": actor,
        "at": now(),
    }
    statement = upsert(connection, schema.corrections).values(values)
    keys = ["document_id", "field"]
    connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=values))
    _show(connection, document_id, field, said, by_hand=True)
    told = "; ".join(one.value for one in said)
    audit.record(connection, actor, "correct", document_id, field=field, value=told)


def take_back(connection: Connection, document_id: str, field: Field, actor: str) -> None:
    """Have what programs found stand again. See `archive.descriptions.Descriptions.take_back`."""
    table = schema.corrections
    gone = delete(table).where(table.c.document_id == document_id, table.c.field == field)
    if not connection.execute(gone).rowcount:
        return
    found = [one for one in described_values.load(connection, document_id) if one.field is field and one.value]
    _show(connection, document_id, field, [SaidValue(one.value, one.language) for one in found], by_hand=False)
    audit.record(connection, actor, "take_back_correction", document_id, field=field)


def load(connection: Connection, document_id: str) -> tuple[Correction, ...]:
    """What people said of the document, by field."""
    table = schema.corrections
    rows = connection.execute(select(table).where(table.c.document_id == document_id).order_by(table.c.field))
    return tuple(Correction(row.field, tuple(SaidValue(*one) for one in row.said), row.actor, row.at) for row in rows)


def dated(written: str) -> DatedValue:
    """A date as the archive holds it. Raises ValueError for what is no date."""
    if not re.fullmatch(r"\d{4}(?:-\d\d){0,2}", written):
        raise ValueError(f"no date: {written!r}")
    year, month, day = (*map(int, written.split("-")), 1, 1)[:3]
    return DatedValue(date(year, month, day), _PRECISIONS[len(written)])


def columns(field: Field, said: Sequence[SaidValue | DescribedValue]) -> dict[str, object]:
    """What the record of a document holds of a field; nothing for a field it has no column for."""
    return _COLUMNS[field](said) if field in _COLUMNS else {}


def check(field: Field, said: Sequence[SaidValue]) -> None:
    """Raise ValueError for values that are none of the field's."""
    if field in _SINGLE and len(said) > 1:
        raise ValueError(f"{field}: one value at most")
    if field in (Field.TYPE, Field.TITLE) and not said:
        raise ValueError(f"{field}: a document has one")
    for one in said:
        if not one.value.strip() or not re.fullmatch(_FORMS.get(field, r"(?s).*"), one.value):
            raise ValueError(f"{field}: {one.value!r}")
        if field in _DATES:
            dated(one.value)


def _show(
    connection: Connection, document_id: str, field: Field, said: Sequence[SaidValue | DescribedValue], *, by_hand: bool
) -> None:
    """Have the document's record say it."""
    new = columns(field, said)
    if not new:
        return
    require(connection, schema.bodies, _text(new.get("body_id")))
    require(connection, schema.organizations, _text(new.get("organization_id")))
    table = schema.documents
    marked = set(connection.scalars(select(table.c.set_by_hand).where(table.c.id == document_id)).one())
    marked = marked | new.keys() if by_hand else marked - new.keys()
    values = new | {"set_by_hand": sorted(marked)}
    connection.execute(update(table).where(table.c.id == document_id).values(values))
    changes.record(connection, document_id)


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _date_columns(said: Sequence[SaidValue | DescribedValue]) -> dict[str, object]:
    known = dated(said[0].value) if said else None
    return {"decided_on": known and known.value, "decided_precision": known and known.precision}


def _one(column: str) -> Callable[[Sequence[SaidValue | DescribedValue]], dict[str, object]]:
    return lambda said: {column: said[0].value if said else None}


_COLUMNS: Mapping[Field, Callable[[Sequence[SaidValue | DescribedValue]], dict[str, object]]] = {
    Field.TYPE: _one("type"),
    Field.NUMBER: _one("number"),
    Field.BODY: _one("body_id"),
    Field.ORGANIZATION: _one("organization_id"),
    Field.DATE: _date_columns,
    Field.TITLE: lambda said: {"titles": {one.language or UNDETERMINED: one.value for one in said}},
    Field.LANGUAGE: lambda said: {"languages": [one.value for one in said]},
}
"""The fields that the record of a document holds itself, for lists, facets and the index."""
