"""Readiness: each part is asked, none can hold up the others, and no secret is told."""

from __future__ import annotations

import threading

from search_api.readiness import PartState, Readiness


def away() -> None:
    raise ConnectionError("postgresql://shaffaf:secret@db refused")


def test_parts_that_answer_are_reached_whatever_they_answer() -> None:
    readiness = Readiness({"archive": lambda: 7, "index": lambda: None})
    assert readiness.states() == [PartState("archive", True), PartState("index", True)]


def test_a_part_that_is_away_is_named_without_what_its_error_says() -> None:
    states = Readiness({"archive": away, "index": lambda: 0}).states()
    assert states == [PartState("archive", False, "ConnectionError"), PartState("index", True)]
    assert "secret" not in repr(states)


def test_a_part_that_hangs_is_away_and_asked_again_only_when_it_has_come_back() -> None:
    hanging, asked = threading.Event(), []

    def probe() -> None:
        asked.append(1)
        hanging.wait(60)

    readiness = Readiness({"archive": probe, "index": lambda: 0}, seconds=0.05)
    for _ in range(2):
        assert readiness.states() == [PartState("archive", False, "TimeoutError"), PartState("index", True)]
    assert len(asked) == 1
    hanging.set()
    patient = Readiness({"archive": probe}, seconds=60)
    assert patient.states() == [PartState("archive", True)]


def test_a_part_that_comes_back_is_reached_again() -> None:
    trouble = [True]

    def probe() -> None:
        if trouble:
            away()

    readiness = Readiness({"index": probe})
    assert [state.reached for state in readiness.states()] == [False]
    trouble.clear()
    assert [state.reached for state in readiness.states()] == [True]
