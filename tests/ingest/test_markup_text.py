from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.markup_text import MarkupText


def paragraph(text: MarkupText, *words: str) -> None:
    for word in words:
        text.add(word)
    text.end_paragraph()


def row(text: MarkupText, *cells: str) -> None:
    text.start_row()
    for cell in cells:
        text.add(cell)
        text.end_cell()
    text.end_row()


def paragraphs(text: MarkupText) -> None:
    paragraph(text, "one ", " two")
    paragraph(text)
    paragraph(text, "three")


def table(text: MarkupText) -> None:
    paragraph(text, "before")
    row(text, "a", "", "b")
    row(text, "", "")
    row(text, "c")
    paragraph(text, "after")


def table_in_a_table(text: MarkupText) -> None:
    text.start_row()
    text.add("outer")
    row(text, "in", "ner")
    text.end_cell()
    text.add("last")
    text.end_cell()
    text.end_row()


def hidden(text: MarkupText) -> None:
    paragraph(text, "seen")
    text.hide()
    text.hide()
    paragraph(text, "not seen")
    text.show()
    text.break_page()
    row(text, "not seen")
    text.show()
    paragraph(text, "seen again")


def pages(text: MarkupText) -> None:
    paragraph(text, "one")
    text.break_page()
    text.reach_page()
    paragraph(text, "two")
    text.break_page()
    text.break_page()
    paragraph(text, "four")


def first_page(text: MarkupText) -> None:
    text.reach_page()
    paragraph(text, "one")


def break_in_a_cell(text: MarkupText) -> None:
    text.start_row()
    text.add("a")
    text.break_page()
    text.add("b")
    text.end_cell()
    text.end_row()


def unbalanced(text: MarkupText) -> None:
    text.end_cell()
    text.end_row()
    paragraph(text, "still here")


@pytest.mark.parametrize(
    ("write", "expected"),
    [
        (paragraphs, "one two\nthree"),
        (table, "before\na\tb\nc\nafter"),
        (table_in_a_table, "outer in ner\tlast"),
        (hidden, "seen\nseen again"),
        (pages, "one\n\ftwo\n\f\ffour"),
        (first_page, "one"),
        (break_in_a_cell, "a b"),
        (unbalanced, "still here"),
    ],
)
def test_text_is_put_together_as_it_is_seen(write: Callable[[MarkupText], None], expected: str) -> None:
    text = MarkupText()
    write(text)
    assert text.text() == expected


CALLS = st.sampled_from(["end_paragraph", "break_page", "reach_page", "start_row", "end_cell", "end_row"])


@given(st.lists(st.one_of(CALLS, st.text("ab", min_size=1).map("={}".format)), max_size=30))
def test_no_letter_is_lost_whatever_the_markup(calls: list[str]) -> None:
    text = MarkupText()
    for call in calls:
        if call.startswith("="):
            text.add(call[1:])
        else:
            getattr(text, call)()
    while text.open_rows:
        text.end_row()
    letters = "".join(call[1:] for call in calls if call.startswith("="))
    assert "".join(text.text().split()) == letters
