"""`shaffaf unlock` and `ingest --password`: what a clerk with a locked file types and sees."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from app import unlocking, wiring
from app.command_line import app
from app.settings import Settings
from domain.documents import ReadingState
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


def test_a_locked_file_waits_until_its_password_is_typed(settings: Settings, locked: Path) -> None:
    runner = CliRunner()
    first = runner.invoke(app, ["ingest", str(locked)])
    assert first.exit_code == 1
    assert "needs it to be read" in first.stdout
    assert "shaffaf unlock" in first.stdout
    assert states(settings) == [ReadingState.REFUSED]
    second = runner.invoke(app, ["unlock"], input=f"wrong\n{PASSWORD}\n")
    assert second.exit_code == 0, second.output
    assert "Password of “locked.pdf”" in second.output
    assert "does not open it" in second.output
    assert PASSWORD not in second.output
    assert "Read and kept: 1. Failed: 0." in second.output
    assert states(settings) == [ReadingState.DONE]
    assert "No file waits" in runner.invoke(app, ["unlock"]).output
    for path in settings.state.rglob("*"):
        assert not path.is_file() or PASSWORD.encode() not in path.read_bytes()


def test_a_password_given_with_the_files_opens_them_at_once(settings: Settings, locked: Path) -> None:
    arguments = ["ingest", "--password", "wrong", "--password", PASSWORD, str(locked)]
    assert CliRunner().invoke(app, arguments).exit_code == 0
    assert states(settings) == [ReadingState.DONE]


def test_a_document_that_is_not_there_is_named(settings: Settings) -> None:
    result = CliRunner().invoke(app, ["unlock", "nowhere"])
    assert result.exit_code == 2
    assert "There is no document nowhere" in result.output


def test_somebody_who_types_nothing_leaves_the_file_locked(
    settings: Settings, locked: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = wiring.open_archive(settings)
    monkeypatch.setattr(unlocking, "await_reading", lambda *_: None)
    from ingest.intake import Sender

    intake = wiring.open_front_door(settings, archive).take(locked, locked.name, Sender("system:test", "b"))
    assert intake.task_id is not None
    from domain.failures import Failure

    archive.refuse(intake.task_id, Failure.ENCRYPTED, "")
    archive.close()
    result = CliRunner().invoke(app, ["unlock", intake.document_id], input="\n")
    assert result.exit_code == 1
    assert states(settings) == [ReadingState.REFUSED]
