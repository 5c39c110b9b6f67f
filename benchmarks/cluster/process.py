"""A process of the cluster: started, awaited, stopped or killed with all its children, started again."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

PATIENCE = 180.0
"""Seconds that any part may take to start: two cores may start three Java machines at once."""

_STOP_SECONDS = 40.0
_NOBODY, _NO_GROUP = "nobody", "nogroup"


class DidNotStartError(Exception):
    """A process ended, or did not answer in time; its log says why."""


@dataclass
class Part:
    """One process. `answers` tells whether it is ready; all it prints is in `log`. It runs as nobody when it is `modest`
    and we are root, whom such programs refuse to serve.
    """

    name: str
    command: Sequence[str]
    log: Path
    answers: Callable[[], bool]
    environment: Mapping[str, str] = field(default_factory=dict)
    modest: bool = False
    stop_signal: signal.Signals = signal.SIGTERM
    _process: subprocess.Popen[bytes] | None = None
    _wanted: bool = False

    def start(self) -> None:
        """Start it; `wait` waits until it answers."""
        self._wanted = True
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=os.environ | self.environment,
                start_new_session=True,
                **(nobody() if self.modest else {}),
            )

    def wait(self) -> None:
        """Until it answers. Raises DidNotStartError."""
        deadline = time.monotonic() + PATIENCE
        while not self.answers():
            if not self.runs() or time.monotonic() > deadline:
                raise DidNotStartError(f"{self.name}: see {self.log}")
            time.sleep(0.2)

    def runs(self) -> bool:
        """Whether the process is there."""
        return self._process is not None and self._process.poll() is None

    @property
    def process_id(self) -> int | None:
        """Its number, None before it was started."""
        return None if self._process is None else self._process.pid

    def revive(self) -> bool:
        """Start it again when it ended without being told to. Returns whether that was so."""
        ended = self._wanted and not self.runs()
        if ended:
            self.start()
        return ended

    def signal(self, number: signal.Signals) -> None:
        """Send it a signal."""
        if self._process is not None:
            self._process.send_signal(number)

    def join(self) -> None:
        """Until it has ended."""
        if self._process is not None:
            self._process.wait()

    def stop(self) -> None:
        """Ask it to end, and kill what has not ended in time."""
        self._wanted = False
        if self._process is None:
            return
        family = self._family()
        with suppress(ProcessLookupError):
            self._process.send_signal(self.stop_signal)
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(_STOP_SECONDS)
        self._end(family)

    def kill(self) -> None:
        """End it with all its children at once, as a machine does that loses its power."""
        self._wanted = False
        if self._process is not None:
            self._end(self._family())

    def _end(self, family: Sequence[psutil.Process]) -> None:
        for process in family:
            with suppress(psutil.NoSuchProcess):
                process.kill()
        if self._process is not None:
            self._process.wait()

    def _family(self) -> list[psutil.Process]:
        assert self._process is not None
        try:
            parent = psutil.Process(self._process.pid)
            return [parent, *parent.children(recursive=True)]
        except psutil.NoSuchProcess:
            return []


def listens(port: int) -> bool:
    """Whether something takes connections there."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def nobody() -> dict[str, Any]:
    """For `subprocess`: an account without rights, where we are root."""
    if os.getuid() != 0:
        return {"cwd": "/"}
    return {"user": _NOBODY, "group": _NO_GROUP, "extra_groups": [], "cwd": "/"}


def home_of_nobody(folder: Path) -> Path:
    """The folder, made if need be, in which that account may write."""
    folder.mkdir(parents=True, exist_ok=True)
    if os.getuid() == 0:
        shutil.chown(folder, _NOBODY, _NO_GROUP)
    return folder
