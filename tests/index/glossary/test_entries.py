"""The shipped glossary is well formed, and translates terms rather than noise."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

import pytest

from analyzers.normalization import fold
from analyzers.pipeline import Analyzer
from demo.drafting import draft
from demo.slots import slots
from index.glossary.entries import COLUMNS, Entry, Spelling, shipped_entries

ENTRIES = shipped_entries()


def of(entry: Entry, language: str) -> list[str]:
    return [spelling.text for spelling in entry.spellings if spelling.language == language]


def spellings() -> Iterator[tuple[Spelling, Entry]]:
    for entry in ENTRIES:
        for spelling in entry.spellings:
            yield spelling, entry


def test_there_are_six_hundred_entries_and_more() -> None:
    assert len(ENTRIES) >= 600


def test_every_entry_says_its_term_in_every_language() -> None:
    missing = [entry.source for entry in ENTRIES if not all(of(entry, language) for language in COLUMNS)]
    assert missing == []


def test_no_spelling_stands_in_two_places(analyzer: Analyzer) -> None:
    places: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for spelling, entry in spellings():
        exacts = (token.exact for token in analyzer.analyze(spelling.text))
        places[spelling.language, *exacts].append(entry.source)
    assert {key: found for key, found in places.items() if len(found) > 1} == {}


def test_every_spelling_is_written_in_the_letters_of_its_language() -> None:
    wrong = [
        spelling.text
        for spelling, _ in spellings()
        if any("\u0600" <= letter <= "\u06ff" for letter in spelling.text) != (spelling.language == "ar")
    ]
    assert wrong == []


def test_spellings_are_neat() -> None:
    untidy = [
        spelling.text
        for spelling, _ in spellings()
        if not spelling.text or spelling.text != " ".join(spelling.text.split()) or "|" in spelling.text
    ]
    assert untidy == []


def test_every_spelling_has_a_word_that_is_no_stop_word(analyzer: Analyzer) -> None:
    empty = [spelling.text for spelling, _ in spellings() if all(token.stop for token in analyzer.analyze(spelling.text))]
    assert empty == []


def test_single_words_are_long_enough_to_be_words(analyzer: Analyzer) -> None:
    single = [spelling.text for spelling, _ in spellings() if len(analyzer.analyze(spelling.text)) == 1]
    assert [text for text in single if len(fold(text)) < 2] == []


def test_no_single_word_stands_in_most_documents_of_its_language(analyzer: Analyzer) -> None:
    drafts = [draft(slot, 1) for slot in slots(60)]
    for language in ("ar", "fr"):
        texts = [analyzer.analyze(made.text) for made in drafts if made.slot.language == language]
        held = [{(token.exact, *token.lemmas) for token in tokens} for tokens in texts]
        counts = Counter(term for terms in held for term in {part for parts in terms for part in parts})
        most = 0.7 * len(texts)
        common = [
            spelling.text
            for spelling, _ in spellings()
            if spelling.language == language
            and len(tokens := analyzer.analyze(spelling.text)) == 1
            and max(counts[term] for term in (tokens[0].exact, *tokens[0].lemmas)) > most
        ]
        assert common == []


@pytest.mark.parametrize(
    ("arabic", "french"),
    [
        ("صفقة عمومية", "marché public"),
        ("طلب عروض مفتوح", "appel d'offres ouvert"),
        ("دفتر التحملات", "cahier des charges"),
        ("دورة استثنائية", "session extraordinaire"),
        ("جدول الأعمال", "ordre du jour"),
        ("برنامج التنمية الجهوية", "PDR"),
        ("المبادرة الوطنية للتنمية البشرية", "INDH"),
        ("تصميم جهوي لإعداد التراب", "SRAT"),
        ("برنامج تقليص الفوارق المجالية والاجتماعية", "PRDTS"),
        ("المركز الجهوي للاستثمار", "CRI"),
        ("المكتب الوطني للكهرباء والماء الصالح للشرب", "ONEE"),
        ("عريضة", "pétition"),
    ],
)
def test_the_terms_everybody_knows_are_there(arabic: str, french: str) -> None:
    assert [entry for entry in ENTRIES if arabic in of(entry, "ar") and french in of(entry, "fr")]
