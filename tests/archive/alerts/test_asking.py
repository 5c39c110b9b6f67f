"""An address is told of nothing before its owner has said so, and is forgotten for good when the owner wants it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from archive.alerts.asking import TIME_TO_CONFIRM
from archive.clock import now
from archive.store import Archive
from domain.alerts import AlertState, DeliveryKind, DeliveryState, Frequency
from tests.archive.alerts.people import (
    ADDRESS,
    all_alerts,
    asked,
    confirmed,
    match,
    published,
    state_of,
    told,
    waiting,
    wish,
)


def test_an_alert_waits_for_its_confirmation(archive: Archive) -> None:
    saved = asked(archive)
    assert saved is not None
    assert saved.state is AlertState.UNCONFIRMED
    assert list(archive.alerts.saved.told()) == []
    (message,) = waiting(archive, DeliveryKind.CONFIRMATION)
    assert (message.alert_id, message.subscriber_id, message.channel) == (saved.id, saved.subscriber_id, "email")


def test_a_confirmed_alert_is_told(archive: Archive) -> None:
    alert = confirmed(archive)
    assert alert.state is state_of(archive, alert) is AlertState.ACTIVE
    assert list(archive.alerts.saved.told()) == [alert]


def test_what_is_asked_for_is_kept_as_it_was_asked(archive: Archive) -> None:
    said = {"filters": {"type": ["tender"], "year": ["2024"]}, "language": "fr", "translate": False, "name": "Marchés\0"}
    alert = confirmed(archive, **said)
    assert (alert.filters, alert.language, alert.translate) == (said["filters"], "fr", False)
    assert alert.name == "Marchés\ufffd"


def test_every_alert_needs_its_own_confirmation(archive: Archive) -> None:
    first = confirmed(archive)
    second = asked(archive, text="صفقة")
    assert second is not None
    assert second.subscriber_id == first.subscriber_id
    assert second.state is AlertState.UNCONFIRMED
    assert list(archive.alerts.saved.told()) == [first]


def test_letter_case_makes_no_other_address(archive: Archive) -> None:
    first, second = asked(archive), asked(archive, ADDRESS.upper())
    assert first is not None
    assert second is not None
    assert first.subscriber_id == second.subscriber_id


def test_confirming_twice_changes_nothing_and_wakes_nothing_up(archive: Archive) -> None:
    alert = confirmed(archive)
    archive.alerts.saved.set_state(alert.id, AlertState.PAUSED)
    assert archive.alerts.saved.confirm(alert.id) == archive.alerts.saved.alert(alert.id)
    assert list(archive.alerts.saved.told()) == []
    assert archive.alerts.saved.confirm("unknown") is None


def test_what_is_not_confirmed_in_time_is_forgotten_with_its_address(archive: Archive) -> None:
    kept = confirmed(archive, "karim@example.org")
    saved = asked(archive)
    assert saved is not None
    archive.alerts.asking.forget_unconfirmed(now() + TIME_TO_CONFIRM - timedelta(minutes=1))
    assert archive.alerts.saved.alert(saved.id) is not None
    archive.alerts.asking.forget_unconfirmed(now() + TIME_TO_CONFIRM + timedelta(minutes=1))
    assert all_alerts(archive) == [kept]
    assert archive.alerts.saved.subscriber(saved.subscriber_id) is None
    assert waiting(archive, DeliveryKind.CONFIRMATION) == []


def test_nobody_can_fill_the_letter_box_of_another(archive: Archive) -> None:
    for number in range(20):
        asked(archive, text=f"ميزانية {number}")
    assert len(waiting(archive, DeliveryKind.CONFIRMATION)) == 5
    confirmed(archive, "karim@example.org")
    for _ in range(20):
        archive.alerts.asking.link("karim@example.org", now())
    assert len(waiting(archive, DeliveryKind.LINK)) == 3


def test_an_address_has_so_many_alerts_and_no_more(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive.alerts.asking, "_limits", type(archive.alerts.asking._limits)(alerts=2))
    assert confirmed(archive)
    assert confirmed(archive)
    assert asked(archive) is None


def test_a_link_is_sent_only_to_whom_it_leads_somewhere(archive: Archive) -> None:
    archive.alerts.asking.link("nobody@example.org", now())
    assert waiting(archive, DeliveryKind.LINK) == []
    alert = confirmed(archive)
    archive.alerts.asking.link(ADDRESS.upper(), now())
    assert [message.subscriber_id for message in waiting(archive, DeliveryKind.LINK)] == [alert.subscriber_id]


def test_a_removed_address_leaves_nothing(archive: Archive) -> None:
    alert = confirmed(archive)
    published(archive)
    match(archive, alert)
    archive.alerts.saved.remove_subscriber(alert.subscriber_id)
    assert archive.alerts.saved.subscriber(alert.subscriber_id) is None
    assert all_alerts(archive) == []
    assert sum(archive.alerts.outbox.counts().values()) == 0


def test_an_address_goes_with_its_last_alert(archive: Archive) -> None:
    first, second = confirmed(archive), confirmed(archive, text="صفقة")
    archive.alerts.saved.remove(first.id)
    assert archive.alerts.saved.subscriber(first.subscriber_id) is not None
    archive.alerts.saved.remove(second.id)
    archive.alerts.saved.remove("unknown")
    assert archive.alerts.saved.subscriber(first.subscriber_id) is None
    assert archive.alerts.outbox.counts()[DeliveryState.SENT] == 0


def test_an_alert_can_be_changed_and_keeps_its_owner(archive: Archive) -> None:
    alert = confirmed(archive)
    published(archive)
    archive.alerts.saved.change(replace(alert, text="صفقة", subscriber_id="other", since=99))
    assert archive.alerts.saved.alert(alert.id) == replace(alert, text="صفقة")


def test_a_paused_address_is_told_nothing_until_it_is_taken_up_again(archive: Archive) -> None:
    alert = confirmed(archive)
    archive.alerts.saved.set_subscriber_state(alert.subscriber_id, AlertState.PAUSED)
    assert list(archive.alerts.saved.told()) == []
    archive.alerts.saved.set_subscriber_state(alert.subscriber_id, AlertState.ACTIVE)
    assert list(archive.alerts.saved.told()) == [alert]


def test_whoever_follows_the_alerts_hears_of_every_change(archive: Archive) -> None:
    saved = archive.alerts.saved
    last, changed = saved.changed_after(0)
    assert (last, changed) == (0, {})
    alert = confirmed(archive)
    last, changed = saved.changed_after(last)
    assert changed == {alert.id: alert}
    for change, expected in [
        (lambda: saved.set_state(alert.id, AlertState.PAUSED), None),
        (lambda: saved.set_state(alert.id, AlertState.ACTIVE), alert),
        (lambda: saved.set_subscriber_state(alert.subscriber_id, AlertState.PAUSED), None),
        (lambda: saved.set_subscriber_state(alert.subscriber_id, AlertState.ACTIVE), alert),
        (lambda: saved.remove_subscriber(alert.subscriber_id), None),
    ]:
        change()
        last, changed = saved.changed_after(last)
        assert changed == {alert.id: expected}
    assert saved.last_change() == last


def test_no_address_is_shown_by_what_holds_it(archive: Archive) -> None:
    alert = confirmed(archive, target="https://hook.example.org/secret", secret="whsec_x")
    subscriber = archive.alerts.saved.subscriber(alert.subscriber_id)
    assert subscriber is not None
    assert subscriber.address == ADDRESS
    assert ADDRESS not in repr(subscriber)
    assert subscriber.key not in repr(subscriber)
    assert "hook.example.org" not in repr(alert)
    assert "whsec" not in repr(alert)


def test_an_alert_hears_of_what_is_published_after_it_was_saved(archive: Archive) -> None:
    published(archive, "before")
    alert = confirmed(archive, frequency=Frequency.AT_ONCE)
    after = published(archive, "after")
    assert match(archive, alert)
    assert told(archive) == [(alert.id, after)]


def test_a_wish_says_nothing_of_whose_it_is(archive: Archive) -> None:
    archive.alerts.asking.alert(ADDRESS, wish(), now())
    (alert,) = all_alerts(archive)
    assert alert.id
    assert alert.subscriber_id
