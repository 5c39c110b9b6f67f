"""What is put into a watched folder is taken in once it is whole, and moved aside."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.blobs.directory import DirectoryBlobStore
from archive.store import Archive
from domain.batch_files import FileFilter
from domain.batches import Batch
from domain.documents import Body
from domain.failures import Failure, FullDiskError
from ingest.disk import DiskReserve
from ingest.intake import FrontDoor
from ingest.limits import Limits
from ingest.sandbox import Sandbox
from ingest.watching import NOT_TAKEN, TAKEN, Order, Seen, WatchedFolder, Workshop
from tests.databases import Databases

LARGEST = 2_000


class Place:
    """A folder, an archive, and whoever looks; `again` is a process that was started anew."""

    def __init__(self, root: Path, archive: Archive, reserve: int = 0) -> None:
        self.folder, self.archive = root / "scans", archive
        self.folder.mkdir(exist_ok=True)
        self._root, self._reserve = root, reserve
        self.again()

    def again(self) -> None:
        disk = DiskReserve(self._root, self._reserve)
        sandbox = Sandbox(Limits(), self._root / "scratch")
        door = FrontDoor(self.archive, DirectoryBlobStore(self._root / "blobs"), sandbox, LARGEST, disk)
        workshop = Workshop(Limits(), self._root / "unpacking")
        self.watched = WatchedFolder(self.folder, Order("souss"), door, self.archive.batches, workshop)

    def put(self, name: str, content: str | bytes) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def look(self, times: int = 2) -> list[Seen]:
        return [seen for _ in range(times) for seen in self.watched.look()]

    def files(self) -> set[str]:
        return {path.relative_to(self.folder).as_posix() for path in self.folder.rglob("*") if path.is_file()}

    def batch(self) -> Batch:
        (batch,) = self.archive.batches.newest(None)
        return batch


@pytest.fixture
def archive(databases: Databases) -> Iterator[Archive]:
    with databases.migrated() as url:
        opened = Archive(url)
        opened.put_body(Body("souss", {"fr": "Souss"}))
        yield opened
        opened.close()


@pytest.fixture
def place(tmp_path: Path, archive: Archive) -> Place:
    return Place(tmp_path, archive)


def test_a_file_that_does_not_change_any_more_is_taken_as_a_draft_of_the_council_and_moved(place: Place) -> None:
    place.put("2004/مقرر 12.txt", "قرار رقم 12")
    assert place.look(1) == []
    assert place.look(1) == [Seen("2004/مقرر 12.txt")]
    assert place.files() == {f"{TAKEN}/2004/مقرر 12.txt"}
    (document_id,) = place.archive.document_ids_of_batch(place.batch().id)
    document = place.archive.document(document_id)
    assert document is not None
    assert (document.body_id, document.status) == ("souss", "draft")
    assert place.look() == []


def test_a_file_that_still_grows_is_left_until_it_is_whole(place: Place) -> None:
    for length in range(1, 5):
        place.put("slow.txt", "قرار " * length)
        assert place.look(1) == []
    assert place.look(1) == [Seen("slow.txt")]


def test_what_is_refused_goes_elsewhere_and_the_batch_says_why(place: Place) -> None:
    place.put("large.txt", "x" * (LARGEST + 1))
    place.put("empty.txt", "")
    place.put("good.txt", "قرار")
    refusals = {seen.path: seen.refusal.failure for seen in place.look() if seen.refusal}
    assert refusals == {"large.txt": Failure.TOO_LARGE, "empty.txt": Failure.EMPTY}
    assert place.files() == {f"{NOT_TAKEN}/large.txt", f"{NOT_TAKEN}/empty.txt", f"{TAKEN}/good.txt"}
    told = {one.name: one.failure for one in place.archive.batch_files.page(place.batch().id, FileFilter())}
    assert told == {**refusals, "good.txt": None}


def test_a_zip_is_taken_file_by_file(place: Place) -> None:
    with zipfile.ZipFile(place.put("register.zip", ""), "w") as package:
        package.writestr("1.txt", "قرار رقم 1")
        package.writestr("2.txt", "قرار رقم 2")
    assert {seen.path for seen in place.look()} == {"register.zip/1.txt", "register.zip/2.txt"}
    assert place.files() == {f"{TAKEN}/register.zip"}


def test_what_was_taken_before_a_kill_is_known_and_moved(place: Place) -> None:
    place.put("a.txt", "قرار")
    place.look()
    (place.folder / TAKEN / "a.txt").rename(place.folder / "a.txt")
    place.again()
    assert place.look() == [Seen("a.txt", known=True)]
    assert place.files() == {f"{TAKEN}/a.txt"}
    assert len(place.archive.document_ids_of_batch(place.batch().id)) == 1


def test_a_file_of_a_name_that_was_there_keeps_both(place: Place) -> None:
    for content in ("قرار رقم 1", "قرار رقم 2"):
        place.put("scan.txt", content)
        place.look()
    assert place.files() == {f"{TAKEN}/scan.txt", f"{TAKEN}/scan (2).txt"}


@pytest.mark.parametrize("name", [".hidden.txt", "Thumbs.db", "~$draft.docx", ".sync/a.txt"])
def test_what_is_no_document_is_left_where_it_is(place: Place, name: str) -> None:
    place.put(name, "anything")
    assert place.look() == []
    assert place.files() == {name}


def test_links_are_not_followed(place: Place, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("سر")
    (place.folder / "link.txt").symlink_to(secret)
    assert place.look() == []
    assert secret.exists()


def test_while_the_disk_is_full_files_wait(tmp_path: Path, archive: Archive) -> None:
    place = Place(tmp_path, archive, reserve=2**62)
    place.put("a.txt", "قرار")
    with pytest.raises(FullDiskError):
        place.look()
    assert place.files() == {"a.txt"}


def test_a_file_that_goes_away_between_looks_is_no_error(place: Place) -> None:
    path = place.put("a.txt", "قرار")
    place.look(1)
    path.unlink()
    assert place.look() == []
