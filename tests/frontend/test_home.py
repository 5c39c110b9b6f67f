"""The start page: what can be searched, and where to begin."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from frontend.site import Site
from tests.frontend.conftest import application
from tests.frontend.reading import one, texts, visit
from tests.frontend.sample_archive import SampleArchive
from tests.visitor import Visitor

Opening = Callable[[SampleArchive, Site], Visitor]


@pytest.fixture
def opening() -> Iterator[Opening]:
    with ExitStack() as visitors:
        yield lambda archive, site: visitors.enter_context(Visitor(application(archive, site)))


def test_the_search_box_asks_the_results_page(client: Visitor) -> None:
    form = one(visit(client, "/?lang=ar"), "//form[@role='search']")
    assert (form.get("action"), form.get("method")) == ("/search", "get")
    assert form.xpath(".//input[@name='q']")


def test_the_examples_are_searches(client: Visitor) -> None:
    page = visit(client, "/?lang=fr")
    examples = page.xpath("//ul[@class='examples']//a/@href")
    assert len(examples) == 5
    assert examples[0] == "/search?q=pistes+rurales&lang=fr"


def test_types_and_councils_are_counted_links(client: Visitor) -> None:
    page = visit(client, "/?lang=ar")
    assert texts(page, "//section[@aria-labelledby='by-body']//li")[0] == "مجلس جهة الواحة 31"
    assert page.xpath("//section[@aria-labelledby='by-type']//a/@href")[0] == "/search?type=decision&lang=ar"
    assert "34 وثيقة" in one(page, "//p[@class='stock']").text_content()


def test_the_latest_documents_are_there(client: Visitor) -> None:
    page = visit(client, "/?lang=ar")
    assert len(page.xpath("//section[@aria-labelledby='latest']//li")) == 5
    assert "/documents/0tarik000001?lang=ar" in page.xpath("//section[@aria-labelledby='latest']//a/@href")


def test_an_empty_archive_says_so(opening: Opening) -> None:
    page = visit(opening(SampleArchive(()), Site()), "/?lang=fr")
    assert texts(page, "//p[@class='empty']") == ["Aucun document n’est encore publié."]
    assert page.xpath("//section[@aria-labelledby='latest']") == []


def test_real_documents_are_not_called_samples(opening: Opening) -> None:
    assert visit(opening(SampleArchive(), Site()), "/").xpath("//aside") == []


def test_without_feeds_none_is_offered(opening: Opening) -> None:
    archive = opening(SampleArchive(), Site())
    for address in ("/", "/search?q=x", "/help"):
        assert visit(archive, address).xpath("//*[contains(@href, '/feeds/')]") == []
