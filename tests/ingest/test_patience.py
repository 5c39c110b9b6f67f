"""A file may be as long as it likes while text is found on it; one that costs time and brings none is given up."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.failures import Failure, RefusedFileError
from ingest import patience as module
from ingest.patience import Patience


class Clock:
    """Time that passes when it is told to."""

    def __init__(self) -> None:
        self.now = 1000.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(module, "time", clock)
    return clock


def read(patience: Patience, clock: Clock, task: str, seconds: float, fruitful: bool) -> None:
    with patience.reading(task) as attempt:
        clock.now += seconds
        attempt.fruitful = fruitful


def is_given_up(patience: Patience, task: str) -> bool:
    try:
        with patience.reading(task) as attempt:
            attempt.fruitful = True
    except RefusedFileError as refusal:
        return refusal.failure is Failure.GIVEN_UP
    return False


def test_pages_without_text_use_it_up(clock: Clock) -> None:
    patience = Patience(10)
    read(patience, clock, "t1", 9, fruitful=False)
    assert not is_given_up(patience, "t1")
    read(patience, clock, "t1", 1, fruitful=False)
    assert is_given_up(patience, "t1")


def test_pages_with_text_cost_nothing_however_long_they_take(clock: Clock) -> None:
    patience = Patience(10)
    for _ in range(600):
        read(patience, clock, "t1", 60, fruitful=True)
    assert not is_given_up(patience, "t1")


def test_a_page_that_fails_costs_the_time_it_took(clock: Clock) -> None:
    patience = Patience(10)
    with pytest.raises(RefusedFileError), patience.reading("t1"):
        clock.now += 10
        raise RefusedFileError(Failure.TIMED_OUT)
    assert is_given_up(patience, "t1")


def test_one_file_does_not_use_up_what_another_has(clock: Clock) -> None:
    patience = Patience(10)
    read(patience, clock, "t1", 60, fruitful=False)
    assert is_given_up(patience, "t1")
    assert not is_given_up(patience, "t2")


def test_a_task_that_ended_begins_anew(clock: Clock) -> None:
    patience = Patience(10)
    read(patience, clock, "t1", 60, fruitful=False)
    patience.forget("t1")
    patience.forget("unknown")
    assert not is_given_up(patience, "t1")


@given(st.lists(st.tuples(st.integers(0, 20), st.booleans()), max_size=20))
def test_it_ends_when_barren_seconds_reach_the_limit_and_not_before(pages: list[tuple[int, bool]]) -> None:
    clock = Clock()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "time", clock)
        patience, barren = Patience(30), 0
        for seconds, fruitful in pages:
            assert is_given_up(patience, "t1") == (barren >= 30)
            if barren < 30:
                read(patience, clock, "t1", seconds, fruitful)
                barren += 0 if fruitful else seconds
