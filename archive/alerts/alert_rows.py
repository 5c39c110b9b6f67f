"""Saved searches and follows, and the numbered list of what changed among them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, delete, func, insert, select, update

from archive.alerts.publications import last
from archive.alerts.tables import alert_changes, alerts, subscribers
from archive.clock import now
from domain.alerts import Alert, AlertState

IS_TOLD = (alerts.c.state == AlertState.ACTIVE, subscribers.c.state == AlertState.ACTIVE)
"""What holds of an alert and its subscriber while it is told."""

_FIELDS = tuple(Alert.__dataclass_fields__)
_KEPT = {"id", "subscriber_id", "since"}
_IDS_AT_ONCE = 500


def add(connection: Connection, alert: Alert) -> Alert:
    """Save a new alert, which counts publications from now on; as it was saved."""
    saved = replace(alert, since=last(connection))
    connection.execute(insert(alerts).values({**_values(saved), "created_at": now()}))
    touch(connection, alerts.c.id == saved.id)
    return saved


def change(connection: Connection, alert: Alert) -> None:
    """Replace what an alert asks for and how; its owner and from when it counts stay."""
    values = {name: value for name, value in _values(alert).items() if name not in _KEPT}
    connection.execute(update(alerts).where(alerts.c.id == alert.id).values(values))
    touch(connection, alerts.c.id == alert.id)


def set_state(connection: Connection, alert_id: str, state: AlertState) -> None:
    """Confirm, pause or take up an alert; an unknown id is no error."""
    connection.execute(update(alerts).where(alerts.c.id == alert_id).values(state=state))
    touch(connection, alerts.c.id == alert_id)


def remove(connection: Connection, which: ColumnElement[bool]) -> int:
    """Delete alerts with what is still to be told for them; how many."""
    touch(connection, which)
    return connection.execute(delete(alerts).where(which)).rowcount


def of_subscriber(connection: Connection, subscriber_id: str) -> list[Alert]:
    """All alerts of a subscriber, oldest first."""
    owned = select(alerts).where(alerts.c.subscriber_id == subscriber_id).order_by(alerts.c.row)
    return [_alert(row) for row in connection.execute(owned)]


def load(connection: Connection, ids: Iterable[str]) -> dict[str, Alert]:
    """Those of the alerts that exist, by id, in the order asked for."""
    return _some(connection, select(alerts), ids)


def told(connection: Connection, ids: Iterable[str]) -> dict[str, Alert]:
    """Those of the alerts that are told."""
    return _some(connection, _told(), ids)


def told_after(connection: Connection, row: int, limit: int) -> list[tuple[int, Alert]]:
    """The next alerts that are told behind a row number, each with its own."""
    wanted = _told().where(alerts.c.row > row).order_by(alerts.c.row).limit(limit)
    return [(found.row, _alert(found)) for found in connection.execute(wanted)]


def count_since(connection: Connection, subscriber_id: str, state: AlertState, moment: datetime) -> int:
    """How many alerts in that state the subscriber has that were saved since then."""
    which = alerts.c.subscriber_id == subscriber_id, alerts.c.state == state, alerts.c.created_at >= moment
    return connection.scalar(select(func.count()).where(*which)) or 0


def changed_after(connection: Connection, number: int) -> tuple[int, list[str]]:
    """The number of the last change, and which alerts changed behind `number`."""
    found = connection.execute(select(alert_changes).where(alert_changes.c.number > number)).all()
    return max((row.number for row in found), default=number), list(dict.fromkeys(row.alert_id for row in found))


def last_change(connection: Connection) -> int:
    """The number of the last change among alerts, 0 before the first."""
    return connection.scalar(select(func.max(alert_changes.c.number))) or 0


def touch(connection: Connection, which: ColumnElement[bool]) -> None:
    """Have the matcher look at these alerts again."""
    connection.execute(insert(alert_changes).from_select(["alert_id"], select(alerts.c.id).where(which)))


def _told() -> Select[Any]:
    return select(alerts).join(subscribers, subscribers.c.id == alerts.c.subscriber_id).where(*IS_TOLD)


def _some(connection: Connection, wanted: Select[Any], ids: Iterable[str]) -> dict[str, Alert]:
    different = list(dict.fromkeys(ids))
    found: dict[str, Alert] = {}
    for first in range(0, len(different), _IDS_AT_ONCE):
        some = wanted.where(alerts.c.id.in_(different[first : first + _IDS_AT_ONCE]))
        found |= {row.id: _alert(row) for row in connection.execute(some)}
    return {id_: found[id_] for id_ in different if id_ in found}


def _values(alert: Alert) -> dict[str, Any]:
    return {name: getattr(alert, name) for name in _FIELDS}


def _alert(row: Row[Any]) -> Alert:
    values = row._asdict()
    return Alert(**{name: values[name] for name in _FIELDS})
