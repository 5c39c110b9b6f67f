"""PostgreSQL on loopback: Debian's programs, with a folder of its own, and nothing switched off that keeps data safe."""

from __future__ import annotations

import signal
import subprocess
from pathlib import Path

import psycopg

from benchmarks.cluster.process import Part, home_of_nobody, nobody
from benchmarks.ports import free_ports

_USER, _DATABASE = "shaffaf", "shaffaf"


class Postgres:
    """One server with one database."""

    def __init__(self, folder: Path) -> None:
        self._cluster = folder / "postgresql"
        (self._port,) = free_ports(1)
        settings = {
            "listen_addresses": "127.0.0.1",
            "port": self._port,
            "unix_socket_directories": "",
            "max_connections": 200,
        }
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        command = [_program("postgres"), "-D", str(self._cluster), *options]
        log = folder / "postgresql.log"
        # SIGINT is the fast stop: sessions are ended.
        self.part = Part("postgresql", command, log, self._answers, modest=True, stop_signal=signal.SIGINT)

    @property
    def url(self) -> str:
        """The address of the database."""
        return self._url(_DATABASE)

    def install(self) -> None:
        """Lay the server's files, once."""
        if (self._cluster / "PG_VERSION").exists():
            return
        home_of_nobody(self._cluster)
        command = [
            _program("initdb"),
            "-D",
            str(self._cluster),
            "-U",
            _USER,
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            "-A",
            "trust",
        ]
        subprocess.run(command, check=True, capture_output=True, **nobody())

    def create(self) -> None:
        """Make the database, once."""
        with psycopg.connect(self._url("postgres"), autocommit=True) as connection:
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [_DATABASE]).fetchone():
                connection.execute(f"CREATE DATABASE {_DATABASE}".encode())

    def executors(self) -> list[str]:
        """The workers that have tasks under way, the busiest first."""
        counted = "SELECT executor_id FROM dbos.workflow_status WHERE status = 'PENDING' GROUP BY 1 ORDER BY count(*) DESC"
        with psycopg.connect(self.url) as connection:
            return [str(row[0]) for row in connection.execute(counted)]

    def _answers(self) -> bool:
        command = [_program("pg_isready"), "-h", "127.0.0.1", "-p", str(self._port), "-U", _USER, "-t", "2"]
        return subprocess.run(command, capture_output=True, check=False).returncode == 0

    def _url(self, database: str) -> str:
        return f"postgresql://{_USER}@127.0.0.1:{self._port}/{database}"


def _program(name: str) -> str:
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    if not found:
        raise FileNotFoundError(f"{name}: bin/setup --test installs PostgreSQL")
    return str(found[-1])
