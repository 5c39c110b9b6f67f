"""Searches over HTTP."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from domain.searching import FACET_FIELDS
from search_api.search_answers import SearchResponse
from tests.search_api.conftest import Stock
from tests.visitor import Visitor


def search(client: Visitor, query: str = "", **parameters: Any) -> SearchResponse:
    response = client.get("/api/v1/search", params={"q": query, **parameters})
    assert response.status_code == 200, response.text
    return SearchResponse.model_validate(response.json())


def ids(response: SearchResponse) -> list[str]:
    return [hit.id for hit in response.hits]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("مجلس", {"councils", "mixed", "undated"}),
        ("المجالس", {"councils", "mixed", "undated"}),
        ("tramways", {"tram"}),
        ("الترامواي", {"tram"}),
        ("marché -tramway", {"map", "mixed"}),
        ("type:petition", {"undated"}),
        ("رقم:12-2022", {"councils"}),
        ('"Le conseil a examiné"', {"mixed"}),
        ("زمردية", set()),
        ("ambre", set()),
    ],
)
def test_a_search_finds_every_form_of_its_words(stock: Stock, client: Visitor, query: str, expected: set[str]) -> None:
    found = search(client, query)
    assert {hit.id for hit in found.hits if hit.full} == {getattr(stock, name).document for name in expected}
    assert found.total == len(expected)


def test_a_hit_says_what_its_document_is(stock: Stock, client: Visitor) -> None:
    hit = search(client, "الشراكة", lang="fr").hits[0]
    assert hit.id == stock.councils.document
    assert (hit.type, hit.type_label, hit.number) == ("decision", "Décision", "12/2022")
    assert hit.body is not None
    assert hit.body.name == "Conseil de la région Al Waha"
    assert hit.organization is not None
    assert (hit.organization.id, hit.organization.language) == ("bureau", "fr")
    assert hit.date is not None
    assert hit.date.value == date(2022, 7, 27)
    assert (hit.media_type, hit.page_count) == ("application/pdf", 2)
    assert [(page.version_id, page.number, page.image) for page in hit.pages] == [(stock.councils.version, 2, True)]
    assert client.get(hit.url).status_code == 200


@pytest.mark.parametrize("query", ["مجلس", "conseil marché", "المجالس المحلية", "اتفاق*", '"على اتفاقية الشراكة"', "budget"])
def test_highlights_slice_the_text_they_stand_beside(client: Visitor, query: str) -> None:
    hits = search(client, query).hits
    assert hits
    for hit in hits:
        texts = [(hit.title.text, hit.title.highlights), *((piece.text, piece.highlights) for piece in hit.snippets)]
        assert any(spans for _, spans in texts)
        for text, spans in texts:
            for start, end in spans:
                assert 0 <= start < end <= len(text)
                assert text[start:end].strip() == text[start:end] != ""


def test_a_snippet_is_a_slice_of_its_page(client: Visitor) -> None:
    for hit in search(client, "المجلس").hits:
        for snippet in hit.snippets:
            url = f"/api/v1/documents/{hit.id}/pages/{snippet.version_id}/{snippet.number}"
            page = client.get(url).json()
            assert page["text"][snippet.start : snippet.start + len(snippet.text)] == snippet.text


def test_the_language_of_a_snippet_is_that_of_its_words(client: Visitor) -> None:
    assert search(client, "tramway").hits[0].snippets[0].language == "fr"
    assert search(client, "الشراكة").hits[0].snippets[0].language == "ar"


def test_without_words_every_document_is_shown_with_its_beginning(client: Visitor) -> None:
    found = search(client)
    assert found.total == len(found.hits) == 5
    assert not found.hints
    assert all(hit.snippets and not hit.snippets[0].highlights for hit in found.hits)


def test_partial_matches_follow_and_are_not_counted_in_the_total(stock: Stock, client: Visitor) -> None:
    found = search(client, "tramway gare budget")
    assert (found.total, found.partial_total) == (0, 2)
    assert [hit.full for hit in found.hits] == [False, False]
    assert found.hits[0].id == stock.tram.document


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("newest", ["map", "mixed", "councils", "tram", "undated"]),
        ("oldest", ["undated", "tram", "councils", "mixed", "map"]),
    ],
)
def test_hits_come_in_the_order_of_dates(stock: Stock, client: Visitor, sort: str, expected: list[str]) -> None:
    assert ids(search(client, sort=sort)) == [getattr(stock, name).document for name in expected]


@pytest.mark.parametrize("sort", ["relevance", "newest", "oldest"])
@pytest.mark.parametrize("size", [1, 2, 5, 50])
@pytest.mark.parametrize("query", ["", "المجلس", "marché budget"])
def test_paging_yields_as_many_hits_as_the_totals_say(client: Visitor, query: str, size: int, sort: str) -> None:
    seen: list[tuple[str, bool]] = []
    place: dict[str, int] = {}
    while True:
        page = search(client, query, size=size, sort=sort, **place)
        seen += [(hit.id, hit.full) for hit in page.hits]
        if page.next_offset is None and page.next_after is None:
            break
        assert len(page.hits) == size
        place = {"offset": page.next_offset} if page.next_offset is not None else {"after": page.next_after or 0}
    assert len({document for document, _ in seen}) == len(seen)
    assert sum(full for _, full in seen) == page.total
    assert sum(not full for _, full in seen) == page.partial_total


def test_facets_are_labelled_in_the_asked_language(client: Visitor) -> None:
    facets = search(client, lang="fr", body="waha").facets
    assert list(facets) == list(FACET_FIELDS)
    assert {value.label for value in facets["type"]} >= {"Décision", "Pétition"}
    assert [(v.value, v.label, v.selected, v.count) for v in facets["body"]] == [
        ("waha", "Conseil de la région Al Waha", True, 5)
    ]
    assert [value.value for value in facets["year"]] == ["2023", "2022", "2021"]
    assert {value.label for value in facets["language"]} == {"Arabe", "Français"}


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"type": ["decision", "report"]}, {"councils", "map"}),
        ({"year": ["2022"]}, {"councils", "mixed"}),
        ({"language": ["fr"]}, {"tram", "map"}),
        ({"organization": ["bureau"]}, {"councils"}),
        ({"type": ["decision"], "year": ["2021"]}, set()),
        ({"type": [""]}, {"councils", "mixed", "tram", "map", "undated"}),
    ],
)
def test_filters_leave_the_documents_that_hold_one_of_their_values(
    stock: Stock, client: Visitor, filters: dict[str, list[str]], expected: set[str]
) -> None:
    assert set(ids(search(client, **filters))) == {getattr(stock, name).document for name in expected}


@pytest.mark.parametrize("field", FACET_FIELDS)
@pytest.mark.parametrize("value", ["no-such-value", "a b\tc", "\x00", "'; drop table documents; --", "٪" * 400])
def test_a_filter_value_that_does_not_exist_finds_nothing_and_can_be_taken_away(
    client: Visitor, field: str, value: str
) -> None:
    found = search(client, **{field: value})
    assert (found.total, found.hits) == (0, [])
    assert [(chosen.value, chosen.count) for chosen in found.facets[field] if chosen.selected] == [(value, 0)]


@pytest.mark.parametrize(
    ("query", "hint"),
    [('"مجلس', "unclosed_quote"), ("before:غدا مجلس", "bad_date"), ("كلمة " * 1000, "too_long"), ("!!", "no_words")],
)
def test_what_was_not_understood_is_said_and_is_no_error(client: Visitor, query: str, hint: str) -> None:
    found = search(client, query, lang="fr")
    assert hint in found.hints
    assert len(found.hint_texts) == len(found.hints)
    assert hint not in found.hint_texts


def test_a_title_is_shown_in_the_asked_language_where_it_has_one(client: Visitor) -> None:
    shown = {code: search(client, "tramway", lang=code).hits[0].title for code in ("ar", "fr", "en")}
    assert [shown["ar"].text, shown["ar"].language] == ["اتفاقية الترامواي", "ar"]
    assert [shown["fr"].text, shown["en"].language] == ["Convention relative au tramway", "fr"]


def test_facets_can_be_left_out(client: Visitor) -> None:
    assert search(client, facets="false").facets == {}


def test_suggestions_are_titles_that_begin_so(client: Visitor) -> None:
    found = client.get("/api/v1/suggest", params={"q": "convention rel"}).json()
    assert found["suggestions"][0] == "Convention relative au tramway"


@pytest.mark.parametrize(
    ("precision", "expected"),
    [("exact", set()), ("forms", {"councils", "mixed", "undated"}), ("root", {"councils", "mixed", "undated"})],
)
def test_words_are_taken_as_precisely_as_asked(client: Visitor, stock: Stock, precision: str, expected: set[str]) -> None:
    found = set(ids(search(client, "بمجالسهم", precision=precision)))
    assert found >= {getattr(stock, name).document for name in expected}
    assert bool(found) is bool(expected)


def test_a_precision_that_there_is_not_is_a_problem(client: Visitor) -> None:
    assert client.get("/api/v1/search", params={"q": "x", "precision": "fuzzy"}).status_code == 400
