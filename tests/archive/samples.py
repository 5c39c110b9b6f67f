"""Uploads and pages to put into archives under test."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from archive.store import Archive
from domain.arranging import Piece, Split
from domain.documents import Document, Page, PageKey, TextSource, WordBox
from domain.records import Description, Intake, Upload

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


def done(archive: Archive, content: str, count: int, **said: Any) -> Intake:
    """A document of `count` drawn pages, `content 1` and so on, that was read; published if `publish` is said."""
    intake = added(archive, content, **said)
    task_id = task_of(intake)
    archive.start_reading(task_id, count)
    sized = {"width": 595.0, "height": 842.0}
    archive.put_pages(task_id, [page(number, f"{content} {number}", **sized) for number in range(1, count + 1)])
    archive.finish(task_id)
    return intake


def document(archive: Archive, document_id: str) -> Document:
    """The record, which is there."""
    found = archive.document(document_id)
    assert found is not None
    return found


def texts(archive: Archive, document_id: str) -> list[str]:
    """What the pages of the document say, in order."""
    return [found.text for _, found in archive.document_pages(document(archive, document_id))]


def keys(archive: Archive, document_id: str, *numbers: int) -> tuple[PageKey, ...]:
    """The pages at these places of the document; all without places."""
    found = archive.page_keys(document(archive, document_id))
    return tuple(found[number - 1] for number in numbers) if numbers else found


def described(title: str = "قرار") -> Description:
    """What a program found out."""
    return Description(type="decision", titles={"ar": title})


def split(archive: Archive, document_id: str, *ranges: Sequence[int], publish: bool = False) -> list[str]:
    """Take the pages at these places out, a document each."""
    pieces = tuple(Piece(keys(archive, document_id, *one), described(f"قرار {one[0]}")) for one in ranges)
    return archive.arrangements.split(Split(document_id, pieces, publish), "nadia")


def changed(archive: Archive, before: int) -> set[str]:
    """The documents that the index has to look at again since the change `before`."""
    return {change.document_id for change in archive.changes_after(before)}
