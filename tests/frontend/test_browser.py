"""The pages in Chromium: layout from the right, keyboard, no scripts, no other host, no barrier (axe)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Request, ViewportSize, expect

from frontend.site import Site
from tests.chromium import chromium, served
from tests.frontend.conftest import application
from tests.frontend.sample_archive import SampleArchive

pytestmark = pytest.mark.browser

PHONE = ViewportSize(width=390, height=844)
DESK = ViewportSize(width=1280, height=900)
NARROW = ViewportSize(width=320, height=640)
HOME, RESULTS, DOCUMENT = "/?", "/search?q=الطرق", "/documents/0tarik000001?q=الطرق"
SHOWN = (HOME, RESULTS, DOCUMENT)


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with served(application(SampleArchive(copies=30), Site(samples=lambda: True, feeds=True))) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@dataclass
class Visit:
    """A page and everything it complained of or asked for."""

    page: Page
    base: str
    complaints: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def go(self, address: str, language: str = "ar") -> Page:
        joint = "" if address.endswith("?") else "&" if "?" in address else "?"
        self.page.goto(f"{self.base}{address}{joint}lang={language}", wait_until="networkidle")
        return self.page

    def watch(self) -> Visit:
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", self._remember)
        return self

    def _remember(self, request: Request) -> None:
        self.requests.append(request.url)


@pytest.fixture(params=[PHONE, DESK], ids=["phone", "desk"])
def visit(request: pytest.FixtureRequest, browser: Browser, server: str) -> Iterator[Visit]:
    with browser.new_context(viewport=request.param) as context:
        yield Visit(context.new_page(), server).watch()


@pytest.fixture
def desk(browser: Browser, server: str) -> Iterator[Visit]:
    with browser.new_context(viewport=DESK) as context:
        yield Visit(context.new_page(), server).watch()


@pytest.fixture
def plain(browser: Browser, server: str) -> Iterator[Visit]:
    with browser.new_context(viewport=DESK, java_script_enabled=False) as context:
        yield Visit(context.new_page(), server).watch()


def x_of(page: Page, selector: str) -> float:
    box = page.locator(selector).first.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2


@pytest.mark.parametrize("language", ["ar", "fr"])
@pytest.mark.parametrize("address", SHOWN, ids=["home", "results", "document"])
def test_a_page_raises_no_barrier(visit: Visit, address: str, language: str) -> None:
    page = visit.go(address, language)
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]})
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_how_a_text_came_about_raises_no_barrier_when_it_is_opened(
    browser: Browser, server: str, scheme: Literal["light", "dark"]
) -> None:
    with browser.new_context(viewport=PHONE, color_scheme=scheme) as context:
        page = Visit(context.new_page(), server).go(DOCUMENT)
        page.locator("details.origin > summary").click()
        expect(page.locator("details.origin h4").first).to_be_visible()
        found = Axe().run(
            page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
        )
        assert found.violations_count == 0, found.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


@pytest.mark.parametrize("address", SHOWN, ids=["home", "results", "document"])
def test_a_dark_page_raises_no_barrier(browser: Browser, server: str, address: str) -> None:
    with browser.new_context(viewport=DESK, color_scheme="dark") as context:
        page = Visit(context.new_page(), server).go(address)
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("address", [*SHOWN, "/help", "/documents/0hostile0003", "/no/such/page"])
def test_a_page_asks_no_other_host_and_breaks_no_rule(visit: Visit, address: str) -> None:
    visit.go(address)
    assert all(url.startswith(visit.base) for url in visit.requests)
    assert [text for text in visit.complaints if "404" not in text] == []


@pytest.mark.parametrize("address", [*SHOWN, "/help", "/documents/0hostile0003"])
def test_no_page_is_wider_than_a_small_phone(browser: Browser, server: str, address: str) -> None:
    with browser.new_context(viewport=NARROW) as context:
        for language in ("ar", "fr"):
            page = Visit(context.new_page(), server).go(address, language)
            assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]


def test_arabic_begins_at_the_right_and_french_at_the_left(desk: Visit) -> None:
    for language, at_right in (("ar", True), ("fr", False)):
        page = desk.go(RESULTS, language)
        assert (x_of(page, ".brand") > DESK["width"] / 2) is at_right
        assert (x_of(page, ".facets") > x_of(page, ".hit-title")) is at_right


def test_a_number_keeps_its_order_between_arabic_words(desk: Visit) -> None:
    page = desk.go("/documents/0tarik000001")
    left_of = """element => {
        const text = element.firstChild, range = document.createRange();
        const at = place => { range.setStart(text, place); range.setEnd(text, place + 1);
                              return range.getBoundingClientRect().left; };
        return at(0) < at(text.length - 1);
    }"""
    assert page.locator(".page-text bdi.number").first.evaluate(left_of)


@pytest.mark.parametrize("address", SHOWN, ids=["home", "results", "document"])
def test_what_is_touched_is_large_enough(browser: Browser, server: str, address: str) -> None:
    with browser.new_context(viewport=PHONE, has_touch=True) as context:
        page = Visit(context.new_page(), server).go(address)
        sizes = page.locator("button:visible, a.button:visible, .chip:visible, .page-link:visible, .step:visible")
        heights = [box["height"] for element in sizes.all() if (box := element.bounding_box())]
        assert heights
        assert min(heights) >= 44


def test_how_a_text_came_about_needs_no_script(plain: Visit) -> None:
    page = plain.go(DOCUMENT)
    expect(page.locator("details.origin h4").first).not_to_be_visible()
    page.locator("details.origin > summary").click()
    expect(page.locator("details.origin h4").first).to_be_visible()


def test_a_search_needs_no_script(plain: Visit) -> None:
    page = plain.go(HOME)
    page.get_by_role("searchbox").fill("الطرق")
    page.get_by_role("button", name="بحث").click()
    expect(page.locator("h1")).to_contain_text("32 وثيقة")
    page.locator(".facets input[name=type]").first.check()
    page.locator(".facets button").click()
    expect(page.locator(".chip-on")).to_have_count(1)
    page.locator(".hit .page-link").nth(1).click()
    expect(page.locator(".page-text mark")).to_have_text("الطرق")
    expect(page.locator(".boxes rect")).to_have_count(1)
    page.get_by_role("link", name="Français").click()
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    expect(page.locator(".page-text mark")).to_have_text("الطرق")


def test_the_box_lies_on_the_image(visit: Visit) -> None:
    page = visit.go(DOCUMENT)
    page.locator(".scan img").scroll_into_view_if_needed()
    page.locator(".scan img").evaluate("image => image.decode()")
    image, box = (page.locator(name).bounding_box() for name in (".scan img", ".boxes rect"))
    assert image is not None
    assert box is not None
    assert box["x"] == pytest.approx(image["x"] + image["width"] * 0.5, abs=3)
    assert box["y"] == pytest.approx(image["y"] + image["height"] * 0.1, abs=3)
    assert box["width"] == pytest.approx(image["width"] * 0.1123, abs=4)


def test_the_first_key_skips_to_the_content(desk: Visit) -> None:
    page = desk.go(RESULTS)
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    expect(page.locator(".skip")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#content")).to_be_focused()


def test_focus_can_be_seen(desk: Visit) -> None:
    page = desk.go(RESULTS)
    for _ in range(6):
        page.keyboard.press("Tab")
        assert page.evaluate("parseFloat(getComputedStyle(document.activeElement).outlineWidth)") >= 2


def test_a_slash_leads_to_the_search_box(desk: Visit) -> None:
    page = desk.go(RESULTS)
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type("a/b")
    expect(page.locator("#q")).to_have_value("a/b")


def test_suggestions_are_chosen_with_the_arrows(desk: Visit) -> None:
    page = desk.go(HOME)
    box = page.get_by_role("combobox")
    box.press_sequentially("Convention")
    option = page.get_by_role("option")
    expect(option).to_have_count(1)
    expect(box).to_have_attribute("aria-expanded", "true")
    box.press("ArrowDown")
    expect(option).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", "suggestion-0")
    box.press("ArrowDown")
    expect(option).to_have_attribute("aria-selected", "false")
    box.press("ArrowUp")
    box.press("Enter")
    page.wait_for_url("**/search?q=Convention*")


def test_escape_gives_back_what_was_typed(desk: Visit) -> None:
    page = desk.go(HOME)
    box = page.get_by_role("combobox")
    box.press_sequentially("Conv")
    expect(page.get_by_role("option")).to_have_count(1)
    box.press("ArrowDown")
    expect(box).to_have_value("Convention")
    box.press("Escape")
    expect(box).to_have_value("Conv")
    expect(page.locator("#suggestions")).to_be_hidden()


def test_open_suggestions_raise_no_barrier(desk: Visit) -> None:
    page = desk.go(HOME)
    page.get_by_role("combobox").press_sequentially("مقرر")
    expect(page.get_by_role("option").first).to_be_visible()
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_a_filter_applies_at_once_beside_the_results(desk: Visit) -> None:
    page = desk.go(RESULTS)
    page.locator(".facets input[value=decision]").check()
    page.wait_for_url("**type=decision**")
    expect(page.locator(".chip-on")).to_have_count(1)


def test_filters_are_folded_on_a_phone(browser: Browser, server: str) -> None:
    with browser.new_context(viewport=PHONE) as context:
        page = Visit(context.new_page(), server).go(RESULTS)
        expect(page.locator(".facets")).to_be_hidden()
        page.locator(".filters summary").click()
        expect(page.locator(".facets")).to_be_visible()
