"""The service under load, under a lagging index, and between threads."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from analyzers.pipeline import Analyzer
from domain.searching import Sort, Window
from index.typed import MAX_QUERY
from search_api.asking import PageAddress, Question, SearchRequest
from search_api.pending import find_pending
from search_api.service import LATEST
from tests.search_api.conftest import Stock
from tests.search_api.library import Library, Paper, opened, pdf

QUERIES = ["المجلس", "tramway", "marché budget", "", "الشراكة", '"Le conseil"', "اتفاق*"]


def test_many_threads_get_the_answers_that_one_gets(stock: Stock) -> None:
    requests = [SearchRequest(query, window=Window(5)) for query in QUERIES]
    alone = [stock.library.service.search(request) for request in requests]
    with ThreadPoolExecutor(6) as pool:
        together = list(pool.map(stock.library.service.search, requests * 6))
    assert together == alone * 6


def test_other_visitors_are_answered_while_a_page_is_drawn(tmp_path: Path, analyzer: Analyzer) -> None:
    with opened(tmp_path, analyzer) as library:
        put = library.put(Paper("خريطة", name="a.pdf", media_type="application/pdf", content=pdf("navy")))
        drawing = library.images.kept._making
        for _ in range(2):
            drawing.acquire()
        with ThreadPoolExecutor(1) as pool:
            image = pool.submit(library.client.get, f"{put.page()}/image")
            assert library.client.get("/api/v1/search").status_code == 200
            assert not image.done()
            drawing.release(2)
            assert image.result(60).status_code == 200


def test_a_very_long_query_is_cut_with_a_hint_and_found_by_its_beginning(stock: Stock) -> None:
    query = "tramway" + " " * MAX_QUERY + "زرافة"
    found = stock.library.service.search(SearchRequest(query))
    assert [hit.id for hit in found.hits] == [stock.tram.document]
    assert found.hints == ["too_long"]


def test_a_filter_that_is_no_field_is_the_callers_mistake(stock: Stock) -> None:
    with pytest.raises(ValueError, match="colour"):
        stock.library.service.search(SearchRequest(filters={"colour": ["red"]}))


def test_totals_count_out_what_the_index_has_yet_to_forget(library: Library) -> None:
    puts = [library.put(Paper(f"مقرر عدد {number}", ("صادق المجلس",)), index=False) for number in range(7)]
    library.indexer.catch_up()
    for put in puts[::3]:
        library.withdraw(put, index=False)
    request = SearchRequest("المجلس", window=Window(10))
    lagging = library.service.search(request)
    library.indexer.catch_up()
    assert lagging == library.service.search(request)
    assert lagging.total == len(lagging.hits) == 4


def test_a_page_of_results_goes_on_although_all_its_hits_are_gone(library: Library) -> None:
    puts = [library.put(Paper(f"مقرر عدد {number}", ("صادق المجلس",)), index=False) for number in range(6)]
    library.indexer.catch_up()
    for put in puts[3:]:
        library.withdraw(put, index=False)
    first = library.service.search(SearchRequest(sort=Sort.NEWEST, window=Window(3)))
    assert (first.hits, first.next_after is None) == ([], False)
    second = library.service.search(SearchRequest(sort=Sort.NEWEST, window=Window(3, after=first.next_after)))
    assert {hit.id for hit in second.hits} == {put.document for put in puts[:3]}


def test_nothing_is_pending_when_the_index_is_up_to_date(stock: Stock) -> None:
    pending = find_pending(stock.library.archive, stock.library.reader)
    assert (pending.titles, pending.unknown) == (frozenset(), False)


def test_a_new_draft_hides_no_suggestion(library: Library) -> None:
    library.put(Paper("Décision du conseil", language="fr"))
    library.put(Paper("Décision secrète", language="fr"), publish=False, index=False)
    assert library.service.suggest("décision").suggestions == ["Décision du conseil"]


def test_the_latest_are_those_published_last_and_not_those_dated_last(stock: Stock) -> None:
    latest = stock.library.service.latest(SearchRequest(window=Window(2)))
    assert [hit.id for hit in latest] == [stock.undated.document, stock.mixed.document]
    assert LATEST >= 100


@pytest.mark.parametrize("number", [-1, 0, 3, 2**31, 2**80])
def test_a_page_that_is_not_there_is_none(stock: Stock, number: int) -> None:
    service, put = stock.library.service, stock.councils
    address = PageAddress(put.document, put.version, number)
    assert service.page_text(address) is None
    assert service.page_boxes(address, Question("x")) is None
    assert service.drawable(address) is None


@pytest.mark.parametrize("document_id", ["", "x", "\x00", "\ud800", "../..", "a" * 10_000, "*"])
def test_a_document_that_is_not_there_is_none(stock: Stock, document_id: str) -> None:
    service = stock.library.service
    assert service.record(document_id) is None
    assert service.document(document_id) is None
    assert service.evidence(document_id, Question("x")) is None
    assert service.original(document_id, stock.councils.file) is None
    assert service.page_text(PageAddress(document_id, stock.councils.version, 1)) is None


def test_a_score_is_explained_to_who_asks_the_service(library: Library) -> None:
    document_id = library.put(Paper("مقرر القنطرة", ("صيانة القناطر",))).document
    (reasons,) = library.service.explain("قنطرة", [document_id])
    assert {(one.field, one.term) for one in reasons} >= {("lemma", "قنطره"), ("title_lemma", "قنطره")}
