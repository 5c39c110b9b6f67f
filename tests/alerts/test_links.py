"""A link lets in only whom it was made for, to what it was made for."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.datastructures import QueryParams

from alerts.links import Links, is_signed, search_parameters, sign
from domain.alerts import Alert, AlertKind, AlertState, Subscriber
from domain.searching import Precision
from frontend.asking import asked

NADIA = Subscriber("s1", "nadia@example.org", "fr", AlertState.ACTIVE, "key of nadia")
KARIM = Subscriber("s2", "karim@example.org", "ar", AlertState.ACTIVE, "key of karim")
ALERT = Alert("a1", "s1", AlertKind.SEARCH, "Budget", "budget « communal »", {"type": ["tender", "budget"]}, language="fr")
LINKS = Links("https://x.example.org")
words = st.text(alphabet="abc/", min_size=1, max_size=5)


def test_a_signature_is_good_for_what_it_signs() -> None:
    assert is_signed(NADIA, sign(NADIA, "confirm", "a1", "123"), "confirm", "a1", "123")


@given(words, words, words, words)
def test_nothing_of_what_is_signed_can_be_changed(purpose: str, about: str, other_purpose: str, other: str) -> None:
    signature = sign(NADIA, purpose, about)
    same = (purpose, about) == (other_purpose, other)
    if "/" not in purpose + about + other_purpose + other:
        assert is_signed(NADIA, signature, other_purpose, other) == same
    assert not is_signed(KARIM, signature, purpose, about)
    assert not is_signed(replace(NADIA, key="another"), signature, purpose, about)
    assert not is_signed(replace(NADIA, id="s3"), signature, purpose, about)


@given(st.text())
def test_no_text_happens_to_be_a_signature(text: str) -> None:
    assert not is_signed(NADIA, text, "manage")


@pytest.mark.parametrize(
    "link",
    [LINKS.manage(NADIA), LINKS.stop(NADIA), LINKS.confirm(NADIA, ALERT, datetime.now(UTC))],
    ids=["manage", "stop", "confirm"],
)
def test_links_to_the_site_are_in_the_language_of_their_reader_and_tell_no_key(link: str) -> None:
    assert link.startswith("https://x.example.org/alerts/")
    assert parse_qsl(urlsplit(link).query) == [("lang", "fr")]
    assert "key" not in link
    assert "nadia" not in link


@pytest.mark.parametrize(
    "alert",
    [
        ALERT,
        replace(ALERT, text="", filters={}),
        replace(ALERT, precision=Precision.EXACT, translate=False),
        replace(ALERT, text='ميزانية OR "صفقة"', filters={"year": ["2024"], "body": ["waha"]}),
    ],
)
def test_the_page_of_a_search_asks_for_what_the_alert_does(alert: Alert) -> None:
    found = asked(QueryParams(urlsplit(LINKS.search(alert)).query))
    assert found.query == alert.text
    assert {field: list(values) for field, values in found.filters.items()} == alert.filters
    assert (found.precision, found.translate, found.sort) == (alert.precision, alert.translate, "newest")
    carried = [pair for pair in found.parameters if pair[0] != "sort" and pair[1]]
    assert sorted(search_parameters(alert)) == sorted(carried)


def test_a_followed_document_is_shown_and_not_searched_for() -> None:
    follow = replace(ALERT, kind=AlertKind.DOCUMENT, text="0doc/é", filters={})
    assert (
        LINKS.search(follow) == LINKS.document("0doc/é", follow) == "https://x.example.org/documents/0doc%2F%C3%A9?lang=fr"
    )
