"""A term is found in the other language too: behind the words themselves, marked, counted alike everywhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import pytest

from analyzers.pipeline import Analyzer
from tests.search_api.library import Library, opened
from tests.search_api.papers import TERMS


@dataclass(frozen=True)
class Shelf:
    library: Library
    french: str
    arabic: str
    far: str
    partly: str

    def ask(self, **parameters: str) -> Any:
        answer = self.library.client.get(f"/api/v1/search?{urlencode(parameters)}")
        assert answer.status_code == 200, answer.text
        return answer.json()


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory, analyzer: Analyzer) -> Iterator[Shelf]:
    with opened(tmp_path_factory.mktemp("shelf"), analyzer) as library:
        yield Shelf(library, *(library.put(paper).document for paper in TERMS))


def ids(answer: Any) -> list[str]:
    return [hit["id"] for hit in answer["hits"]]


def test_translated_hits_come_behind_direct_ones_and_are_counted_with_them(shelf: Shelf) -> None:
    answer = shelf.ask(q="marché public")
    assert ids(answer)[0] == shelf.french
    assert set(ids(answer)[1:]) == {shelf.arabic, shelf.far}
    assert [hit["translated"] for hit in answer["hits"]] == [False, True, True]
    assert all(hit["full"] for hit in answer["hits"])
    assert (answer["total"], answer["translated_total"]) == (3, 2)


@pytest.mark.parametrize("sort", ["relevance", "newest", "oldest"])
def test_totals_and_facets_are_the_same_in_every_order(shelf: Shelf, sort: str) -> None:
    answer = shelf.ask(q="marché public", sort=sort)
    assert (answer["total"], answer["translated_total"]) == (3, 2)
    counts = {value["value"]: value["count"] for value in answer["facets"]["language"]}
    assert counts == {"ar": 2, "fr": 1}
    assert {hit["id"]: hit["translated"] for hit in answer["hits"]} == {
        shelf.french: False,
        shelf.arabic: True,
        shelf.far: True,
    }


def test_filtering_by_the_other_language_leaves_what_its_facet_counted(shelf: Shelf) -> None:
    answer = shelf.ask(q="marché public", language="ar")
    assert (answer["total"], answer["translated_total"]) == (2, 2)


def test_a_translated_hit_says_which_term_became_which(shelf: Shelf) -> None:
    hits = {hit["id"]: hit for hit in shelf.ask(q="marché public")["hits"]}
    said = {"term": "marché public", "term_language": "fr", "text": "صفقة عمومية", "language": "ar"}
    assert hits[shelf.arabic]["translations"] == [said]
    assert hits[shelf.far]["translations"] == [said]
    assert hits[shelf.french]["translations"] == []


def test_the_answer_says_what_was_looked_for(shelf: Shelf) -> None:
    said = {(one["text"], one["language"]) for one in shelf.ask(q="marché public")["translations"]}
    assert ("صفقة عمومية", "ar") in said
    assert shelf.ask(q="tramway")["translations"] == []


def test_the_snippet_shows_and_marks_the_translated_term(shelf: Shelf) -> None:
    hits = {hit["id"]: hit for hit in shelf.ask(q="marché public")["hits"]}
    (snippet,) = hits[shelf.far]["snippets"]
    assert snippet["number"] == 3
    marked = [snippet["text"][start:end] for start, end in snippet["highlights"]]
    assert marked == ["صفقة", "عمومية"]


def test_the_other_words_must_be_there_too(shelf: Shelf) -> None:
    answer = shelf.ask(q="صفقة عمومية المقبرة")
    assert [(hit["id"], hit["translated"]) for hit in answer["hits"] if hit["full"]] == [
        (shelf.arabic, False),
        (shelf.french, True),
    ]


def test_a_partial_hit_names_only_terms_it_holds(shelf: Shelf) -> None:
    hits = {hit["id"]: hit for hit in shelf.ask(q="cimetière tramway")["hits"]}
    assert not hits[shelf.partly]["full"]
    assert [one["text"] for one in hits[shelf.partly]["translations"]] == ["مقبرة"]
    assert hits[shelf.french]["translations"] == []


def test_it_can_be_switched_off(shelf: Shelf) -> None:
    answer = shelf.ask(q="marché public", translate="false")
    assert ids(answer) == [shelf.french]
    assert (answer["total"], answer["translated_total"], answer["translations"]) == (1, 0, [])


def test_a_quotation_is_taken_at_its_word(shelf: Shelf) -> None:
    assert ids(shelf.ask(q='"marché public"')) == [shelf.french]


@pytest.mark.parametrize(("switch", "entries"), [("", 3), ("&translate=false", 1)])
def test_the_feed_holds_what_the_search_counts(shelf: Shelf, switch: str, entries: int) -> None:
    feed = shelf.library.client.get(f"/feeds/search.atom?q=march%C3%A9+public{switch}").text
    assert feed.count("</entry>") == entries
    assert ("translate=false" in feed) == bool(switch)


def test_pages_of_results_go_through_direct_and_translated_hits_once(shelf: Shelf) -> None:
    pages = [shelf.ask(q="marché public", size="1", offset=str(offset)) for offset in range(3)]
    assert [ids(page) for page in pages] == [[one] for one in ids(shelf.ask(q="marché public"))]
    assert [page["next_offset"] for page in pages] == [1, 2, None]
