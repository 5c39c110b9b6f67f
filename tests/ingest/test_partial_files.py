"""Files of which a part has come."""

from __future__ import annotations

import os
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.partial_files import NoPartialFileError, OffsetError, PartialFiles


@pytest.fixture
def parts(tmp_path: Path) -> PartialFiles:
    return PartialFiles(tmp_path / "uploads")


def test_a_file_grows_by_what_comes(parts: PartialFiles) -> None:
    parts.begin("u1", b"ab")
    assert parts.append("u1", 2, b"cd") == 4
    assert parts.append("u1", 4, b"") == 4
    parts.settle("u1")
    assert (parts.offset("u1"), parts.path("u1").read_bytes()) == (4, b"abcd")


def test_another_process_goes_on_with_it(parts: PartialFiles, tmp_path: Path) -> None:
    parts.begin("u1", b"ab")
    other = PartialFiles(tmp_path / "uploads")
    assert other.append("u1", other.offset("u1"), b"c") == 3
    assert parts.offset("u1") == 3


@pytest.mark.parametrize("offset", [0, 1, 3, 100])
def test_a_piece_that_does_not_begin_where_the_file_ends_is_not_written(parts: PartialFiles, offset: int) -> None:
    parts.begin("u1", b"ab")
    with pytest.raises(OffsetError) as error:
        parts.append("u1", offset, b"x")
    assert error.value.offset == 2
    assert parts.path("u1").read_bytes() == b"ab"


def test_of_many_who_write_the_same_piece_one_does(parts: PartialFiles) -> None:
    parts.begin("u1")

    def write(number: int) -> bool:
        try:
            parts.append("u1", 0, bytes([number]) * 100_000)
        except OffsetError:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(write, range(8))) == 1
    assert len(set(parts.path("u1").read_bytes())) == 1
    assert parts.offset("u1") == 100_000


def test_what_came_behind_a_place_can_be_taken_away(parts: PartialFiles) -> None:
    parts.begin("u1", b"abcd")
    parts.cut("u1", 1)
    assert parts.append("u1", 1, b"x") == 2
    assert parts.path("u1").read_bytes() == b"ax"


def test_a_file_that_is_not_here_is_said_to_be(parts: PartialFiles) -> None:
    for asking in (parts.offset, parts.settle, lambda one: parts.append(one, 0, b""), lambda one: parts.cut(one, 0)):
        with pytest.raises(NoPartialFileError):
            asking("u1")
    parts.remove("u1")


@given(st.text() | st.sampled_from(["../x", "/etc/passwd", "a/b", "", "u1.part", "U1", "x" * 65]))
def test_what_is_no_id_is_no_path(wanted: str) -> None:
    parts = PartialFiles(Path("/tmp"))
    try:
        path = parts.path(wanted)
    except NoPartialFileError:
        return
    assert path.parent == Path("/tmp")
    assert wanted.isalnum()
    assert wanted.isascii()


def test_files_that_nobody_wrote_to_for_long_are_found(parts: PartialFiles) -> None:
    for name, age in (("u1", 1_000), ("u2", 10)):
        parts.begin(name)
        then = time.time() - age
        os.utime(parts.path(name), (then, then))
    assert parts.untouched(500) == ["u1"]
