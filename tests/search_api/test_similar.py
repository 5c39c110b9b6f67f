"""Documents like one: among what is public, never itself, in both languages, each with why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from analyzers.pipeline import Analyzer
from search_api.similar import MOST
from tests.search_api.library import Library, Paper, Put, opened

TRAM = Paper("مقرر حول الترامواي", ("صادق المجلس على مد خط الترامواي نحو المحطة طبقا للقانون رقم 113.14 .",))
FOLLOWING = Paper("اتفاقية الترامواي", ("اتفاقية لاستغلال الترامواي والمحطات طبقا للقانون رقم 14-113 .",))
WATER = Paper("مقرر حول الماء", ("توزيع الماء الصالح للشرب على السكان.",))
GRAVES = Paper("مقرر توسيع المقبرة", ("تسييج المقبرة وتوسيعها في إطار صفقة عمومية.",))
CEMETERY = Paper("Avis sur le cimetière", ("Un marché public pour le cimetière.",), language="fr")
SECRET = Paper("مسودة زمردية حول الترامواي", ("الترامواي والمحطة والقانون رقم 113.14",))
AMBER = Paper("سحبت حول الترامواي", ("الترامواي والمحطة طبقا للقانون رقم 113.14 أيضا",))


@dataclass(frozen=True)
class Shelf:
    library: Library
    tram: Put
    following: Put
    water: Put
    graves: Put
    cemetery: Put


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory, analyzer: Analyzer) -> Iterator[Shelf]:
    with opened(tmp_path_factory.mktemp("similar"), analyzer) as library:
        put = [library.put(paper) for paper in (TRAM, FOLLOWING, WATER, GRAVES, CEMETERY)]
        library.put(SECRET, publish=False)
        library.withdraw(library.put(AMBER))
        yield Shelf(library, *put)


def similar(library: Library, put: Put, language: str = "ar") -> Any:
    answer = library.client.get(f"{put.url}/similar", params={"lang": language})
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-language"] == language
    return answer.json()["similar"]


def test_a_similar_document_comes_with_what_both_hold(shelf: Shelf) -> None:
    (found,) = similar(shelf.library, shelf.tram)
    assert found["document"]["id"] == shelf.following.document
    assert found["document"]["title"]["text"] == FOLLOWING.title
    assert {"الترامواي", "المحطة"} <= {term["text"] for term in found["terms"]}
    assert found["laws"] == ["113.14"]


def test_likeness_goes_both_ways(shelf: Shelf) -> None:
    assert [one["document"]["id"] for one in similar(shelf.library, shelf.following)] == [shelf.tram.document]


def test_a_document_in_the_other_language_says_which_term_became_which(shelf: Shelf) -> None:
    (found,) = similar(shelf.library, shelf.graves)
    assert found["document"]["id"] == shelf.cemetery.document
    assert {(term["text"], term["other"]) for term in found["terms"]} >= {("مقبرة", "cimetière")}


def test_what_shares_nothing_of_note_is_not_similar(shelf: Shelf) -> None:
    assert similar(shelf.library, shelf.water) == []


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_drafts_and_withdrawn_documents_are_never_similar(shelf: Shelf, language: str) -> None:
    text = str(similar(shelf.library, shelf.tram, language))
    assert "زمردية" not in text
    assert "سحبت" not in text


def test_a_document_withdrawn_since_is_not_similar_any_more(library: Library) -> None:
    tram, following = library.put(TRAM), library.put(FOLLOWING)
    library.withdraw(following, index=False)
    assert similar(library, tram) == []


def test_what_was_similar_a_moment_ago_is_not_named_once_it_is_withdrawn(library: Library) -> None:
    tram, following = library.put(TRAM), library.put(FOLLOWING)
    assert [one["document"]["id"] for one in similar(library, tram)] == [following.document]
    library.withdraw(following, index=False)
    assert similar(library, tram) == []


def test_a_document_that_comes_later_is_similar_too(library: Library) -> None:
    tram = library.put(TRAM)
    assert similar(library, tram) == []
    following = library.put(FOLLOWING)
    assert [one["document"]["id"] for one in similar(library, tram)] == [following.document]


def test_only_the_most_alike_are_named(library: Library) -> None:
    put = [library.put(Paper(f"مقرر الترامواي {n}", ("مد خط الترامواي نحو المحطة.",))) for n in range(MOST + 3)]
    found = [one["document"]["id"] for one in similar(library, put[0])]
    assert len(found) == MOST
    assert put[0].document not in found
