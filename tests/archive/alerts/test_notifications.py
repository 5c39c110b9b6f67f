"""Each alert is told of each edition of a document once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from archive.store import Archive
from domain.alerts import Alert, AlertHit, AlertState, DeliveryKind, Frequency, Occasion
from tests.archive.alerts.people import confirmed, match, published, told, waiting

AT_ONCE = {"frequency": Frequency.AT_ONCE}


def test_what_is_wanted_at_once_has_its_message_with_the_match(archive: Archive) -> None:
    alert = confirmed(archive, **AT_ONCE)
    document_id = published(archive)
    assert match(archive, alert)
    (message,) = waiting(archive)
    (item,) = message.told
    assert (item.alert_id, item.document_id, item.occasion) == (alert.id, document_id, Occasion.PUBLISHED)
    assert (message.kind, message.channel, message.alert_id) == (DeliveryKind.NEWS, "email", "")


def test_one_message_tells_an_address_of_all_its_alerts(archive: Archive) -> None:
    first, second = confirmed(archive, **AT_ONCE), confirmed(archive, text="صفقة", **AT_ONCE)
    other = confirmed(archive, "karim@example.org", **AT_ONCE)
    published(archive, "one"), published(archive, "two")
    match(archive, first, second, other)
    assert sorted(len(message.told) for message in waiting(archive)) == [2, 4]


def test_every_webhook_has_messages_of_its_own(archive: Archive) -> None:
    hooks = [confirmed(archive, channel="webhook", target=f"https://{n}.example.org", **AT_ONCE) for n in "ab"]
    published(archive, "one"), published(archive, "two")
    match(archive, *hooks)
    assert sorted(message.alert_id for message in waiting(archive)) == sorted(hook.id for hook in hooks)
    assert {len(message.told) for message in waiting(archive)} == {2}


def test_an_edition_is_told_once_however_often_it_is_announced(archive: Archive) -> None:
    alert = confirmed(archive, **AT_ONCE)
    document_id = published(archive)
    match(archive, alert)
    archive.alerts.publishing.announce(document_id, "first", Occasion.READABLE)
    match(archive, alert)
    assert told(archive) == [(alert.id, document_id)]
    archive.alerts.publishing.announce(document_id, "v2", Occasion.NEW_VERSION)
    match(archive, alert)
    assert told(archive) == [(alert.id, document_id), (alert.id, document_id)]


def test_publications_are_matched_once(archive: Archive) -> None:
    alert = confirmed(archive, **AT_ONCE)
    published(archive)
    before, found = archive.alerts.publishing.unmatched()
    hits, change = [AlertHit(alert.id, found[0])], archive.alerts.saved.last_change()
    assert archive.alerts.publishing.record_hits(hits, (before, found[0].number), change)
    assert not archive.alerts.publishing.record_hits(hits, (before, found[0].number), change)
    assert archive.alerts.publishing.unmatched() == (found[0].number, [])
    assert len(told(archive)) == 1


def change_name(archive: Archive, alert: Alert) -> None:
    archive.alerts.saved.change(replace(alert, name="other"))


def pause(archive: Archive, alert: Alert) -> None:
    archive.alerts.saved.set_state(alert.id, AlertState.PAUSED)


def remove(archive: Archive, alert: Alert) -> None:
    archive.alerts.saved.remove(alert.id)


def add_another(archive: Archive, alert: Alert) -> None:
    confirmed(archive, "karim@example.org", text=alert.text)


@pytest.mark.parametrize("change", [change_name, pause, remove, add_another])
def test_a_match_with_alerts_that_have_changed_meanwhile_counts_for_nothing(archive: Archive, change: object) -> None:
    assert callable(change)
    alert = confirmed(archive, **AT_ONCE)
    published(archive)
    before, found = archive.alerts.publishing.unmatched()
    seen = archive.alerts.saved.last_change()
    change(archive, alert)
    assert not archive.alerts.publishing.record_hits([AlertHit(alert.id, found[0])], (before, found[0].number), seen)
    assert archive.alerts.publishing.unmatched() == (before, found)
    assert waiting(archive) == []


def test_what_is_wanted_daily_waits_for_its_digest(archive: Archive) -> None:
    daily, weekly = confirmed(archive), confirmed(archive, text="صفقة", frequency=Frequency.WEEKLY)
    published(archive, "one")
    match(archive, daily, weekly)
    published(archive, "two")
    match(archive, daily, weekly)
    assert waiting(archive) == []
    publishing = archive.alerts.publishing
    assert publishing.open_digests(Frequency.DAILY, 10) == 1
    (message,) = waiting(archive)
    assert [item.alert_id for item in message.told] == [daily.id, daily.id]
    assert publishing.open_digests(Frequency.WEEKLY, 2) == 1


def test_a_period_has_one_digest(archive: Archive) -> None:
    alert = confirmed(archive)
    published(archive, "one")
    match(archive, alert)
    publishing = archive.alerts.publishing
    assert [publishing.open_digests(Frequency.DAILY, 10), publishing.digest_period(Frequency.DAILY)] == [1, 10]
    published(archive, "two")
    match(archive, alert)
    assert [publishing.open_digests(Frequency.DAILY, day) for day in (10, 9, 11, 12)] == [0, 0, 1, 0]
    assert publishing.digest_period(Frequency.WEEKLY) == 0


def test_what_waited_for_a_digest_is_told_at_once_when_the_alert_is_changed_so(archive: Archive) -> None:
    alert = confirmed(archive)
    first = published(archive, "one")
    match(archive, alert)
    archive.alerts.saved.change(replace(alert, frequency=Frequency.AT_ONCE))
    second = published(archive, "two")
    match(archive, alert)
    assert told(archive) == sorted([(alert.id, first), (alert.id, second)])


def test_a_paused_alert_tells_nothing_not_even_what_waits(archive: Archive) -> None:
    paused, kept = confirmed(archive, **AT_ONCE), confirmed(archive, text="صفقة", **AT_ONCE)
    document_id = published(archive)
    match(archive, paused, kept)
    archive.alerts.saved.set_state(paused.id, AlertState.PAUSED)
    assert told(archive) == [(kept.id, document_id)]


def test_a_hit_for_an_alert_that_is_gone_is_no_error(archive: Archive) -> None:
    alert = confirmed(archive, **AT_ONCE)
    published(archive)
    archive.alerts.saved.remove(alert.id)
    assert match(archive, alert)
    assert waiting(archive) == []


def test_thousands_of_hits_are_one_call(archive: Archive) -> None:
    alerts = [confirmed(archive, f"p{number}@example.org", **AT_ONCE) for number in range(30)]
    for number in range(40):
        published(archive, str(number))
    assert match(archive, *alerts)
    assert len(told(archive)) == 1_200
    assert len(waiting(archive)) == 30
