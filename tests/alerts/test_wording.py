"""What an alert looks for is said in the reader's language, with names and without ids."""

from __future__ import annotations

import pytest

from alerts.wording import Wording
from domain.alerts import Alert, AlertKind
from tests.search_api.library import BUREAU, WAHA, Library

CHOSEN = {"body": [WAHA.id], "organization": [BUREAU.id], "type": ["tender"], "year": ["2024"], "language": ["ar"]}


def alert(text: str = "budget", kind: AlertKind = AlertKind.SEARCH, **filters: list[str]) -> Alert:
    return Alert("a", "s", kind, "name", text, filters)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("fr", "Recherche : budget · Conseil de la région Al Waha · Le bureau · Marché public · 2024 · Arabe"),
        ("en", "Search: budget · مجلس جهة الواحة · المكتب · Tender · 2024 · Arabic"),
    ],
)
def test_every_filter_is_named(library: Library, language: str, said: str) -> None:
    assert Wording(library.archive).looked_for(alert(**CHOSEN), language) == said


def test_among_arabic_words_each_part_keeps_its_order(library: Library) -> None:
    said = Wording(library.archive).looked_for(alert("12/2026/TC", AlertKind.TENDER, body=[WAHA.id]), "ar")
    assert said == "الصفقة المتبعة: \u206812/2026/TC\u2069 · \u2068مجلس جهة الواحة\u2069"


def test_what_nobody_knows_is_shown_as_it_is(library: Library) -> None:
    said = Wording(library.archive).short(alert("", body=["gone"], type=["unheard_of"]), "fr")
    assert said == "gone · unheard_of"


def test_everything_and_a_document_have_words_of_their_own(library: Library) -> None:
    wording = Wording(library.archive)
    assert wording.looked_for(alert(""), "fr") == "Recherche : tous les documents"
    assert wording.looked_for(alert("d1", AlertKind.DOCUMENT), "fr") == "Document suivi"
    assert wording.short(alert(""), "fr") == ""
