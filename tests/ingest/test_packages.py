from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from domain.failures import Failure, RefusedFileError
from ingest.packages import open_package
from tests.ingest.packages import write_zip

MOST = 1_000_000


def refused(call: Callable[[], object]) -> Failure:
    with pytest.raises(RefusedFileError) as refusal:
        call()
    return refusal.value.failure


class Heard:
    """Notes what a parser says."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.said.append(f"<{tag} {sorted(attributes.items())}>")

    def end(self, tag: str) -> None:
        self.said.append(f"</{tag}>")

    def data(self, text: str) -> None:
        self.said.append(text)

    def close(self) -> None:
        self.said.append("end")


def test_a_members_bytes_come_in_pieces(tmp_path: Path) -> None:
    content = bytes(range(256)) * 1_000
    path = write_zip(tmp_path / "a.zip", {"folder/": "", "folder/a.bin": content})
    with open_package(path, MOST) as package:
        pieces = list(package.chunks("folder/a.bin"))
        assert package.names() == ["folder/a.bin"]
    assert len(pieces) > 1
    assert b"".join(pieces) == content


def test_members_are_counted_together_and_cut_off_at_the_limit(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "a.zip", {"a": b"0" * 600_000, "b": b"0" * 600_000})
    with open_package(path, MOST) as package:
        assert sum(map(len, package.chunks("a"))) == 600_000
        assert refused(lambda: list(package.chunks("b"))) is Failure.TOO_LARGE


def test_a_bomb_is_unpacked_no_further_than_the_limit(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "a.zip", {"a": b"0" * 50_000_000})
    unpacked = 0

    def unpack() -> None:
        nonlocal unpacked
        with open_package(path, MOST) as package:
            for piece in package.chunks("a"):
                unpacked += len(piece)

    assert refused(unpack) is Failure.TOO_LARGE
    assert unpacked <= MOST


@pytest.mark.parametrize(
    "damage",
    [lambda data: data[: len(data) // 2], lambda data: b"", lambda data: b"PK" + bytes(50)],
    ids=["half", "empty", "zeros"],
)
def test_what_is_no_zip_is_broken(tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
    path = write_zip(tmp_path / "a.zip", {"a": "text"})
    path.write_bytes(damage(path.read_bytes()))
    assert refused(lambda: open_package(path, MOST).__enter__()) is Failure.BROKEN


def test_a_missing_member_and_a_damaged_one_are_broken(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "a.zip", {"a": "text " * 100})
    data = bytearray(path.read_bytes())
    data[40] ^= 0xFF
    path.write_bytes(data)
    with open_package(path, MOST) as package:
        assert refused(lambda: list(package.chunks("b"))) is Failure.BROKEN
        assert refused(lambda: list(package.chunks("a"))) is Failure.BROKEN


def test_xml_is_heard_as_it_is_read(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "a.zip", {"a.xml": '<a xmlns="urn:x" b="1">text<c/></a>'})
    heard = Heard()
    with open_package(path, MOST) as package:
        package.parse("a.xml", heard)
    assert heard.said == ["<{urn:x}a [('b', '1')]>", "text", "<{urn:x}c []>", "</{urn:x}c>", "</{urn:x}a>", "end"]


@pytest.mark.parametrize(
    "xml",
    [
        "",
        "text",
        "<a>",
        "<a></b>",
        '<?xml version="1.0" encoding="no-such"?><a/>',
        "<!DOCTYPE a><a/>",
        '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>',
        '<!DOCTYPE a SYSTEM "http://localhost/a.dtd"><a/>',
        "<a>&undefined;</a>",
    ],
)
def test_what_is_no_plain_xml_is_broken(tmp_path: Path, xml: str) -> None:
    path = write_zip(tmp_path / "a.zip", {"a.xml": xml})
    with open_package(path, MOST) as package:
        assert refused(lambda: package.parse("a.xml", Heard())) is Failure.BROKEN
