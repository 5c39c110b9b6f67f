"""Server and worker as child processes: started, watched, started again when they die, stopped together."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Sequence
from types import TracebackType

_PR_SET_PDEATHSIG = 1
_PARENT = "SHAFFAF_PARENT_PROCESS"
_STOP_SECONDS = 10.0
_DEATHS_ALLOWED = 5
_DEATHS_WINDOW = 60.0


def spawn(arguments: Sequence[str]) -> subprocess.Popen[bytes]:
    """Start a `shaffaf` command in a session of its own: Ctrl-C reaches only whoever starts it."""
    return subprocess.Popen(
        [sys.executable, "-m", "app.command_line", *arguments],
        env=os.environ | {_PARENT: str(os.getpid())},
        stdin=subprocess.DEVNULL,
        start_new_session=True,
    )


def die_with_parent() -> None:
    """Ask the kernel to stop this process (SIGTERM) when the thread that spawned it ends, however it ends.

    Raises SystemExit when that has happened already. Without effect in a process that was not spawned.
    """
    parent = os.environ.pop(_PARENT, None)
    if parent is None:
        return
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != int(parent):
        raise SystemExit(1)


class KeepsDyingError(Exception):
    """A process died again and again; its log says why."""


class Child:
    """One `shaffaf` command as a process that is kept alive."""

    def __init__(self, arguments: Sequence[str]) -> None:
        self._arguments = arguments
        self._deaths: deque[float] = deque(maxlen=_DEATHS_ALLOWED)
        self._process = spawn(arguments)

    def keep_alive(self) -> None:
        """Start it again when it died. Raises KeepsDyingError at the fifth death within a minute."""
        if self._process.poll() is None:
            return
        now = time.monotonic()
        self._deaths.append(now)
        if len(self._deaths) == _DEATHS_ALLOWED and now - self._deaths[0] < _DEATHS_WINDOW:
            raise KeepsDyingError(self._arguments[0])
        self._process = spawn(self._arguments)

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

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        for child in reversed(self._children):
            child.stop()
