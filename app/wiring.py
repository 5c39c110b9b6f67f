"""Which adapter stands behind which port, chosen by settings alone.

What only one command needs (web framework, durable queue, analysis) is imported when that command asks for it: the
others start in half the time.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import NullPool, create_engine, text

from app.settings import Settings
from archive.blob_store import BlobStore, open_blob_store
from archive.store import Archive
from domain.searching import Space
from index.engine import SearchEngine
from index.open import engine as search_engine
from ingest.disk import DiskReserve
from ingest.intake import FrontDoor
from ingest.partial_files import PartialFiles
from ingest.receiving import Allowance, Receiving
from ingest.sandbox import Sandbox

if TYPE_CHECKING:
    from analyzers.pipeline import Analyzer
    from ingest.steps import Steps
    from ingest.worker import Worker
    from ingest.workflow import DurableWork
    from search_api.service import SearchService


_DRAW_SECONDS = 20.0
"""Longest that somebody in front of a browser waits for a page's image."""


def open_archive(settings: Settings) -> Archive:
    """The archive, its tables brought to the newest version."""
    settings.state.mkdir(parents=True, exist_ok=True)
    archive = Archive(settings.archive_url)
    archive.migrate()
    return archive


def body_of(archive: Archive) -> Callable[[str], str | None]:
    """What tells a document's body, and raises LookupError where there is no such document."""

    def find(document_id: str) -> str | None:
        document = archive.document(document_id)
        if document is None:
            raise LookupError(document_id)
        return document.body_id

    return find


def open_blobs(settings: Settings) -> BlobStore:
    """The store of original bytes. Raises ValueError for a store that no plug-in offers."""
    place = settings.blobs_url or settings.state / "blobs"
    return open_blob_store(settings.blobs, place, settings.state / "cache" / "blobs")


def open_engine(settings: Settings) -> SearchEngine:
    """The search engine."""
    return search_engine(settings.engine, settings.state / "index", settings.cluster)


def open_analyzer(settings: Settings) -> Analyzer:
    """The analysis, with its lexicon loaded (built first when there is none)."""
    from analyzers.pipeline import default_analyzer

    return default_analyzer(settings.state, settings.lexicon)


def scratch(settings: Settings) -> Path:
    """The folder for files that do not outlive their use."""
    folder = settings.state / "scratch"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def open_sandbox(settings: Settings) -> Sandbox:
    """Where hostile files are opened."""
    return Sandbox(settings.limits, scratch(settings))


def open_front_door(settings: Settings, archive: Archive) -> FrontDoor:
    """Where files come in."""
    sandbox, disk = open_sandbox(settings), disk_reserve(settings)
    return FrontDoor(archive, open_blobs(settings), sandbox, settings.upload_bytes, disk)


def open_receiving(settings: Settings, archive: Archive) -> Receiving:
    """Where files of batches come in over a network."""
    allowance = Allowance(settings.upload_bytes, unfinished_bytes=settings.unfinished_bytes)
    settings.uploads.mkdir(parents=True, exist_ok=True)
    disk = DiskReserve(settings.uploads, settings.disk_reserve)
    door, parts = open_front_door(settings, archive), PartialFiles(settings.uploads)
    return Receiving(archive.batches, door, parts, allowance, disk)


def disk_reserve(settings: Settings) -> DiskReserve:
    """The room that must stay free where the state folder is."""
    settings.state.mkdir(parents=True, exist_ok=True)
    return DiskReserve(settings.state, settings.disk_reserve)


def open_service(settings: Settings, archive: Archive, analyzer: Analyzer | None = None) -> SearchService:
    """What answers searches: from the public space only."""
    from search_api.page_images import PageImages
    from search_api.part_files import PartFiles
    from search_api.searchable_pdfs import DerivedFiles, SearchablePdfs
    from search_api.service import SearchService

    blobs, cache = open_blobs(settings), settings.state / "cache"
    drawing = replace(settings.limits, seconds=min(_DRAW_SECONDS, settings.parse_seconds))
    parts = PartFiles(cache / "parts", blobs, open_sandbox(settings))
    return SearchService(
        archive=archive,
        reader=open_engine(settings).reader(Space.PUBLIC),
        analyzer=analyzer or open_analyzer(settings),
        blobs=blobs,
        derived=DerivedFiles(
            PageImages(cache / "pages", blobs, Sandbox(drawing, scratch(settings))),
            SearchablePdfs(cache / "searchable", archive, blobs, open_sandbox(settings), parts),
            parts,
        ),
    )


def open_steps(settings: Settings, archive: Archive, analyzer: Analyzer) -> Steps:
    """What a worker does to a file."""
    from ingest.patience import Patience
    from ingest.scans.policy import PageReader
    from ingest.steps import Steps
    from ingest.trust import TrustGate

    sandbox, patience = open_sandbox(settings), Patience(settings.barren_seconds)
    reader, gate = PageReader(sandbox, analyzer, settings.page_seconds), TrustGate(analyzer, settings.trust)
    return Steps(archive, open_blobs(settings), sandbox, analyzer, reader, gate, patience)


def reach_queue(settings: Settings) -> None:
    """Ask the queue's database for an answer; raises what the driver raises when there is none."""
    engine = create_engine(settings.work_url, poolclass=NullPool)
    with engine.connect() as connection:
        connection.execute(text("SELECT 1"))


def open_worker(settings: Settings) -> Worker:
    """The worker; hold `ingest.worker_files.worker_lock` before."""
    from ingest.indexing import Indexer
    from ingest.membership import Membership
    from ingest.rebuilding import RebuildNote
    from ingest.worker import Watch, Worker
    from ingest.worker_files import ReindexRequest, worker_name
    from ingest.workflow import DurableQueue, Post

    archive = open_archive(settings)
    analyzer = open_analyzer(settings)
    membership = Membership(archive, settings.worker_name or worker_name(settings.state))
    membership.enter()
    watch = Watch(membership, disk_reserve(settings), settings.figures)
    post = Post(membership.name, settings.workers, settings.workers_again, settings.stop_seconds, watch.disk)
    queue = DurableQueue(
        open_steps(settings, archive, analyzer), settings.work_url, post, _others(settings, archive, analyzer)
    )
    note = RebuildNote(settings.state / "rebuild.json")
    indexer = Indexer(archive, open_engine(settings), analyzer, note)
    return Worker(archive, queue, indexer, ReindexRequest(settings.state), watch)


def _others(settings: Settings, archive: Archive, analyzer: Analyzer) -> list[DurableWork]:
    """What the worker does besides reading files."""
    from alerts.postman import Postman
    from app.alerting import open_alert_work

    server = settings.mail_server
    mails = [] if server is None else [Postman(archive.staff.outbox, server)]
    alerts = open_alert_work(settings, archive, analyzer, lambda: open_service(settings, archive, analyzer))
    return [*mails, alerts]
