from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.documents import TextSource
from ingest.scans.words import ScannedWord, cut, with_words
from tests.ingest.scans.rows import line, page, word

TEXTS = st.text(st.characters(categories=["L", "N", "P"]), min_size=1, max_size=8)
SPACES = st.sampled_from([" ", "\n", "\n\n"])
ROWS = st.lists(st.builds(lambda text, before: ScannedWord(before, text, word("").box), TEXTS, SPACES), max_size=20)


@given(ROWS)
def test_a_page_cut_and_put_together_is_the_same_page(words: list[ScannedWord]) -> None:
    whole = page(words)
    assert with_words(whole, cut(whole)) == whole


@given(ROWS)
def test_every_box_slices_the_word_it_lies_on(words: list[ScannedWord]) -> None:
    whole = page(words)
    assert [whole.text[box.start : box.end] for box in whole.words] == [each.text for each in words]


def test_a_page_left_without_words_is_empty() -> None:
    bare = with_words(page(line("قرر المجلس")), [])
    assert (bare.text, bare.words, bare.source, bare.confidence) == ("", (), TextSource.EMPTY, 0.0)


def test_longer_words_count_more_in_a_pages_confidence() -> None:
    assert page([word("abcdefgh", 0, confidence=1.0), word("ab", 1, confidence=0.5)]).confidence == pytest.approx(0.9)
