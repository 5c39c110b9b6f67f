"""Server and worker as child processes: started, watched, started again when they die, stopped together."""

from __future__ import annotations

import ctypes
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Sequence
from types import TracebackType

_PR_SET_PDEATHSIG = 1
_STOP_SECONDS = 10.0
_DEATHS_ALLOWED = 5
_DEATHS_WINDOW = 60.0


def die_with_parent() -> None:
    """Ask the kernel to stop this process (SIGTERM) when the thread that started it ends, however it ends."""
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


class KeepsDyingError(Exception):
    """A process died again and again; its log says why."""


class Child:
    """One `shaffaf` command as a process of its own, in a session of its own: Ctrl-C reaches only the supervisor,
    which then stops its children in order.
    """

    def __init__(self, arguments: Sequence[str]) -> None:
        self._command = [sys.executable, "-m", "app.command_line", *arguments]
        self._deaths: deque[float] = deque(maxlen=_DEATHS_ALLOWED)
        self._process = self._start()

    def _start(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(self._command, stdin=subprocess.DEVNULL, start_new_session=True)

    def keep_alive(self) -> None:
        """Start it again when it died. Raises KeepsDyingError at the fifth death within a minute."""
        if self._process.poll() is None:
            return
        now = time.monotonic()
        self._deaths.append(now)
        if len(self._deaths) == _DEATHS_ALLOWED and now - self._deaths[0] < _DEATHS_WINDOW:
            raise KeepsDyingError(self._command[3])
        self._process = self._start()

    def stop(self) -> None:
        """Ask it to stop and wait; after ten seconds it is killed (its work is durable)."""
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


class Supervisor:
    """A context in which children run; they are stopped, last started first, when it ends."""

    def __init__(self, *commands: Sequence[str]) -> None:
        self._commands = commands
        self._children: list[Child] = []

    def __enter__(self) -> Supervisor:
        self._children = [Child(command) for command in self._commands]
        return self

    def keep_alive(self) -> None:
        """As `Child.keep_alive`, for each."""
        for child in self._children:
            child.keep_alive()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for child in reversed(self._children):
            child.stop()
