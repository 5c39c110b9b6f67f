"""Numbers and words of other scripts are found as they are written."""

from __future__ import annotations

import pytest

from analyzers.languages.words import Words
from analyzers.terms import MAX_TERM, Terms

WORDS = Words(None)


@pytest.mark.parametrize(("word", "term"), [("ⵜⴰⵎⵓⵔⵜ", "ⵜⴰⵎⵓⵔⵜ"), ("Привет", "привет"), ("ΔΉΜΟΣ", "δημοσ"), ("Ⅷ", "viii")])
def test_a_word_is_its_own_stem_and_lemma(word: str, term: str) -> None:
    assert WORDS.analyze(word) == (Terms(0, len(word), term, term, (term,)),)


def test_numbers_are_known() -> None:
    (terms,) = WORDS.analyze("١١١-١٤")
    assert (terms.exact, terms.known) == ("111-14", True)


def test_a_term_has_its_limit() -> None:
    assert WORDS.analyze("字" * 5000)[0].exact == "字" * MAX_TERM
