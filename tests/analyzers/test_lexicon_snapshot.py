"""A lexicon that was parsed once is loaded from its kept tables, and never from those of another file."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from analyzers.lexicon import load
from analyzers.lexicon.snapshot import keep_tables, read_tables

WORDS = ("بالمجلس", "والمقررات", "خنيفرة", "صفقة", "يتداولون", "qwerty", "المبادرة")


@pytest.fixture
def database(lexicon_path: Path, tmp_path: Path) -> Path:
    """A copy of the lexicon that nobody has loaded yet."""
    copy = tmp_path / "copy.db"
    shutil.copy(lexicon_path, copy)
    return copy


def kept(database: Path) -> list[Path]:
    return list(database.parent.glob(".*.tables"))


def test_the_second_load_knows_exactly_what_the_first_knew(database: Path) -> None:
    first = load(database)
    assert len(kept(database)) == 1
    second = load(database)
    assert [first.readings(word) for word in WORDS] == [second.readings(word) for word in WORDS]
    assert vars(first._analyzer._db).keys() == vars(second._analyzer._db).keys()


def test_tables_of_a_file_that_changed_are_not_used(database: Path) -> None:
    keep_tables(database, {"stem": 1})
    assert read_tables(database) == {"stem": 1}
    database.write_text("another lexicon")
    assert read_tables(database) is None
    keep_tables(database, {"stem": 2})
    assert len(kept(database)) == 1


@pytest.mark.parametrize("damage", [b"", b"no marshal", b"i\x01\x00\x00\x00"])
def test_damaged_tables_are_passed_over(database: Path, damage: bytes) -> None:
    keep_tables(database, {})
    kept(database)[0].write_bytes(damage)
    assert read_tables(database) is None


def test_a_folder_that_cannot_be_written_is_no_obstacle(tmp_path: Path) -> None:
    database = tmp_path / ("x" * 250)
    database.touch()
    keep_tables(database, {"stem": 1})
    assert read_tables(database) is None
