"""Feeds of searches."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from search_api.application import create_application
from search_api.feeds import ENTRIES, Revisions
from tests.search_api.conftest import Stock
from tests.search_api.library import Library, Paper
from tests.visitor import Visitor

ATOM = "{http://www.w3.org/2005/Atom}"
NOW = datetime(2026, 1, 1, 12, 0, 0, 500_000, tzinfo=UTC)


def feed(client: Visitor, **parameters: Any) -> ET.Element:
    response = client.get("/feeds/search.atom", params=parameters)
    assert response.status_code == 200
    assert response.headers["content-type"] == "application/atom+xml"
    return ET.fromstring(response.content)


def titles(root: ET.Element) -> list[str]:
    return [entry.findtext(f"{ATOM}title") or "" for entry in root.findall(f"{ATOM}entry")]


def test_a_feed_holds_the_full_matches_only(client: Visitor) -> None:
    assert titles(feed(client, q="tramway gare", lang="fr")) == ["Convention relative au tramway"]
    assert titles(feed(client, q="tramway budget")) == []


def test_what_was_published_last_comes_first_whatever_its_date(stock: Stock, client: Visitor) -> None:
    documents = [stock.undated, stock.mixed, stock.map, stock.tram, stock.councils]
    links = [
        link.get("href", "")
        for entry in feed(client, lang="fr").findall(f"{ATOM}entry")
        for link in entry.findall(f"{ATOM}link")
    ]
    assert links == [f"http://testserver/documents/{put.document}?lang=fr" for put in documents]


@pytest.mark.parametrize("filters", [{"type": "petition"}, {"year": "2022"}, {"language": "fr"}, {"type": "no-such"}])
def test_a_feed_takes_the_filters_of_a_search(client: Visitor, filters: dict[str, str]) -> None:
    found = client.get("/api/v1/search", params=filters).json()
    assert len(titles(feed(client, **filters))) == found["total"]


def test_ids_stay_the_same_on_another_address_and_differ_between_searches(stock: Stock, client: Visitor) -> None:
    with Visitor(create_application(stock.library.service, public_url="https://docs.example.org/")) as elsewhere:
        here, there = feed(client, q="marché", type="report"), feed(elsewhere, q=" marché ", type="report")
    ids = [[element.text for element in root.iter(f"{ATOM}id")] for root in (here, there)]
    assert ids[0] == ids[1]
    assert len(set(ids[0])) == 2
    assert feed(client, q="conseil").findtext(f"{ATOM}id") not in ids[0]
    links = {link.get("rel"): link.get("href", "") for link in there.findall(f"{ATOM}link")}
    assert links["self"].startswith("https://docs.example.org/feeds/search.atom?q=march%C3%A9&type=report")
    assert links["alternate"].startswith("https://docs.example.org/search?q=march%C3%A9&type=report")


def test_the_language_is_that_of_the_reader_and_of_each_title(client: Visitor) -> None:
    lang = "{http://www.w3.org/XML/1998/namespace}lang"
    root = feed(client, q="tramway", lang="en")
    assert root.get(lang) == "en"
    assert root.findtext(f"{ATOM}title") == "Shaffaf: tramway"
    assert [entry.get(lang) for entry in root.findall(f"{ATOM}entry")] == ["fr"]


def test_a_feed_is_not_sent_again_until_it_changes(library: Library) -> None:
    library.put(Paper("الأول"))
    first = library.client.get("/feeds/search.atom")
    for header, value in (("If-None-Match", "etag"), ("If-Modified-Since", "last-modified")):
        again = library.client.get("/feeds/search.atom", headers={header: first.headers[value]})
        assert (again.status_code, again.content) == (304, b"")
    second = library.put(Paper("الثاني"))
    for header, value in (("If-None-Match", "etag"), ("If-Modified-Since", "last-modified")):
        assert library.client.get("/feeds/search.atom", headers={header: first.headers[value]}).status_code == 200
    changed = library.client.get("/feeds/search.atom")
    library.withdraw(second)
    for header, value in (("If-None-Match", "etag"), ("If-Modified-Since", "last-modified")):
        response = library.client.get("/feeds/search.atom", headers={header: changed.headers[value]})
        assert response.status_code == 200
        assert "الثاني" not in response.text


def test_a_long_feed_is_cut(library: Library) -> None:
    for number in range(ENTRIES + 2):
        library.put(Paper(f"مقرر عدد {number}"), index=False)
    library.indexer.catch_up()
    found = titles(feed(library.client))
    assert len(found) == ENTRIES
    assert found[0] == f"مقرر عدد {ENTRIES + 1}"


def test_parameters_a_feed_does_not_know_are_ignored(client: Visitor) -> None:
    assert titles(feed(client, q="tramway", utm_source="reader", lang="fr")) == ["Convention relative au tramway"]


def test_a_feed_that_changes_back_is_a_new_revision() -> None:
    revisions = Revisions()
    moments = [revisions.since("feed", etag, NOW) for etag in ("a", "a", "b", "b", "a")]
    assert moments[0] == moments[1] == NOW.replace(microsecond=0)
    assert moments[2] == moments[3] == moments[0] + timedelta(seconds=1)
    assert moments[4] == moments[0] + timedelta(seconds=2)
    assert revisions.since("other", "a", NOW) == moments[0]


def test_a_feed_of_exact_words_is_another_feed(client: Visitor) -> None:
    usual, exact = (feed(client, q="tramways", precision=one, lang="fr") for one in ("forms", "exact"))
    assert titles(usual) == ["Convention relative au tramway"]
    assert titles(exact) == []
    assert usual.findtext(f"{ATOM}id") != exact.findtext(f"{ATOM}id")
    assert usual.findtext(f"{ATOM}id") == feed(client, q="tramways", lang="fr").findtext(f"{ATOM}id")
