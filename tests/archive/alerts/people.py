"""People who want to be told of something, in archives under test."""

from __future__ import annotations

from typing import Any

from archive.clock import now
from archive.store import Archive
from domain.alerts import Alert, AlertHit, AlertKind, AlertState, Delivery, DeliveryKind, DeliveryState
from tests.archive.samples import added, read

ADDRESS = "nadia@example.org"
CHANNELS = ("email", "webhook")


def wish(**said: Any) -> Alert:
    """An alert as it is asked for."""
    values: dict[str, Any] = {"kind": AlertKind.SEARCH, "name": "ميزانية", "text": "ميزانية"}
    return Alert(id="", subscriber_id="", **(values | said))


def asked(archive: Archive, address: str = ADDRESS, **said: Any) -> Alert | None:
    """Ask for an alert; what was saved, None when it was not."""
    before = {one.id for one in all_alerts(archive)}
    archive.alerts.asking.alert(address, wish(**said), now())
    return next((one for one in all_alerts(archive) if one.id not in before), None)


def confirmed(archive: Archive, address: str = ADDRESS, **said: Any) -> Alert:
    """Ask for an alert and confirm it; its confirmation counts as sent."""
    saved = asked(archive, address, **said)
    assert saved is not None
    found = archive.alerts.saved.confirm(saved.id)
    assert found is not None
    for delivery in archive.alerts.outbox.newest(DeliveryState.WAITING):
        if delivery.kind is DeliveryKind.CONFIRMATION:
            archive.alerts.outbox.sent(delivery.id)
    return found


def all_alerts(archive: Archive) -> list[Alert]:
    """Every alert, confirmed or not."""
    _, changed = archive.alerts.saved.changed_after(0)
    return list(archive.alerts.saved.alerts(changed).values())


def published(archive: Archive, content: str = "one", **said: Any) -> str:
    """A document that was read and published."""
    intake = added(archive, content, publish=True, **said)
    read(archive, intake, content)
    return intake.document_id


def match(archive: Archive, *alerts: Alert) -> bool:
    """Say that all new publications concern these alerts."""
    before, found = archive.alerts.publishing.unmatched()
    hits = [AlertHit(alert.id, publication) for publication in found for alert in alerts]
    last = found[-1].number if found else before
    return archive.alerts.publishing.record_hits(hits, (before, last), archive.alerts.saved.last_change())


def waiting(archive: Archive, kind: DeliveryKind = DeliveryKind.NEWS) -> list[Delivery]:
    """The messages of a kind that are to be sent now, with what they tell, oldest first."""
    due = [archive.alerts.outbox.delivery(id_) for id_, _ in archive.alerts.outbox.due(now(), CHANNELS, 10_000)]
    return [found for found in due if found is not None and found.kind is kind]


def told(archive: Archive) -> list[tuple[str, str]]:
    """Which alerts are to be told of which documents now."""
    return sorted((item.alert_id, item.document_id) for delivery in waiting(archive) for item in delivery.told)


def state_of(archive: Archive, alert: Alert) -> AlertState:
    """Of the alert's address."""
    found = archive.alerts.saved.subscriber(alert.subscriber_id)
    assert found is not None
    return found.state
