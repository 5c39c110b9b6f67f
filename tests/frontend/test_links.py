"""Links carry the language and nothing empty."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

from hypothesis import given
from hypothesis import strategies as st

from domain.searching import Precision
from frontend.links import Links, in_language
from search_api.asking import Question

LINKS = Links("fr")


def test_a_link_names_what_is_asked_and_the_language() -> None:
    assert LINKS.home() == "/?lang=fr"
    assert LINKS.help() == "/help?lang=fr"
    assert LINKS.search([("q", "eau"), ("type", "a"), ("type", "b")], offset=10) == (
        "/search?q=eau&type=a&type=b&offset=10&lang=fr"
    )


def test_what_has_no_value_is_left_out() -> None:
    assert LINKS.search([("q", "")], after=None, offset=0) == "/search?offset=0&lang=fr"


def test_a_document_is_opened_at_one_of_its_pages() -> None:
    assert LINKS.document_page("0abc", "v1", 3, Question("eau")) == "/documents/0abc?q=eau&version=v1&page=3&lang=fr#page"
    precise = Question("eau", Precision.EXACT, translate=False)
    assert LINKS.document("0abc", precise) == "/documents/0abc?q=eau&precision=exact&translate=false&lang=fr"
    assert LINKS.document("a/../b") == "/documents/a%2F..%2Fb?lang=fr"


@given(st.text(), st.lists(st.tuples(st.sampled_from(["q", "type", "lang"]), st.text(min_size=1))))
def test_another_language_changes_nothing_else(path: str, asked: list[tuple[str, str]]) -> None:
    query = urlsplit("/x" + in_language("", asked, "ar")).query
    kept = [pair for pair in asked if pair[0] != "lang"]
    assert parse_qsl(query, keep_blank_values=True) == [*kept, ("lang", "ar")]
