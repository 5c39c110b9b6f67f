"""What answers a query is shown where it stands."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzers.highlight import QueryTerms, Snippet, highlights, match, repeated, snippets
from analyzers.pipeline import Analyzer
from tests.analyzers.strategies import texts

PLAIN = Analyzer(None)


def query(text: str, analyzer: Analyzer) -> QueryTerms:
    """The terms of a query of words alone."""
    tokens = analyzer.analyze(text)
    return QueryTerms(
        exacts=frozenset(token.exact for token in tokens),
        stems=frozenset(token.stem for token in tokens),
        lemmas=frozenset(lemma for token in tokens for lemma in token.lemmas),
    )


def shown(text: str, terms: QueryTerms, analyzer: Analyzer) -> list[str]:
    return [text[start:end] for start, end in highlights(analyzer.analyze(text), terms)]


def phrase(*terms: str) -> QueryTerms:
    return QueryTerms(phrases=(terms,))


@pytest.mark.parametrize(
    ("asked", "text", "expected"),
    [
        ("مجلس", "اجتمعت المجالسُ، وبالـمـجلس تداولت", ["المجالسُ", "وبالـمـجلس"]),
        ("délibération", "Les délibérations du conseil", ["délibérations"]),
        ("14-111", "القانون التنظيمي رقم ١١١-١٤", ["١١١-١٤"]),
        ("article", "L’article 5", ["article"]),
        ("خنيفرة", "لخنيفرة وبني ملال", ["لخنيفرة"]),
        ("مجلس conseil", "conseil المجلس", ["conseil", "المجلس"]),
        ("طريق", "قرار المجلس", []),
    ],
)
def test_words_are_highlighted_in_any_form(asked: str, text: str, expected: list[str], analyzer: Analyzer) -> None:
    assert shown(text, query(asked, analyzer), analyzer) == expected


@pytest.mark.parametrize(
    ("terms", "text", "expected"),
    [
        (phrase("قرار", "المجلس"), "قرار المجلس", ["قرار", "المجلس"]),
        (phrase("قرار", "المجلس"), "قرارُ: المجلس", ["قرارُ", "المجلس"]),
        (phrase("قرار", "المجلس"), "المجلس قرار، قرار رقم", []),
        (phrase("قرار", "المجلس"), "قرارات المجلس", []),
        (phrase("قرار"), "قرار القرار", ["قرار"]),
        (phrase("ا", "ا"), "ا ا ا", ["ا", "ا", "ا"]),
        (phrase(), "قرار", []),
        (QueryTerms(prefixes=("delib",)), "Délibération délivrée delibere", ["Délibération", "delibere"]),
        (QueryTerms(exacts=frozenset({"قرار"}), phrases=(("رقم", "15"),)), "قرار رقم 15", ["قرار", "رقم", "15"]),
        (QueryTerms(), "قرار", []),
    ],
)
def test_phrases_and_prefixes_are_highlighted_as_they_were_asked(terms: QueryTerms, text: str, expected: list[str]) -> None:
    assert shown(text, terms, PLAIN) == expected


@pytest.mark.parametrize(
    "terms",
    [
        QueryTerms(exacts=frozenset({"المجالس"})),
        QueryTerms(lemmas=frozenset({"مجلس"})),
        QueryTerms(lemmas=frozenset({"=مجالس"})),
        QueryTerms(roots=frozenset({"جلس"})),
        QueryTerms(prefixes=("قرا", "المجا")),
    ],
)
def test_one_term_in_common_is_a_match(terms: QueryTerms, analyzer: Analyzer) -> None:
    (token,) = analyzer.analyze("المجالس")
    assert match(token, terms)


def test_a_stem_in_common_is_a_match_where_the_lexicon_does_not_know_the_word(analyzer: Analyzer) -> None:
    known, unknown = analyzer.analyze("المجالس القشبطات")
    assert not match(known, QueryTerms(stems=frozenset({known.stem})))
    assert match(unknown, QueryTerms(stems=frozenset({unknown.stem})))


def test_a_snippet_shows_the_words_around_a_hit() -> None:
    text = "قال " * 100 + "صادق المجلس على القرار " + "ثم " * 100
    terms = QueryTerms(exacts=frozenset({"المجلس", "القرار"}))
    tokens = PLAIN.analyze(text)
    (snippet,) = snippets(text, tokens, highlights(tokens, terms), size=60)
    assert len(snippet.text) <= 60
    assert "صادق المجلس على القرار" in snippet.text
    assert snippet.text.startswith("قال")
    assert snippet.text.endswith("ثم")
    assert [snippet.text[start:end] for start, end in snippet.highlights] == ["المجلس", "القرار"]


def test_the_place_with_more_different_words_of_the_query_is_shown() -> None:
    text = "budget budget budget " + "x " * 100 + "vote du budget"
    tokens = PLAIN.analyze(text)
    terms = QueryTerms(exacts=frozenset({"budget", "vote"}))
    (snippet,) = snippets(text, tokens, highlights(tokens, terms), size=40, count=1)
    assert snippet.text.endswith("vote du budget")


def test_snippets_stand_in_the_order_of_the_text_and_share_nothing() -> None:
    text = "a " * 30 + "vote " + "b " * 30 + "budget vote " + "c " * 30
    tokens = PLAIN.analyze(text)
    first, second = snippets(text, tokens, highlights(tokens, QueryTerms(exacts=frozenset({"vote", "budget"}))), 40)
    assert first.start + len(first.text) <= second.start
    assert [len(first.highlights), len(second.highlights)] == [1, 2]


def test_without_hits_the_beginning_is_shown() -> None:
    text = "  قرار رقم 15 بشأن الميزانية"
    assert snippets(text, PLAIN.analyze(text), [], size=12) == [Snippet("قرار رقم 15", 2, ())]


def test_a_text_without_words_has_no_snippet() -> None:
    assert snippets(" ... ", [], []) == []


def test_a_word_longer_than_a_snippet_is_shown_whole() -> None:
    text = "x " + "a" * 300 + " y"
    (snippet,) = snippets(text, PLAIN.analyze(text), [(2, 302)], size=240)
    assert (snippet.start, len(snippet.text), snippet.highlights) == (2, 300, ((0, 300),))


@given(texts, texts, st.integers(1, 60), st.integers(1, 4))
def test_snippets_are_slices_of_the_text(asked: str, text: str, size: int, count: int) -> None:
    tokens = PLAIN.analyze(text)
    spans = highlights(tokens, query(asked, PLAIN))
    found = snippets(text, tokens, spans, size, count)
    assert len(found) <= count
    assert bool(found) == bool(tokens)
    for snippet in found:
        assert text[snippet.start : snippet.start + len(snippet.text)] == snippet.text
        assert len(snippet.text) <= max(size, *(token.end - token.start for token in tokens))
        assert {(start + snippet.start, end + snippet.start) for start, end in snippet.highlights} <= set(spans)
    if spans:
        assert any(snippet.highlights for snippet in found)


def test_a_snippet_shows_different_words_close_together(analyzer: Analyzer) -> None:
    far = "صفقة " + "كلام " * 30 + "الإنارة " + "حديث " * 60
    text = far + "صادق المجلس على صفقة الإنارة العمومية"
    tokens = analyzer.analyze(text)
    terms = query_terms_of("صفقة إنارة", analyzer)
    (shown,) = snippets(text, tokens, highlights(tokens, terms), size=60, count=1)
    assert "صفقة الإنارة" in shown.text


def test_forms_of_one_word_are_no_different_words(analyzer: Analyzer) -> None:
    text = "المجالس ومجلس بمجلسه " + "حديث " * 60 + "مجلس الميزانية"
    tokens = analyzer.analyze(text)
    terms = query_terms_of("مجلس ميزانية", analyzer)
    (shown,) = snippets(text, tokens, highlights(tokens, terms), size=60, count=1)
    assert "الميزانية" in shown.text


def test_a_second_snippet_shows_what_the_first_did_not(analyzer: Analyzer) -> None:
    text = "صفقة صفقات " + "حديث " * 60 + "صفقة أخرى " + "كلام " * 60 + "الإنارة وحدها"
    tokens = analyzer.analyze(text)
    found = snippets(text, tokens, highlights(tokens, query_terms_of("صفقة إنارة", analyzer)), size=60, count=2)
    assert ["صفقات" in found[0].text, "الإنارة" in found[1].text] == [True, True]


@pytest.mark.parametrize("form", ["والمشاريع", "بمشاريعها", "مشروعان", "المشروعين", "مشروعه"])
def test_inflected_forms_and_broken_plurals_are_highlighted(form: str, analyzer: Analyzer) -> None:
    tokens = analyzer.analyze(f"كل {form} تمت")
    assert highlights(tokens, query_terms_of("مشروع", analyzer)) == [(3, 3 + len(form))]


def test_where_a_text_repeats_words_is_told(analyzer: Analyzer) -> None:
    text = "مقرر الإنارة العمومية. وبعد: مقرر الإنارة العمومية"
    places = repeated(analyzer.analyze(text), analyzer.analyze("مقرر الإنارة العمومية"))
    assert [text[start:end] for start, end in places] == ["مقرر الإنارة العمومية"] * 2
    assert repeated(analyzer.analyze(text), analyzer.analyze("مقرر")) == []


def query_terms_of(text: str, analyzer: Analyzer) -> QueryTerms:
    tokens = analyzer.analyze(text)
    return QueryTerms(lemmas=frozenset(lemma for token in tokens for lemma in token.lemmas))
