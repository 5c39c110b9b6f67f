"""Page images are drawn once, kept within bounds, and never swamp the machine."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest

from archive.blobs.directory import DirectoryBlobStore
from domain.documents import ReadingState, Version
from domain.failures import Failure, RefusedFileError
from ingest.limits import Limits
from ingest.sandbox import Sandbox
from search_api.kept_files import BusyError, KeepingLimits
from search_api.page_images import (
    WIDTHS,
    ImageKey,
    PageImages,
    image_type,
    nearest_width,
)
from tests.search_api.library import png

DRAWN = b"\x89PNG" + b"x" * 996


class CountingSandbox(Sandbox):
    """Draws a thousand bytes, when it is let, and counts how many draw at once."""

    def __init__(self, scratch: Path) -> None:
        super().__init__(Limits(), scratch)
        self.may_draw, self.begun = threading.Event(), threading.Event()
        self.may_draw.set()
        self.drawn = self.at_once = self.most_at_once = 0
        self._lock = threading.Lock()

    def render_page(self, path: Path, media_type: str, number: int, width_px: int, turn: int = 0) -> bytes:
        with self._counted():
            assert self.may_draw.wait(30)
        if number == 13:
            raise RefusedFileError(Failure.UNREADABLE)
        return DRAWN

    @contextmanager
    def _counted(self) -> Iterator[None]:
        self.begun.set()
        with self._lock:
            self.drawn += 1
            self.at_once += 1
            self.most_at_once = max(self.at_once, self.most_at_once)
        yield
        with self._lock:
            self.at_once -= 1


class Drawings:
    """Page images of one version, whose sandbox counts."""

    def __init__(self, folder: Path, limits: KeepingLimits) -> None:
        self.folder = folder / "images"
        blobs = DirectoryBlobStore(folder / "blobs")
        stored = blobs.put(BytesIO(png("red")))
        self.sandbox = CountingSandbox(folder / "scratch")
        self.images = PageImages(self.folder, blobs, self.sandbox, limits)
        now = datetime(2026, 1, 1, tzinfo=UTC)
        self.version = Version("v1", "f1", stored.sha256, "image/png", stored.size, ReadingState.DONE, now)

    def get(self, number: int, width: int = 200) -> bytes:
        return self.images.get(self.version, ImageKey(self.version.sha256, number, width))

    def kept(self) -> list[Path]:
        return sorted(self.folder.iterdir())


def test_an_image_is_drawn_once(tmp_path: Path) -> None:
    drawings = Drawings(tmp_path, KeepingLimits())
    assert drawings.get(1) == drawings.get(1) == DRAWN
    assert drawings.get(1, 400) == DRAWN
    assert drawings.sandbox.drawn == 2


def test_an_image_asked_for_by_many_at_once_is_drawn_once(tmp_path: Path) -> None:
    drawings = Drawings(tmp_path, KeepingLimits(waiting=20))
    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(drawings.get, [1] * 8)) == {DRAWN}
    assert drawings.sandbox.drawn == 1


def test_no_more_are_drawn_at_once_than_allowed(tmp_path: Path) -> None:
    drawings = Drawings(tmp_path, KeepingLimits(at_once=2, waiting=20))
    with ThreadPoolExecutor(10) as pool:
        list(pool.map(drawings.get, range(1, 11)))
    assert drawings.sandbox.drawn == 10
    assert drawings.sandbox.most_at_once <= 2


def test_who_comes_when_too_many_wait_is_sent_away_and_images_kept_are_still_given(tmp_path: Path) -> None:
    drawings = Drawings(tmp_path, KeepingLimits(at_once=1, waiting=0))
    drawings.get(1)
    drawings.sandbox.may_draw.clear()
    drawings.sandbox.begun.clear()
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(drawings.get, 2)
        assert drawings.sandbox.begun.wait(30)
        with pytest.raises(BusyError):
            drawings.get(3)
        assert drawings.get(1) == DRAWN
        drawings.sandbox.may_draw.set()
        assert first.result(30) == DRAWN
    assert drawings.get(3) == DRAWN


def test_a_page_that_cannot_be_drawn_leaves_nothing_behind(tmp_path: Path) -> None:
    drawings = Drawings(tmp_path, KeepingLimits(at_once=1, waiting=0))
    for _ in range(3):
        with pytest.raises(RefusedFileError):
            drawings.get(13)
    assert drawings.kept() == []
    assert drawings.get(1) == DRAWN


def test_the_images_used_longest_ago_go_first(tmp_path: Path) -> None:
    drawings = Drawings(tmp_path, KeepingLimits(most_bytes=5_000))
    for number in range(1, 6):
        drawings.get(number)
        os.utime(drawings.folder / f"{ImageKey(drawings.version.sha256, number, 200).name}.image", (number, number))
    drawings.get(1)
    drawings.get(6)
    assert sum(path.stat().st_size for path in drawings.kept()) <= 4_000
    drawn = drawings.sandbox.drawn
    drawings.get(1)
    drawings.get(6)
    assert drawings.sandbox.drawn == drawn
    drawings.get(2)
    assert drawings.sandbox.drawn == drawn + 1


def test_the_folder_may_be_emptied_at_any_time(tmp_path: Path) -> None:
    drawings = Drawings(tmp_path, KeepingLimits())
    drawings.get(1)
    for path in drawings.kept():
        path.unlink()
    drawings.folder.rmdir()
    assert drawings.get(1) == DRAWN


@pytest.mark.parametrize(("asked", "width"), [(1, 200), (200, 200), (201, 400), (2000, 2000), (10**9, 2000)])
def test_a_width_is_one_of_few(asked: int, width: int) -> None:
    assert nearest_width(asked) == width
    assert width in WIDTHS


def test_pngs_and_jpegs_are_told_apart() -> None:
    assert image_type(png("red")) == "image/png"
    assert image_type(b"\xff\xd8\xff") == "image/jpeg"
