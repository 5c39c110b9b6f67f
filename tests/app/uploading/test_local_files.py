"""The files of a folder, whatever it holds."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.uploading.local_files import ChangedError, LocalFile, Unreadable, in_groups, parts, sha256, walk
from tests.search_api import upload_site


def tree(folder: Path, *paths: str) -> Path:
    """A folder with files that hold their own names."""
    for path in paths:
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(path, encoding="utf-8")
    return folder


def paths(folder: Path) -> list[str]:
    return [one.path for one in walk(folder)]


def test_files_come_in_the_order_of_their_names_with_their_folders(tmp_path: Path) -> None:
    tree(tmp_path, "ب/2.txt", "ب/1.txt", "a.txt", "z/y/x.pdf")
    assert paths(tmp_path) == ["a.txt", "z/y/x.pdf", "ب/1.txt", "ب/2.txt"]


@pytest.mark.parametrize("name", [".DS_Store", "Thumbs.db", ".git/config", "~$registre.docx"])
def test_what_is_no_document_is_passed_over(tmp_path: Path, name: str) -> None:
    assert paths(tree(tmp_path, name, "a.txt")) == ["a.txt"]


def test_links_are_not_followed(tmp_path: Path) -> None:
    tree(tmp_path / "sent", "a.txt")
    tree(tmp_path / "other", "secret.txt")
    (tmp_path / "sent" / "b.txt").symlink_to(tmp_path / "other" / "secret.txt")
    (tmp_path / "sent" / "loop").symlink_to(tmp_path / "sent")
    assert paths(tmp_path / "sent") == ["a.txt"]


def test_a_name_in_another_encoding_is_read_in_it(tmp_path: Path) -> None:
    (tmp_path / "décision.txt".encode("cp1252").decode("utf-8", "surrogateescape")).write_text("x")
    assert paths(tmp_path) == ["décision.txt"]


def test_a_folder_that_is_gone_is_told_of(tmp_path: Path) -> None:
    (found,) = walk(tmp_path / "gone")
    assert isinstance(found, Unreadable)
    assert "gone" in found.reason


def test_a_file_is_read_from_where_it_is_wanted(tmp_path: Path) -> None:
    data = upload_site.content(3_000_000)
    (tmp_path / "a").write_bytes(data)
    file = LocalFile(tmp_path / "a", "a", len(data))
    assert sha256(file) == upload_site.sha256(data)
    for offset in (0, 1, 1_048_576, 2_999_999, 3_000_000):
        assert b"".join(parts(file, offset)) == data[offset:]


@pytest.mark.parametrize("size", [5, 7])
def test_a_file_that_changed_its_size_is_noticed_and_never_sent_too_far(tmp_path: Path, size: int) -> None:
    (tmp_path / "a").write_bytes(b"123456")
    sent = []
    with pytest.raises(ChangedError):
        sent.extend(parts(LocalFile(tmp_path / "a", "a", size)))
    assert len(b"".join(sent)) <= size


def test_groups_hold_all_files_in_their_order(tmp_path: Path) -> None:
    files = [LocalFile(tmp_path, str(number), 1) for number in range(7)]
    assert [len(group) for group in in_groups(files, 3)] == [3, 3, 1]
    assert [one for group in in_groups(files, 3) for one in group] == files
