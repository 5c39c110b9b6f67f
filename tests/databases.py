"""Databases for archives under test, one each, on whichever kind is asked for.

Tables are made once a run and copied: migrating takes ten times as long.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import cached_property
from pathlib import Path
from typing import Protocol

from archive import migration
from archive.store import Archive
from tests.postgres_server import PostgresServer

KINDS = ("sqlite", "postgresql")


class Databases(Protocol):
    """Makes databases; a context each, gone after it."""

    def empty(self) -> AbstractContextManager[str]:
        """The address of a database without tables."""

    def migrated(self) -> AbstractContextManager[str]:
        """The address of a database with the newest tables."""


class SqliteDatabases:
    """Files in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made = 0

    @contextmanager
    def empty(self) -> Iterator[str]:
        """See `Databases.empty`."""
        self._made += 1
        yield f"sqlite:///{self._folder}/{self._made}/archive.db"

    @contextmanager
    def migrated(self) -> Iterator[str]:
        """See `Databases.migrated`."""
        with self.empty() as url:
            file = Path(url.removeprefix("sqlite:///"))
            file.parent.mkdir()
            shutil.copy(self._template, file)
            yield url

    @cached_property
    def _template(self) -> Path:
        file = self._folder / "template.db"
        migration.upgrade(f"sqlite:///{file}")
        return file


class PostgresDatabases:
    """Databases of one server."""

    def __init__(self, server: PostgresServer) -> None:
        self.server = server
        self._kept: dict[Path, str] = {}

    @contextmanager
    def empty(self) -> Iterator[str]:
        """See `Databases.empty`."""
        yield from self._copy("template1")

    @contextmanager
    def migrated(self) -> Iterator[str]:
        """See `Databases.migrated`."""
        yield from self._copy(self._template)

    def _copy(self, template: str) -> Iterator[str]:
        name = self.server.create(template)
        yield self.server.url(name)
        self.server.drop(name)

    def kept(self, folder: Path) -> str:
        """The address of the database that belongs to a folder, with the newest tables; it stays as long as the server."""
        if folder not in self._kept:
            self._kept[folder] = self.server.url(self.server.create(self._template))
        return self._kept[folder]

    @cached_property
    def _template(self) -> str:
        name = self.server.create()
        migration.upgrade(self.server.url(name))
        return name


_chosen: list[PostgresDatabases] = []
"""Where archives are kept in a run with `--database postgresql`."""


def choose(databases: PostgresDatabases | None) -> None:
    """Have the archives of `archive_in` kept there; in files for None."""
    _chosen[:] = [databases] if databases else []


def url_in(folder: Path) -> str:
    """The address of the archive that belongs to a folder with blobs, index and all else: wherever `--database` says."""
    return _chosen[0].kept(folder) if _chosen else f"sqlite:///{folder / 'archive.sqlite'}"


def archive_in(folder: Path) -> Archive:
    """That archive, with the newest tables."""
    opened = Archive(url_in(folder))
    opened.migrate()
    return opened
