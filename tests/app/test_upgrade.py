"""An upgrade of the program over a state folder in which work is under way."""

from __future__ import annotations

from pathlib import Path

import pytest

from app import wiring
from app.settings import Settings
from archive import migration
from ingest.intake import Sender
from ingest.workflow import APPLICATION_VERSION
from tests.app.test_command_line import Terminal
from tests.ingest import former_workflow

BEFORE = "0004_arranging"
"""The tables of the version before."""


def left_by_the_former_version(state: Path, lexicon: Path, version: str) -> None:
    """Two files taken in, their workflows enqueued, one begun, and the process killed; nothing is read yet."""
    settings = Settings(state=state, lexicon=lexicon)
    archive = wiring.open_archive(settings)
    door = wiring.open_front_door(settings, archive)
    for name, text in (("school.txt", "مقرر رقم 3/2021\nيتعلق بصيانة المدارس"), ("road.txt", "Décision n° 7\nles routes")):
        path = state / name
        path.write_text(text, encoding="utf-8")
        door.take(path, name, Sender("system:test", "upgrade"))
    ids = [task.id for task in archive.waiting_tasks()]
    archive.mark_enqueued(ids)
    archive.close()
    migration.downgrade(settings.archive_url, BEFORE)
    former_workflow.run(settings.work_url, version, state / "log", 0, *ids)


@pytest.mark.parametrize("version", [APPLICATION_VERSION, "0"])
def test_what_the_former_version_left_is_read_and_found(tmp_path: Path, lexicon_path: Path, version: str) -> None:
    terminal = Terminal(tmp_path / "state", lexicon_path)
    left_by_the_former_version(terminal.state, lexicon_path, version)
    ended = terminal.run("worker", "--until-idle")
    assert ended.returncode == 0, ended.stderr
    assert len(terminal.titles("المدرسة")) == 1
    assert len(terminal.titles("route")) == 1
