"""Uploads and pages to put into archives under test."""

from __future__ import annotations

import hashlib
from typing import Any

from archive.store import Archive
from domain.documents import Page, TextSource, WordBox
from domain.records import Intake, Upload

WORD = WordBox(0, 4, 0.1, 0.2, 0.3, 0.25, 0.91)


def upload(content: str = "one", **said: Any) -> Upload:
    """An upload of a file that holds `content`."""
    values: dict[str, Any] = {
        "name": f"{content}.pdf",
        "sha256": hashlib.sha256(content.encode()).hexdigest(),
        "size": len(content),
        "media_type": "application/pdf",
        "body_id": None,
        "publish": False,
        "batch": "batch-1",
        "actor": "system:test",
    }
    return Upload(**(values | said))


def page(number: int, text: str = "قرار رقم 12", **said: Any) -> Page:
    """A page read by OCR."""
    values: dict[str, Any] = {"source": TextSource.OCR, "tool": "tesseract 5.3", "words": (WORD,)}
    return Page(number, text, **(values | said))


def read(archive: Archive, intake: Intake, *texts: str) -> None:
    """Put the pages of a new upload and finish its task."""
    assert intake.task_id is not None
    archive.start_reading(intake.task_id, len(texts))
    archive.put_pages(intake.task_id, [page(number, text) for number, text in enumerate(texts, 1)])
    archive.finish(intake.task_id)


def added(archive: Archive, content: str = "one", **said: Any) -> Intake:
    """What became of the upload of a file that holds `content`."""
    return archive.add(upload(content, **said))


def task_of(intake: Intake) -> str:
    """The task that reads it."""
    assert intake.task_id is not None
    return intake.task_id


def begun(archive: Archive) -> tuple[str, str]:
    """A new upload's task and version."""
    intake = added(archive)
    return task_of(intake), intake.version_id
