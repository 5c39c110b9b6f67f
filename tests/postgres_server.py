"""A PostgreSQL server of the tests' own: Debian's programs, a folder that goes with it, a Unix socket, no network."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg

USER = "shaffaf"

# Nothing here has to survive a power cut.
_SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "shared_buffers": "32MB",
    "max_connections": "200",
    "max_wal_size": "256MB",
    "logging_collector": "off",
}


class PostgresServer:
    """A running server; `create` and `drop` make its databases."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = count(1)
        self._process: subprocess.Popen[bytes] | None = None

    def install(self) -> None:
        """Lay the files of a new server."""
        self._run("initdb", "-D", str(self._cluster), "-U", USER, "-E", "UTF8", "--locale=C.UTF-8", "-A", "trust", "-N")

    def start(self) -> None:
        """Start it and wait until it answers."""
        options = [part for name, value in _SETTINGS.items() for part in ("-c", f"{name}={value}")]
        command = [_program("postgres"), "-D", str(self._cluster), "-k", str(self._folder), *options]
        log = (self._folder / "log").open("ab")
        self._process = subprocess.Popen(command, stdout=log, stderr=log, **_account())
        log.close()
        self._run("pg_isready", "-h", str(self._folder), "-U", USER, tries=200)

    def stop(self, how: str = "immediate") -> None:
        """Stop it as `pg_ctl` does: "immediate" is a crash, "fast" ends all sessions."""
        self._run("pg_ctl", "stop", "-D", str(self._cluster), "-m", how)
        assert self._process is not None
        self._process.wait()

    def create(self, template: str = "template1") -> str:
        """A new database, a copy of another (its name); returns its name."""
        name = f"t{next(self._numbers)}"
        self._execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        return name

    def drop(self, name: str) -> None:
        """Delete a database, whoever uses it."""
        self._execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def url(self, name: str) -> str:
        """The address of a database."""
        return f"postgresql://{USER}@/{name}?host={quote(str(self._folder), safe='')}"

    @property
    def _cluster(self) -> Path:
        return self._folder / "cluster"

    def _execute(self, statement: str) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement.encode())

    def _run(self, program: str, *arguments: str, tries: int = 1) -> None:
        command = [_program(program), *arguments]
        for _ in range(tries):
            ran = subprocess.run(command, capture_output=True, check=False, **_account())
            if ran.returncode == 0:
                return
            if tries > 1:
                subprocess.run(["sleep", "0.05"], check=True)
        raise RuntimeError(f"{program}: {ran.stdout.decode()} {ran.stderr.decode()}")


@contextmanager
def running() -> Iterator[PostgresServer]:
    """A server for as long as the context lasts."""
    folder = Path(tempfile.mkdtemp(prefix="shaffaf-pg-"))
    server = PostgresServer(folder)
    try:
        if os.getuid() == 0:
            shutil.chown(folder, "nobody")
        server.install()
        server.start()
        yield server
        server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _account() -> dict[str, Any]:
    """PostgreSQL does not run as root."""
    return {"user": "nobody", "group": "nogroup", "extra_groups": [], "cwd": "/"} if os.getuid() == 0 else {"cwd": "/"}


def _program(name: str) -> str:
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    assert found, f"PostgreSQL is missing ({name}): bin/setup --test installs it"
    return str(found[-1])
