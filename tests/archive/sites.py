"""Sites to back up and to restore into: an archive and a blob store, of any kind."""

from __future__ import annotations

import io
import itertools
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import select

from archive.blob_store import BlobStore, open_blob_store
from archive.copying import tables_of
from archive.dialect import open_engine
from archive.store import Archive
from domain.records import Intake
from tests.archive.samples import upload
from tests.s3_server import S3Server

Rows = dict[str, list[dict[str, Any]]]


@dataclass
class Site:
    """An archive and its blob store."""

    url: str
    blobs: BlobStore

    def __post_init__(self) -> None:
        self.archive = Archive(self.url)

    def take(self, content: str, **said: Any) -> Intake:
        """Take a file in as the front door does."""
        stored = self.blobs.put(io.BytesIO(content.encode()))
        return self.archive.add(upload(content, sha256=stored.sha256, size=stored.size, **said))

    def rows(self) -> Rows:
        """All that the database holds."""
        engine = open_engine(self.url)
        with engine.begin() as connection:
            tables = tables_of(connection)
            found = {table.name: connection.execute(select(table).order_by(*table.primary_key)) for table in tables}
            rows = {name: [dict(row) for row in result.mappings()] for name, result in found.items()}
        engine.dispose()
        return rows

    def contents(self) -> set[bytes]:
        """The bytes of all blobs."""
        return {b"".join(self.blobs.stream(sha256)) for sha256 in self.blobs.hashes()}


class Ground:
    """Makes sites of any kind, and closes them."""

    def __init__(self, folder: Path, databases: dict[str, Any], s3: S3Server | None) -> None:
        self._folder = folder
        self._databases = databases
        self._s3 = s3
        self._numbers = itertools.count(1)
        self._open = ExitStack()

    def site(self, kind: str = "sqlite", store: str = "directory") -> Site:
        """A site without documents."""
        url = self._open.enter_context(self._databases[kind].migrated())
        folder = self._folder / f"site-{next(self._numbers)}"
        place = folder / "blobs" if store == "directory" or self._s3 is None else self._s3.bucket()
        site = Site(url, open_blob_store(store, place, folder / "cache"))
        self._open.callback(site.archive.close)
        return site

    def close(self) -> None:
        self._open.close()
