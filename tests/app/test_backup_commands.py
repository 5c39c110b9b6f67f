"""`shaffaf backup`, and `shaffaf restore` into an empty folder: the same documents are found, and what waited is read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app import wiring
from app.settings import Settings
from archive.blobs.directory import DirectoryBlobStore
from domain.translation import messages
from ingest.intake import Sender
from tests.app.test_command_line import Terminal

TEXT = "مقرر رقم 3/2021\nيتعلق بصيانة المدارس"


@pytest.fixture(scope="module")
def backup(tmp_path_factory: pytest.TempPathFactory, lexicon_path: Path) -> Path:
    """A backup of an archive in which a file waits to be read."""
    folder = tmp_path_factory.mktemp("backed-up")
    settings = Settings(state=folder / "state", lexicon=lexicon_path)
    paper = folder / "paper.txt"
    paper.write_text(TEXT, encoding="utf-8")
    archive = wiring.open_archive(settings)
    wiring.open_front_door(settings, archive).take(paper, "paper.txt", Sender("system:test", "backup"))
    archive.close()
    made = Terminal(settings.state, lexicon_path).run("backup", folder / "backup")
    assert made.returncode == 0, made.stderr
    return folder / "backup"


@pytest.fixture
def terminal(tmp_path: Path, lexicon_path: Path) -> Terminal:
    """A terminal at a state folder that is not there yet."""
    return Terminal(tmp_path / "state", lexicon_path)


def test_what_is_restored_is_read_and_found_and_can_be_fetched(backup: Path, terminal: Terminal) -> None:
    result = terminal.run("restore", backup)
    assert result.returncode == 0, result.stderr
    assert "1 documents, 1 originals" in result.stdout
    assert terminal.run("worker", "--until-idle").returncode == 0
    assert len(terminal.titles("المدرسة")) == 1
    (sha256,) = DirectoryBlobStore(terminal.state / "blobs").hashes()
    with DirectoryBlobStore(terminal.state / "blobs").open(sha256) as original:
        assert original.read().decode() == TEXT
    again = terminal.run("restore", backup, language="fr")
    assert again.returncode == 1
    assert messages("fr")["backup.not_empty"] in again.stderr


@pytest.fixture
def damaged(backup: Path) -> Iterator[Path]:
    """The backup with its original damaged, for one test."""
    (original,) = (path for path in (backup / "originals").rglob("*") if path.is_file())
    whole = original.read_bytes()
    original.chmod(0o600)
    original.write_bytes(whole[:-1])
    yield backup
    original.write_bytes(whole)


def test_a_damaged_backup_is_not_restored_unless_that_is_wanted(damaged: Path, terminal: Terminal) -> None:
    refused = terminal.run("restore", damaged, language="ar")
    assert refused.returncode == 1
    assert messages("ar")["backup.not_whole"] in refused.stderr
    assert "paper.txt" in refused.stdout
    assert terminal.run("restore", "--despite-damage", damaged).returncode == 0


def test_a_folder_without_a_backup_is_said_to_be_one(tmp_path: Path, terminal: Terminal) -> None:
    result = terminal.run("restore", tmp_path, language="ar")
    assert result.returncode == 1
    assert messages("ar")["backup.not_there"].format(folder=tmp_path) in result.stderr
    assert "Traceback" not in result.stderr
