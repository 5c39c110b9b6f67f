"""Translated hits on the page of results: their own heading, which term became which, and the way to do without."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

import pytest

from frontend.asking import asked
from frontend.site import Site
from search_api.asking import SearchRequest
from search_api.search_answers import SearchHit, SearchResponse, Translation
from tests.frontend.conftest import application
from tests.frontend.reading import one, texts, visit
from tests.frontend.sample_archive import SampleArchive
from tests.visitor import Visitor

TERM = Translation(term="marché public", term_language="fr", text="صفقة عمومية", language="ar")

ENGLISH = TERM.model_copy(update={"text": "public contract", "language": "en"})
SYNONYM = TERM.model_copy(update={"text": "commande publique", "language": "fr"})


class Bilingual(SampleArchive):
    """The sample archive, in which every second hit was found by a translation."""

    def search(self, request: SearchRequest) -> SearchResponse:
        found = super().search(SearchRequest(sort=request.sort, window=request.window))
        if not request.translate:
            return found
        hits = [self._translated(hit) if place % 2 else hit for place, hit in enumerate(found.hits)]
        translated = sum(hit.translated for hit in hits)
        return found.model_copy(
            update={"hits": hits, "translated_total": translated, "translations": [TERM, ENGLISH, SYNONYM]}
        )

    def _translated(self, hit: SearchHit) -> SearchHit:
        return hit.model_copy(update={"translated": True, "translations": [TERM]})


@pytest.fixture(scope="module")
def bilingual() -> Visitor:
    return Visitor(application(Bilingual(), Site(feeds=True)))


def test_translated_hits_have_a_heading_of_their_own(bilingual: Visitor) -> None:
    page = visit(bilingual, "/search?q=marché+public&sort=relevance&lang=fr")
    section = one(page, "//section[@aria-labelledby='translated-title']")
    assert texts(section, "./h2") == ["Trouvés par leur équivalent dans l’autre langue"]
    assert len(section.xpath(".//li[@class='hit']")) == 2
    assert section.xpath("./ol/@start") == ["3"]


def test_a_translated_hit_says_which_term_became_which(bilingual: Visitor) -> None:
    page = visit(bilingual, "/search?q=marché+public&lang=fr")
    note = page.xpath("//*[@class='hit-translated']")[0]
    assert texts(note, ".//*[@class='badge']") == ["marché public → صفقة عمومية"]
    assert note.xpath(".//bdi/@lang") == ["fr", "ar"]


def test_the_note_names_the_other_language_only(bilingual: Visitor) -> None:
    page = visit(bilingual, "/search?q=marché+public&lang=fr")
    assert texts(page, "//*[@class='translating']//*[@class='badge']") == ["marché public → صفقة عمومية"]


def test_by_date_translated_hits_stand_among_the_others(bilingual: Visitor) -> None:
    page = visit(bilingual, "/search?q=marché+public&sort=newest&lang=fr")
    assert page.xpath("//section[@aria-labelledby='translated-title']") == []
    assert len(page.xpath("//*[@class='hit-translated']")) == 2


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_a_link_leads_to_the_search_without_translation_and_back(bilingual: Visitor, language: str) -> None:
    page = visit(bilingual, f"/search?q=marché+public&year=2022&lang={language}")
    off = one(page, "//*[@class='translating']//a/@href")
    assert ("translate", "false") in parse_qsl(urlsplit(off).query)
    without = visit(bilingual, off)
    assert without.xpath("//*[@class='hit-translated']") == []
    on = one(without, "//*[@class='translating']//a/@href")
    assert "translate" not in dict(parse_qsl(urlsplit(on).query))
    assert dict(parse_qsl(urlsplit(on).query))["year"] == "2022"


def test_the_choice_stays_through_forms_and_links(bilingual: Visitor) -> None:
    page = visit(bilingual, "/search?q=a&translate=false&lang=fr")
    assert page.xpath("//form//input[@name='translate']/@value") == ["false", "false"]
    addresses = [*page.xpath("//nav[@class='sorts']//a/@href"), *page.xpath("//p[@class='feed']/a/@href")]
    assert len(addresses) > 4
    assert all("translate=false" in address for address in addresses)


def test_a_switch_that_is_neither_is_refused(bilingual: Visitor) -> None:
    assert bilingual.get("/search?q=a&translate=perhaps").status_code == 400
    assert bilingual.get("/search?q=a&translate=true").status_code == 200


def test_nothing_is_said_where_nothing_was_translated(client: Visitor) -> None:
    page = visit(client, "/search?q=الطرق&lang=ar")
    assert page.xpath("//*[@class='translating' or @class='hit-translated']") == []


def test_the_search_as_asked_for_keeps_the_switch() -> None:
    from starlette.datastructures import QueryParams

    search = asked(QueryParams("q=a&translate=false"))
    assert not search.translate
    assert search.translating().translate
    assert ("translate", "false") not in search.translating().parameters
    assert search.translating().literally() == search
