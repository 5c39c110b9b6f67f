"""Words of a corrected text are found on the page again."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from domain.documents import WordBox
from domain.realigning import realigned

TEXTS = st.text(alphabet="ab \nم", max_size=40)


def boxes(text: str) -> tuple[WordBox, ...]:
    """Every word a box, in lines of ten places; the words of Arabic lines from the right."""
    found = []
    for row, line in enumerate(re.finditer(r"[^\n]+", text)):
        for at, word in enumerate(re.finditer(r"\S+", line[0])):
            start = line.start() + word.start()
            left = 0.9 - 0.1 * at if re.search(r"[؀-ۿ]", line[0]) else 0.1 * at
            found.append(WordBox(start, start + len(word[0]), left, 0.1 * row, left + 0.1, 0.1 * row + 0.05, 0.6))
    return tuple(found)


def placed(old: str, new: str) -> dict[str, tuple[float, float, float]]:
    """Left, right and top of each word of the new text."""
    found = realigned(old, boxes(old), new)
    return {new[box.start : box.end]: (round(box.left, 2), round(box.right, 2), round(box.top, 2)) for box in found}


def test_words_that_stayed_keep_their_boxes_wherever_they_are_in_the_text_now() -> None:
    assert placed("one two three", "one 2 three") == {"one": (0, 0.1, 0), "2": (0.1, 0.2, 0), "three": (0.2, 0.3, 0)}
    assert placed("one two", "one \n two")["two"] == (0.1, 0.2, 0)


def test_several_words_for_one_have_a_part_of_its_box_each_in_the_order_they_are_read() -> None:
    assert placed("a bc d", "a b c d") == {"a": (0, 0.1, 0), "b": (0.1, 0.15, 0), "c": (0.15, 0.2, 0), "d": (0.2, 0.3, 0)}
    arabic = placed("قرر المجلسالجهوي أن", "قرر المجلس الجهوي أن")
    assert (arabic["المجلس"], arabic["الجهوي"]) == ((0.85, 0.9, 0), (0.8, 0.85, 0))


def test_one_word_for_several_has_the_boxes_of_all() -> None:
    assert placed("a b c d", "a bc d")["bc"] == (0.1, 0.3, 0)


def test_a_word_that_was_added_has_the_line_it_stands_in() -> None:
    assert placed("a b\nc d", "a b\nc d more")["more"] == (0, 0.2, 0.1)


def test_a_line_that_was_added_has_the_line_before_and_the_first_one_that_behind() -> None:
    assert placed("a b\nc d", "a b\nnew\nc d")["new"] == (0, 0.2, 0)
    assert placed("a b", "new\na b")["new"] == (0, 0.2, 0)


def test_a_page_without_boxes_has_none() -> None:
    assert realigned("a b", (), "a c") == ()
    assert realigned("a b", boxes("a b"), "") == ()


@given(TEXTS, TEXTS)
def test_every_word_of_the_new_text_has_a_box_on_the_page_and_nothing_is_said_of_how_sure_it_is(old: str, new: str) -> None:
    found = realigned(old, boxes(old), new)
    words = [match.span() for match in re.finditer(r"\S+", new)] if old.strip() else []
    assert [(box.start, box.end) for box in found] == words
    for box in found:
        assert -0.001 <= box.left <= box.right <= 1.5
        assert box.confidence is None


@given(TEXTS)
def test_a_text_that_did_not_change_keeps_all_its_boxes(text: str) -> None:
    sides = [(box.left, box.top, box.right, box.bottom) for box in realigned(text, boxes(text), text)]
    assert sides == [(box.left, box.top, box.right, box.bottom) for box in boxes(text)]
