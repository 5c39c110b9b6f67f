"""Text typed on the other layout is given back as it was meant."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.spelling.keyboards import retyped

QWERTY = [
    ("hgl[gs", "المجلس"),
    ("lpqv", "محضر"),
    (";av", "كشر"),
    ("]hv hgafhf", "دار الشباب"),
    ("bsi hgHuqhx", "لاسه الأعضاء"),
]


@pytest.mark.parametrize(("typed", "meant"), QWERTY)
def test_arabic_typed_on_a_qwerty_keyboard(typed: str, meant: str) -> None:
    assert retyped(typed)[0] == meant


@pytest.mark.parametrize(
    ("typed", "meant"), [("hgl^gs", "المجلس"), ("lpav", "محضر"), ("^lhum", "جماعك"), ("^lhu,", "جماعة")]
)
def test_arabic_typed_on_an_azerty_keyboard(typed: str, meant: str) -> None:
    assert retyped(typed)[1] == meant


@pytest.mark.parametrize(
    ("typed", "meant"), [("لاعيلثف", "budget"), ("ثشع", "eau"), ("ةشقؤاث", "marche"), ("سثسسهخى", "session")]
)
def test_french_typed_on_an_arabic_keyboard(typed: str, meant: str) -> None:
    assert meant in retyped(typed)


@pytest.mark.parametrize("text", ["", "123", "budget الميزانية", "!?"])
def test_nothing_is_made_of_both_scripts_or_none(text: str) -> None:
    assert retyped(text) == ()


@given(st.text(st.sampled_from("qwertyuiopasdfghjklzxcvnm "), min_size=1).filter(str.strip))
def test_the_way_there_and_back_is_the_way_home(text: str) -> None:
    assert text in retyped(retyped(text)[0]) or "gh" in text


@given(st.text())
def test_any_text_is_retyped_without_an_error(text: str) -> None:
    assert text not in retyped(text)
