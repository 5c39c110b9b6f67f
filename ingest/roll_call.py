"""Who of the workers is gone, as one of them sees it: by heart-beats that do not come, and by no clock but its own."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

BEAT_SECONDS = 5.0
"""Seconds between two heart-beats of a worker, after each of which it calls the roll."""

SILENT_SECONDS = 25.0
"""A worker that gave no sign of life for so long is gone: its work is taken over within a minute of its death."""

_LOST_SECONDS = 3 * BEAT_SECONDS
"""Who could not call the roll for so long learned nothing meanwhile: the database was away, or this process stood still,
and with it perhaps everybody.
"""


@dataclass(frozen=True, slots=True)
class _Sign:
    """The number of beats that was seen last, and when it was seen first."""

    beats: int
    since: float


class RollCall:
    """What one worker saw of all of them."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._signs: dict[str, _Sign] = {}
        self._called = clock()

    def call(self, beats: Mapping[str, int]) -> Mapping[str, int]:
        """Note what the register says now; returns who is gone, with the beats at which each stopped."""
        now = self._clock()
        if now - self._called > _LOST_SECONDS:
            self._signs.clear()
        self._called = now
        self._signs = {name: self._sign(name, count, now) for name, count in beats.items()}
        return {name: sign.beats for name, sign in self._signs.items() if now - sign.since >= SILENT_SECONDS}

    def _sign(self, name: str, beats: int, now: float) -> _Sign:
        known = self._signs.get(name)
        return known if known is not None and known.beats == beats else _Sign(beats, now)
