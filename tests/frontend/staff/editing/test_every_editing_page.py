"""What every page of editors keeps to, as every page of staff does; so does the form of readers."""

from __future__ import annotations

import pytest
from lxml.html import HtmlElement

from domain.documents import PageKey
from domain.proposals import NewProposal
from domain.translation import LANGUAGES
from tests.frontend.staff.editing.workplace import described, register, scan
from tests.frontend.staff.person import Person
from tests.frontend.staff.test_every_staff_page import (  # noqa: F401 (pytest runs them with the pages of this file)
    HOSTILE,
    test_a_page_has_one_heading_and_is_not_for_search_engines,
    test_buttons_that_do_the_same_to_different_things_say_to_which,
    test_every_field_has_a_label,
    test_every_form_that_changes_something_carries_its_key,
    test_ids_are_unique_and_what_is_named_exists,
    test_nothing_is_inline_and_nothing_is_foreign,
    test_nothing_that_somebody_typed_becomes_markup,
)
from tests.search_api.library import Library

PAGES = ("queue", "review", "text", "pages", "outcome", "proposals", "proposal", "propose")


@pytest.fixture(scope="module")
def addresses(library: Library) -> dict[str, str]:
    """A page of each kind, of documents that hold markup."""
    put, read, book = described(library), scan(library, HOSTILE, publish=True), register(library, HOSTILE, "deux")
    key = PageKey(read.version, 1)
    library.archive.proposals.add(NewProposal(read.document, key, f"x {HOSTILE}", HOSTILE, HOSTILE))
    (proposal,) = library.archive.proposals.waiting(None)
    return {
        "queue": "/staff/review",
        "review": f"/staff/review/{put.document}?field=session",
        "text": f"/staff/documents/{read.document}/pages/1/text",
        "pages": f"/staff/documents/{book.document}/pages",
        "outcome": f"/staff/documents/{book.document}/pages?start=2",
        "proposals": "/staff/proposals",
        "proposal": f"/staff/documents/{read.document}/proposals/{proposal.id}",
        "propose": f"/documents/{read.document}/propose?version={read.version}&page=1",
    }


@pytest.fixture(params=PAGES)
def page(request: pytest.FixtureRequest, addresses: dict[str, str], editor: Person) -> HtmlElement:
    return editor.page(addresses[request.param])


@pytest.mark.parametrize("language", LANGUAGES)
def test_its_links_and_forms_keep_to_one_language(addresses: dict[str, str], editor: Person, language: str) -> None:
    for address in addresses.values():
        page = editor.page(f"{address}{'&' if '?' in address else '?'}lang={language}")
        assert page.get("lang") == language
        links = page.xpath("//main//a[starts-with(@href, '/')][not(contains(@href, '/image'))]/@href")
        forms = page.xpath("//main//form[@method='post']/@action")
        assert [link for link in [*links, *forms] if f"lang={language}" not in link] == []
