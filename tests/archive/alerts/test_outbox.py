"""A message ends once: sent, failed or dropped; until then it waits, and whoever tries it is left alone with it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from archive.clock import now
from archive.store import Archive
from domain.alerts import Alert, AlertState, DeliveryKind, DeliveryState, Frequency
from tests.archive.alerts.people import CHANNELS, confirmed, match, published, state_of, waiting

LATER = timedelta(hours=1)


@pytest.fixture
def alert(archive: Archive) -> Alert:
    return confirmed(archive, frequency=Frequency.AT_ONCE)


@pytest.fixture
def message(archive: Archive, alert: Alert) -> str:
    return news_of(archive, alert, "one")


def news_of(archive: Archive, alert: Alert, content: str) -> str:
    """The id of the message about a new document."""
    known = {delivery.id for delivery in archive.alerts.outbox.newest()}
    published(archive, content)
    assert match(archive, alert)
    (made,) = [delivery.id for delivery in archive.alerts.outbox.newest() if delivery.id not in known]
    return made


def due(archive: Archive, after: timedelta = timedelta()) -> list[tuple[str, int]]:
    return archive.alerts.outbox.due(now() + after, CHANNELS)


def test_attempts_are_counted(archive: Archive, message: str) -> None:
    outbox = archive.alerts.outbox
    assert due(archive) == [(message, 0)]
    begun = outbox.begin(message, 1)
    assert begun is not None
    assert begun.attempts == 1
    assert len(begun.told) == 1
    assert due(archive) == [(message, 1)]
    assert outbox.begin(message, 1) == begun
    assert outbox.begin(message, 2) is not None
    assert outbox.begin(message, 1) is None


def test_a_leased_message_is_left_alone_for_a_while(archive: Archive, message: str) -> None:
    archive.alerts.outbox.lease([message], now() + LATER)
    assert due(archive) == []
    assert due(archive, 2 * LATER) == [(message, 0)]


def test_a_sent_message_is_never_tried_again(archive: Archive, message: str) -> None:
    outbox = archive.alerts.outbox
    outbox.begin(message, 1)
    outbox.sent(message)
    outbox.lease([message], now())
    outbox.put_off(message, now(), "late")
    outbox.failed(message, "late")
    assert not outbox.send_again(message)
    assert (due(archive, 2 * LATER), outbox.begin(message, 2)) == ([], None)
    found = outbox.delivery(message)
    assert found is not None
    assert (found.state, found.error) == (DeliveryState.SENT, "")


def test_a_message_put_off_waits_with_its_reason(archive: Archive, message: str) -> None:
    outbox = archive.alerts.outbox
    outbox.begin(message, 1)
    outbox.put_off(message, now() + LATER, "451 busy")
    assert due(archive) == []
    assert due(archive, 2 * LATER) == [(message, 1)]
    found = outbox.delivery(message)
    assert found is not None
    assert found.error == "451 busy"


def test_a_failed_message_can_be_sent_again(archive: Archive, message: str) -> None:
    outbox = archive.alerts.outbox
    outbox.begin(message, 3)
    outbox.failed(message, "no such host")
    assert due(archive, 2 * LATER) == []
    assert outbox.send_again(message)
    assert due(archive) == [(message, 3)]


def test_a_channel_that_is_not_there_keeps_its_messages_waiting(archive: Archive, message: str) -> None:
    assert archive.alerts.outbox.due(now(), ("webhook",)) == []
    assert archive.alerts.outbox.due(now(), ("webhook", "email")) == [(message, 0)]


def test_an_address_that_refuses_three_in_a_row_is_paused(archive: Archive, alert: Alert) -> None:
    outbox = archive.alerts.outbox
    for number in range(2):
        outbox.bounced(news_of(archive, alert, f"refused {number}"), "550 no such user")
    outbox.sent(news_of(archive, alert, "taken"))
    for number in range(2, 4):
        outbox.bounced(news_of(archive, alert, f"refused {number}"), "550 no such user")
    assert state_of(archive, alert) is AlertState.ACTIVE
    last = news_of(archive, alert, "last")
    outbox.bounced(last, "550 no such user")
    outbox.bounced(last, "550 no such user")
    assert state_of(archive, alert) is AlertState.PAUSED
    assert list(archive.alerts.saved.told()) == []


def test_messages_to_a_paused_address_wait(archive: Archive, alert: Alert, message: str) -> None:
    archive.alerts.saved.set_subscriber_state(alert.subscriber_id, AlertState.PAUSED)
    assert due(archive) == []
    archive.alerts.asking.link("nadia@example.org", now())
    assert len(due(archive)) == 1
    archive.alerts.saved.set_subscriber_state(alert.subscriber_id, AlertState.ACTIVE)
    assert (message, 0) in due(archive)


def test_a_dropped_message_told_nothing(archive: Archive, message: str) -> None:
    archive.alerts.outbox.dropped(message)
    assert archive.alerts.outbox.counts()[DeliveryState.DROPPED] == 1
    assert waiting(archive) == []


def test_staff_see_the_newest_first_and_each_state_apart(archive: Archive, alert: Alert) -> None:
    first, second = news_of(archive, alert, "one"), news_of(archive, alert, "two")
    archive.alerts.outbox.failed(first, "no")
    news = [one.id for one in archive.alerts.outbox.newest() if one.kind is DeliveryKind.NEWS]
    assert news == [second, first]
    assert [one.id for one in archive.alerts.outbox.newest(DeliveryState.FAILED)] == [first]
    assert len(archive.alerts.outbox.newest(limit=1)) == 1


def test_a_webhook_has_a_log_of_its_own(archive: Archive) -> None:
    hook = confirmed(archive, channel="webhook", target="https://hook.example.org", frequency=Frequency.AT_ONCE)
    other = confirmed(archive, channel="webhook", target="https://hook.example.org", frequency=Frequency.AT_ONCE)
    archive.alerts.saved.try_out(hook)
    archive.alerts.saved.try_out(other)
    assert {one.alert_id for one in archive.alerts.outbox.of_alert(hook.id)} == {hook.id}
    assert next(one.kind for one in archive.alerts.outbox.of_alert(hook.id)) is DeliveryKind.TRIAL
