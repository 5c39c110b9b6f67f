"""Errors are pages too: in the visitor's language, with a way on, and without anything of the house."""

from __future__ import annotations

import pytest

from tests.frontend.reading import parse, texts
from tests.visitor import Visitor


@pytest.mark.parametrize(
    ("address", "status", "title"),
    [
        ("/no/such/page?lang=ar", 404, "هذه الصفحة غير موجودة"),
        ("/documents/none?lang=fr", 404, "Cette page n’existe pas"),
        ("/search?sort=best&lang=en", 400, "This request was not understood"),
        ("/boom?lang=ar", 500, "وقع خطأ عندنا"),
    ],
)
def test_an_error_is_a_page_in_the_visitors_language(client: Visitor, address: str, status: int, title: str) -> None:
    response = client.get(address)
    page = parse(response.text)
    assert response.status_code == status
    assert texts(page, "//h1") == [title]
    assert page.xpath("//form[@role='search']")
    assert response.headers["content-type"].startswith("text/html")
    assert response.headers["cache-control"] == "no-store"


def test_an_error_tells_nothing_of_the_house(client: Visitor) -> None:
    text = client.get("/boom").text
    assert "secret" not in text
    assert "Traceback" not in text


def test_an_error_of_ours_has_a_reference_for_the_log(client: Visitor) -> None:
    response = client.get("/boom?lang=en")
    assert response.headers["x-request-id"] in response.text


def test_a_method_that_is_not_served_is_a_page(client: Visitor) -> None:
    response = client.request("POST", "/search")
    assert response.status_code == 405
    assert texts(parse(response.text), "//h1")


def test_programs_get_no_page(client: Visitor) -> None:
    assert client.get("/api/v1/nothing").headers["content-type"] == "application/problem+json"
