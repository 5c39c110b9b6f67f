"""Words and phrases of documents, looked up by how they begin."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analyzers.pipeline import Analyzer
from domain.searching import Space
from index.engine import IndexDocument, SearchEngine, Spelling, Terms, Written
from index.vocabulary import Text, completion_key, phrases, spellings
from tests.index.archives import document
from tests.index.conftest import written


def read(analyzer: Analyzer, *texts: str) -> list[Text]:
    return [(text, analyzer.analyze(text)) for text in texts]


def test_words_keep_their_spelling_but_no_vowel_signs_capitals_or_digits(analyzer: Analyzer) -> None:
    found = spellings(read(analyzer, "الميزانيّة Budget INDH 2022 A4 أعضاء"))
    assert {(one.key, one.text) for one in found} == {
        ("الميزانيه", "الميزانية"),
        ("budget", "budget"),
        ("indh", "INDH"),
        ("اعضاء", "أعضاء"),
    }


def texts_of(found: tuple[Written, ...]) -> set[str]:
    return {one.text for one in found}


def test_of_too_many_phrases_those_of_titles_and_frequent_ones_stay(analyzer: Analyzer) -> None:
    titles = read(analyzer, "دفتر التحملات")
    rare = " ".join(f"النقل المدرسي. {letter}بجد {letter}هوز." for letter in "ابتثجحخدذرزسشصضطظعغف")
    found = texts_of(phrases(titles, read(analyzer, rare)))
    assert {"دفتر التحملات", "النقل المدرسي"} <= found
    assert "فبجد فهوز" not in found


def test_phrases_end_with_words_and_go_over_no_punctuation(analyzer: Analyzer) -> None:
    found = texts_of(phrases(read(analyzer, "Projet de budget, exercice 2022 : le vote"), []))
    assert "projet de budget" in found
    assert not {"projet de", "budget, exercice", "exercice 2022", "le vote"} & found


def test_a_phrase_is_in_one_language(analyzer: Analyzer) -> None:
    found = texts_of(phrases(read(analyzer, "المملكة المغربية Royaume du Maroc"), []))
    assert {"المملكة المغربية", "royaume du maroc"} <= found
    assert "المغربية royaume" not in found


def test_a_phrase_is_found_without_its_article(analyzer: Analyzer) -> None:
    found = phrases(read(analyzer, "الميزانية المواطنة"), [])
    keys = {one.key for one in found if one.text == "الميزانية المواطنة"}
    assert keys == {"الميزانيه المواطنه", "ميزانيه المواطنه"}


@pytest.mark.parametrize("typed", ["ميزانية", "ميزانيه", "مِيزانية", "ميزا"])
def test_what_is_typed_is_folded(analyzer: Analyzer, typed: str) -> None:
    (found,) = [one.key for one in phrases(read(analyzer, "ميزانية"), [])]
    assert found.startswith(completion_key(analyzer.analyze(typed)))


def holding(number: int, *pairs: tuple[str, str]) -> IndexDocument:
    written = tuple(Written(*pair) for pair in pairs)
    title = Terms(exact=[key for key, _ in pairs])
    return replace(document(number), title=title, spellings=written, phrases=written)


DOCUMENTS = [
    holding(1, ("اعضاء", "أعضاء"), ("اعمال", "أعمال")),
    holding(2, ("اعضاء", "أعضاء")),
    holding(3, ("اعضاء", "اعضاء"), ("budget", "budget")),
]


def test_completions_begin_so_and_the_most_frequent_come_first(search_engine: SearchEngine) -> None:
    with written(search_engine, DOCUMENTS) as reader:
        assert reader.completions("اع") == (Spelling("أعضاء", 2), Spelling("اعضاء", 1), Spelling("أعمال", 1))
        assert reader.completions("اعضاء", 1) == (Spelling("أعضاء", 2),)
        assert reader.completions("") == reader.completions("zz") == reader.completions("اع", 0) == ()


def test_a_word_is_given_in_its_commonest_spelling(search_engine: SearchEngine) -> None:
    with written(search_engine, DOCUMENTS) as reader:
        found = reader.spellings(["اعضاء", "budget", "اعض", "zzz"])
    assert found == {"اعضاء": Spelling("أعضاء", 2), "budget": Spelling("budget", 1)}


def test_numbers_begin_so(search_engine: SearchEngine) -> None:
    with written(search_engine, DOCUMENTS) as reader:
        assert reader.numbers("2-") == ("2-2022",)
        assert reader.numbers("") == reader.numbers("9") == ()


def test_words_of_a_document_taken_out_are_gone_with_it(search_engine: SearchEngine) -> None:
    with written(search_engine, DOCUMENTS) as reader:
        writer = search_engine.writer(Space.PUBLIC)
        writer.delete(["d3"])
        writer.commit(2)
        writer.close()
        assert reader.completions("bud") == ()
        assert reader.spellings(["budget"]) == {}
        assert reader.numbers("3") == ()
        assert reader.completions("اع") == (Spelling("أعضاء", 2), Spelling("أعمال", 1))
