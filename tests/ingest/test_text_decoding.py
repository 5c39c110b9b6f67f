from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.text_decoding import decode

ARABIC = "قرر المجلس الجماعي الموافقة على الاتفاقية المتعلقة بالماء"
FRENCH = "Le conseil a créé l'École où l'été dernière séance déjà citée"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (ARABIC, "utf-8"),
        (ARABIC, "utf-8-sig"),
        (ARABIC, "cp1256"),
        (ARABIC, "iso8859-6"),
        (FRENCH, "utf-8"),
        (FRENCH, "cp1252"),
        (FRENCH, "latin-1"),
        (f"{ARABIC} {FRENCH}", "utf-16"),
        (f"{ARABIC} {FRENCH}", "utf-32"),
        ("plain", "ascii"),
    ],
)
def test_text_is_read_in_the_encoding_it_is_in(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == text


def test_utf_16_of_either_byte_order_is_read_by_its_mark() -> None:
    for mark, encoding in ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
        assert decode(mark + ARABIC.encode(encoding)) == ARABIC


@pytest.mark.parametrize("declared", ["iso-8859-1", "windows-1252", "us-ascii", "utf-8", "no such encoding", "", None])
def test_a_declaration_that_is_often_untrue_gives_way_to_the_bytes(declared: str | None) -> None:
    assert decode(ARABIC.encode("cp1256"), declared) == ARABIC


def test_an_unusual_declaration_is_believed() -> None:
    assert decode("Привет".encode("koi8-r"), "koi8-r") == "Привет"


@pytest.mark.parametrize(("raw", "text"), [(b"a\r\nb\rc\n", "a\nb\nc\n"), (b"a\0b", "ab")])
def test_line_ends_are_made_equal_and_nul_goes(raw: bytes, text: str) -> None:
    assert decode(raw) == text


@given(st.binary())
def test_no_bytes_fail(data: bytes) -> None:
    assert isinstance(decode(data), str)


@given(st.text(st.characters(exclude_characters="\r\0\ufeff", exclude_categories=["Cs"])))
def test_utf_8_is_always_read_as_it_was_written(text: str) -> None:
    assert decode(text.encode()) == text
