from __future__ import annotations

import os
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile

import pytest

from domain.failures import Failure
from ingest.collect import Candidate, Item, Refused, Skipped, collect
from ingest.limits import Limits
from tests.ingest.packages import paragraph, write_docx, write_zip


def names(items: list[Item], kind: type[Item]) -> list[str]:
    return [item.name for item in items if isinstance(item, kind)]


def found(*paths: Path, limits: Limits | None = None) -> list[Item]:
    return list(collect(paths, limits))


def test_a_folder_is_taken_apart_in_the_order_of_names(tmp_path: Path) -> None:
    folder = tmp_path / "envoi"
    for name in ("b.txt", "a/2.txt", "a/1.txt", "c.txt"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(name)
    items = found(folder)
    assert names(items, Candidate) == ["envoi/a/1.txt", "envoi/a/2.txt", "envoi/b.txt", "envoi/c.txt"]
    assert [item.path.read_text() for item in items if isinstance(item, Candidate)][2] == "b.txt"


@pytest.mark.parametrize(
    ("name", "why"),
    [
        (".DS_Store", "hidden"),
        (".git", "hidden"),
        ("Thumbs.db", "system"),
        ("__MACOSX", "system"),
        ("~$lettre.docx", "temporary"),
        ("outil.py", "program"),
        ("topics.tsv", "data"),
        ("SON.MP3", "media"),
    ],
)
def test_what_is_no_document_is_skipped_with_a_reason(tmp_path: Path, name: str, why: str) -> None:
    (tmp_path / name).write_text("x")
    assert found(tmp_path / name) == [Skipped(name, why)]


def test_a_skipped_folder_is_not_looked_into(tmp_path: Path) -> None:
    (tmp_path / "envoi/__MACOSX").mkdir(parents=True)
    (tmp_path / "envoi/__MACOSX/a.txt").write_text("x")
    assert found(tmp_path / "envoi") == [Skipped("envoi/__MACOSX", "system")]


def test_a_zip_is_unpacked_one_member_at_a_time(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "lot.zip", {"b/2.txt": "two", "1.txt": "one", "__MACOSX/1.txt": "x"})
    contents = {}
    scratch = tmp_path / "scratch"
    for item in collect([path], scratch=scratch):
        if isinstance(item, Candidate):
            contents[item.name] = item.path.read_text()
            assert len([file for file in scratch.rglob("*") if file.is_file()]) == 1
    assert contents == {"lot.zip/1.txt": "one", "lot.zip/b/2.txt": "two"}
    assert list(scratch.iterdir()) == []


def test_a_zip_in_a_zip_is_taken_apart_but_not_without_end(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "0.zip", {"a.txt": "x"})
    for depth in range(1, 5):
        path = write_zip(tmp_path / f"{depth}.zip", {"a.txt": "x", f"{depth - 1}.zip": path.read_bytes()})
    items = found(path)
    assert sorted(names(items, Candidate)) == ["4.zip/3.zip/2.zip/a.txt", "4.zip/3.zip/a.txt", "4.zip/a.txt"]
    assert [item.failure for item in items if isinstance(item, Refused)] == [Failure.UNSUPPORTED]


def test_a_document_that_is_a_zip_inside_is_one_document(tmp_path: Path) -> None:
    assert names(found(write_docx(tmp_path / "a.docx", paragraph("x"))), Candidate) == ["a.docx"]


@pytest.mark.parametrize("evil", ["../../evil.txt", "/etc/evil.txt", "..\\..\\evil.txt", "C:\\evil.txt"])
def test_a_member_that_leads_out_of_its_folder_stays_inside(tmp_path: Path, evil: str) -> None:
    path = write_zip(tmp_path / "slip.zip", {evil: "x"})
    before = set(tmp_path.rglob("*"))
    (item,) = collect([path], scratch=tmp_path / "scratch")
    assert item.name in ("slip.zip/evil.txt", "slip.zip/etc/evil.txt")
    assert set(tmp_path.rglob("*")) - before == {tmp_path / "scratch"}


def test_a_zip_bomb_is_refused_before_anything_of_it_is_read(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "bomb.zip", {"a.txt": "first", "b.txt": b"0" * 3_000_000})
    (item,) = found(path, limits=Limits(unpacked_bytes=1_000_000))
    assert isinstance(item, Refused)
    assert item.failure is Failure.TOO_LARGE


def test_a_zip_that_lies_about_its_size_is_refused_where_it_is_found_out(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "liar.zip", {"a.txt": b"0" * 3_000_000})
    data = path.read_bytes()
    path.write_bytes(data.replace((3_000_000).to_bytes(4, "little"), (1_000).to_bytes(4, "little")))
    (item,) = found(path, limits=Limits(unpacked_bytes=1_000_000))
    assert isinstance(item, Refused)
    assert item.failure in (Failure.TOO_LARGE, Failure.BROKEN)


def test_a_locked_member_is_refused_and_the_others_are_read(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "lot.zip", {"a.txt": "x", "b.txt": "y"})
    data = bytearray(path.read_bytes())
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(signature) + flags] |= 1
    path.write_bytes(data)
    items = found(path)
    assert [(item.name, item.failure) for item in items if isinstance(item, Refused)] == [
        ("lot.zip/a.txt", Failure.ENCRYPTED)
    ]
    assert names(items, Candidate) == ["lot.zip/b.txt"]


def test_a_damaged_zip_is_refused_as_broken(tmp_path: Path) -> None:
    (tmp_path / "bad.zip").write_bytes(b"PK\x03\x04" + bytes(100))
    (item,) = found(tmp_path / "bad.zip")
    assert isinstance(item, Refused)
    assert item.failure is Failure.BROKEN


def test_names_in_a_zip_are_utf_8_where_they_can_be(tmp_path: Path) -> None:
    with ZipFile(tmp_path / "a.zip", "w", ZIP_STORED) as package:
        package.writestr("محضر.txt", "x")
        package.writestr("plain.txt", "x")
    data = (tmp_path / "a.zip").read_bytes()
    without_flag = data.replace(b"\x00\x08", b"\x00\x00")
    (tmp_path / "b.zip").write_bytes(without_flag)
    for name in ("a.zip", "b.zip"):
        assert names(found(tmp_path / name), Candidate) == [f"{name}/plain.txt", f"{name}/محضر.txt"]


def test_a_file_name_that_is_no_utf_8_is_still_a_file(tmp_path: Path) -> None:
    folder = tmp_path / "envoi"
    folder.mkdir()
    raw = os.fsencode(folder) + b"/" + "محضر.txt".encode("cp1256")
    Path(os.fsdecode(raw)).write_text("x")
    (item,) = found(folder)
    assert item.name == "envoi/محضر.txt"
    assert isinstance(item, Candidate)
    assert item.path.read_text() == "x"


def test_links_out_of_the_folder_are_not_followed(tmp_path: Path) -> None:
    folder, outside = tmp_path / "envoi", tmp_path / "secret.txt"
    folder.mkdir()
    outside.write_text("secret")
    (folder / "a.txt").write_text("x")
    (folder / "inside.txt").symlink_to(folder / "a.txt")
    (folder / "outside.txt").symlink_to(outside)
    (folder / "round").symlink_to(folder, target_is_directory=True)
    items = found(folder)
    assert names(items, Candidate) == ["envoi/a.txt", "envoi/inside.txt"]
    assert items[2:] == [Skipped("envoi/outside.txt", "link"), Skipped("envoi/round", "link")]


def test_a_link_given_itself_is_followed(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x")
    (tmp_path / "link.txt").symlink_to(tmp_path / "a.txt")
    assert names(found(tmp_path / "link.txt"), Candidate) == ["link.txt"]


def test_what_is_not_there_is_refused_and_what_is_no_file_skipped(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert found(tmp_path / "pipe") == [Skipped("pipe", "special")]
    (item,) = found(tmp_path / "gone.pdf")
    assert isinstance(item, Refused)
    assert item.failure is Failure.UNREADABLE
