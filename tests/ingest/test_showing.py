from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.layer.showing import levels, reordered
from tests.ingest.bidi import show, visualise

LINES = st.lists(st.sampled_from([*"ابجabé012٠١٢ ()[]{}«».,:-+/%٪،"]), max_size=30).map("".join)


@given(LINES, st.booleans())
def test_a_line_is_shown_as_the_standard_says(text: str, rightward: bool) -> None:
    """The reference was written from UAX 9 apart from this; it shows brackets mirrored where the level is odd."""
    found = levels(text, rightward)
    faces = dict(zip("()[]{}«»", ")(][}{»«", strict=True))
    seen = "".join(faces.get(text[i], text[i]) if found[i] % 2 else text[i] for i in reordered(found))
    assert seen == show(text, rightward)


@given(st.lists(st.integers(0, 2), max_size=30))
def test_reordering_twice_by_what_is_seen_gives_the_line_back(found: list[int]) -> None:
    seen = reordered(found)
    back = reordered([found[place] for place in seen])
    assert [seen[place] for place in back] == list(range(len(found)))


@pytest.mark.parametrize(
    ("text", "rightward", "expected"),
    [
        ("قرر abc", True, [1, 1, 1, 1, 2, 2, 2]),
        ("قرر 12", False, [1, 1, 1, 1, 2, 2]),
        ("a 12", False, [0, 0, 0, 0]),
        ("قرر (a)", True, [1, 1, 1, 1, 1, 2, 1]),
        ("", True, []),
    ],
)
def test_every_unit_has_its_level(text: str, rightward: bool, expected: list[int]) -> None:
    assert levels(text, rightward) == expected


def test_a_ligature_is_one_unit() -> None:
    assert reordered(levels(["ب", "لا", "د"], True)) == [2, 1, 0]
    assert visualise("بد", True) == "دب"
