"""The pages over a real archive, index and service: what is put in is found, shown and, once withdrawn, gone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from analyzers.pipeline import Analyzer
from frontend.routes import install, pages
from frontend.site import Site
from tests.frontend.reading import texts, visit
from tests.search_api.library import Library, Paper, opened
from tests.visitor import Visitor

ROADS = Paper(
    title="مقرر عدد 12 يتعلق بالطرق القروية",
    texts=("المملكة المغربية", "صادقت المجالس على تهيئة الطرق طبقا للقانون التنظيمي 111-14"),
    number="12",
)
WATER = Paper(title="Marché relatif à l’eau potable", texts=("Adduction en eau potable",), language="fr", type="tender")


@pytest.fixture
def library(tmp_path: Path, analyzer: Analyzer) -> Iterator[Library]:
    with opened(tmp_path, analyzer) as library:
        install(library.application, library.service, pages(Site()))
        yield library


@pytest.fixture
def visitor(library: Library) -> Visitor:
    return library.client


def test_a_word_is_found_in_another_form_and_shown_on_its_page(library: Library, visitor: Visitor) -> None:
    library.put(ROADS)
    page = visit(visitor, "/search?q=مجلس&lang=ar")
    assert texts(page, "//h1") == ["وثيقة واحدة تجيب عن مجلس"]
    assert texts(page, "//p[contains(@class, 'snippet')]//mark") == ["المجالس"]
    document = visit(visitor, page.xpath("//*[@class='hit-title']/a/@href")[0])
    assert texts(document, "//span[@class='pager-place']") == ["الصفحة 2 من 2"]
    assert texts(document, "//div[@class='page-text']//mark") == ["المجالس"]
    assert len(document.xpath("//figure//rect")) in {0, 1}


def test_the_start_page_counts_what_is_published(library: Library, visitor: Visitor) -> None:
    library.put(ROADS)
    library.put(WATER)
    library.put(Paper(title="مسودة سرية"), publish=False)
    page = visit(visitor, "/?lang=fr")
    assert sorted(texts(page, "//section[@aria-labelledby='by-type']//li")) == ["Décision 1", "Marché public 1"]
    assert "سرية" not in page.text_content()


def test_a_withdrawn_document_is_gone_from_every_page(library: Library, visitor: Visitor) -> None:
    put = library.put(WATER)
    address = f"/documents/{put.document}?lang=fr"
    assert visitor.get(address).status_code == 200
    library.withdraw(put)
    assert visitor.get(address).status_code == 410
    for listing in ("/?lang=fr", "/search?lang=fr", "/search?q=eau&lang=fr"):
        assert visit(visitor, listing).xpath(f"//main//a[contains(@href, '{put.document}')]") == []


def test_a_filter_narrows_the_results(library: Library, visitor: Visitor) -> None:
    library.put(ROADS)
    library.put(WATER)
    assert texts(visit(visitor, "/search?type=tender&lang=fr"), "//h1") == ["Un document"]
    assert texts(visit(visitor, "/search?language=ar&language=fr&lang=fr"), "//h1") == ["2 documents"]
