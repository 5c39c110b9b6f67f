"""The page at the address of a document that was withdrawn."""

from __future__ import annotations

import pytest

from domain.translation import LANGUAGES
from tests.frontend.reading import parse, texts
from tests.frontend.sample_archive import WITHDRAWN
from tests.visitor import Visitor


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_tells_when_in_the_zone_of_the_site_and_why(client: Visitor, language: str) -> None:
    response = client.get(f"/documents/{WITHDRAWN}?lang={language}")
    page = parse(response.text)
    said = " ".join(texts(page, "//main//p"))
    assert response.status_code == 410
    assert page.xpath("//meta[@name='robots']/@content") == ["noindex"]
    assert "يتضمن <معطيات> شخصية" in said
    assert "2026" in said
    assert "5" in said or "4" in said
    assert page.xpath("//form[@role='search']")


def test_the_address_of_nothing_is_told_apart(client: Visitor) -> None:
    assert client.get("/documents/none").status_code == 404
