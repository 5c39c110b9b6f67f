"""French words are found in any form, with and without accents."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from analyzers.languages.french import French
from analyzers.terms import MAX_TERM

FRENCH = French(None)


def pieces(word: str) -> list[tuple[str, str, bool]]:
    return [(word[terms.start : terms.end], terms.exact, terms.stop) for terms in FRENCH.analyze(word)]


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("l'article", [("l'", "l'", True), ("article", "article", False)]),
        ("L’Œuvre", [("L’", "l'", True), ("Œuvre", "oeuvre", False)]),
        ("qu'elle", [("qu'", "qu'", True), ("elle", "elle", True)]),
        ("lorsqu'un", [("lorsqu'", "lorsqu'", True), ("un", "un", True)]),
        ("aujourd’hui", [("aujourd’hui", "aujourd'hui", False)]),
        ("d'aujourd'hui", [("d'", "d'", True), ("aujourd'hui", "aujourd'hui", False)]),
        ("quelqu'un", [("quelqu'un", "quelqu'un", False)]),
        ("O'Brien", [("O", "o", False), ("Brien", "brien", False)]),
        ("council's", [("council", "council", False), ("s", "s", False)]),
    ],
)
def test_a_word_is_cut_at_its_elisions(word: str, expected: list[tuple[str, str, bool]]) -> None:
    assert pieces(word) == expected


@pytest.mark.parametrize(
    ("word", "lemma"),
    [
        ("délibérations", "deliberation"),
        ("Conseillers", "conseiller"),
        ("communaux", "communal"),
        ("BUDGÉTAIRES", "budgetaire"),
        ("marchés", "marche"),
        ("e\u0301tudes", "etude"),
    ],
)
def test_a_word_has_its_dictionary_lemma(word: str, lemma: str) -> None:
    (terms,) = FRENCH.analyze(word)
    assert (terms.lemmas, terms.known) == ((lemma,), True)


@pytest.mark.parametrize(
    ("word", "other"),
    [
        ("délibération", "deliberations"),
        ("président", "PRÉSIDENTE"),
        ("marché", "marches"),
        ("finances", "ﬁnance"),
        ("councils", "council"),
    ],
)
def test_forms_of_a_word_share_a_stem(word: str, other: str) -> None:
    assert FRENCH.analyze(word)[0].stem == FRENCH.analyze(other)[0].stem


@pytest.mark.parametrize("word", ["de", "la", "À", "où", "the", "of", "n"])
def test_function_words_are_stop_words(word: str) -> None:
    assert FRENCH.analyze(word)[0].stop


@pytest.mark.parametrize("word", ["conseil", "commune", "séance", "marché", "minutes", "lot", "budget", "été", "car"])
def test_words_that_mean_something_are_none(word: str) -> None:
    assert not FRENCH.analyze(word)[0].stop


@pytest.mark.parametrize("word", ["æÇáÌãÇÚÇÊ", "xqzt", "A4"])
def test_a_word_no_dictionary_holds_is_unknown(word: str) -> None:
    assert not FRENCH.analyze(word)[0].known


def test_what_is_too_long_for_a_word_is_found_by_its_beginning() -> None:
    (terms,) = FRENCH.analyze("a" * 5000)
    assert (terms.start, terms.end, terms.exact, terms.known) == (0, 5000, "a" * MAX_TERM, False)


def test_threads_do_not_mix_their_words_up() -> None:
    words = ["délibérations", "communaux", "budgétaires", "approuvées", "conseillers"] * 200
    alone = [FRENCH.analyze(word) for word in words]
    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(FRENCH.analyze, words)) == alone
