"""Steps of urgent work are done first, and no kind takes all the threads when it may not."""

from __future__ import annotations

import threading
from concurrent.futures import Future
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.records import Urgency
from ingest.crew import Crew

PATIENCE = 30.0
SOON, LATER = Urgency.SOON, Urgency.LATER


class Gate:
    """A step that waits until it is let through, and says that it has begun."""

    def __init__(self) -> None:
        self.begun = threading.Event()
        self.open = threading.Event()

    def __call__(self) -> str:
        self.begun.set()
        assert self.open.wait(PATIENCE)
        return "done"


def busy(crew: Crew) -> tuple[Gate, Future[str]]:
    gate = Gate()
    future = crew.do(SOON, gate)
    assert gate.begun.wait(PATIENCE)
    return gate, future


def test_a_step_gives_what_it_returns() -> None:
    assert Crew(1, {}).do(SOON, lambda: 42).result(PATIENCE) == 42


def test_a_step_that_fails_raises_and_the_next_one_is_done() -> None:
    crew = Crew(1, {})
    failed = crew.do(SOON, lambda: 1 // 0)
    assert crew.do(SOON, lambda: "well").result(PATIENCE) == "well"
    with pytest.raises(ZeroDivisionError):
        failed.result(PATIENCE)


@given(st.lists(st.sampled_from(Urgency), max_size=30))
def test_urgent_steps_go_first_and_of_one_kind_the_oldest(kinds: list[Urgency]) -> None:
    crew = Crew(1, {})
    gate, _ = busy(crew)
    numbers, order = count(), list[tuple[Urgency, int]]()
    waiting = [
        crew.do(kind, lambda kind=kind, number=number: order.append((kind, number)))  # type: ignore[misc]
        for kind, number in zip(kinds, numbers, strict=False)
    ]
    gate.open.set()
    for future in waiting:
        future.result(PATIENCE)
    assert crew.rest(PATIENCE)
    assert order == sorted(order)
    assert len(order) == len(kinds)


def test_a_kind_never_takes_more_threads_than_it_may() -> None:
    crew = Crew(3, {LATER: 1})
    first, second = Gate(), Gate()
    futures = [crew.do(LATER, first), crew.do(LATER, second)]
    assert first.begun.wait(PATIENCE)
    assert crew.do(SOON, lambda: "at once").result(PATIENCE) == "at once"
    assert not second.begun.is_set()
    first.open.set()
    assert second.begun.wait(PATIENCE)
    second.open.set()
    assert [future.result(PATIENCE) for future in futures] == ["done", "done"]


def test_a_crew_at_rest_lets_what_it_does_end_and_begins_nothing() -> None:
    crew = Crew(1, {})
    gate, under_way = busy(crew)
    waiting = crew.do(SOON, lambda: "never")
    assert not crew.rest(0)
    gate.open.set()
    assert crew.rest(PATIENCE)
    assert under_way.result(PATIENCE) == "done"
    assert not crew.do(SOON, lambda: "never").done()
    assert not waiting.done()


def test_a_step_that_nobody_waits_for_any_more_is_passed_over() -> None:
    crew = Crew(1, {})
    gate, _ = busy(crew)
    given_up = crew.do(SOON, lambda: "never")
    assert given_up.cancel()
    gate.open.set()
    assert crew.do(SOON, lambda: "next").result(PATIENCE) == "next"
