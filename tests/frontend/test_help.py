"""The help page explains the whole query language in three languages."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from analyzers.normalization import fold
from analyzers.pipeline import Analyzer
from domain.query import DateRange, FieldValue, Not, Prefix, Proximity
from domain.translation import LANGUAGES, messages
from index.glossary.lookup import shipped_glossary
from index.planning import plan
from index.query_language import parse
from index.query_words import field_aliases, field_named
from index.spelling.arabizi import readings
from index.spelling.keyboards import retyped
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


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("about", "typed", "meant"),
    [
        ("languages", "marché public", "صفقة عمومية"),
        ("keyboard", "hgl[gs", "المجلس"),
        ("arabizi", "jama3a", "جماعة"),
    ],
)
def test_the_help_for_slips_and_languages_names_what_truly_becomes_what(
    client: Visitor, language: str, about: str, typed: str, meant: str
) -> None:
    said = texts(visit(client, f"/help?lang={language}"), "//article//h2/following-sibling::p[1]")
    (explained,) = (text for text in said if typed in text)
    assert meant in explained
    assert explained == " ".join(messages(language)[f"help.{about}.text"].split())


def test_what_the_help_says_of_slips_is_what_the_search_makes_of_them(analyzer: Analyzer) -> None:
    assert "المجلس" in retyped("hgl[gs")
    assert fold("جماعة") in readings("jama3a")
    (found,) = shipped_glossary(analyzer).equivalents(plan(parse("marché public"), analyzer).words)
    assert "صفقة عمومية" in {other.text for other in found.renderings}


@pytest.mark.parametrize(
    ("language", "titles"),
    [
        ("ar", ["البحث باللغة الأخرى أيضا", "اقتراحات أثناء الكتابة", "«هل تقصد»"]),
        ("fr", ["Dans l’autre langue aussi", "Des suggestions pendant la frappe"]),
        ("en", ["In the other language too", "Suggestions as you type"]),
    ],
)
def test_translation_and_suggestions_are_explained(client: Visitor, language: str, titles: list[str]) -> None:
    assert set(titles) <= set(texts(visit(client, f"/help?lang={language}"), "//article//h2"))
