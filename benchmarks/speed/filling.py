"""A filled archive and its index, kept in a folder: made once, used by every run."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from itertools import islice

from sqlalchemy import Connection, Table, insert

from app import wiring
from app.settings import Settings
from archive import schema
from archive.dialect import open_engine, writing
from archive.store import Archive
from benchmarks.speed.corpus import Corpus, Written, councils
from domain.documents import DatePrecision, DocumentStatus, FileRole, ReadingState, TextSource
from ingest.indexing import Indexer

_AT_ONCE = 5_000
_NOW = datetime(2025, 1, 1, tzinfo=UTC)
_PLAIN = "text/plain"


def fill(settings: Settings, corpus: Corpus, count: int) -> float | None:
    """Bring the archive of `settings` to `count` documents and its index up to date; documents that are there stay.

    Returns how many documents a second were indexed, None when all were there. Raises ValueError for an archive that
    holds more.
    """
    archive = wiring.open_archive(settings)
    held = archive.counts().published
    if held > count:
        raise ValueError(f"{settings.state} holds {held} documents, more than {count}")
    put_councils(archive)
    put_rows(settings, (corpus.document(number) for number in range(held + 1, count + 1)))
    rate = index(settings, archive)
    archive.close()
    return rate


def put_councils(archive: Archive) -> None:
    """The bodies and organizations of the documents."""
    for body, organizations in councils():
        archive.put_body(body)
        for organization in organizations:
            archive.put_organization(organization)


def put_rows(settings: Settings, documents: Iterable[Written]) -> None:
    """Write published documents as they are once they have been read: all rows that the archive itself would write, but
    in large transactions, for each call of the archive's own waits for the disk.
    """
    engine = writing(open_engine(settings.archive_url))
    waiting = iter(documents)
    while some := list(islice(waiting, _AT_ONCE)):
        with engine.begin() as connection:
            _put(connection, some)
    engine.dispose()


def index(settings: Settings, archive: Archive) -> float | None:
    """Let the worker's own indexer follow the archive. Returns documents a second, None when there was nothing to do."""
    indexer = Indexer(archive, wiring.open_engine(settings), wiring.open_analyzer(settings))
    started = time.perf_counter()
    handled = indexer.catch_up()
    elapsed = time.perf_counter() - started
    indexer.close()
    return handled / elapsed if handled else None


def _put(connection: Connection, documents: Sequence[Written]) -> None:
    rows: Mapping[Table, list[dict[str, object]]] = {
        schema.documents: [_document(one) for one in documents],
        schema.files: [_file(one) for one in documents],
        schema.versions: [_version(one) for one in documents],
        schema.pages: [_page(one, number, text) for one in documents for number, text in enumerate(one.pages, start=1)],
        schema.changes: [{"document_id": _id(one, "d"), "at": _NOW} for one in documents],
    }
    for table, values in rows.items():
        connection.execute(insert(table), values)


def _id(document: Written, kind: str) -> str:
    return f"{kind}{document.number:09}"


def _document(one: Written) -> dict[str, object]:
    return {
        "id": _id(one, "d"),
        "type": one.type,
        "titles": one.titles,
        "status": DocumentStatus.PUBLISHED,
        "entered_at": _NOW,
        "published_at": _NOW,
        "body_id": one.body,
        "organization_id": one.organization,
        "number": f"{one.number}/{one.day.year}",
        "decided_on": one.day,
        "decided_precision": DatePrecision.DAY,
        "languages": list(one.languages),
        "batch": "benchmark",
        "set_by_hand": [],
    }


def _file(one: Written) -> dict[str, object]:
    return {"id": _id(one, "f"), "document_id": _id(one, "d"), "name": f"{one.number}.txt", "role": FileRole.MAIN}


def _version(one: Written) -> dict[str, object]:
    text = one.text.encode()
    return {
        "id": _id(one, "v"),
        "file_id": _id(one, "f"),
        "sha256": hashlib.sha256(b"%d " % one.number + text).hexdigest(),
        "media_type": _PLAIN,
        "size": len(text),
        "state": ReadingState.DONE,
        "page_count": len(one.pages),
        "created_at": _NOW,
        "attempt": 1,
    }


def _page(one: Written, number: int, text: str) -> dict[str, object]:
    return {
        "version_id": _id(one, "v"),
        "attempt": 1,
        "number": number,
        "text": text,
        "source": TextSource.MARKUP,
        "tool": "benchmarks.search",
        "readings": (),
        "turn": 0,
        "words": (),
    }
