"""What is to be told of which document for which alert: each once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, or_, select, update

from archive.alerts import alert_rows, deliveries, publications
from archive.alerts.tables import alerts, notifications, subscribers
from archive.dialect import upsert
from domain.alerts import Alert, AlertHit, DeliveryKind, Frequency, Occasion, Told

BY_EMAIL = "email"
"""The channel over which one message may tell of several alerts."""

_ROWS_AT_ONCE = 500


def record(connection: Connection, hits: Iterable[AlertHit], matched: tuple[int, int], alert_change: int) -> bool:
    """Write down which alerts the publications behind `matched[0]` up to `matched[1]` concern.

    False, and nothing is written, when somebody else has matched them or an alert has changed since `alert_change`:
    then they have to be matched again.
    """
    before, last = matched
    if publications.cursor(connection, publications.MATCHER) != before:
        return False
    if alert_rows.last_change(connection) != alert_change:
        return False
    _put(connection, list(hits))
    open_deliveries(connection, Frequency.AT_ONCE)
    publications.move_cursor(connection, publications.MATCHER, last)
    return True


def open_deliveries(connection: Connection, frequency: Frequency) -> int:
    """One message each for whom something of that frequency waits to be told; how many."""
    waiting = select(notifications.c.row, alerts.c.id, alerts.c.subscriber_id, alerts.c.channel)
    waiting = waiting.join(alerts, alerts.c.id == notifications.c.alert_id)
    waiting = waiting.join(subscribers, subscribers.c.id == alerts.c.subscriber_id)
    waiting = waiting.where(notifications.c.delivery_id.is_(None), _is_time(frequency), *alert_rows.IS_TOLD)
    grouped: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for row, alert_id, subscriber_id, channel in connection.execute(waiting.order_by(notifications.c.row)):
        grouped[subscriber_id, channel, "" if channel == BY_EMAIL else alert_id].append(row)
    for (subscriber_id, channel, alert_id), rows in grouped.items():
        to = deliveries.Receiver(subscriber_id, channel, alert_id)
        _take_up(connection, rows, deliveries.add(connection, DeliveryKind.NEWS, to))
    return len(grouped)


def told_by(connection: Connection, delivery_ids: Sequence[str]) -> dict[str, tuple[Told, ...]]:
    """What each of the deliveries tells, but for alerts that are paused or gone."""
    wanted = select(notifications).join(alerts, alerts.c.id == notifications.c.alert_id)
    wanted = wanted.join(subscribers, subscribers.c.id == alerts.c.subscriber_id).where(*alert_rows.IS_TOLD)
    wanted = wanted.where(notifications.c.delivery_id.in_(delivery_ids)).order_by(notifications.c.row)
    told: dict[str, list[Told]] = {id_: [] for id_ in delivery_ids}
    for row in connection.execute(wanted):
        told[row.delivery_id].append(Told(row.alert_id, row.document_id, row.edition, row.occasion))
    return {id_: tuple(items) for id_, items in told.items()}


def told_to(connection: Connection, subscriber_id: str) -> dict[str | None, tuple[Told, ...]]:
    """All that the subscriber was told or is to be told, by delivery; None for what no delivery has taken up."""
    wanted = select(notifications).join(alerts, alerts.c.id == notifications.c.alert_id)
    wanted = wanted.where(alerts.c.subscriber_id == subscriber_id).order_by(notifications.c.row)
    told: dict[str | None, list[Told]] = defaultdict(list)
    for row in connection.execute(wanted):
        told[row.delivery_id].append(Told(row.alert_id, row.document_id, row.edition, row.occasion))
    return {id_: tuple(items) for id_, items in told.items()}


def _is_time(frequency: Frequency) -> ColumnElement[bool]:
    """What is told with that frequency: a deadline, which would be over, never waits for a digest."""
    chosen = alerts.c.frequency == frequency
    urgent = notifications.c.occasion == Occasion.DEADLINE
    return or_(chosen, urgent) if frequency is Frequency.AT_ONCE else chosen


def _put(connection: Connection, hits: Sequence[AlertHit]) -> None:
    known = alert_rows.told(connection, (hit.alert_id for hit in hits))
    rows = [
        _values(hit, known[hit.alert_id])
        for hit in hits
        if hit.alert_id in known and hit.publication.number > known[hit.alert_id].since
    ]
    if rows:
        connection.execute(upsert(connection, notifications).on_conflict_do_nothing(), rows)


def _values(hit: AlertHit, alert: Alert) -> dict[str, Any]:
    publication = hit.publication
    return {
        "alert_id": alert.id,
        "document_id": publication.document_id,
        "edition": publication.edition,
        "channel": alert.channel,
        "occasion": publication.occasion,
        "publication": publication.number,
    }


def _take_up(connection: Connection, rows: Sequence[int], delivery_id: str) -> None:
    for first in range(0, len(rows), _ROWS_AT_ONCE):
        taken = update(notifications).where(notifications.c.row.in_(rows[first : first + _ROWS_AT_ONCE]))
        connection.execute(taken.values(delivery_id=delivery_id))
