"""An upgrade of the program over a state folder in which work is under way."""

from __future__ import annotations

from pathlib import Path

from app import wiring
from app.settings import Settings
from archive import migration
from ingest.intake import Sender
from ingest.workflow import APPLICATION_VERSION
from tests.app.test_command_line import Terminal
from tests.ingest import former_workflow

BEFORE = "0004_arranging"
"""The tables of the version before."""


def left_by_former_versions(settings: Settings) -> None:
    """Two files taken in, their workflows begun by different versions, which were killed; nothing is read yet."""
    archive = wiring.open_archive(settings)
    door = wiring.open_front_door(settings, archive)
    for name, text in (("school.txt", "مقرر رقم 3/2021\nيتعلق بصيانة المدارس"), ("road.txt", "Décision n° 7\nles routes")):
        path = settings.state / name
        path.write_text(text, encoding="utf-8")
        door.take(path, name, Sender("system:test", "upgrade"))
    ids = [task.id for task in archive.waiting_tasks()]
    archive.mark_enqueued(ids)
    archive.close()
    migration.downgrade(settings.archive_url, BEFORE)
    for task_id, version in zip(ids, (APPLICATION_VERSION, "0"), strict=True):
        former_workflow.run(settings.work_url, version, settings.state / "log", 0, task_id)


def test_what_former_versions_left_is_read(tmp_path: Path, lexicon_path: Path) -> None:
    settings = Settings(state=tmp_path / "state", lexicon=lexicon_path)
    left_by_former_versions(settings)
    ended = Terminal(settings.state, lexicon_path).run("worker", "--until-idle")
    assert ended.returncode == 0, ended.stderr
    archive = wiring.open_archive(settings)
    report = archive.batch_report("upgrade")
    assert (report.total, report.done) == (2, 2)
    archive.close()
