"""What was redacted is in nothing that the public can get: not under the black, not beside it, not in any answer."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from analyzers.pipeline import Analyzer
from domain.documents import Page, TextSource
from domain.records import Rereading
from domain.redaction import MARK, Area, Passage
from ingest.limits import Limits
from ingest.sandbox import Sandbox
from tests.archive.samples import split
from tests.search_api.library import Library, Paper, Put, opened, png
from tests.search_api.redacted import (
    CARD,
    KEPT,
    PERSON,
    SECRETS,
    areas_of,
    in_bytes,
    paper,
    read_by_eye,
    read_by_programs,
)


@dataclass(frozen=True)
class Case:
    """A published document that was redacted: `former` is how it was reached before."""

    library: Library
    former: Put
    now: Put
    areas: list[Area]
    folder: Path

    def get(self, address: str) -> bytes:
        response = self.library.client.get(address)
        assert response.status_code == 200, (address, response.text[:200])
        return response.content


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory, analyzer: Analyzer) -> Iterator[Case]:
    folder = tmp_path_factory.mktemp("redacted")
    with opened(folder / "library", analyzer) as library:
        former = library.put(paper(folder))
        areas = areas_of(library, former)
        assert len(areas) == 3
        assert sorted(in_bytes(library.client.get(former.original).content)) == sorted(SECRETS)
        assert library.found(CARD) == [former.document]
        library.redact(former, *areas)
        yield Case(library, former, current(library, former), areas, folder)


def current(library: Library, put: Put) -> Put:
    """Where the document's file is now."""
    document = library.archive.document(put.document)
    assert document
    return Put(put.document, document.files[0].current.id, put.file)


def test_the_published_file_holds_none_of_it_for_any_program(case: Case) -> None:
    published = case.get(case.now.original)
    assert in_bytes(published) == []
    said = read_by_programs(published, case.folder)
    assert KEPT in said
    assert "Tizgui" in said
    assert not [secret for secret in SECRETS if secret in said]


def test_the_published_file_says_nothing_beside_its_pages(case: Case) -> None:
    with pikepdf.open(io.BytesIO(case.get(case.now.original))) as pdf:
        assert not dict(pdf.docinfo)
        assert not dict(pdf.attachments)
        assert not {"/Metadata", "/Outlines", "/Names", "/AcroForm"} & set(pdf.Root.keys())
        for page in pdf.pages:
            assert not {"/Thumb", "/PieceInfo", "/Annots", "/Metadata"} & set(page.obj.keys())


def test_the_image_is_black_in_its_pixels_and_shows_the_rest(case: Case) -> None:
    data = case.get(f"{case.now.page()}/image?width=1600")
    image = Image.open(io.BytesIO(data)).convert("L")
    for area in case.areas:
        inner = (area.left, area.top, area.right, area.bottom)
        left, top, right, bottom = (round(part * side) for part, side in zip(inner, (*image.size, *image.size), strict=True))
        assert image.crop((left + 2, top + 2, right - 2, bottom - 2)).getextrema()[1] < 40
    said = read_by_eye(data)
    assert KEPT in said
    assert not [secret for secret in SECRETS if secret in said]
    assert in_bytes(data) == []


PAGE = "/pages/{v}/1"


@pytest.mark.parametrize(
    "route",
    ["", "/description", "/evidence?q=conseil", "/citations", "/similar", PAGE, f"{PAGE}/boxes?start=0&end=999"],
)
def test_no_answer_tells_it(case: Case, route: str) -> None:
    said = case.get(case.now.url + route.format(v=case.now.version)).decode()
    assert not [secret for secret in SECRETS if secret.lower() in said.lower()]


def test_title_number_and_file_name_do_not_tell_it(case: Case) -> None:
    record = case.library.client.get(case.now.url).json()
    assert PERSON not in str(record)
    assert CARD not in str(record)
    assert record["files"][0]["name"] == f"demande {MARK}.pdf"
    headers = case.library.client.get(case.now.original).headers
    assert CARD not in str(headers)


def test_the_text_keeps_its_other_words_each_in_its_place(case: Case) -> None:
    page = case.library.archive.page(case.now.version, 1)
    assert page
    assert page.text.count(MARK) == len(SECRETS)
    kept = [page.text[word.start : word.end] for word in page.words]
    assert KEPT in kept
    assert not any(MARK in word or not word.strip() for word in kept)


@pytest.mark.parametrize("secret", [*SECRETS, PERSON.lower(), CARD[2:], f'"{PERSON}"'])
def test_no_search_suggestion_or_feed_finds_it(case: Case, secret: str) -> None:
    answer = case.library.client.get("/api/v1/search", params={"q": secret}).json()
    assert answer["total"] == 0
    assert not [hit for hit in answer["hits"] if hit["full"]]
    assert secret not in str(answer["hits"])
    assert case.library.client.get("/api/v1/suggest", params={"q": secret[:-1]}).json()["suggestions"] == []
    assert "<entry>" not in case.library.client.get("/feeds/search.atom", params={"q": secret}).text


def test_what_was_handed_in_is_at_no_public_address(case: Case) -> None:
    for route in ("", "/boxes?q=conseil", "/image", "/raw"):
        assert case.library.client.get(case.former.page() + route).status_code == 404
    assert case.library.client.get(f"{case.now.url}/pages/{case.former.version}/2").status_code == 404
    kept = case.library.archive.version(case.former.version)
    assert kept
    assert kept.withheld
    with case.library.blobs.open(kept.sha256) as original:
        assert sorted(in_bytes(original.read())) == sorted(SECRETS)


def test_a_searchable_copy_holds_none_of_it_either(case: Case) -> None:
    response = case.library.client.get(case.now.searchable)
    assert response.status_code == 200
    assert in_bytes(response.content) == []
    assert not [secret for secret in SECRETS if secret in read_by_programs(response.content, case.folder)]


def test_reading_it_again_finds_nothing_under_the_black(case: Case) -> None:
    path = case.folder / "again.pdf"
    path.write_bytes(case.get(case.now.original))
    sandbox = Sandbox(Limits(), case.folder / "scratch")
    read = [*sandbox.extract(path, "application/pdf"), sandbox.read_page(path, "application/pdf", 1)]
    said = "".join("".join(page.text.split()) for page in read)
    assert KEPT in said
    assert not [secret for secret in SECRETS if secret in said]


def test_reading_everything_again_leaves_what_is_withheld_alone(case: Case) -> None:
    assert case.library.archive.read_again(Rereading((case.now.document,)), "again", "system:test") == [case.now.version]


def test_an_image_becomes_a_page_without_what_its_camera_said(library: Library) -> None:
    target, exif = io.BytesIO(), Image.Exif()
    exif[0x010E] = exif[0x013B] = PERSON
    Image.new("RGB", (600, 800), "white").save(target, "JPEG", exif=exif)
    put = library.put(Paper("Plan", name="plan.jpg", media_type="image/jpeg", content=target.getvalue(), language="fr"))
    assert in_bytes(library.client.get(put.original).content) == [PERSON]
    library.redact(put, Area(1, 0.1, 0.1, 0.5, 0.2))
    response = library.client.get(put.original)
    assert response.headers["content-type"] == "application/pdf"
    assert 'filename="plan.pdf"' in response.headers["content-disposition"]
    assert in_bytes(response.content) == []


def test_pages_of_a_register_are_redacted_in_whichever_document_shows_them(library: Library, tmp_path: Path) -> None:
    put = library.put(paper(tmp_path))
    areas = areas_of(library, put)
    pieces = split(library.archive, put.document, [1], [2], publish=True)
    library.indexer.catch_up()
    library.archive.redactions.order(put.version, areas, (), "system:test")
    library.redactor.look()
    library.indexer.catch_up()
    for piece in pieces:
        for address in ("", "/pages.pdf", "/searchable.pdf", "/description"):
            response = library.client.get(f"/api/v1/documents/{piece}{address}")
            assert in_bytes(response.content) == [], address
    (first,) = (library.client.get(f"/api/v1/documents/{pieces[0]}").json()["pages"],)
    assert first[0]["version_id"] != put.version
    assert library.found(CARD) == []


def test_more_is_taken_out_later_and_what_was_stays_out(library: Library, tmp_path: Path) -> None:
    put = library.put(paper(tmp_path))
    first, *others = areas_of(library, put)
    library.redact(put, first)
    library.redact(put, *others)
    now = current(library, put)
    assert in_bytes(library.client.get(now.original).content) == []
    document = library.archive.document(put.document)
    assert document
    assert [version.withheld for version in document.files[0].versions] == [True, True, False]
    assert {version.redacts for version in document.files[0].versions} == {None, put.version}


def test_a_format_without_pages_loses_the_words_everywhere_on_the_page(library: Library) -> None:
    text = f"Demande de {PERSON}, titulaire de la CIN {CARD}.\n{PERSON.upper()} habite à {KEPT}."
    pages = [Page(1, text, TextSource.MARKUP, "html")]
    put = library.put(Paper("Demande", (), "fr", name="d.html", media_type="text/html", content=text.encode(), pages=pages))
    library.redact(put, passages=[Passage(1, PERSON), Passage(1, CARD)])
    now = current(library, put)
    original = library.client.get(now.original)
    assert original.headers["content-type"].startswith("text/plain")
    assert in_bytes(original.content) == []
    assert PERSON.upper() not in original.text
    assert KEPT in library.client.get(now.page()).json()["text"]
    assert library.found(PERSON) == []


def test_what_can_not_be_drawn_stays_as_it_was_and_says_why(library: Library) -> None:
    put = library.put(Paper("Plan", name="plan.png", media_type="image/png", content=png("red")))
    stored = library.archive.version(put.version)
    assert stored
    library.blobs.delete(stored.sha256)
    library.archive.redactions.order(put.version, [Area(1, 0, 0, 1, 1)], (), "system:test")
    library.redactor.look()
    document = library.archive.document(put.document)
    assert document
    (order,) = library.archive.redactions.of(document)
    assert order.failure is not None
    assert not document.files[0].is_redacted
    assert not library.redactor.look()
