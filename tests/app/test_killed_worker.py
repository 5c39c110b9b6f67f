"""A worker killed at any moment loses nothing and does nothing twice."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from app import wiring
from app.settings import Settings
from archive.store import Archive
from demo import generate
from domain.documents import DocumentStatus, ReadingState
from domain.searching import Space
from ingest.intake import Sender
from tests.databases import PostgresDatabases
from tests.s3_server import S3Server

BATCH = "kills"
PATIENCE = 900.0


class Victim:
    """A worker process that is killed and started again."""

    def __init__(self, settings: Settings) -> None:
        said = settings.model_dump(include={"state", "lexicon", "database_url", "blobs", "blobs_url"}, exclude_none=True)
        chosen = {f"SHAFFAF_{name.upper()}": str(value) for name, value in said.items()}
        self._environment = os.environ | chosen | {"SHAFFAF_WORKERS": "2"}
        self._process = self.start()

    def start(self) -> subprocess.Popen[bytes]:
        self._process = subprocess.Popen([sys.executable, "-m", "app.command_line", "worker"], env=self._environment)
        return self._process

    def kill(self) -> None:
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()

    def runs(self) -> bool:
        return self._process.poll() is None


def unfinished(archive: Archive) -> int:
    report = archive.batch_report(BATCH)
    return report.waiting + report.reading


def run_with_kills(settings: Settings, kills: int, seed: int) -> None:
    """Start a worker and kill it `kills` times, spread over the work, then let it end."""
    dice = random.Random(seed)
    archive = wiring.open_archive(settings)
    total = archive.batch_report(BATCH).total
    kill_at = sorted(dice.randint(1, total) for _ in range(kills))
    victim = Victim(settings)
    deadline = time.monotonic() + PATIENCE
    while unfinished(archive) or behind(settings, archive):
        assert time.monotonic() < deadline, "the work did not end"
        if kill_at and unfinished(archive) <= kill_at[-1]:
            kill_at.pop()
            time.sleep(dice.uniform(0, 3))
            victim.kill()
            victim.start()
        assert victim.runs(), "the worker ended by itself"
        time.sleep(0.1)
    assert not kill_at, "the work ended before all kills"
    victim.kill()
    archive.close()


def behind(settings: Settings, archive: Archive) -> bool:
    engine = wiring.open_engine(settings)
    readers = [engine.reader(space) for space in Space]
    held = min(reader.committed_change() for reader in readers)
    for reader in readers:
        reader.close()
    return held < archive.last_change()


def check_everything_is_there_once(settings: Settings) -> None:
    archive = wiring.open_archive(settings)
    documents = archive.documents(list(archive.all_document_ids()))
    for document in documents.values():
        for file in document.files:
            assert file.current.state in (ReadingState.DONE, ReadingState.REFUSED)
            numbers = [page.number for page in archive.pages(file.current.id)]
            assert numbers == list(range(1, file.current.page_count + 1))
    actions = Counter((entry.action, entry.subject) for entry in archive.audit(limit=10_000))
    assert [key for key, count in actions.items() if count > 1] == []
    published = {one.id for one in documents.values() if one.status is DocumentStatus.PUBLISHED}
    engine = wiring.open_engine(settings)
    assert engine.reader(Space.PUBLIC).document_ids() == published
    assert engine.reader(Space.DRAFTS).document_ids() == set(documents) - published
    archive.close()


def take_in(settings: Settings, count: int) -> None:
    archive = wiring.open_archive(settings)
    door = wiring.open_front_door(settings, archive)
    for body in generate.bodies():
        archive.put_body(body)
    made = generate.generate(settings.state / "samples", count, seed=3)
    broken = settings.state / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7\nno objects at all\n%%EOF\n")
    for path in [broken, *(sample.path for sample in made)]:
        door.take(path, path.name, Sender("system:test", BATCH))
    archive.close()


@pytest.fixture
def settings(tmp_path: Path, lexicon_path: Path) -> Settings:
    return Settings(state=tmp_path / "state", lexicon=lexicon_path)


def test_three_kills_over_ten_documents_lose_nothing(settings: Settings) -> None:
    take_in(settings, count=10)
    run_with_kills(settings, kills=3, seed=1)
    check_everything_is_there_once(settings)


def test_a_kill_loses_nothing_on_postgresql_and_s3(
    settings: Settings, postgres_databases: PostgresDatabases, s3_server: S3Server
) -> None:
    with postgres_databases.empty() as url:
        shared = settings.model_copy(update={"database_url": url, "blobs": "s3", "blobs_url": s3_server.bucket()})
        take_in(shared, count=3)
        run_with_kills(shared, kills=1, seed=1)
        check_everything_is_there_once(shared)
    assert not list(settings.state.glob("*.sqlite"))


@pytest.mark.full
def test_twenty_kills_over_the_sample_archive_lose_nothing(settings: Settings) -> None:
    take_in(settings, count=60)
    run_with_kills(settings, kills=20, seed=2)
    check_everything_is_there_once(settings)
