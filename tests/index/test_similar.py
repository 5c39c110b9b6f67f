"""What a document is about, as every engine tells it: words that few documents hold, and the terms that say the same."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from analyzers.pipeline import Analyzer
from domain.documents import Document, DocumentStatus, Page, TextSource
from domain.searching import Sort, Window
from index.documents import index_document
from index.engine import IndexDocument, IndexReader, SearchEngine
from index.similar import MOST_WORDS, Topic, topic
from tests.index.conftest import written

TRAM = ("مقرر حول الترامواي", "صادق المجلس على مد خط الترامواي نحو المحطة طبقا للقانون رقم 113.14 .")
FOLLOWING = ("اتفاقية الترامواي", "اتفاقية بين المجلس والشركة لاستغلال الترامواي والمحطة طبقا للقانون رقم 14-113 .")
WATER = ("مقرر حول الماء", "صادق المجلس على توزيع الماء الصالح للشرب.")
WELL = ("تقرير حول الآبار", "حفر المجلس بئرا لتوزيع الماء الصالح للشرب.")
CEMETERY = ("مقرر حول المقبرة", "صادق المجلس على توسيع المقبرة الإسلامية.")
GRAVES = ("Avis sur le cimetière", "Le conseil approuve l’extension du cimetière musulman.")
CLOSING = ("Rapport", "La clôture du cimetière est réparée.")
FAIR = ("إعلان", "ينظم المجلس معرضا للكتاب.")
FILMS = ("بلاغ", "ينظم المجلس أسبوعا للفيلم.")
PAPERS = (TRAM, FOLLOWING, WATER, WELL, CEMETERY, GRAVES, CLOSING, FAIR, FILMS)


def made(number: int, paper: Sequence[str], analyzer: Analyzer) -> IndexDocument:
    title, *texts = paper
    entered = datetime(2024, 1, 1, tzinfo=UTC)
    document = Document(f"d{number}", number, "decision", {"ar": title}, DocumentStatus.PUBLISHED, entered)
    pages = [(f"v{number}", Page(place, text, TextSource.LAYER, "text")) for place, text in enumerate(texts, start=1)]
    return index_document(document, pages, analyzer)


def about(paper: Sequence[str], reader: IndexReader, analyzer: Analyzer) -> Topic:
    title, *texts = map(analyzer.analyze, paper)
    return topic([title], texts, reader, analyzer)


def like(paper: Sequence[str], reader: IndexReader, analyzer: Analyzer) -> list[Sequence[str]]:
    hits = reader.search(about(paper, reader, analyzer).plan, {}, Sort.RELEVANCE, Window(20), facets=False).hits
    found = [PAPERS[int(hit.document_id[1:])] for hit in hits]
    return [one for one in found if one != paper]


@pytest.mark.parametrize(
    ("paper", "first"),
    [(TRAM, FOLLOWING), (FOLLOWING, TRAM), (WATER, WELL), (WELL, WATER), (CLOSING, GRAVES)],
)
def test_what_shares_rare_words_is_most_alike(
    search_engine: SearchEngine, analyzer: Analyzer, paper: Sequence[str], first: Sequence[str]
) -> None:
    with written(search_engine, [made(*one, analyzer) for one in enumerate(PAPERS)]) as reader:
        assert like(paper, reader, analyzer)[0] == first


def test_a_document_in_the_other_language_is_alike_by_a_term_of_the_glossary(
    search_engine: SearchEngine, analyzer: Analyzer
) -> None:
    with written(search_engine, [made(*one, analyzer) for one in enumerate(PAPERS)]) as reader:
        assert CEMETERY in like(GRAVES, reader, analyzer)


def test_words_that_most_documents_hold_and_words_of_one_alone_tell_nothing(
    search_engine: SearchEngine, analyzer: Analyzer
) -> None:
    papers = [*PAPERS, *(("محضر", f"اجتمع المجلس مرة {ordinal}") for ordinal in ("أولى", "ثانية", "ثالثة"))]
    with written(search_engine, [made(*one, analyzer) for one in enumerate(papers)]) as reader:
        words = set(about(TRAM, reader, analyzer).words.values())
    assert {"الترامواي", "113.14"} <= words
    assert "المجلس" not in words
    assert "مد" not in words


def test_a_long_document_is_asked_for_by_few_words(search_engine: SearchEngine, analyzer: Analyzer) -> None:
    long = (" ".join(title for title, *_ in PAPERS), " ".join(text for _, *texts in PAPERS for text in texts))
    with written(search_engine, [made(*one, analyzer) for one in enumerate((*PAPERS, long))]) as reader:
        assert 0 < len(about(long, reader, analyzer).words) <= MOST_WORDS


@pytest.mark.parametrize("paper", [("", ""), ("12/2022", "1 2 3"), ("فريد", "وحيد")])
def test_where_nothing_is_shared_nothing_is_asked_for(
    search_engine: SearchEngine, analyzer: Analyzer, paper: Sequence[str]
) -> None:
    with written(search_engine, [made(*one, analyzer) for one in enumerate((*PAPERS, paper))]) as reader:
        assert about(paper, reader, analyzer).plan.root.items == ()
