"""What is not published does not exist for the public: on no route, in no format, in no count."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search_api.search_answers import FacetValue
from tests.search_api.conftest import Stock
from tests.search_api.library import Library, Paper, Put
from tests.search_api.papers import DRAFT, WITHDRAWN
from tests.visitor import Visitor

SECRETS = ("زمردية", "emeraude", "ambre", "ambrée", "brouillon", "retire")
ROUTES = (
    "",
    "/evidence",
    "/citations",
    "/similar",
    "/description",
    "/pages/{v}/1",
    "/pages/{v}/1/boxes",
    "/pages/{v}/1/image",
    "/pages/{v}/1/raw",
    "/files/{f}/original",
    "/files/{f}/searchable.pdf",
)


def addresses(put: Put) -> Iterator[str]:
    for route in ROUTES:
        yield put.url + route.format(v=put.version, f=put.file)


def tells(text: str) -> bool:
    return any(secret in text for secret in SECRETS)


def facets_of(client: Visitor) -> dict[str, list[FacetValue]]:
    found = client.get("/api/v1/search").json()["facets"]
    return {field: [FacetValue.model_validate(value) for value in values] for field, values in found.items()}


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("parameters", [{}, {"q": "المجلس"}, {"inline": "1"}, {"lang": "fr"}])
def test_a_hidden_document_is_not_found_on_any_address(
    stock: Stock, client: Visitor, method: str, parameters: dict[str, str]
) -> None:
    for put in stock.hidden:
        for address in addresses(put):
            response = client.request(method, address, params=parameters)
            assert response.status_code == (410 if address == stock.withdrawn.url else 404), address
            assert not tells(response.text)


def test_a_hidden_document_answers_as_one_that_never_was(stock: Stock, client: Visitor) -> None:
    never = Put("0000000000zz", "v0000000000zz", "f0000000000zz")
    for put in stock.hidden:
        for hidden, missing in zip(addresses(put), addresses(never), strict=True):
            if hidden == stock.withdrawn.url:  # its tombstone
                continue
            answers = [client.get(address).json() for address in (hidden, missing)]
            for answer in answers:
                del answer["instance"]
            assert answers[0] == answers[1]


def test_parts_of_a_hidden_document_are_not_found_through_a_public_one(stock: Stock, client: Visitor) -> None:
    public = stock.councils
    for hidden in stock.hidden:
        mixed = Put(public.document, hidden.version, hidden.file)
        for address in (one for one in addresses(mixed) if hidden.version in one or hidden.file in one):
            assert client.get(address).status_code == 404, address


def test_an_etag_does_not_tell_of_a_hidden_file(stock: Stock, client: Visitor) -> None:
    for put in stock.hidden:
        for address in (f"{put.page()}/image", put.original, put.searchable):
            for header in ("If-None-Match", "If-Range"):
                assert client.get(address, headers={header: "*", "Range": "bytes=0-1"}).status_code == 404


@pytest.mark.parametrize("query", [*SECRETS, DRAFT.title, WITHDRAWN.title, "type:decision", "year:2022", "المجلس", "*"])
@pytest.mark.parametrize("sort", ["relevance", "newest", "oldest"])
def test_no_search_feed_or_suggestion_tells_of_a_hidden_document(
    stock: Stock, client: Visitor, query: str, sort: str
) -> None:
    found = client.get("/api/v1/search", params={"q": query, "sort": sort, "size": 50}).json()
    shown = [hit["id"] for hit in found["hits"]]
    assert not {put.document for put in stock.hidden} & set(shown)
    texts = [
        str(found["hits"]),
        str(found["facets"]),
        client.get("/feeds/search.atom", params={"q": query}).text.split("</subtitle>")[1].split("<link", 1)[0],
        str(client.get("/api/v1/suggest", params={"q": query}).json()["suggestions"]),
    ]
    assert not any(map(tells, texts))


def test_facets_do_not_count_hidden_documents(stock: Stock, client: Visitor) -> None:
    facets = facets_of(client)
    assert sum(value.count for value in facets["type"]) == 5
    assert {value.value: value.count for value in facets["year"]}["2022"] == 2


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    path=st.sampled_from(["/api/v1/search", "/api/v1/suggest", "/feeds/search.atom", "/api/v1/health"]),
    words=st.lists(
        st.one_of(
            st.sampled_from([*DRAFT.texts[0].split(), *WITHDRAWN.title.split(), "OR", "-", '"', "title:", "*", "type:"]),
            st.text(max_size=4),
        ),
        max_size=6,
    ),
    filters=st.dictionaries(st.sampled_from(["type", "year", "body"]), st.sampled_from(["decision", "2022", "waha"])),
)
def test_no_public_route_ever_yields_the_title_of_a_draft(
    stock: Stock, client: Visitor, path: str, words: list[str], filters: dict[str, str]
) -> None:
    parameters: dict[str, Any] = {} if path.endswith("health") else {"q": " ".join(words)}
    if path.endswith(("search", "atom")):
        parameters |= filters
    response = client.get(path, params=parameters)
    assert response.status_code == 200
    for paper, put in ((DRAFT, stock.draft), (WITHDRAWN, stock.withdrawn)):
        echoed = " ".join(words).count(paper.title)
        assert echoed or paper.title not in response.text
        assert put.document not in response.text


def test_what_was_withdrawn_is_gone_before_the_index_knows(library: Library) -> None:
    kept = library.put(Paper("Décision du conseil", ("Le conseil décide.",), "fr"))
    gone = library.put(Paper("Décision ambrée du conseil", ("Le conseil ambre.",), "fr", type="report"))
    library.withdraw(gone, index=False)
    found = library.client.get("/api/v1/search", params={"q": "conseil"}).json()
    assert [hit["id"] for hit in found["hits"]] == [kept.document]
    assert found["total"] == 1
    assert [value["value"] for value in found["facets"]["type"]] == ["decision"]
    assert [value["count"] for value in found["facets"]["body"]] == [1]
    for path, query in (("/api/v1/suggest", "décision"), ("/feeds/search.atom", "conseil")):
        text = library.client.get(path, params={"q": query}).text
        assert "Décision du conseil" in text
        assert "ambr" not in text


def test_no_suggestion_tells_of_a_removed_document(library: Library) -> None:
    gone = library.put(Paper("Décision ambrée", language="fr"))
    library.archive.remove([gone.document], "system:test")
    assert library.client.get("/api/v1/suggest", params={"q": "décision"}).json()["suggestions"] == []
    assert library.client.get("/api/v1/search").json()["total"] == 0


def test_a_draft_appears_everywhere_once_it_is_published(library: Library) -> None:
    put = library.put(Paper("Décision ambrée", language="fr"), publish=False)
    assert library.client.get(put.url).status_code == 404
    library.archive.publish(put.document, "system:test")
    library.indexer.catch_up()
    assert library.client.get(put.url).json()["title"]["text"] == "Décision ambrée"
    assert library.client.get("/api/v1/search", params={"q": "décision"}).json()["total"] == 1
    assert put.url.rsplit("/", 1)[1] in library.client.get("/feeds/search.atom").text
