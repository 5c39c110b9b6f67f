"""The worker's part in alerts goes on whatever happens, and stops when it is told to."""

from __future__ import annotations

import threading
from collections.abc import Callable
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.exc import OperationalError

from alerts import work as working
from alerts.courier import Courier
from alerts.deadlines import Deadlines
from alerts.digests import Digests
from alerts.letters import LetterWriter
from alerts.links import Links
from alerts.matching import AlertMatcher
from alerts.work import AlertWork, Rounds
from archive.alerts.asking import Asking
from domain.alerts import Frequency
from search_api.alert_news import SearchNews
from tests.archive.alerts.people import all_alerts, asked, confirmed, told, waiting
from tests.search_api.library import Library, Paper

PATIENCE = 60.0


class Thread:
    """An alert thread without the durable queue, which has tests of its own."""

    def __init__(self, library: Library, matcher: AlertMatcher) -> None:
        alerts, links = library.archive.alerts, Links("https://x.example.org")
        letters = LetterWriter(library.archive, SearchNews(lambda: library.service, links), links)
        courier = Courier(alerts.outbox, letters, {})
        utc = ZoneInfo("UTC")
        rounds = Rounds(Digests(alerts.publishing, utc), Deadlines(alerts.calendar, utc), alerts.asking)
        self.matcher = matcher
        self.work = AlertWork(matcher, rounds, courier)

    def run_until(self, condition: Callable[[], bool]) -> None:
        self.work._thread.start()
        waited = threading.Event()
        for _ in range(int(PATIENCE / 0.05)):
            if condition():
                break
            waited.wait(0.05)
        self.work.close()
        assert condition()
        assert not self.work._thread.is_alive()


@pytest.fixture
def thread(library: Library, matcher: AlertMatcher, monkeypatch: pytest.MonkeyPatch) -> Thread:
    monkeypatch.setattr(working, "_PAUSE", 0.01)
    monkeypatch.setattr(working, "_AWAY_PAUSE", 0.01)
    return Thread(library, matcher)


def test_what_is_published_is_matched(library: Library, thread: Thread) -> None:
    alert = confirmed(library.archive, text="ميزانية", frequency=Frequency.AT_ONCE)
    document = library.put(Paper("ميزانية")).document
    thread.run_until(lambda: told(library.archive) == [(alert.id, document)])


@pytest.mark.parametrize("error", [OperationalError("", {}, Exception("away")), ValueError("nobody foresaw this")])
def test_a_failure_is_not_the_end(
    library: Library, thread: Thread, error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    alert = confirmed(library.archive, text="ميزانية", frequency=Frequency.AT_ONCE)
    document = library.put(Paper("ميزانية")).document
    failures, step = [error, error], thread.matcher.step

    def fail_twice() -> int:
        if failures:
            raise failures.pop()
        return step()

    monkeypatch.setattr(thread.matcher, "step", fail_twice)
    thread.run_until(lambda: told(library.archive) == [(alert.id, document)])
    assert failures == []


def test_digests_are_opened_and_what_was_not_confirmed_is_forgotten(
    library: Library, thread: Thread, monkeypatch: pytest.MonkeyPatch
) -> None:
    forgotten: list[object] = []
    monkeypatch.setattr(Asking, "forget_unconfirmed", lambda _, moment: forgotten.append(moment))
    confirmed(library.archive, text="ميزانية")
    asked(library.archive, "late@example.org")
    library.put(Paper("ميزانية"))
    assert thread.work.look() == 1
    assert len(waiting(library.archive)) == 1
    assert thread.work.look() == 0
    assert len(forgotten) == 1
    assert len(all_alerts(library.archive)) == 2


def test_what_never_began_can_be_stopped(thread: Thread) -> None:
    thread.work.close()
