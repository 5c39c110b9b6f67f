from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from demo.blocks import Block, Kind
from demo.visual_order import shape, visual, visual_blocks

ARABIC = st.text(alphabet="ابتثجحخدذرزسشصضطظعغفقكلمنهويءآأؤإئةى ", max_size=60)


@given(ARABIC)
def test_shaping_is_undone_by_compatibility_normalisation(text: str) -> None:
    assert unicodedata.normalize("NFKC", shape(text)) == text


@given(ARABIC)
def test_visual_order_of_arabic_alone_is_shaping_read_backwards(text: str) -> None:
    assert visual(text)[::-1] == shape(text)


@pytest.mark.parametrize(
    ("text", "shaped"),
    [
        ("مجلس", "\ufee3\ufea0\ufee0\ufeb2"),
        ("دار", "\ufea9\ufe8d\ufead"),
        ("لا", "\ufefb"),
        ("سلام", "\ufeb3\ufefc\ufee1"),
        ("ماء", "\ufee3\ufe8e\ufe80"),
        ("ب ب", "\ufe8f \ufe8f"),
    ],
)
def test_letters_take_the_form_of_their_place(text: str, shaped: str) -> None:
    assert shape(text) == shaped


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("رقم 111-14", "111-14 " + shape("رقم")[::-1]),
        ("(ماء)", "(" + shape("ماء")[::-1] + ")"),
        ("مبلغ 1.250.000,00 درهم", shape("درهم")[::-1] + " 1.250.000,00 " + shape("مبلغ")[::-1]),
        ("Appel d'offres", "Appel d'offres"),
    ],
)
def test_numbers_and_latin_words_stay_as_they_are(text: str, seen: str) -> None:
    assert visual(text) == seen


def test_paragraphs_are_broken_into_lines_and_french_is_left_alone() -> None:
    arabic = Block(Kind.PARAGRAPH, (("كلمة " * 60,),))
    letterhead = Block(Kind.LETTERHEAD, (("المملكة", "Royaume"), ("جهة", "ⵜⴰⴳⵍⴷⵉⵜ")))
    broken, head = visual_blocks((arabic, letterhead))
    assert broken.kind is Kind.LINES
    assert len(broken.rows) > 3
    assert [row[1] for row in head.rows] == ["Royaume", "ⵜⴰⴳⵍⴷⵉⵜ"]
