"""Pages that were arranged are counted through the document, whatever file they come from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from analyzers.pipeline import Analyzer
from domain.arranging import Piece, Split, Turn
from domain.documents import PageKey
from domain.records import Description
from frontend.routes import install, pages
from frontend.site import Site
from tests.frontend.reading import texts, visit
from tests.search_api.library import Library, Paper, opened, pdf
from tests.visitor import Visitor

WORDS = ("حليب المدرسة", "زيتون السوق", "قنطرة الوادي", "ملعب القرب")


@dataclass(frozen=True)
class Shown:
    """A public piece: pages 4, 2 and 3 of a register, whose page 1 is a draft."""

    library: Library
    piece: str
    draft: str
    version: str

    @property
    def address(self) -> str:
        return f"/documents/{self.piece}?lang=ar"

    def visit(self, question: str = "") -> object:
        return visit(self.library.client, self.address + question)


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory, analyzer: Analyzer) -> Iterator[Shown]:
    with opened(tmp_path_factory.mktemp("arranged"), analyzer) as library:
        install(library.application, library.service, pages(Site()))
        colours = pdf("red", "green", "blue", "white")
        put = library.put(Paper("سجل", WORDS, name="registre.pdf", media_type="application/pdf", content=colours))
        pieces = tuple(
            Piece(tuple(PageKey(put.version, number) for number in numbers), Description("decision", {"ar": title}))
            for numbers, title in (([4, 2, 3], "مقرر الجماعة"), ([1], "مسودة"))
        )
        arrangements = library.archive.arrangements
        piece, draft = arrangements.split(Split(put.document, pieces), "nadia")
        library.archive.publish(piece, "nadia")
        arrangements.turn(Turn(piece, PageKey(put.version, 2), 90), "turning", "nadia")
        library.indexer.catch_up()
        yield Shown(library, piece, draft, put.version)


@pytest.fixture
def visitor(shown: Shown) -> Visitor:
    return shown.library.client


@pytest.mark.parametrize(
    ("question", "place", "number"),
    [
        ("", "الصفحة 1 من 3", 4),
        ("&page=2", "الصفحة 2 من 3", 2),
        ("&q=قنطرة", "الصفحة 3 من 3", 3),
        ("&version={version}&page=3", "الصفحة 3 من 3", 3),
        ("&version={version}&page=4", "الصفحة 1 من 3", 4),
    ],
)
def test_pages_are_counted_through_the_document(
    shown: Shown, visitor: Visitor, question: str, place: str, number: int
) -> None:
    page = visit(visitor, shown.address + question.format(version=shown.version))
    assert texts(page, "//span[@class='pager-place']") == [place]
    assert texts(page, "//div[@class='page-text']/p") == [WORDS[number - 1]]
    assert f"صفحة رقم {number} في الملف الممسوح الأصلي" in page.text_content()
    assert f"/pages/{shown.version}/{number}/image" in page.xpath("//figure//img/@src")[0]


@pytest.mark.parametrize("question", ["&page=4", "&version={version}&page=1", "&version=v0&page=1"])
def test_pages_of_the_register_that_are_not_its_own_are_not_found(shown: Shown, visitor: Visitor, question: str) -> None:
    answer = visitor.get(shown.address + question.format(version=shown.version))
    assert answer.status_code == 404
    assert WORDS[0] not in answer.text


def test_the_way_leads_from_page_to_page(shown: Shown, visitor: Visitor) -> None:
    page = visit(visitor, shown.address)
    following = page.xpath("//nav[@class='pager']/a[@rel='next']/@href")[0]
    assert texts(visit(visitor, following), "//div[@class='page-text']/p") == [WORDS[1]]


def test_a_result_leads_to_the_page_by_its_place(shown: Shown, visitor: Visitor) -> None:
    page = visit(visitor, "/search?q=قنطرة&lang=ar")
    (link,) = page.xpath("//span[@class='hit-pages']/a")
    assert "3" in link.text_content()
    assert "version=" not in link.get("href")
    assert texts(visit(visitor, link.get("href")), "//div[@class='page-text']//mark") == ["قنطرة"]


def test_a_turned_page_has_an_address_of_its_own(shown: Shown, visitor: Visitor) -> None:
    page = visit(visitor, f"{shown.address}&page=2")
    image = page.xpath("//figure//img")[0]
    assert image.get("src").endswith("&turn=90")
    assert int(image.get("width")) > int(image.get("height"))


def test_the_pages_are_offered_as_a_pdf_and_the_register_is_not(shown: Shown, visitor: Visitor) -> None:
    page = visit(visitor, shown.address)
    links = page.xpath("//p[@class='file-links']/a/@href")
    address = f"/api/v1/documents/{shown.piece}"
    assert links == [f"{address}/pages.pdf?inline=true", f"{address}/pages.pdf", f"{address}/searchable.pdf?lang=ar"]
    assert all(visitor.get(link).content.startswith(b"%PDF") for link in links)
    assert "registre.pdf" not in page.text_content()


def test_a_draft_piece_has_no_page(shown: Shown, visitor: Visitor) -> None:
    assert visitor.get(f"/documents/{shown.draft}").status_code == 404
