"""Bodies and their organizations."""

from __future__ import annotations

from sqlalchemy import Connection, Table, select

from archive import schema
from archive.dialect import upsert
from domain.documents import Body, Organization


def put_body(connection: Connection, body: Body) -> None:
    """Add the body or give it new names."""
    _put(connection, schema.bodies, id=body.id, names=dict(body.names))


def put_organization(connection: Connection, organization: Organization) -> None:
    """Add the organization or change it. Raises LookupError when its body is not there."""
    require(connection, schema.bodies, organization.body_id)
    names = dict(organization.names)
    _put(connection, schema.organizations, id=organization.id, body_id=organization.body_id, names=names)


def bodies(connection: Connection) -> list[Body]:
    """All bodies, by id."""
    rows = connection.execute(select(schema.bodies).order_by(schema.bodies.c.id))
    return [Body(row.id, row.names) for row in rows]


def organizations(connection: Connection) -> list[Organization]:
    """All organizations, by id."""
    rows = connection.execute(select(schema.organizations).order_by(schema.organizations.c.id))
    return [Organization(row.id, row.body_id, row.names) for row in rows]


def require(connection: Connection, table: Table, wanted: str | None) -> None:
    """Raise LookupError when `wanted` is an id that the table does not have."""
    if wanted is not None and not connection.scalar(select(table.c.id).where(table.c.id == wanted)):
        raise LookupError(f"{table.name}: no {wanted!r}")


def _put(connection: Connection, table: Table, **values: object) -> None:
    connection.execute(upsert(connection, table).values(values).on_conflict_do_update(index_elements=["id"], set_=values))
