"""Whether the parts that a server needs can be reached now, each within a few seconds."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass

logger = logging.getLogger(__name__)

_SECONDS = 3.0

Probe = Callable[[], object]
"""Reaches a part; raises whatever it raises when it can't be reached."""


@dataclass(frozen=True, slots=True)
class PartState:
    """Whether a part was reached, and else the kind of error (never its text, which may hold a password)."""

    name: str
    reached: bool
    error: str = ""


class Readiness:
    """Asks every part at once. One that hangs counts as away, and is not asked again before it has come back."""

    def __init__(self, probes: Mapping[str, Probe], seconds: float = _SECONDS) -> None:
        self._probes = probes
        self._seconds = seconds
        self._asked: dict[str, _Asking] = {}

    def states(self) -> list[PartState]:
        """All parts as they are now, in the order given."""
        for name, probe in self._probes.items():
            if name not in self._asked or self._asked[name].ended.is_set():
                self._asked[name] = _Asking(name, probe)
        return [asking.state(self._seconds) for asking in list(self._asked.values())]


class _Asking:
    """One probe in a thread of its own: a thread that hangs holds up nothing, not even the end of the process."""

    def __init__(self, name: str, probe: Probe) -> None:
        self.ended = threading.Event()
        self._name = name
        self._probe = probe
        self._error = ""
        threading.Thread(target=self._ask, name=f"probe-{name}", daemon=True).start()

    def state(self, seconds: float) -> PartState:
        """What came of it, waiting so long at most."""
        if not self.ended.wait(seconds):
            return PartState(self._name, False, "TimeoutError")
        return PartState(self._name, not self._error, self._error)

    def _ask(self) -> None:
        try:
            self._probe()
        except Exception as error:  # noqa: BLE001 (whatever a part raises, it is not reached)
            logger.warning("%s is not reached: %r", self._name, error)
            self._error = type(error).__name__
        finally:
            self.ended.set()
