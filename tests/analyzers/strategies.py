"""Texts for property tests: what council documents hold, and what they should not."""

from __future__ import annotations

from hypothesis import strategies as st

_SAMPLES = (
    "الْمَجْلِسُ",
    "الـجـمـاعـة",
    "ﻗﺮﺍﺭ ﻻ",
    "۱۲۳",
    "١١١\u200f-\u200f١٤",
    "2022/15",
    "1.250.000,00",
    "رقم15",
    "L’article",
    "aujourd'hui",
    "DÉLIBÉRATION",
    "e\u0301te\u0301",
    "œuvre",
    "ﬁnances",
    "ⵜⴰⵎⵓⵔⵜ",
    "ﷺ",
    "ـــ",
    "\u0651\u064e",
    "\u00a0",
    "\n",
    " ",
    "'",
    "-",
)

texts = st.lists(
    st.one_of(st.sampled_from(_SAMPLES), st.text(st.characters(exclude_categories=()), max_size=6)), max_size=12
).map("".join)
"""Pieces of real texts mixed with any code points, lone surrogates and NULs among them."""
