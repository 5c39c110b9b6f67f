"""A running `shaffaf serve --empty` for tests."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType

import psutil

from benchmarks.ports import free_port

PATIENCE = 120.0


class Served:
    """A running `shaffaf serve --empty` and what it printed."""

    def __init__(self, environment: dict[str, str], log: Path) -> None:
        self.environment = environment
        self._log = log
        with log.open("w") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "app.command_line", "serve", "--empty"],
                env=environment,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        self.address = f"http://127.0.0.1:{environment['SHAFFAF_PORT']}/"
        self.wait_for(lambda: f"Shaffaf is ready: {self.address}" in self.printed())

    def printed(self) -> str:
        return self._log.read_text(encoding="utf-8")

    def get(self, path: str) -> str:
        with urllib.request.urlopen(self.address + path, timeout=20) as answer:
            return str(answer.read().decode())

    def ingest(self, *paths: Path) -> subprocess.CompletedProcess[str]:
        return self.command("ingest", *map(str, paths))

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "app.command_line", *arguments],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=600,
        )

    def children(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children(recursive=True)

    def worker(self) -> psutil.Process | None:
        return next((child for child in self.children() if "worker" in child.cmdline()), None)

    def wait_for(self, condition: Callable[[], bool]) -> None:
        deadline = time.monotonic() + PATIENCE
        while not condition():
            assert time.monotonic() < deadline, self.printed()
            assert self.process.poll() is None, self.printed()
            time.sleep(0.1)


@contextmanager
def serving(folder: Path, lexicon: Path, settings: Mapping[str, str] = MappingProxyType({})) -> Iterator[Served]:
    """Serve a new state folder below `folder` on a free port, by the settings."""
    port = free_port()
    environment = os.environ | {
        "SHAFFAF_STATE": str(folder / "state"),
        "SHAFFAF_LEXICON": str(lexicon),
        "SHAFFAF_PORT": str(port),
        "SHAFFAF_LANGUAGE": "en",
        **settings,
    }
    served = Served(environment, folder / "serve.log")
    try:
        yield served
    finally:
        served.process.terminate()
        served.process.wait(30)
