"""What programs found out about a document."""

from __future__ import annotations

from sqlalchemy import Connection, select, update

from archive import changes, described_values, schema
from archive.alerts import event_rows
from archive.councils import require
from domain.records import Description


def describe(connection: Connection, document_id: str, description: Description) -> None:
    """Write it down, but over nothing that a person said. See `Archive.describe`."""
    table = schema.documents
    present = connection.execute(select(table).where(table.c.id == document_id)).one_or_none()
    if present is None:
        return
    described_values.put(connection, document_id, description.values)
    said = _values(description)
    new = {
        name: value for name, value in said.items() if name not in present.set_by_hand and present._mapping[name] != value
    }
    if new:
        require(connection, schema.bodies, description.body_id)
        require(connection, schema.organizations, description.organization_id)
        connection.execute(update(table).where(table.c.id == document_id).values(new))
        changes.record(connection, document_id)
    event_rows.refresh(connection, document_id)


def _values(description: Description) -> dict[str, object]:
    date = description.decided_on
    values: dict[str, object] = {
        "type": description.type,
        "number": description.number,
        "decided_on": None if date is None else date.value,
        "decided_precision": None if date is None else date.precision,
        "organization_id": description.organization_id,
        "languages": list(description.languages),
    }
    if description.titles:
        values["titles"] = dict(description.titles)
    if description.body_id is not None:
        values["body_id"] = description.body_id
    return values
