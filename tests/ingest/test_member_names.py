from __future__ import annotations

from zipfile import ZipInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.member_names import member_name

ARABIC = ("محضر الدورة.pdf", "مقرر رقم 12.docx", "قرار/إعلان طلب العروض.pdf", "ميزانية 2021.xlsx")
FRENCH = ("Délibération n° 5.pdf", "procès-verbal.docx", "Arrêté/état financier.pdf", "À Béni Mellal.txt", "Noël.txt")


def as_read(name: str, code_page: str) -> ZipInfo:
    """A member whose name was written in a code page, as `zipfile` reads it: in code page 437."""
    return ZipInfo(name.encode(code_page).decode("cp437"))


@pytest.mark.parametrize("code_page", ["cp720", "cp1256", "utf-8"])
@pytest.mark.parametrize("name", ARABIC)
def test_arabic_names_are_read_in_the_code_page_they_were_written_in(name: str, code_page: str) -> None:
    assert member_name(as_read(name, code_page)) == name


@pytest.mark.parametrize("code_page", ["cp850", "cp1252", "utf-8"])
@pytest.mark.parametrize("name", FRENCH)
def test_french_names_are_read_in_the_code_page_they_were_written_in(name: str, code_page: str) -> None:
    assert member_name(as_read(name, code_page)) == name


def test_a_name_that_says_it_is_utf_8_is_believed() -> None:
    member = ZipInfo("محضر.pdf")
    member.flag_bits |= 0x800
    assert member_name(member) == "محضر.pdf"


@given(st.text("abcXYZ019 -_./()", min_size=1))
def test_plain_names_stay_as_they_are(name: str) -> None:
    assert member_name(ZipInfo(name)) == ZipInfo(name).filename


@given(st.binary(min_size=1, max_size=40).filter(lambda raw: b"\0" not in raw))
def test_any_bytes_are_some_name(raw: bytes) -> None:
    assert member_name(ZipInfo(raw.decode("cp437")))
