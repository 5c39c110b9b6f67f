"""What people may do about alerts: ask for one with an address, and with the links that are sent there all the rest."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from accounts.mail_addresses import require_address
from alerts.links import is_signed
from alerts.targets import TargetError, require_target
from alerts.wording import Wording
from archive.clock import now
from archive.store import Archive
from domain.accounts import AccountError
from domain.alerts import Alert, AlertKind, AlertState, Delivery, DeliveryState, Frequency, Subscriber
from domain.description import Field
from domain.documents import Document
from index.typed import MAX_QUERY
from search_api.alert_news import alert_request
from search_api.alert_pace import EvenPace, VisitLimit
from search_api.service import SearchService

_LONGEST_NAME = 200
_PERIODS = (timedelta(days=30), timedelta(days=365))


class AskingFault(StrEnum):
    """Why an alert can't be asked for; each has its words under `alerts.NAME`."""

    BAD_EMAIL = "bad_email"
    BAD_TARGET = "bad_target"
    TOO_MANY = "too_many"


class AskingError(Exception):
    """An alert can't be asked for so."""

    def __init__(self, fault: AskingFault) -> None:
        super().__init__(str(fault))
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Expected:
    """How many of the documents published in the last 30 and 365 days an alert would have told of; at least so many unless
    `exact`.
    """

    month: int
    year: int
    exact: bool


@dataclass(frozen=True, slots=True)
class AskingRules:
    """How alerts may be asked for. `private_targets`: webhooks may be on this machine, for tests."""

    private_targets: bool = False
    pace: EvenPace = field(default_factory=EvenPace)
    limit: VisitLimit = field(default_factory=VisitLimit)
    clock: Callable[[], datetime] = now


class AlertDesk:
    """Safe to use from several threads."""

    def __init__(self, archive: Archive, service: SearchService, rules: AskingRules | None = None) -> None:
        self._archive = archive
        self._saved = archive.alerts.saved
        self._service = service
        self._rules = rules or AskingRules()

    # What anybody may ask for

    def wording(self) -> Wording:
        """What says in words what alerts look for."""
        return Wording(self._archive)

    def named(self, wanted: Alert) -> Alert:
        """A search with what it asks for as its name."""
        return replace(wanted, name=self.wording().short(wanted, wanted.language))

    def tender(self, document: Document, language: str) -> Alert | None:
        """An alert that follows the tender which the document is about; None where it names none."""
        references = self._archive.descriptions.of(document.id).values(Field.TENDER_REFERENCE)
        if not references:
            return None
        title, _ = document.title(language)
        body = {"body": [document.body_id]} if document.body_id else {}
        return Alert("", "", AlertKind.TENDER, title, references[0], body, language=language)

    def expected(self, wanted: Alert) -> Expected:
        """What to expect of the alert. What is followed brings nothing by itself."""
        if wanted.kind is not AlertKind.SEARCH:
            return Expected(0, 0, exact=True)
        moments = [self._rules.clock() - period for period in _PERIODS]
        (month, year), exact = self._service.published_since(alert_request(wanted), moments)
        return Expected(month, year, exact)

    def ask(self, address: str, wanted: Alert, visitor: str) -> None:
        """Have the owner of the address asked whether the alert is wanted. The same for every address, in the same time.

        Raises AskingError.
        """
        checked = self._checked(wanted)
        self._with_address(
            address, visitor, lambda known: self._archive.alerts.asking.alert(known, checked, self._rules.clock())
        )

    def ask_link(self, address: str, visitor: str) -> None:
        """Have the link to all its alerts sent to the address. The same for every address, in the same time.

        Raises AskingError.
        """
        self._with_address(address, visitor, lambda known: self._archive.alerts.asking.link(known, self._rules.clock()))

    # What the links in messages let do

    def opened(self, subscriber_id: str, signature: str, purpose: str) -> Subscriber | None:
        """Whose link it is; None for one that is not good (any more)."""
        subscriber = self._saved.subscriber(subscriber_id)
        return subscriber if subscriber and is_signed(subscriber, signature, purpose) else None

    def confirmable(self, alert_id: str, until: str, signature: str) -> Alert | None:
        """The alert that a link confirms; None for one that is not good (any more)."""
        alert = self._saved.alert(alert_id)
        subscriber = self._saved.subscriber(alert.subscriber_id) if alert else None
        if alert is None or subscriber is None or not is_signed(subscriber, signature, "confirm", alert_id, until):
            return None
        return alert if int(until) >= self._rules.clock().timestamp() else None

    def confirm(self, alert: Alert) -> Subscriber | None:
        """The alert is wanted; whose it is."""
        confirmed = self._saved.confirm(alert.id)
        return self._saved.subscriber(confirmed.subscriber_id) if confirmed else None

    def alerts(self, subscriber: Subscriber) -> list[Alert]:
        """All alerts of the subscriber, oldest first."""
        return self._saved.of(subscriber.id)

    def owned(self, subscriber: Subscriber, alert_id: str) -> Alert | None:
        """The subscriber's own alert."""
        alert = self._saved.alert(alert_id)
        return alert if alert and alert.subscriber_id == subscriber.id else None

    def log(self, alert: Alert) -> list[Delivery]:
        """The last messages of an alert that has its own."""
        return self._archive.alerts.outbox.of_alert(alert.id)

    def change(self, alert: Alert, name: str, frequency: Frequency, text: str) -> None:
        """Give the alert another name, frequency or query."""
        kept = text[:MAX_QUERY] if alert.kind is AlertKind.SEARCH else alert.text
        self._saved.change(replace(alert, name=name[:_LONGEST_NAME].strip() or alert.name, frequency=frequency, text=kept))

    def set_state(self, alert: Alert, state: AlertState) -> None:
        """Pause the alert, or take it up again; one that was not confirmed stays so."""
        if alert.state is not AlertState.UNCONFIRMED:
            self._saved.set_state(alert.id, state)

    def remove(self, alert: Alert) -> None:
        """Delete the alert."""
        self._saved.remove(alert.id)

    def try_out(self, alert: Alert) -> None:
        """Send a trial message, unless one waits."""
        if not any(one.state is DeliveryState.WAITING for one in self.log(alert)):
            self._saved.try_out(alert)

    def stop(self, subscriber: Subscriber) -> None:
        """Send the subscriber nothing more."""
        if subscriber.state is AlertState.ACTIVE:
            self._saved.set_subscriber_state(subscriber.id, AlertState.PAUSED)

    def resume(self, subscriber: Subscriber) -> None:
        """Send the subscriber messages again."""
        if subscriber.state is AlertState.PAUSED:
            self._saved.set_subscriber_state(subscriber.id, AlertState.ACTIVE)

    def forget(self, subscriber: Subscriber) -> None:
        """Delete the address for good."""
        self._saved.remove_subscriber(subscriber.id)

    def export(self, subscriber: Subscriber) -> dict[str, object]:
        """All that is kept of the subscriber, for its owner."""
        return {
            "address": subscriber.address,
            "language": subscriber.language,
            "state": subscriber.state,
            "alerts": [asdict(alert) for alert in self.alerts(subscriber)],
            "messages": [_message(one) for one in self._archive.alerts.outbox.history(subscriber.id)],
        }

    def _with_address(self, address: str, visitor: str, do: Callable[[str], None]) -> None:
        try:
            known = require_address(address)
        except AccountError:
            raise AskingError(AskingFault.BAD_EMAIL) from None
        if not self._rules.limit.admits(visitor):
            raise AskingError(AskingFault.TOO_MANY)
        with self._rules.pace.steps():
            do(known)

    def _checked(self, wanted: Alert) -> Alert:
        """The alert with its words as long as they may be, and the channel that its target asks for."""
        text, target = wanted.text[:MAX_QUERY], wanted.target.strip()
        name = wanted.name[:_LONGEST_NAME].strip() or text[:_LONGEST_NAME].strip() or "—"
        if not target:
            return replace(wanted, name=name, text=text, channel="email", target="", secret="")
        try:
            require_target(target, self._rules.private_targets)
        except TargetError:
            raise AskingError(AskingFault.BAD_TARGET) from None
        secret = "whsec_" + base64.b64encode(secrets.token_bytes(24)).decode()
        return replace(wanted, name=name, text=text, channel="webhook", target=target, secret=secret)


def _message(delivery: Delivery) -> dict[str, object]:
    """A message as its receiver may know it."""
    return {
        "id": delivery.id,
        "kind": delivery.kind,
        "channel": delivery.channel,
        "state": delivery.state,
        "created_at": delivery.created_at.isoformat(),
        "attempts": delivery.attempts,
        "error": delivery.error,
        "told": [asdict(one) for one in delivery.told],
    }
