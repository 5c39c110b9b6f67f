"""Moving a site to other stores, and looking whether its originals are whole, from the command line."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from app import wiring
from app.settings import Settings
from ingest.intake import Sender
from ingest.worker_files import worker_lock
from tests.databases import PostgresDatabases
from tests.s3_server import S3Server

TEXTS = ("مقرر المجلس", "محضر الدورة", "صفقة عمومية")


@pytest.fixture
def settings(tmp_path: Path, lexicon_path: Path) -> Settings:
    """A site with three files on one machine."""
    made = Settings(state=tmp_path / "state", lexicon=lexicon_path)
    archive = wiring.open_archive(made)
    door = wiring.open_front_door(made, archive)
    for number, text in enumerate(TEXTS):
        path = tmp_path / f"{number}.txt"
        path.write_text(text, encoding="utf-8")
        door.take(path, path.name, Sender("system:test", "batch"))
    archive.close()
    return made


def shaffaf(settings: Settings, *arguments: str) -> subprocess.CompletedProcess[str]:
    said = settings.model_dump(include={"state", "database_url", "blobs", "blobs_url"}, exclude_none=True)
    environment = {f"SHAFFAF_{name.upper()}": str(value) for name, value in said.items()} | {"SHAFFAF_LANGUAGE": "en"}
    command = [sys.executable, "-m", "app.command_line", *arguments]
    return subprocess.run(command, env=os.environ | environment, capture_output=True, text=True, check=False, timeout=120)


def test_a_site_moves_to_a_server_and_a_bucket(
    settings: Settings, postgres_databases: PostgresDatabases, s3_server: S3Server
) -> None:
    with postgres_databases.empty() as url:
        place = s3_server.bucket()
        moved = shaffaf(settings, "migrate-store", "--records", url, "--blobs", "s3", "--blobs-url", place)
        assert moved.returncode == 0, moved.stderr
        assert "Originals copied: 3" in moved.stdout
        there = settings.model_copy(update={"database_url": url, "blobs": "s3", "blobs_url": place})
        checked = shaffaf(there, "verify")
        assert (checked.returncode, "Originals checked: 3. Missing or damaged: 0." in checked.stdout) == (0, True)
        archive = wiring.open_archive(there)
        assert len(archive.waiting_tasks()) == 3
        archive.close()
        again = shaffaf(settings, "migrate-store", "--records", url)
        assert (again.returncode, "already holds an archive" in again.stderr) == (1, True)


def test_an_original_that_changed_is_named_with_its_document(settings: Settings) -> None:
    archive = wiring.open_archive(settings)
    first, second, _ = archive.originals()
    archive.close()
    for sha256, damage in ((first.sha256, "write"), (second.sha256, "unlink")):
        (file,) = (settings.state / "blobs").glob(f"*/*/{sha256}")
        file.chmod(0o600)
        file.write_text("other bytes") if damage == "write" else file.unlink()
    (settings.state / "blobs" / "ab" / "cd").mkdir(parents=True, exist_ok=True)
    (settings.state / "blobs" / "ab" / "cd" / ("abcd" + "0" * 60)).write_text("nobody's")
    checked = shaffaf(settings, "verify")
    assert checked.returncode == 1
    assert "Missing or damaged: 2" in checked.stdout
    assert "no record refers to it: 1" in checked.stdout
    for original, words in ((first, "is no longer what it was"), (second, "is missing")):
        assert f"{original.document_id}  {original.name}\n    The original {words}: {original.sha256}" in checked.stdout


def test_nothing_moves_while_a_worker_runs(settings: Settings, tmp_path: Path) -> None:
    with worker_lock(settings.state):
        refused = shaffaf(settings, "migrate-store", "--records", f"sqlite:///{tmp_path}/new.sqlite")
    assert (refused.returncode, "worker is running" in refused.stderr) == (1, True)
    assert not (tmp_path / "new.sqlite").exists()


def test_a_move_to_nowhere_says_what_to_give(settings: Settings) -> None:
    refused = shaffaf(settings, "migrate-store", "--blobs", "s3")
    assert (refused.returncode, "--records" in refused.stderr) == (2, True)
