"""What became of each message is written down: sent once, tried again later, or given up, and no address with it."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from sqlalchemy.exc import OperationalError

from alerts.attempts import PAUSES
from alerts.channels.email import EmailChannel
from alerts.courier import Courier
from alerts.letters import LetterWriter
from alerts.links import Links
from alerts.matching import AlertMatcher
from archive.clock import now
from domain.alerts import Alert, AlertState, Delivery, DeliveryState, Frequency
from search_api.alert_news import SearchNews
from tests.alerts.letterbox import TAKEN, Letterbox, letterbox
from tests.archive.alerts.people import CHANNELS, confirmed, state_of
from tests.search_api.library import Library, Paper


class Post:
    """A courier of a library, its letterbox, and its clock, which stands still unless it is put forward."""

    def __init__(self, library: Library, matcher: AlertMatcher, box: Letterbox, channel: EmailChannel) -> None:
        self.library, self.matcher, self.box = library, matcher, box
        self.ahead = timedelta()
        links = Links("https://x.example.org")
        letters = LetterWriter(library.archive, SearchNews(lambda: library.service, links), links)
        self.outbox = library.archive.alerts.outbox
        self.courier = Courier(self.outbox, letters, {"email": channel}, self.clock)

    def clock(self) -> datetime:
        return now() + self.ahead

    def publish(self, title: str) -> str:
        """Publish a document and match it; its id."""
        document = self.library.put(Paper(title)).document
        self.matcher.step()
        return document

    def run(self) -> int:
        """Try all that is due; how many."""
        due = self.outbox.due(self.clock(), CHANNELS)
        for delivery_id, attempts in due:
            self.courier.deliver([(delivery_id, attempts + 1)])
        return len(due)

    def only(self) -> Delivery:
        """The newest message."""
        return self.outbox.newest(limit=1)[0]


@pytest.fixture
def post(library: Library, matcher: AlertMatcher) -> Iterator[Post]:
    with letterbox() as (box, server):
        yield Post(library, matcher, box, EmailChannel(server))


@pytest.fixture
def alert(post: Post) -> Alert:
    return confirmed(post.library.archive, text="ميزانية", frequency=Frequency.AT_ONCE)


def test_a_message_that_was_taken_is_sent_once(post: Post, alert: Alert) -> None:
    post.publish("ميزانية")
    assert [post.run(), post.run()] == [1, 0]
    (mail,) = post.box.messages
    assert mail["Message-ID"] == f"<{post.only().id}@example.org>"
    assert post.only().state is DeliveryState.SENT


def test_what_is_asked_to_be_done_twice_is_done_once(post: Post, alert: Alert) -> None:
    post.publish("ميزانية")
    for attempt in (1, 1, 2):
        post.courier.deliver([(post.only().id, attempt)])
    assert len(post.box.raw) == 1


def test_a_busy_server_is_tried_again_later_and_later(post: Post, alert: Alert) -> None:
    post.box.answer = lambda: "451 busy"
    post.publish("ميزانية")
    for number, pause in enumerate(PAUSES, start=1):
        assert post.run() == 1
        assert (post.only().state, post.only().attempts) == (DeliveryState.WAITING, number)
        post.ahead += pause - timedelta(seconds=30)
        assert post.run() == 0
        post.ahead += timedelta(minutes=1)
    post.run()
    assert post.only().state is DeliveryState.FAILED
    assert state_of(post.library.archive, alert) is AlertState.ACTIVE


def test_after_a_hiccup_the_same_message_comes(post: Post, alert: Alert) -> None:
    answers = iter(["451 busy", TAKEN])
    post.box.answer = lambda: next(answers)
    post.publish("ميزانية")
    post.run()
    first = post.only().id
    post.ahead += PAUSES[0]
    post.run()
    assert [mail["Message-ID"] for mail in post.box.messages] == [f"<{first}@example.org>"]


def test_an_address_that_is_dead_is_paused(post: Post, alert: Alert) -> None:
    post.box.answer = lambda: "550 <Nadia@Example.org>: no such user"
    for number in range(4):
        post.publish(f"ميزانية {number}")
        post.run()
    assert state_of(post.library.archive, alert) is AlertState.PAUSED
    states = [delivery.state for delivery in post.outbox.newest()]
    assert states.count(DeliveryState.FAILED) == 3


def test_no_address_is_kept_or_logged(post: Post, alert: Alert, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    for answer in ("550 <Nadia@Example.org>: no such user", "451 nadia@example.org is busy"):
        post.box.answer = lambda answer=answer: answer
        post.publish(f"ميزانية {answer}")
        post.run()
    errors = [delivery.error for delivery in post.outbox.newest()]
    assert any("no such user" in error for error in errors)
    assert any("is busy" in error for error in errors)
    ours = [record.getMessage() for record in caplog.records if record.name.startswith(("alerts", "archive"))]
    for text in (*errors, *ours):
        assert "nadia@example.org" not in text.casefold()


def test_what_was_withdrawn_after_the_match_is_not_sent(post: Post, alert: Alert) -> None:
    document = post.publish("ميزانية")
    post.library.archive.withdraw(document, "nadia", "mistake")
    post.run()
    assert post.box.raw == []
    assert post.only().state is DeliveryState.DROPPED


def test_staff_can_have_a_failed_message_sent_again(post: Post, alert: Alert) -> None:
    post.publish("ميزانية")
    post.outbox.failed(post.only().id, "the server was wrongly set")
    assert post.outbox.send_again(post.only().id)
    post.run()
    assert len(post.box.raw) == 1


def test_a_message_that_can_not_be_made_stops_no_other(
    post: Post, alert: Alert, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    confirmed(post.library.archive, "karim@example.org", text="ميزانية", frequency=Frequency.AT_ONCE)
    post.publish("ميزانية")
    write = post.courier._letters.write

    def fail_once(delivery: Delivery) -> object:
        if delivery.subscriber_id == alert.subscriber_id:
            raise KeyError("nobody foresaw this of nadia@example.org")
        return write(delivery)

    monkeypatch.setattr(post.courier._letters, "write", fail_once)
    post.courier.deliver([(one, attempts + 1) for one, attempts in post.outbox.due(now(), CHANNELS)])
    assert post.box.to == ["karim@example.org"]
    states = {one.subscriber_id: (one.state, one.error) for one in post.outbox.newest(DeliveryState.WAITING)}
    assert states == {alert.subscriber_id: (DeliveryState.WAITING, "KeyError")}


def test_a_database_that_is_away_is_no_fault_of_the_message(
    post: Post, alert: Alert, monkeypatch: pytest.MonkeyPatch
) -> None:
    post.publish("ميزانية")

    def away(delivery: Delivery) -> object:
        raise OperationalError("", {}, Exception("away"))

    monkeypatch.setattr(post.courier._letters, "write", away)
    with pytest.raises(OperationalError):
        post.run()
    assert (post.only().state, post.only().error) == (DeliveryState.WAITING, "")


def test_messages_of_a_round_share_a_connection(post: Post, alert: Alert) -> None:
    for number in range(3):
        confirmed(post.library.archive, f"p{number}@example.org", text="ميزانية", frequency=Frequency.AT_ONCE)
    post.publish("ميزانية")
    due = post.outbox.due(now(), CHANNELS)
    post.courier.deliver([(one, attempts + 1) for one, attempts in due])
    assert len(post.box.raw) == len(due) == 4
    assert len(post.box.peers) == 1
