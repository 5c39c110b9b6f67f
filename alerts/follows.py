"""Who follows which document, and which tender."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from domain.alerts import Alert, AlertKind
from domain.calendar import tender_key

_Key = tuple[AlertKind, str]


class Follows:
    """Alerts by what they follow."""

    def __init__(self) -> None:
        self._alerts: dict[str, Alert] = {}
        self._by_key: dict[_Key, set[str]] = defaultdict(set)

    @property
    def tenders(self) -> bool:
        """Whether anybody follows a tender."""
        return any(kind is AlertKind.TENDER and alerts for (kind, _), alerts in self._by_key.items())

    def put(self, alert: Alert) -> None:
        """Keep an alert that follows something, in place of the one with its id."""
        self.remove(alert.id)
        self._alerts[alert.id] = alert
        self._by_key[_key(alert)].add(alert.id)

    def remove(self, alert_id: str) -> None:
        """Forget an alert; an unknown id is no error."""
        alert = self._alerts.pop(alert_id, None)
        if alert is not None:
            followers = self._by_key[_key(alert)]
            followers.discard(alert_id)
            if not followers:
                del self._by_key[_key(alert)]

    def of_document(self, document_id: str) -> frozenset[str]:
        """The alerts that follow the document."""
        return frozenset(self._by_key.get((AlertKind.DOCUMENT, document_id), ()))

    def of_tender(self, references: Iterable[str], body_id: str | None) -> frozenset[str]:
        """The alerts that follow the tender which a document of that body names so."""
        keys = ((AlertKind.TENDER, tender_key(reference)) for reference in references)
        found = (self._alerts[alert_id] for key in keys for alert_id in self._by_key.get(key, ()))
        return frozenset(alert.id for alert in found if body_id in alert.filters.get("body", (body_id,)))


def _key(alert: Alert) -> _Key:
    return alert.kind, tender_key(alert.text) if alert.kind is AlertKind.TENDER else alert.text
