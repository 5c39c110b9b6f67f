"""What the page of a document shows of its description, and the way to where it stands."""

from __future__ import annotations

import pytest

from domain.description import Field
from frontend.description import found_fields
from frontend.words import words
from search_api.description_answers import DescriptionResponse, FieldAnswer, ValueAnswer
from tests.frontend.reading import texts, visit
from tests.visitor import Visitor

ROAD = "/documents/0tarik000001"
SECTION = "//section[@aria-labelledby='found']"


@pytest.mark.parametrize(
    ("language", "heading"), [("ar", "مستخرج من نص الوثيقة"), ("fr", "Relevé dans le texte"), ("en", "Found in the text")]
)
def test_what_was_found_has_a_section(client: Visitor, language: str, heading: str) -> None:
    assert texts(visit(client, f"{ROAD}?lang={language}"), f"{SECTION}/h2") == [heading]


def test_a_document_of_which_nothing_was_found_has_none(client: Visitor) -> None:
    assert visit(client, "/documents/0marche00002").xpath(SECTION) == []


def test_a_value_leads_to_where_it_stands_and_there_it_is_highlighted(client: Visitor) -> None:
    links = visit(client, f"{ROAD}?lang=fr").xpath(f"{SECTION}//a")
    assert links[0].get("href") == "/documents/0tarik000001?version=v0tarik000001&page=1&start=0&end=4&lang=fr#page"
    assert links[0].get("aria-label") == "Voir où c’est écrit\u202f: 12/2022, page 1"
    page = visit(client, links[0].get("href").partition("#")[0])
    (mark,) = texts(page, "//div[@class='page-text']//mark")
    assert len(mark) == 4
    assert len(page.xpath("//rect")) == 1


def test_values_are_written_as_people_read_them(client: Visitor) -> None:
    shown = texts(visit(client, f"{ROAD}?lang=fr"), f"{SECTION}//dd")
    assert shown[2].startswith(" ".join(f"{words('fr').number(1_250_000)} DH p. 1".split()))
    assert shown[2].endswith("+2")


def test_what_a_person_said_and_what_is_unsure_are_told_apart(client: Visitor) -> None:
    shown = texts(visit(client, f"{ROAD}?lang=fr"), f"{SECTION}//dd")
    assert shown[0].endswith("vérifié")
    assert shown[1].endswith("à vérifier")


@pytest.mark.parametrize("place", ["start=0&end=1000000", "start=5&end=5", "start=9&end=2", "start=4"])
def test_any_place_can_be_asked_for(client: Visitor, place: str) -> None:
    assert client.get(f"{ROAD}?page=1&{place}").status_code == 200


@pytest.mark.parametrize("place", ["start=-1&end=4", "start=a&end=4", "start=0&end=" + "9" * 30])
def test_what_is_no_place_is_a_bad_request(client: Visitor, place: str) -> None:
    assert client.get(f"{ROAD}?page=1&{place}").status_code == 400


WRITTEN = [
    (Field.DATE, "2022-10-05", "fr", "5 octobre 2022"),
    (Field.DATE, "2022-10-05", "ar", "5 أكتوبر 2022"),
    (Field.DATE, "2022-10", "fr", "octobre 2022"),
    (Field.DEADLINE, "2022", "en", "2022"),
    (Field.HIJRI_DATE, "1442-12-05", "ar", "5 ذي الحجة 1442"),
    (Field.AMOUNT, "99.50", "en", "99.50 DH"),
    (Field.NUMBER, "12/2022", "ar", "12/2022"),
]


@pytest.mark.parametrize(("field", "value", "language", "expected"), WRITTEN)
def test_each_kind_of_value_has_its_writing(field: Field, value: str, language: str, expected: str) -> None:
    answer = FieldAnswer(field=field, label="x", values=[ValueAnswer(value=value)])
    (found,) = found_fields(DescriptionResponse(document_id="0a", fields=[answer]), words(language))
    assert [one.text for one in found.values] == [expected]
