"""Codes and ids as people read them."""

from __future__ import annotations

import pytest

from domain.documents import Body, Organization
from search_api.facets import label_facets
from search_api.labels import Labels

BODIES = (
    Body("waha", {"ar": "مجلس الواحة", "fr": "Conseil Al Waha"}),
    Body("rif", {"fr": "Conseil du Rif"}),
    Body("tafraout", {"ber": "ⵜⴰⴼⵔⴰⵡⵜ"}),
    Body("nameless", {}),
)
ORGANIZATIONS = (Organization("bureau", "waha", {"ar": "المكتب"}),)


def labels(language: str) -> Labels:
    return Labels(language, BODIES, ORGANIZATIONS)


@pytest.mark.parametrize(
    ("language", "body", "expected"),
    [
        ("ar", "waha", ("مجلس الواحة", "ar")),
        ("fr", "waha", ("Conseil Al Waha", "fr")),
        ("en", "waha", ("مجلس الواحة", "ar")),
        ("ar", "rif", ("Conseil du Rif", "fr")),
        ("fr", "tafraout", ("ⵜⴰⴼⵔⴰⵡⵜ", "ber")),
        ("fr", "nameless", ("nameless", "und")),
        ("fr", "removed", ("removed", "und")),
    ],
)
def test_a_name_is_in_the_asked_language_or_says_which_it_is_in(language: str, body: str, expected: tuple[str, str]) -> None:
    name = labels(language).body(body)
    assert name is not None
    assert (name.name, name.language) == expected


def test_no_body_has_no_name() -> None:
    assert labels("ar").body(None) is None
    assert labels("ar").organization(None) is None


@pytest.mark.parametrize(
    ("field", "value", "label"),
    [
        ("type", "decision", "Décision"),
        ("type", "invented", "invented"),
        ("language", "ar", "Arabe"),
        ("language", "xx", "xx"),
        ("year", "2022", "2022"),
        ("body", "waha", "Conseil Al Waha"),
        ("organization", "bureau", "المكتب"),
    ],
)
def test_a_facet_value_has_a_label(field: str, value: str, label: str) -> None:
    assert labels("fr").facet_value(field, value, 3, selected=False).label == label


@pytest.mark.parametrize(("language", "text"), [("ar", "مقرر"), ("fr", "Décision"), ("en", "Decision")])
def test_types_are_in_the_asked_language(language: str, text: str) -> None:
    assert labels(language).type("decision") == text


def test_a_hint_without_words_is_its_code() -> None:
    assert labels("fr").hint("bad_date") != "bad_date"
    assert labels("fr").hint("unheard_of") == "unheard_of"


def test_values_come_most_frequent_first_and_years_newest_first() -> None:
    counts = {"type": {"decision": 1, "tender": 5, "report": 1}, "year": {"2019": 9, "2023": 1, "2021": 4}}
    facets = label_facets(counts, {}, labels("fr"))
    assert [value.value for value in facets["type"]] == ["tender", "decision", "report"]
    assert [value.value for value in facets["year"]] == ["2023", "2021", "2019"]
    assert facets["body"] == []


def test_what_no_document_holds_is_left_out_unless_it_is_selected() -> None:
    facets = label_facets({"type": {"decision": 0, "tender": 2}}, {"type": ["report", "decision"]}, labels("en"))
    shown = [(value.value, value.count, value.selected) for value in facets["type"]]
    assert shown == [("tender", 2, False), ("decision", 0, True), ("report", 0, True)]
