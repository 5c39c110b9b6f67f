"""What is left of a page when places are taken out of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.documents import Page, TextSource, WordBox
from domain.redaction import MARK, Area, Passage, around, redact, scrub

LINE = "السيد علي الحامل للبطاقة BK 123456 بتغازوت"


def page(text: str = LINE) -> Page:
    """A page of one line, its words side by side from left to right."""
    words, at = [], 0
    count = max(1, len(text.split()))
    for place, word in enumerate(text.split()):
        at = text.index(word, at)
        words.append(WordBox(at, at + len(word), place / count, 0.1, (place + 0.9) / count, 0.12, 0.9))
        at += len(word)
    return Page(1, text, TextSource.OCR, "tesseract", 0.9, 600.0, 800.0, tuple(words), 0.9, "السيد BK 123456")


def over(shown: Page, *words: str) -> list[Area]:
    """What covers the words."""
    boxes = [box for box in shown.words if shown.text[box.start : box.end] in words]
    return [Area(1, box.left, box.top, box.right, box.bottom) for box in boxes]


def test_covered_words_are_one_mark_and_the_rest_stays_where_it_is() -> None:
    shown = page()
    left, taken = redact(shown, over(shown, "BK", "123456"), [])
    assert left.text == f"السيد علي الحامل للبطاقة {MARK} بتغازوت"
    assert taken == ["BK 123456", "BK", "123456"]
    assert [left.text[word.start : word.end] for word in left.words] == ["السيد", "علي", "الحامل", "للبطاقة", "بتغازوت"]
    assert left.words[-1].left == shown.words[-1].left
    assert left.raw_text is None


def test_a_passage_goes_wherever_it_stands_however_it_is_spaced() -> None:
    left, taken = redact(page("Ali  Idrissi et ALI\nidrissi, Alia"), [], [Passage(1, "ali idrissi")])
    assert left.text == f"{MARK} et {MARK}, Alia"
    assert taken == ["Ali  Idrissi", "ALI\nidrissi", "Ali", "Idrissi", "ALI", "idrissi"]


def test_a_word_that_is_hardly_touched_stays() -> None:
    word = WordBox(0, 3, 0.1, 0.1, 0.2, 0.2)
    assert not Area(1, 0.0, 0.0, 0.105, 0.3).covers(word)
    assert Area(1, 0.0, 0.0, 0.12, 0.3).covers(word)
    assert not Area(1, 0.2, 0.1, 0.3, 0.2).covers(word)


def test_nothing_to_take_out_leaves_the_page_as_it_is() -> None:
    shown = page()
    left, taken = redact(shown, [], [Passage(1, ""), Passage(1, "غير موجود")])
    assert (left.text, left.words, taken) == (shown.text, shown.words, [])


@given(st.lists(st.text("abcdأبت12", min_size=1, max_size=6), min_size=1, max_size=12), st.data())
def test_what_is_covered_is_gone_and_what_is_left_are_whole_words(words: list[str], data: st.DataObject) -> None:
    shown = page(" ".join(words))
    hidden = data.draw(st.sets(st.integers(0, len(shown.words) - 1)))
    boxes = [shown.words[place] for place in hidden]
    left, _ = redact(shown, [Area(1, box.left, box.top, box.right, box.bottom) for box in boxes], [])
    kept = [word for place, word in enumerate(words) if place not in hidden]
    assert [left.text[word.start : word.end] for word in left.words] == kept
    assert left.text.replace(MARK, "").split() == kept


@pytest.mark.parametrize(
    ("text", "phrases", "expected"),
    [
        ("demande_BK123456.pdf", ["BK 123456"], f"demande_{MARK}.pdf"),
        ("Demande de ALI  idrissi", ["Ali Idrissi"], f"Demande de {MARK}"),
        ("مقرر علي بن محمد", ["علي بن محمد", "محمد"], f"مقرر {MARK}"),
        ("Délibération 12", ["12", "..", ""], "Délibération 12"),
    ],
)
def test_titles_and_names_lose_what_was_taken_out(text: str, phrases: list[str], expected: str) -> None:
    assert scrub(text, phrases) == expected


def test_words_of_a_line_are_covered_with_what_is_between_them_and_lines_apart() -> None:
    boxes = [WordBox(0, 1, 0.5, 0.1, 0.6, 0.12), WordBox(2, 3, 0.2, 0.101, 0.3, 0.121), WordBox(4, 5, 0.8, 0.2, 1.0, 0.22)]
    first, second = around(3, boxes)
    assert first.number == 3
    assert first.left < 0.2
    assert first.right > 0.6
    assert first.bottom < second.top
    assert second.right == 1.0
    assert around(1, []) == []
