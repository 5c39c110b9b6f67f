from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.documents import TextSource
from ingest.markup_pages import markup_pages


def texts(text: str) -> list[str]:
    return [page.text for page in markup_pages(text, "test")]


@pytest.mark.parametrize(
    ("text", "pages"),
    [
        ("one", ["one"]),
        ("", [""]),
        ("one\ftwo", ["one", "two"]),
        ("one\f\fthree\f", ["one", "", "three"]),
        (" one \n\f", ["one"]),
    ],
)
def test_a_form_feed_ends_a_page(text: str, pages: list[str]) -> None:
    assert texts(text) == pages


def test_long_texts_are_cut_at_the_ends_of_paragraphs() -> None:
    paragraph = "mot " * 100
    pages = texts("\n\n".join([paragraph.strip()] * 30))
    assert len(pages) > 2
    assert all(page.endswith("mot") and len(page) <= 6_000 for page in pages)
    assert all(len(page) % len(paragraph.strip() + "\n\n") == len(paragraph.strip()) for page in pages)


def test_a_page_the_file_ends_itself_stays_whole() -> None:
    assert texts("mot " * 1_400 + "\ffin") == [("mot " * 1_400).strip(), "fin"]


def test_pages_of_markup_have_numbers_but_no_size() -> None:
    pages = list(markup_pages("a\fb", "test"))
    assert [(page.number, page.width, page.height, page.source) for page in pages] == [
        (1, None, None, TextSource.MARKUP),
        (2, None, None, TextSource.MARKUP),
    ]


@given(st.text("ab \n\f", max_size=200).map(lambda text: text * 90))
def test_no_letter_is_lost(text: str) -> None:
    assert re.sub(r"\s", "", "".join(texts(text))) == re.sub(r"\s", "", text)
