"""Who is silent is gone, and nobody else ever is."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ingest.roll_call import BEAT_SECONDS, SILENT_SECONDS, RollCall


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def called_for(roll: RollCall, clock: Clock, seconds: float, beats: dict[str, int]) -> dict[str, int]:
    """Who is gone after the register has said the same for so long."""
    gone: dict[str, int] = {}
    for _ in range(round(seconds / BEAT_SECONDS) + 1):
        gone = dict(roll.call(beats))
        clock.now += BEAT_SECONDS
    return gone


def test_a_worker_dead_for_long_enough_is_gone_within_a_minute() -> None:
    clock = Clock()
    roll = RollCall(clock)
    died = clock.now
    while not (gone := roll.call({"dead": 7})):
        clock.now += BEAT_SECONDS
    assert gone == {"dead": 7}
    assert clock.now - died <= 60 - 2 * BEAT_SECONDS


def test_a_worker_that_was_silent_for_less_is_not_gone() -> None:
    clock = Clock()
    assert called_for(RollCall(clock), clock, SILENT_SECONDS - BEAT_SECONDS, {"slow": 7}) == {}


def test_one_sign_of_life_is_enough() -> None:
    clock = Clock()
    roll = RollCall(clock)
    called_for(roll, clock, SILENT_SECONDS - BEAT_SECONDS, {"slow": 7})
    assert called_for(roll, clock, SILENT_SECONDS - BEAT_SECONDS, {"slow": 8}) == {}
    assert called_for(roll, clock, SILENT_SECONDS, {"slow": 8}) == {"slow": 8}


def test_while_the_database_was_away_silence_says_nothing() -> None:
    clock = Clock()
    roll = RollCall(clock)
    called_for(roll, clock, SILENT_SECONDS - BEAT_SECONDS, {"other": 7})
    clock.now += 600
    assert roll.call({"other": 7}) == {}
    assert called_for(roll, clock, SILENT_SECONDS, {"other": 7}) == {"other": 7}


def test_who_left_and_came_back_begins_anew() -> None:
    clock = Clock()
    roll = RollCall(clock)
    called_for(roll, clock, SILENT_SECONDS - BEAT_SECONDS, {"one": 7})
    assert roll.call({}) == {}
    assert called_for(roll, clock, SILENT_SECONDS - BEAT_SECONDS, {"one": 7}) == {}


@given(st.lists(st.tuples(st.floats(0.1, 600), st.booleans()), max_size=60))
def test_nobody_who_beats_often_enough_is_ever_gone(steps: list[tuple[float, bool]]) -> None:
    """Whatever happens to whoever calls the roll: it may be slow, or stand still."""
    clock = Clock()
    roll = RollCall(clock)
    beats, beat_at = 1, clock.now
    for seconds, due in steps:
        clock.now += seconds
        if due or clock.now - beat_at >= SILENT_SECONDS:
            beats, beat_at = beats + 1, clock.now
        assert roll.call({"alive": beats}) == {}
