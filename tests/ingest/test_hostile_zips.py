"""ZIPs made to do harm, or locked, or named by archivers that never read the format's description."""

from __future__ import annotations

import struct
from collections.abc import Callable
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.failures import Failure
from ingest.collect import Candidate, Item, Refused, collect
from ingest.limits import Limits
from tests.ingest.locked_zip import locked_zip
from tests.ingest.packages import write_zip

Write = Callable[[str, bytes], Path]

SMALL = Limits(unpacked_bytes=1_000_000)


def items(path: Path, *passwords: str) -> dict[str, str | Failure]:
    """What each member holds, or why it was refused."""
    found: dict[str, str | Failure] = {}
    for item in collect([path], SMALL, path.parent / "scratch", passwords):
        found[item.name] = item.path.read_text() if isinstance(item, Candidate) else _reason(item)
    return found


def _reason(item: Item) -> str | Failure:
    return item.failure if isinstance(item, Refused) else "skipped"


@pytest.mark.parametrize(
    ("password", "encoding"), [("sirr", "ascii"), ("سر", "utf-8"), ("سر", "cp1256"), ("clé", "cp850"), ("clé", "cp1252")]
)
def test_the_right_password_opens_a_zip_in_whatever_encoding_it_was_set(write: Write, password: str, encoding: str) -> None:
    path = write("a.zip", locked_zip({"1.txt": b"un", "2.txt": b"deux"}, password.encode(encoding)))
    assert items(path, "wrong", password) == {"a.zip/1.txt": "un", "a.zip/2.txt": "deux"}


@pytest.mark.parametrize("passwords", [(), ("wrong",), ("", "sirrr")])
def test_without_it_each_member_says_that_it_is_locked(write: Write, passwords: tuple[str, ...]) -> None:
    path = write("a.zip", locked_zip({"1.txt": b"un"}, b"sirr"))
    assert items(path, *passwords) == {"a.zip/1.txt": Failure.ENCRYPTED}


def test_of_many_wrong_passwords_none_passes_by_chance(write: Write) -> None:
    path = write("a.zip", locked_zip({"1.txt": b"un"}, b"sirr"))
    assert items(path, *(str(number) for number in range(1_200))) == {"a.zip/1.txt": Failure.ENCRYPTED}


def test_a_member_under_a_newer_lock_is_refused_as_locked(write: Write) -> None:
    """Method 99 is WinZip's AES, which needs a library that is not here."""
    whole = locked_zip({"1.txt": b"un"}, b"sirr")
    whole = whole.replace(struct.pack("<HHH", 20, 0x801, 0), struct.pack("<HHH", 51, 0x801, 99))
    assert items(write("a.zip", whole), "sirr") == {"a.zip/1.txt": Failure.ENCRYPTED}


def test_members_that_share_their_bytes_are_refused_by_what_they_say(write: Write, tmp_path: Path) -> None:
    """One packed kernel, a thousand entries that point at it."""
    with ZipFile(tmp_path / "kernel.zip", "w", ZIP_DEFLATED) as package:
        package.writestr("0", b"0" * 100_000)
    whole = (tmp_path / "kernel.zip").read_bytes()
    start = whole.index(b"PK\x01\x02")
    entry = whole[start : whole.index(b"PK\x05\x06")]
    entries = b"".join(entry[:-1] + bytes([33 + number % 90]) for number in range(1_000))
    end = struct.pack("<HHHHIIH", 0, 0, 1_000, 1_000, len(entries), start, 0)
    path = write("a.zip", whole[:start] + entries + b"PK\x05\x06" + end)
    assert items(path) == {"a.zip": Failure.TOO_LARGE}


def test_a_zip_that_holds_itself_ends(tmp_path: Path) -> None:
    """As deep as ZIPs are opened, it makes no difference whether the innermost is the same one again."""
    inner = write_zip(tmp_path / "r.zip", {"a.txt": "x"}).read_bytes()
    for _ in range(12):
        inner = write_zip(tmp_path / "r.zip", {"r.zip": inner, "r2.zip": inner}).read_bytes()
    found = list(items(tmp_path / "r.zip").values())
    assert set(found) == {Failure.UNSUPPORTED}
    assert len(found) == 2**3


def test_a_zip_of_more_members_than_anybody_sends_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.collect._MOST_MEMBERS", 5)
    assert items(write_zip(tmp_path / "a.zip", {f"{n}.txt": "x" for n in range(6)})) == {"a.zip": Failure.TOO_LARGE}


@pytest.mark.parametrize(
    "name", ["a\0b.txt", "a/\0/../../b.txt", "....//x.txt", "\\\\server\\share\\x.txt", "/", "../" * 50 + "x.txt"]
)
def test_a_path_that_plays_tricks_is_only_a_name(tmp_path: Path, name: str) -> None:
    path = tmp_path / "a.zip"
    with ZipFile(path, "w") as package:
        package.writestr("sound.txt", "sound")
        member = ZipInfo("placeholder")
        member.filename = name
        package.writestr(member, "x")
    before = set(tmp_path.rglob("*"))
    found = items(path)
    assert found["a.zip/sound.txt"] == "sound"
    assert all(".." not in shown.split("/") for shown in found)
    assert set(tmp_path.rglob("*")) - before <= {tmp_path / "scratch"}


@pytest.mark.parametrize(
    ("name", "code_page"), [("محضر.txt", "cp1256"), ("محضر.txt", "cp720"), ("délibération.txt", "cp850")]
)
def test_names_come_in_the_code_page_of_their_office(tmp_path: Path, name: str, code_page: str) -> None:
    stand_in = "".join("~" if letter > "\x7f" else letter for letter in name)
    path = write_zip(tmp_path / "a.zip", {stand_in: "x"})
    raw = path.read_bytes().replace(stand_in.encode(), name.encode(code_page))
    path.write_bytes(raw)
    assert items(path) == {f"a.zip/{name}": "x"}


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_zip_cut_off_or_damaged_anywhere_gives_members_or_reasons(tmp_path: Path, data: st.DataObject) -> None:
    whole = bytearray(locked_zip({"1.txt": b"un" * 50}, b"sirr") if data.draw(st.booleans()) else _plain(tmp_path))
    for _ in range(data.draw(st.integers(0, 4))):
        whole[data.draw(st.integers(4, len(whole) - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path / "b.zip"
    path.write_bytes(whole[: data.draw(st.integers(4, len(whole)))])
    for item in collect([path], SMALL, tmp_path / "scratch", ["sirr"]):
        assert item.name.startswith("b.zip")


def _plain(folder: Path) -> bytes:
    return write_zip(folder / "plain.zip", {"a/é.txt": "x" * 300, "inner.zip": b"PK\x03\x04"}).read_bytes()
