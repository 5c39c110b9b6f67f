"""`shaffaf unlock` and `ingest --password`: what a clerk with a locked file types and sees."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from app import unlocking, wiring
from app.command_line import app
from app.settings import Settings
from domain.documents import ReadingState
from domain.failures import Failure
from domain.records import Intake
from ingest.intake import Sender
from tests.ingest.office_samples import locked_pdf

PASSWORD = "sirr-2021"


@pytest.fixture
def settings(tmp_path: Path, lexicon_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("SHAFFAF_STATE", str(tmp_path / "state"))
    monkeypatch.setenv("SHAFFAF_LEXICON", str(lexicon_path))
    monkeypatch.setenv("SHAFFAF_LANGUAGE", "en")
    monkeypatch.setenv("SHAFFAF_WORKERS", "1")
    return Settings()


@pytest.fixture
def locked(tmp_path: Path) -> Path:
    path = tmp_path / "locked.pdf"
    path.write_bytes(locked_pdf("Le conseil communal approuve la convention", PASSWORD))
    return path


def states(settings: Settings) -> list[ReadingState]:
    archive = wiring.open_archive(settings)
    documents = archive.documents(archive.all_document_ids()).values()
    archive.close()
    return [file.current.state for document in documents for file in document.files]


@pytest.fixture
def waiting(settings: Settings, locked: Path) -> Intake:
    """The locked file in the archive, refused for want of its password."""
    archive = wiring.open_archive(settings)
    intake = wiring.open_front_door(settings, archive).take(locked, locked.name, Sender("system:test", "b"))
    assert intake.task_id is not None
    archive.refuse(intake.task_id, Failure.ENCRYPTED, "")
    archive.close()
    return intake


@pytest.mark.usefixtures("waiting")
def test_a_locked_file_waits_until_its_password_is_typed(settings: Settings) -> None:
    assert states(settings) == [ReadingState.REFUSED]
    result = CliRunner().invoke(app, ["unlock"], input=f"wrong\n{PASSWORD}\n")
    assert result.exit_code == 0, result.output
    assert "Password of “locked.pdf”" in result.output
    assert "does not open it" in result.output
    assert PASSWORD not in result.output
    assert "Read and kept: 1. Failed: 0." in result.output
    assert states(settings) == [ReadingState.DONE]
    for path in settings.state.rglob("*"):
        assert not path.is_file() or PASSWORD.encode() not in path.read_bytes()


def test_a_password_given_with_the_files_opens_them_at_once(settings: Settings, locked: Path) -> None:
    arguments = ["ingest", "--password", "wrong", "--password", PASSWORD, str(locked)]
    assert CliRunner().invoke(app, arguments).exit_code == 0
    assert states(settings) == [ReadingState.DONE]


@pytest.mark.usefixtures("settings")
def test_where_nothing_is_locked_nothing_is_asked() -> None:
    assert "No file waits" in CliRunner().invoke(app, ["unlock"]).output


@pytest.mark.usefixtures("settings")
def test_a_document_that_is_not_there_is_named() -> None:
    result = CliRunner().invoke(app, ["unlock", "nowhere"])
    assert result.exit_code == 2
    assert "There is no document nowhere" in result.output


def test_somebody_who_types_nothing_leaves_the_file_locked(
    settings: Settings, waiting: Intake, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unlocking, "await_reading", lambda *_: None)
    result = CliRunner().invoke(app, ["unlock", waiting.document_id], input="\n")
    assert result.exit_code == 1
    assert states(settings) == [ReadingState.REFUSED]
