"""The searchable PDF of a file over HTTP: offered where it helps, made once, never of what is hidden."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from urllib.parse import unquote

import pytest
from pdfminer.high_level import extract_text

from domain.documents import Page, TextSource
from domain.failures import Failure, RefusedFileError
from domain.records import Rereading
from search_api.searchable_pdfs import file_name
from tests.search_api.conftest import Stock
from tests.search_api.library import Library, Paper, png
from tests.search_api.scans import NONSENSE, READ, repaired, scan
from tests.visitor import Visitor


def text_of(pdf: bytes) -> str:
    return " ".join(extract_text(BytesIO(pdf)).split())


def made(library: Library) -> list[Path]:
    return list((library.folder / "searchable").glob("*.pdf"))


@pytest.mark.parametrize("paper", [scan(), repaired()], ids=["scan", "repaired"])
def test_a_document_offers_a_pdf_with_its_text(library: Library, paper: Paper) -> None:
    put = library.put(paper)
    (file,) = library.client.get(put.url).json()["files"]
    assert file["searchable"] == put.searchable
    assert text_of(library.client.get(file["searchable"]).content) == READ


def test_nothing_of_the_wrong_text_is_in_it(library: Library) -> None:
    put = library.put(scan())
    assert text_of(library.client.get(put.original).content) == NONSENSE
    assert text_of(library.client.get(put.searchable).content) == READ


def test_an_image_becomes_a_pdf(library: Library) -> None:
    pages = scan().pages
    put = library.put(Paper("خريطة", name="خريطة.png", media_type="image/png", content=png("navy"), pages=pages))
    assert text_of(library.client.get(put.searchable).content) == READ


def test_a_file_that_gives_its_text_itself_is_offered_as_it_is(library: Library) -> None:
    layer = Page(1, READ, TextSource.LAYER, "t", None, 600.0, 800.0)
    put = library.put(Paper("محضر", name="a.pdf", media_type="application/pdf", pages=[layer]))
    assert library.client.get(put.url).json()["files"][0]["searchable"] is None
    assert library.client.get(put.searchable).status_code == 404


def test_formats_without_pages_of_their_own_have_none(stock: Stock, client: Visitor) -> None:
    for put in (stock.tram, stock.mixed):
        assert client.get(put.url).json()["files"][0]["searchable"] is None
        assert client.get(put.searchable).status_code == 404


@pytest.mark.parametrize(
    ("language", "name"), [("ar", "قرار المتحف - نسخة قابلة للبحث.pdf"), ("fr", "قرار المتحف - version avec texte.pdf")]
)
def test_it_leaves_as_an_attachment_whose_name_says_what_it_is(library: Library, language: str, name: str) -> None:
    response = library.client.get(library.put(scan()).searchable, params={"lang": language})
    assert response.headers["content-type"] == "application/pdf"
    kind, _, encoded = response.headers["content-disposition"].split("; ")
    assert (kind, unquote(encoded.removeprefix("filename*=UTF-8''"))) == ("attachment", name)
    assert response.headers["content-security-policy"].startswith("sandbox;")
    assert response.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(("name", "stem"), [("a.pdf", "a"), ("a.b.tiff", "a.b"), (".pdf", ".pdf"), ("", "")])
def test_its_name_is_the_name_of_the_file(name: str, stem: str) -> None:
    assert file_name(name, "{name}!") == f"{stem}!"


def test_a_part_of_it_can_be_had(library: Library) -> None:
    put = library.put(scan())
    whole = library.client.get(put.searchable)
    part = library.client.get(put.searchable, headers={"Range": "bytes=5-24", "If-Range": whole.headers["etag"]})
    assert (part.status_code, part.content) == (206, whole.content[5:25])
    assert library.client.get(put.searchable, headers={"If-None-Match": whole.headers["etag"]}).status_code == 304
    assert library.client.head(put.searchable).headers["content-length"] == str(len(whole.content))


def test_it_is_made_once_and_made_anew_when_the_file_was_read_again(library: Library) -> None:
    put = library.put(scan())
    first = library.client.get(put.searchable)
    assert len(made(library)) == 1
    assert library.client.get(put.searchable).content == first.content
    assert len(made(library)) == 1
    library.archive.read_again(Rereading(document_ids=(put.document,)), "again", "system:test")
    (task,) = library.archive.waiting_tasks()
    library.archive.start_reading(task.id, 1)
    library.archive.put_pages(task.id, repaired().pages)
    library.archive.finish(task.id)
    again = library.client.get(put.searchable)
    assert again.headers["etag"] != first.headers["etag"]
    assert len(made(library)) == 2


@pytest.mark.parametrize("withdrawn", [True, False])
def test_what_is_not_published_has_none(library: Library, withdrawn: bool) -> None:
    put = library.put(scan(), publish=withdrawn)
    if withdrawn:
        assert library.client.get(put.searchable).status_code == 200
        library.withdraw(put)
    assert library.client.get(put.searchable).status_code == 404
    assert library.client.head(put.searchable).status_code == 404


def test_a_file_of_which_none_can_be_made_is_a_problem_with_words(library: Library) -> None:
    paper = scan()
    put = library.put(Paper(paper.title, media_type="application/pdf", content=b"%PDF-1.7 broken", pages=paper.pages))
    response = library.client.get(put.searchable, params={"lang": "fr"})
    assert response.status_code == 404
    assert response.json()["type"] == "urn:shaffaf:problem:searchable_unavailable"
    assert made(library) == []


def test_who_asks_when_too_many_are_being_made_is_asked_to_come_back(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    put = library.put(scan())
    kept = library.service.searchable._kept
    while kept._places.acquire(blocking=False):
        pass
    response = library.client.get(put.searchable)
    assert (response.status_code, response.headers["retry-after"]) == (503, "5")


def test_a_refusal_is_asked_again_and_leaves_nothing(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    put = library.put(scan())
    sandbox = library.service.searchable._sandbox

    def refuse(*_: object) -> None:
        raise RefusedFileError(Failure.TIMED_OUT)

    with monkeypatch.context() as patch:
        patch.setattr(sandbox, "write_searchable", refuse)
        assert library.client.get(put.searchable).status_code == 404
    assert list((library.folder / "searchable").iterdir()) == []
    assert library.client.get(put.searchable).status_code == 200
