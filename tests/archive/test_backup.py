"""Backups: of any database and store into a folder, and out of it into any other; whole, or said to be damaged."""

from __future__ import annotations

import io
import itertools
import json
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

import pytest

from archive import migration
from archive.backup import back_up
from archive.backup_folder import BackupError, BackupFolder, BackupTrouble, digest_of_file
from archive.blobs.directory import DirectoryBlobStore
from archive.dialect import open_engine
from archive.restoring import check, restore
from domain.documents import Body, Organization, ReadingCopy
from domain.failures import Failure
from domain.records import Intake
from tests.archive.samples import described, document, done, page, split, task_of
from tests.archive.sites import Ground, Rows, Site
from tests.databases import PostgresDatabases, SqliteDatabases
from tests.s3_server import S3Server

BEFORE = "0015_redaction"
"""A revision of the tables from before the newest."""


def quietly(_done: int, _total: int) -> None:
    """Nobody watches."""


@pytest.fixture
def ground(tmp_path: Path, sqlite_databases: SqliteDatabases) -> Iterator[Ground]:
    made = Ground(tmp_path, {"sqlite": sqlite_databases}, None)
    yield made
    made.close()


@pytest.fixture
def wide_ground(
    tmp_path: Path, sqlite_databases: SqliteDatabases, postgres_databases: PostgresDatabases, s3_server: S3Server
) -> Iterator[Ground]:
    made = Ground(tmp_path, {"sqlite": sqlite_databases, "postgresql": postgres_databases}, s3_server)
    yield made
    made.close()


@pytest.fixture
def folder(tmp_path: Path) -> BackupFolder:
    return folder_at(tmp_path / "backup")


def folder_at(path: Path) -> BackupFolder:
    path.mkdir()
    return BackupFolder(path)


def furnish(site: Site) -> None:
    """Documents of every sort: read, arranged, withdrawn, refused, unlocked, removed, waiting, enqueued."""
    archive = site.archive
    archive.put_body(Body("tafilalt", {"ar": "مجلس جهة تافيلالت", "fr": "Conseil de la région"}))
    archive.put_organization(Organization("bureau", "tafilalt", {"ar": "المكتب"}))
    for content in ("register", "withdrawn"):
        site.blobs.put(io.BytesIO(content.encode()))
    register = done(archive, "register", 4, publish=True, body_id="tafilalt")
    archive.describe(register.document_id, described("سجل"))
    split(archive, register.document_id, [2, 3])
    withdrawn = done(archive, "withdrawn", 1, publish=True)
    archive.withdraw(withdrawn.document_id, "nadia", "names a private person")
    archive.refuse(task_of(site.take("refused")), Failure.BROKEN, "no \x00 trailer")
    locked = site.take("locked")
    archive.put_copy(locked.version_id, ReadingCopy(site.blobs.put(io.BytesIO(b"unlocked")).sha256, "application/pdf"))
    for forgotten in archive.remove([site.take("removed").document_id], "nadia"):
        site.blobs.delete(forgotten)
    site.take("waiting")
    archive.mark_enqueued([task_of(site.take("enqueued"))])


def restored_rows(rows: Rows) -> Rows:
    """What of these rows is to be found after a restoring: tasks that were under way wait."""
    tasks = [row | {"state": "waiting" if row["state"] == "enqueued" else row["state"]} for row in rows["tasks"]]
    return rows | {"tasks": tasks}


KINDS = [
    ("sqlite", "directory", "sqlite", "directory"),
    ("sqlite", "directory", "postgresql", "s3"),
    ("postgresql", "s3", "sqlite", "directory"),
    ("postgresql", "directory", "postgresql", "s3"),
]


@pytest.mark.parametrize(("kind", "store", "other_kind", "other_store"), KINDS)
def test_what_is_restored_is_what_was_there_wherever_it_comes_from_and_goes(
    wide_ground: Ground, folder: BackupFolder, tmp_path: Path, kind: str, store: str, other_kind: str, other_store: str
) -> None:
    site, other = wide_ground.site(kind, store), wide_ground.site(other_kind, other_store)
    furnish(site)
    before = site.rows()
    assert {name for name, rows in before.items() if rows} >= {"documents", "pages", "arranged_pages", "audit", "changes"}
    made = back_up(site.url, site.blobs, folder, quietly)
    assert made.lost == []
    assert check(folder, quietly) == []
    restore(folder, other.url, other.blobs, tmp_path, quietly)
    assert other.rows() == restored_rows(before)
    assert other.contents() == site.contents()
    last = other.archive.last_change()
    assert last == site.archive.last_change()
    done(other.archive, "new", 1)
    assert other.archive.last_change() > last


def test_every_table_of_the_archive_is_in_a_backup(ground: Ground) -> None:
    site = ground.site()
    with sqlite3.connect(site.url.removeprefix("sqlite:///")) as database:
        names = {name for (name,) in database.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    database.close()
    assert set(site.rows()) == {name for name in names if not name.startswith(("sqlite_", "alembic_"))} - {"workers"}


def test_a_backup_made_while_files_come_in_agrees_with_itself(ground: Ground, folder: BackupFolder, tmp_path: Path) -> None:
    site, over = ground.site(), threading.Event()

    def hand_in() -> None:
        for number in itertools.count():
            if over.is_set():
                return
            done_now = site.take(f"file {number}")
            site.archive.start_reading(task_of(done_now), 1)
            site.archive.put_pages(task_of(done_now), [page(1, f"page {number}")])
            site.archive.finish(task_of(done_now))

    uploader = threading.Thread(target=hand_in)
    uploader.start()
    try:
        while site.archive.last_change() < 5:
            pass
        made = back_up(site.url, site.blobs, folder, quietly)
    finally:
        over.set()
        uploader.join()
    assert (made.lost, check(folder, quietly)) == ([], [])
    other = ground.site()
    restore(folder, other.url, other.blobs, tmp_path, quietly)
    rows, all_rows = other.rows(), site.rows()
    assert 5 <= len(rows["versions"]) <= len(all_rows["versions"])
    assert {row["sha256"] for row in rows["versions"]} == set(other.blobs.hashes())
    assert rows["changes"] == all_rows["changes"][: len(rows["changes"])]


def test_a_second_backup_copies_only_what_is_new_and_lets_go_of_what_is_gone(ground: Ground, tmp_path: Path) -> None:
    site, folder = ground.site(), folder_at(tmp_path / "twice")
    kept, gone = site.take("kept"), site.take("gone")
    first = back_up(site.url, site.blobs, folder, quietly).note
    files = {path.name: path.stat().st_ino for path in (tmp_path / "twice").rglob("*") if path.is_file()}
    site.archive.remove([gone.document_id], "nadia")
    site.take("new")
    second = back_up(site.url, site.blobs, folder, quietly).note
    after = {path.name: path.stat().st_ino for path in (tmp_path / "twice").rglob("*") if path.is_file()}
    same = document(site.archive, kept.document_id).files[0].current.sha256
    assert after[same] == files[same]
    assert (first.originals, second.originals) == (2, 2)
    assert first.records not in after
    assert len(set(folder.originals.hashes())) == 2
    assert check(folder, quietly) == []


class Failing(DirectoryBlobStore):
    """A store that goes away in the middle."""

    def __init__(self, location: Path, after: int) -> None:
        super().__init__(location)
        self._left = after

    def open(self, sha256: str) -> BinaryIO:
        self._left -= 1
        if self._left < 0:
            raise ConnectionError("gone")
        return super().open(sha256)


def test_a_backup_that_is_cut_short_leaves_the_former_one(ground: Ground, folder: BackupFolder, tmp_path: Path) -> None:
    site = ground.site()
    site.take("first")
    former = back_up(site.url, site.blobs, folder, quietly).note
    for content in "abc":
        site.take(content)
    with pytest.raises(ConnectionError):
        back_up(site.url, Failing(tmp_path / "site-1" / "blobs", after=2), folder, quietly)
    assert folder.note() == former
    assert check(folder, quietly) == []


class Shifting(DirectoryBlobStore):
    """A store in which a copy is replaced by another just before it is read."""

    def __init__(self, location: Path, site: Site, version: str) -> None:
        super().__init__(location)
        self._site = site
        self._version = version
        self.shifts = 0

    def open(self, sha256: str) -> BinaryIO:
        if not self.shifts:
            self.shifts += 1
            copy = ReadingCopy(self.put(io.BytesIO(b"second copy")).sha256, "application/pdf")
            for forgotten in self._site.archive.put_copy(self._version, copy):
                self.delete(forgotten)
        return super().open(sha256)


def test_a_copy_that_is_replaced_meanwhile_is_not_missed(ground: Ground, folder: BackupFolder, tmp_path: Path) -> None:
    site = ground.site()
    version = site.take("locked").version_id
    first = site.blobs.put(io.BytesIO(b"first copy")).sha256
    site.archive.put_copy(version, ReadingCopy(first, "application/pdf"))
    shifting = Shifting(tmp_path / "site-1" / "blobs", site, version)
    made = back_up(site.url, shifting, folder, quietly)
    assert shifting.shifts == 1
    assert made.lost == []
    assert check(folder, quietly) == []
    assert first not in set(folder.originals.hashes())


def original_of(site: Site, intake: Intake) -> str:
    return document(site.archive, intake.document_id).files[0].current.sha256


def place(folder: Path, sha256: str) -> Path:
    return folder / sha256[:2] / sha256[2:4] / sha256


def spoil(path: Path) -> None:
    path.chmod(0o600)
    path.write_bytes(b"!" + path.read_bytes()[1:])


@pytest.mark.parametrize("damage", [spoil, Path.unlink])
def test_an_original_that_was_damaged_before_is_told_and_the_rest_is_backed_up(
    ground: Ground, folder: BackupFolder, tmp_path: Path, damage: Any
) -> None:
    site = ground.site()
    bad, _good = site.take("bad"), site.take("good")
    damage(place(tmp_path / "site-1" / "blobs", original_of(site, bad)))
    made = back_up(site.url, site.blobs, folder, quietly)
    assert [(one.name, one.document_id) for one in made.lost] == [("bad.pdf", bad.document_id)]
    assert len(set(folder.originals.hashes())) == 1
    assert check(folder, quietly) == made.lost


@pytest.mark.parametrize("damage", [spoil, Path.unlink])
def test_an_original_that_a_backup_lost_is_found_by_checking_and_left_out_by_restoring(
    ground: Ground, tmp_path: Path, damage: Any
) -> None:
    site, other, folder = ground.site(), ground.site(), folder_at(tmp_path / "kept")
    bad, good = site.take("bad"), site.take("good")
    back_up(site.url, site.blobs, folder, quietly)
    damage(place(tmp_path / "kept" / "originals", original_of(site, bad)))
    assert [one.sha256 for one in check(folder, quietly)] == [original_of(site, bad)]
    restore(folder, other.url, other.blobs, tmp_path, quietly)
    assert set(other.blobs.hashes()) == {original_of(site, good)}
    assert other.rows() == site.rows()


@contextmanager
def refused(trouble: BackupTrouble) -> Iterator[None]:
    with pytest.raises(BackupError) as raised:
        yield
    assert raised.value.trouble is trouble


def records(path: Path) -> Path:
    (file,) = path.glob("records-*.sqlite")
    return file


def sign(path: Path, **changed: Any) -> None:
    """Have the note agree with the records as they are."""
    note = path / "backup.json"
    said = json.loads(note.read_text()) | {"sha256": digest_of_file(records(path))} | changed
    note.write_text(json.dumps(said))


def of_a_later_version(path: Path) -> None:
    with sqlite3.connect(records(path)) as database:
        database.execute("UPDATE alembic_version SET version_num = '9999_from_the_future'")
    database.close()
    sign(path)


@pytest.mark.parametrize(
    ("spoiling", "trouble"),
    [
        (lambda path: (path / "backup.json").unlink(), BackupTrouble.NOT_THERE),
        (lambda path: (path / "backup.json").write_text("{"), BackupTrouble.NOT_THERE),
        (lambda path: sign(path, format=2), BackupTrouble.NEWER),
        (of_a_later_version, BackupTrouble.NEWER),
        (lambda path: records(path).unlink(), BackupTrouble.RECORDS_DAMAGED),
        (lambda path: spoil(records(path)), BackupTrouble.RECORDS_DAMAGED),
        (lambda path: records(path).write_bytes(records(path).read_bytes()[:-4096]), BackupTrouble.RECORDS_DAMAGED),
    ],
)
def test_a_backup_that_can_not_be_used_says_why_and_changes_nothing(
    ground: Ground, tmp_path: Path, spoiling: Any, trouble: BackupTrouble
) -> None:
    site, other, path = ground.site(), ground.site(), tmp_path / "spoiled"
    site.take("one")
    back_up(site.url, site.blobs, folder_at(path), quietly)
    spoiling(path)
    with refused(trouble):
        restore(BackupFolder(path), other.url, other.blobs, tmp_path, quietly)
    assert other.contents() == set()
    assert not any(other.rows().values())


def test_records_that_were_damaged_under_a_note_that_fits_are_found_too(ground: Ground, tmp_path: Path) -> None:
    site, path = ground.site(), tmp_path / "torn"
    for number in range(20):
        site.take(f"file {number}")
    back_up(site.url, site.blobs, folder_at(path), quietly)
    file = records(path)
    content = bytearray(file.read_bytes())
    content[8192:12288] = bytes(4096)
    file.write_bytes(content)
    sign(path)
    with refused(BackupTrouble.RECORDS_DAMAGED):
        check(BackupFolder(path), quietly)


def test_an_archive_with_documents_is_left_alone(ground: Ground, folder: BackupFolder, tmp_path: Path) -> None:
    site, other = ground.site(), ground.site()
    site.take("one")
    other.take("two")
    back_up(site.url, site.blobs, folder, quietly)
    before = other.rows()
    with refused(BackupTrouble.NOT_EMPTY):
        restore(folder, other.url, other.blobs, tmp_path, quietly)
    assert other.rows() == before
    assert other.contents() == {b"two"}


def test_a_backup_of_an_earlier_version_is_brought_up_to_date(ground: Ground, tmp_path: Path) -> None:
    site, other, path = ground.site(), ground.site(), tmp_path / "old"
    furnish(site)
    back_up(site.url, site.blobs, folder_at(path), quietly)
    migration.downgrade(f"sqlite:///{records(path)}", BEFORE)
    database = sqlite3.connect(records(path))
    database.execute("PRAGMA journal_mode = DELETE")
    database.close()
    sign(path)
    restore(BackupFolder(path), other.url, other.blobs, tmp_path, quietly)
    other.archive.migrate()
    assert other.rows() == restored_rows(site.rows())
    assert migration.is_newest(open_engine(other.url))


def test_an_empty_archive_can_be_backed_up_and_restored(ground: Ground, folder: BackupFolder, tmp_path: Path) -> None:
    site, other = ground.site(), ground.site()
    made = back_up(site.url, site.blobs, folder, quietly)
    assert (made.note.documents, made.note.originals, made.note.size) == (0, 0, 0)
    restore(folder, other.url, other.blobs, tmp_path, quietly)
    assert other.rows() == site.rows()


def test_progress_is_told_of_every_original(ground: Ground, folder: BackupFolder) -> None:
    site = ground.site()
    for content in "abc":
        site.take(content)
    told: list[tuple[int, int]] = []
    back_up(site.url, site.blobs, folder, lambda number, total: told.append((number, total)))
    assert told == [(1, 3), (2, 3), (3, 3)]
