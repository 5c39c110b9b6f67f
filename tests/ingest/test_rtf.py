from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.failures import RefusedFileError
from ingest.extractors.rtf import PLUGIN
from ingest.limits import Limits

Write = Callable[[str, bytes], Path]

FONTS = r"{\fonttbl{\f0\fcharset0 Times;}{\f1\fcharset178 Arabic Transparent;}}"


def texts(path: Path) -> list[str]:
    return [page.text for page in PLUGIN.extract(path, Limits())]


def in_code_page(text: str, code_page: str) -> str:
    return "".join(f"\\'{byte:02x}" for byte in text.encode(code_page))


@pytest.mark.parametrize(
    ("body", "read"),
    [
        (r"Le conseil d\'e9lib\'e8re\par", "Le conseil délibère"),
        (rf"\f1 {in_code_page('قرر المجلس', 'cp1256')}\par", "قرر المجلس"),
        (r"\u1602?\u1585?\u1575?\u1585?\par", "قرار"),
        (r"un\par deux\line trois\par", "un\ndeux\ntrois"),
        (r"\trowd A\cell B\cell\row C\cell D\cell\row", "A\tB\nC\tD"),
        (r"{\*\generator Msftedit;}{\info{\title secret}}vu\par", "vu"),
    ],
    ids=["accents", "windows-1256", "unicode", "lines", "table", "what is not shown"],
)
def test_text_is_read_in_the_code_page_of_its_font(write: Write, body: str, read: str) -> None:
    path = write("a.rtf", rf"{{\rtf1\ansi\ansicpg1252\deff0{FONTS}{body}}}".encode("ascii"))
    assert texts(path) == [read]


def test_the_documents_own_code_page_counts_where_fonts_name_none(write: Write) -> None:
    body = in_code_page("محضر الدورة", "cp1256")
    assert texts(write("a.rtf", rf"{{\rtf1\ansi\ansicpg1256 {body}\par}}".encode("ascii"))) == ["محضر الدورة"]


def test_pages_end_where_the_author_ended_them(write: Write) -> None:
    assert texts(write("a.rtf", rb"{\rtf1\ansi une\page deux\pagebb\page trois}")) == ["une", "deux", "trois"]


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cut=st.integers(1, 200), noise=st.text("{}\\'upage0189* ;", max_size=60))
def test_damaged_rtf_is_read_or_refused(write: Write, cut: int, noise: str) -> None:
    whole = rf"{{\rtf1\ansi\ansicpg1256{FONTS}{noise}\f1 \'e3\'cd\par {noise}}}"
    try:
        texts(write("a.rtf", whole[:cut].encode("ascii")))
    except RefusedFileError:
        return
