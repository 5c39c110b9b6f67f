"""What the page of a document says of others: like it, cited by it, citing it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from analyzers.pipeline import Analyzer
from frontend.routes import install, pages
from frontend.site import Site
from tests.frontend.reading import texts, visit
from tests.search_api.library import Library, Paper, opened
from tests.visitor import Visitor

ROAD = "/documents/0tarik000001"
BRIDGE = Paper(
    "مقرر يتعلق بالقنطرة",
    ("مقرر عدد 12/2022 لبناء القنطرة على الوادي طبقا للقانون رقم 113.14",),
    number="12/2022",
    day=date(2022, 1, 1),
)
FOLLOWING = Paper(
    "مقرر ثان يتعلق بالقنطرة", ("تعديلا للمقرر عدد 12/2022 حول القنطرة والوادي",), number="3/2023", day=date(2023, 1, 1)
)
SECRET = Paper("مسودة القنطرة الزمردية", ("تعديلا للمقرر عدد 12/2022 حول القنطرة والوادي",), number="4/2023")


@pytest.mark.parametrize(
    ("language", "headings"),
    [
        ("ar", ["وثائق مشابهة", "النصوص والمقررات المذكورة في الوثيقة", "وثائق تحيل على هذه الوثيقة"]),
        ("fr", ["Documents semblables", "Textes et décisions cités", "Cité par"]),
        ("en", ["Similar documents", "Texts and decisions it cites", "Cited by"]),
    ],
)
def test_relations_have_a_section_each(client: Visitor, language: str, headings: list[str]) -> None:
    assert texts(visit(client, f"{ROAD}?lang={language}"), "//div[@class='related']//h2") == headings


def test_a_similar_document_says_why(client: Visitor) -> None:
    page = visit(client, f"{ROAD}?lang=fr")
    section = "//section[@aria-labelledby='similar']"
    assert page.xpath(f"{section}//a/@href")[0] == "/documents/0marche00002?lang=fr"
    assert texts(page, f"{section}//span[@class='badge']")[0] == "الطرق = route"
    assert texts(page, f"{section}//span[@class='badge']")[-1] == "texte n° 111-14"


def test_a_citation_leads_to_the_document_or_else_to_a_search(client: Visitor) -> None:
    page = visit(client, f"{ROAD}?lang=fr")
    links = page.xpath("//section[@aria-labelledby='cites']//li//a/@href")
    assert links == [
        "/search?q=law%3A111-14&lang=fr",
        "/documents/0marche00002?lang=fr",
        "/search?q=12%2F2023&lang=fr",
    ]


def test_a_document_without_relations_has_no_section_for_them(client: Visitor) -> None:
    assert not visit(client, "/documents/0sanspage004").xpath("//div[@class='related']")


@pytest.fixture
def library(tmp_path: Path, analyzer: Analyzer) -> Iterator[Library]:
    with opened(tmp_path, analyzer) as library:
        install(library.application, library.service, pages(Site()))
        yield library


def test_relations_of_a_real_archive_are_links_and_never_to_drafts(library: Library) -> None:
    bridge, following = library.put(BRIDGE), library.put(FOLLOWING)
    library.put(SECRET, publish=False)
    page = visit(library.client, f"/documents/{bridge.document}?lang=fr")
    for section in ("similar", "cited-by"):
        links = page.xpath(f"//section[@aria-labelledby='{section}']//*[@class='related-title']/a/@href")
        assert links == [f"/documents/{following.document}?lang=fr"]
    assert texts(page, "//section[@aria-labelledby='cites']//bdi") == ["للقانون رقم 113.14"]
    assert "الزمردية" not in page.text_content()


@pytest.mark.parametrize(
    ("parameters", "marked"),
    [
        ("", ["المقابر", "cimetière"]),
        ("&precision=exact&translate=false", []),
        ("&precision=exact", []),
        ("&translate=false", ["المقابر"]),
        ("&precision=root&translate=false", ["المقابر", "القبور"]),
    ],
)
def test_highlights_keep_to_the_switches_of_the_search(library: Library, parameters: str, marked: list[str]) -> None:
    put = library.put(Paper("وثيقة", ("توسيع المقابر قرب القبور. Le cimetière est agrandi.",)))
    page = visit(library.client, f"/documents/{put.document}?q=مقبرة&lang=ar{parameters}")
    assert texts(page, "//div[@class='page-text']//mark") == marked


def test_the_switches_stay_on_the_way_through_a_document(library: Library) -> None:
    library.put(Paper("وثيقة", ("مجلس", "مجلس ثان", "مجلس ثالث")))
    found = visit(library.client, "/search?q=مجلس&precision=exact&translate=false&lang=ar")
    page = visit(library.client, found.xpath("//*[@class='hit-title']/a/@href")[0])
    links = list(page.xpath("//nav[@class='pager' or @class='hit-pages' or @class='crumb']//a/@href"))
    assert len(links) > 4
    assert all("precision=exact" in link and "translate=false" in link for link in links)
    for form in page.xpath("//form[@class='inside' or @class='search']"):
        assert form.xpath(".//input[@name='precision']/@value") == ["exact"]
        assert form.xpath(".//input[@name='translate']/@value") == ["false"]
