"""The pages of editors in Chromium: by single keys, which can be switched off, and without barriers (axe)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, ViewportSize, expect

from domain.accounts import Role
from domain.documents import PageKey
from domain.proposals import NewProposal
from tests.chromium import DESK, PHONE, chromium, served, sign_in
from tests.frontend.staff.editing.workplace import Workplace, described, register, scan
from tests.search_api.library import WAHA, Library

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def context(place: Workplace) -> Iterator[BrowserContext]:
    """A browser in which an editor is signed in."""
    place.office.member("hind@example.ma", Role.EDITOR, WAHA.id)
    with (
        served(place.app) as address,
        chromium() as browser,
        browser.new_context(base_url=address, viewport=DESK) as context,
    ):
        sign_in(context.new_page(), "hind@example.ma")
        yield context


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    page = context.new_page()
    yield page
    page.close()


def addresses(library: Library) -> list[str]:
    """A page of each kind, as it looks in use."""
    put, book, public = described(library), register(library, "un", "deux", "trois"), scan(library, publish=True)
    key = PageKey(public.version, 1)
    library.archive.proposals.add(NewProposal(public.document, key, "Conseil", "Conseil", "page 1"))
    (proposal,) = library.archive.proposals.waiting(None)
    return [
        "/staff/review?",
        f"/staff/review/{put.document}?field=session",
        f"/staff/documents/{put.document}/pages/1/text?",
        f"/staff/documents/{book.document}/pages?order=2,1,3&start=3",
        "/staff/proposals?",
        f"/staff/documents/{public.document}/proposals/{proposal.id}?",
        f"/documents/{public.document}/propose?version={public.version}&page=1",
    ]


def test_no_page_raises_a_barrier_or_is_wider_than_its_screen(page: Page, library: Library) -> None:
    screens: list[tuple[str, ViewportSize]] = [("ar", PHONE), ("fr", DESK)]
    for address in addresses(library):
        for language, screen in screens:
            page.set_viewport_size(screen)
            page.goto(f"{address}&lang={language}")
            found = Axe().run(page)
            assert found.violations_count == 0, (address, found.generate_report())
            assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0


def test_a_document_is_reviewed_by_single_keys(page: Page, library: Library) -> None:
    put = described(library)
    page.goto(f"/staff/review/{put.document}?lang=fr")
    asked = page.locator("#asked")
    expect(asked).to_have_text("Organe")
    page.keyboard.press("j")
    expect(asked).to_have_text("Session")
    page.keyboard.press("k")
    expect(asked).to_have_text("Organe")
    page.keyboard.press("c")
    expect(asked).to_have_text("Session")
    page.keyboard.press("e")
    expect(page.locator("#kind")).to_be_focused()
    page.goto(f"/staff/review/{put.document}?field=amount&lang=fr")
    page.keyboard.press("e")
    page.keyboard.press("Control+A")
    page.keyboard.type("jcs 7")
    expect(page.locator("#value")).to_have_value("jcs 7")
    expect(asked).to_have_text("Montants")


def test_keys_work_on_an_arabic_keyboard_and_can_be_switched_off_for_good(page: Page, library: Library) -> None:
    put = described(library)
    page.goto(f"/staff/review/{put.document}?field=session&lang=ar")
    asked = page.locator("#asked")
    before = asked.text_content()
    key = "{key: 'ت', code: 'KeyJ', bubbles: true, cancelable: true}"
    press = f"document.body.dispatchEvent(new KeyboardEvent('keydown', {key}))"
    page.evaluate(press)
    expect(asked).not_to_have_text(before or "")
    page.locator("[data-role=keys] summary").click()
    page.locator("[data-role=keys-switch]").uncheck()
    page.goto(f"/staff/review/{put.document}?field=session&lang=ar")
    page.keyboard.press("j")
    page.evaluate(press)
    expect(asked).to_have_text(before or "")
    page.locator("[data-role=keys] summary").click()
    page.locator("[data-role=keys-switch]").check()
    page.locator("h1").click()
    page.keyboard.press("j")
    expect(asked).not_to_have_text(before or "")


def test_pages_are_put_in_order_without_a_mouse(page: Page, library: Library) -> None:
    book = register(library, "un", "deux", "trois")
    page.goto(f"/staff/documents/{book.document}/pages?lang=fr")
    page.get_by_role("button", name="Avant: Page 3").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#order")).to_have_value("1,3,2")
    page.locator("#order").focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("3,1,2")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Le faire").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("C’est fait.")
    record = library.archive.document(book.document)
    assert record is not None
    assert [key.number for key in record.arrangement] == [3, 1, 2]
