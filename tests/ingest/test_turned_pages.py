"""A scan that lies on its side is turned and read: its text, and where its words stand on the turned image."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from analyzers.pipeline import Analyzer
from archive.blobs.directory import DirectoryBlobStore
from archive.store import Archive
from domain.arranging import Turn
from domain.documents import Document, PageKey
from domain.records import Rereading, Upload
from ingest.limits import Limits
from ingest.patience import Patience
from ingest.sandbox import Sandbox
from ingest.scans.policy import PageReader
from ingest.steps import Steps
from ingest.trust import TrustGate
from tests.databases import archive_in

WORDS = ("قرر", "المجلس", "conseil")


@dataclass(frozen=True)
class Reader:
    """Takes files in and reads them as the worker does, counting the pages read by OCR."""

    steps: Steps
    read: list[int]

    @property
    def archive(self) -> Archive:
        return self.steps.archive

    def run(self) -> None:
        """All waiting tasks, to their end."""
        while tasks := self.archive.waiting_tasks():
            for task in tasks:
                for number in self.steps.extract(task.id):
                    self.read.append(number)
                    self.steps.read_page(task.id, number)
                self.steps.finish(task.id)

    def take(self, name: str, media_type: str, content: bytes) -> Document:
        stored = self.steps.blobs.put(BytesIO(content))
        upload = Upload(name, stored.sha256, stored.size, media_type, None, False, "batch", "test")
        intake = self.archive.add(upload)
        self.run()
        found = self.archive.document(intake.document_id)
        assert found is not None
        return found

    def turn(self, document: Document, number: int, degrees: int) -> None:
        key = PageKey(document.files[0].current.id, number)
        self.archive.arrangements.turn(Turn(document.id, key, degrees), "turning", "nadia")


@pytest.fixture
def reader(tmp_path: Path, analyzer: Analyzer) -> Iterator[Reader]:
    archive = archive_in(tmp_path)
    sandbox = Sandbox(Limits(), tmp_path / "scratch")
    blobs = DirectoryBlobStore(tmp_path / "blobs")
    reader, gate = PageReader(sandbox, analyzer), TrustGate(analyzer, 0.55)
    yield Reader(Steps(archive, blobs, sandbox, analyzer, reader, gate, Patience(60)), [])
    archive.close()


def scans(upright: Path, *degrees: int) -> bytes:
    """A TIFF of the page, turned clockwise by so many degrees each time."""
    image = Image.open(upright).convert("L")
    pages = [image.rotate(-turn, expand=True, fillcolor=255) for turn in degrees]
    target = BytesIO()
    pages[0].save(target, "TIFF", save_all=True, append_images=pages[1:], compression="tiff_deflate", dpi=(300, 300))
    return target.getvalue()


def test_a_page_lying_on_its_side_is_read_when_it_is_turned_and_no_other_is(reader: Reader, typeset_png: Path) -> None:
    document = reader.take("scan.tiff", "image/tiff", scans(typeset_png, 0, 90))
    version = document.files[0].current.id
    upright = reader.archive.page(version, 1)
    assert upright is not None
    assert all(word in upright.text for word in WORDS)
    reader.read.clear()
    reader.turn(document, 2, 270)
    reader.run()
    assert reader.read == [2]
    turned = reader.archive.page(version, 2)
    assert turned is not None
    assert all(word in turned.text for word in WORDS)
    assert (turned.turn, turned.width, turned.height) == (270, upright.width, upright.height)
    boxes = {upright.text[word.start : word.end]: word for word in upright.words}
    pairs = [(boxes[text], word) for word in turned.words if (text := turned.text[word.start : word.end]) in boxes]
    assert len(pairs) > 5
    for expected, found in pairs:
        assert (found.left, found.top) == pytest.approx((expected.left, expected.top), abs=0.02)
        assert (found.right, found.bottom) == pytest.approx((expected.right, expected.bottom), abs=0.02)


def test_reading_everything_again_reads_turned_pages_as_they_were_turned(reader: Reader, typeset_png: Path) -> None:
    document = reader.take("scan.tiff", "image/tiff", scans(typeset_png, 90))
    reader.turn(document, 1, -90)
    reader.run()
    reader.archive.read_again(Rereading(), "again", "nadia")
    reader.run()
    (found,) = reader.archive.pages(document.files[0].current.id)
    assert all(word in found.text for word in WORDS)
    assert reader.archive.waiting_tasks() == []


def test_a_text_layer_keeps_its_words_where_they_stand_on_the_turned_page(reader: Reader, typeset_pdf: Path) -> None:
    document = reader.take("page.pdf", "application/pdf", typeset_pdf.read_bytes())
    version = document.files[0].current.id
    before = reader.archive.page(version, 1)
    reader.turn(document, 1, 180)
    reader.run()
    after = reader.archive.page(version, 1)
    assert before is not None
    assert after is not None
    assert (after.text, after.turn) == (before.text, 180)
    assert after.words[0].left == pytest.approx(1 - before.words[0].right, abs=1e-3)
    assert after.words[0].top == pytest.approx(1 - before.words[0].bottom, abs=1e-3)
