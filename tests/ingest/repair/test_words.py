from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.documents import Page, TextSource, WordBox
from ingest.repair.words import Word, cut, merge
from tests.ingest.repair.layers import boxed, page

TEXTS = st.text(st.sampled_from("ابج 12a\n\t"), max_size=60)


@given(TEXTS)
def test_a_page_that_is_cut_and_put_together_is_the_same(text: str) -> None:
    original = page(text)
    cut_page = cut(original)
    assert cut_page is not None
    assert cut_page.page_text() == (original.text, original.words)


@given(TEXTS)
def test_a_page_without_boxes_is_cut_at_white_space(text: str) -> None:
    cut_page = cut(Page(1, text, TextSource.LAYER, "tool"))
    assert cut_page is not None
    assert [word.text for word in cut_page.words] == text.split()
    assert cut_page.page_text() == (text, ())


@given(TEXTS, st.data())
def test_boxes_hold_their_words_whatever_is_done_to_them(text: str, data: st.DataObject) -> None:
    cut_page = cut(page(text))
    assert cut_page is not None
    words: list[Word] = []
    for word in cut_page.words:
        action = data.draw(st.sampled_from(["keep", "drop", "spell", "split", "merge"]))
        if action == "spell":
            words.append(word.spelt("كلمة"))
        elif action == "split" and len(word.text) > 1:
            words += word.split(data.draw(st.integers(1, len(word.text) - 1)))
        elif action == "merge" and words:
            words[-1] = merge([words[-1], word], words[-1].text + word.text)
        elif action != "drop":
            words.append(word)
    made, boxes = replace(cut_page, words=tuple(words)).page_text()
    assert [made[box.start : box.end] for box in boxes] == [word.text for word in words] == re.findall(r"\S+", made)
    assert all(box.left <= box.right and box.top <= box.bottom for box in boxes)


def test_the_parts_of_a_word_share_its_box_by_their_letters() -> None:
    box = WordBox(0, 9, 0.1, 0.5, 0.19, 0.52)
    number, month = Word("", "07يوليوز", box).split(2)
    assert (number.text, month.text) == ("07", "يوليوز")
    assert month.box is not None
    assert number.box is not None
    assert (number.box.right, month.box.left) == (0.19, 0.1)
    assert number.box.left == month.box.right == pytest.approx(0.19 - 0.09 * 2 / 8)


def test_the_parts_of_a_french_word_stand_from_left_to_right() -> None:
    first, second = Word("", "article12", WordBox(0, 9, 0.1, 0.5, 0.19, 0.52)).split(7)
    assert first.box is not None
    assert second.box is not None
    assert first.box.right == second.box.left == pytest.approx(0.17)


def test_one_word_of_several_stands_where_they_stood() -> None:
    first = Word("\n", "للس", WordBox(0, 3, 0.5, 0.50, 0.6, 0.52), "F1")
    second = Word(" ", "نة", WordBox(4, 6, 0.4, 0.49, 0.48, 0.51), "F1")
    assert merge([first, second], "للسنة") == Word("\n", "للسنة", WordBox(0, 3, 0.4, 0.49, 0.6, 0.52), "F1")


def test_ligatures_go_to_the_words_they_stand_in() -> None:
    cut_page = cut(page("األول ثم االتفاق", ligatures=[(1, 3), (10, 12)]))
    assert cut_page is not None
    assert [word.ligatures for word in cut_page.words] == [((1, 3),), (), ((1, 3),)]


@pytest.mark.parametrize(
    "boxes",
    [
        [(0, 3)],
        [(0, 5), (4, 7)],
        [(4, 7), (0, 3)],
        [(0, 3), (4, 99)],
        [(3, 3), (4, 7)],
    ],
    ids=["letters outside", "overlap", "backwards", "beyond the end", "empty"],
)
def test_a_page_whose_boxes_are_not_its_words_is_not_cut(boxes: list[tuple[int, int]]) -> None:
    words = tuple(WordBox(start, end, 0, 0, 1, 1) for start, end in boxes)
    assert cut(Page(1, "abc def", TextSource.LAYER, "tool", words=words)) is None


def test_ligatures_that_stand_in_no_word_are_passed_over() -> None:
    cut_page = cut(page("ab cd", ligatures=[(1, 4), (-3, 90), (5, 5), (3, 5)]))
    assert cut_page is not None
    assert [word.ligatures for word in cut_page.words] == [(), ((0, 2),)]
    assert boxed(page("ab cd")) == ["ab", "cd"]
