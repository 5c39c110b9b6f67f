"""Addresses in messages. Those that let somebody do something carry a signature by a key that only the archive has."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote, urlencode

from domain.alerts import Alert, AlertKind, Subscriber
from domain.searching import Precision

_LENGTH = 40


@dataclass(frozen=True, slots=True)
class Links:
    """Links to the site at the address `site`, without a slash at its end."""

    site: str

    def manage(self, subscriber: Subscriber) -> str:
        """All alerts of the subscriber."""
        return self._signed("manage", subscriber)

    def stop(self, subscriber: Subscriber) -> str:
        """The end of all messages: a page for people, and what mail programs ask on their own (RFC 8058)."""
        return self._signed("stop", subscriber)

    def confirm(self, subscriber: Subscriber, alert: Alert, until: datetime) -> str:
        """What the owner of the address has to open before `until`."""
        moment = int(until.timestamp())
        signature = sign(subscriber, "confirm", alert.id, str(moment))
        return f"{self.site}/alerts/confirm/{alert.id}/{moment}/{signature}?lang={alert.language}"

    def search(self, alert: Alert) -> str:
        """The page of what the alert's search finds, newest first, or of the document that is followed."""
        if alert.kind is AlertKind.DOCUMENT:
            return self.document(alert.text, alert)
        return f"{self.site}/search?{urlencode([*search_parameters(alert), ('sort', 'newest'), ('lang', alert.language)])}"

    def document(self, document_id: str, alert: Alert) -> str:
        """The page of a document, with what the alert looks for."""
        asked = [] if alert.kind is AlertKind.DOCUMENT else _words(alert)
        return f"{self.site}/documents/{quote(document_id, safe='')}?{urlencode([*asked, ('lang', alert.language)])}"

    def _signed(self, purpose: str, subscriber: Subscriber) -> str:
        signature = sign(subscriber, purpose)
        return f"{self.site}/alerts/{purpose}/{subscriber.id}/{signature}?lang={subscriber.language}"


def sign(subscriber: Subscriber, purpose: str, *about: str) -> str:
    """The signature of a link, which is good for this purpose only."""
    said = "/".join((purpose, subscriber.id, *about))
    return hmac.new(subscriber.key.encode(), said.encode(), hashlib.sha256).hexdigest()[:_LENGTH]


def is_signed(subscriber: Subscriber, signature: str, purpose: str, *about: str) -> bool:
    """Whether the signature is that of the subscriber's link."""
    return hmac.compare_digest(sign(subscriber, purpose, *about).encode(), signature.encode("utf-8", "replace"))


def alert_query(alert: Alert) -> str:
    """What is to be searched to find what the alert tells of; a tender by its reference."""
    match alert.kind:
        case AlertKind.DOCUMENT:
            return ""
        case AlertKind.TENDER:
            return f'"{alert.text}"'
        case AlertKind.SEARCH:
            return alert.text


def search_parameters(alert: Alert) -> list[tuple[str, str]]:
    """The alert's search as parameters of an address; what is usual is left out."""
    return [*_words(alert), *((field, value) for field, values in alert.filters.items() for value in values)]


def _words(alert: Alert) -> list[tuple[str, str]]:
    query = [("q", alert_query(alert))] if alert.text else []
    precision = [] if alert.precision is Precision.FORMS else [("precision", alert.precision.value)]
    switch = [] if alert.translate else [("translate", "false")]
    return [*query, *precision, *switch]
