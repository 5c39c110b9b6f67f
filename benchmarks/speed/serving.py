"""The real server in a process of its own, on a free port."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from app.settings import Settings
from benchmarks.ports import free_port

_PATIENCE = 120


@dataclass(frozen=True, slots=True)
class Served:
    """A server that answers."""

    port: int
    process: int

    def memory(self) -> int:
        """Bytes of main memory that the server holds: its own, and what of its files is mapped."""
        found = re.search(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{self.process}/status").read_text(encoding="ascii"))
        return int(found[1]) * 1024 if found else 0


@contextmanager
def served(settings: Settings) -> Iterator[Served]:
    """`shaffaf server` over the state folder of the settings. Raises TimeoutError when it does not start."""
    port = free_port()
    asked = {"STATE": settings.state, "ENGINE": settings.engine, "PORT": port, "LEXICON": settings.lexicon}
    variables = os.environ | {f"SHAFFAF_{name}": str(value) for name, value in asked.items() if value is not None}
    process = subprocess.Popen([sys.executable, "-m", "app.command_line", "server"], env=variables)
    try:
        _wait_for(port, process)
        yield Served(port, process.pid)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait()


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(_PATIENCE * 10):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        if process.poll() is not None:
            break
        time.sleep(0.1)
    raise TimeoutError("the server did not start")
