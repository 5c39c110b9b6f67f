"""Pages are analysed once, and again when they say something else."""

from __future__ import annotations

import pytest

from analyzers.highlight import QueryTerms
from analyzers.pipeline import Analyzer
from domain.documents import PageKey
from search_api.analysis import AnalysedPages

FIRST, SECOND, THIRD = (PageKey("v1", number) for number in (1, 2, 3))


def test_a_page_seen_before_is_not_analysed_again(analyzer: Analyzer) -> None:
    pages = AnalysedPages(analyzer)
    assert pages.page(FIRST, "قرر المجلس") is pages.page(FIRST, "قرر المجلس")
    assert len(pages) == 1


def test_a_page_read_anew_is_analysed_anew(analyzer: Analyzer) -> None:
    pages = AnalysedPages(analyzer)
    pages.page(FIRST, "قرر المجلس")
    assert pages.page(FIRST, "أجل المجلس").text == "أجل المجلس"


def test_what_is_kept_is_bounded_and_what_was_used_last_stays(analyzer: Analyzer) -> None:
    pages = AnalysedPages(analyzer, most_tokens=6)
    first = pages.page(FIRST, "un deux trois")
    pages.page(SECOND, "quatre cinq six")
    assert pages.page(FIRST, "un deux trois") is first
    pages.page(THIRD, "sept huit")
    assert len(pages) == 2
    assert pages.page(FIRST, "un deux trois") is first


def test_a_page_longer_than_the_bound_is_analysed_all_the_same(analyzer: Analyzer) -> None:
    pages = AnalysedPages(analyzer, most_tokens=1)
    assert len(pages.page(FIRST, "un deux trois").tokens) == 3
    assert len(pages) == 0


@pytest.mark.parametrize(
    ("text", "language"),
    [("قرر المجلس adopte", "ar"), ("Le conseil قرر", "fr"), ("12 34 56 المجلس", "ar"), ("", "und"), ("...", "und")],
)
def test_the_language_of_a_text_is_that_of_most_of_its_words(analyzer: Analyzer, text: str, language: str) -> None:
    assert AnalysedPages(analyzer).analyse(text).language() == language


def test_the_language_can_be_that_of_a_part(analyzer: Analyzer) -> None:
    text = "قرر المجلس ما يلي. Le conseil"
    analysed = AnalysedPages(analyzer).analyse(text)
    assert (analysed.language(0, 18), analysed.language(text.index("Le"))) == ("ar", "fr")


def test_without_terms_nothing_is_highlighted(analyzer: Analyzer) -> None:
    assert AnalysedPages(analyzer).analyse("قرر المجلس").spans(QueryTerms()) == []
