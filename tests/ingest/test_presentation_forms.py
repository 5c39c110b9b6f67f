from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.layer.presentation_forms import fold, is_mark, is_presentation_form


@pytest.mark.parametrize(
    ("drawn", "meant"),
    [
        ("ﺳﻼﻡ", "سلام"),
        ("ﻷ", "لأ"),
        ("ﷲ", "الله"),
        ("ﬁn", "fin"),
        ("ﹰ", "ً"),
        ("ﹷ", "َ"),
        ("ﱠ", "\u064e\u0651"),
        ("ﳲ", "\u064e\u0651"),
        ("½ µ", "½ µ"),
        ("مجلس 12", "مجلس 12"),
    ],
)
def test_shapes_become_the_letters_they_stand_for(drawn: str, meant: str) -> None:
    assert fold(drawn) == meant


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_what_holds_no_shape_is_left_alone(text: str) -> None:
    plain = "".join(letter for letter in text if not is_presentation_form(letter))
    assert fold(plain) == plain


@pytest.mark.parametrize(
    ("text", "expected"),
    [("ً", True), ("ﹰ", True), ("َّ", True), ("م", False), ("مً", False), ("", False)],
)
def test_a_mark_is_what_sits_on_a_letter(text: str, expected: bool) -> None:
    assert is_mark(text) is expected
