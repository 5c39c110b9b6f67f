"""The help page explains the whole query language in three languages."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from domain.query import DateRange, FieldValue, Not, Prefix, Proximity
from domain.translation import LANGUAGES
from index.query_language import parse
from index.query_words import field_aliases, field_named
from tests.frontend.reading import texts, visit
from tests.visitor import Visitor


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_example_can_be_tried_and_is_understood(client: Visitor, language: str) -> None:
    page = visit(client, f"/help?lang={language}")
    queries = [parse_qs(urlsplit(address).query)["q"][0] for address in page.xpath("//dl[@class='rules']//a/@href")]
    assert len(queries) == 14
    assert all(parse(query).hints == () for query in queries)
    nodes = {type(node) for query in queries for node in parse(query).root.items}
    assert {DateRange, FieldValue, Not, Prefix, Proximity} <= nodes


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_name_of_a_field_is_listed_and_works(client: Visitor, language: str) -> None:
    page = visit(client, f"/help?lang={language}")
    listed = [name.removesuffix(":") for name in texts(page, "//dl[@class='names']//code")]
    assert listed == [name for _, names in field_aliases() for name in names]
    assert all(field_named(name) for name in listed)
    assert len(texts(page, "//dl[@class='names']/dt")) == len(field_aliases())
