"""A piece of a register shows its own pages on every public route, and no other page of the register on any."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from io import BytesIO

import pytest
from pdfminer.high_level import extract_text
from PIL import Image
from pypdfium2 import PdfDocument

from analyzers.pipeline import Analyzer
from domain.arranging import Piece, Split, Turn
from domain.documents import Page, PageKey, TextSource
from domain.records import Description
from tests.ingest.extracted import boxes
from tests.ingest.registers import EVERYWHERE, mark, register, unpacked
from tests.search_api.library import Library, Paper, Put, opened, pdf, png

WORDS = ("حليب المدرسة", "زيتون السوق", "قنطرة الوادي", "ملعب القرب")
SECRET = "زيتون"
REGISTER = Paper("سجل المقررات", WORDS, name="registre.pdf", media_type="application/pdf", content=register(4, *EVERYWHERE))


def split(library: Library, put: Put, *pieces: Sequence[int]) -> list[str]:
    """Take pages out of a register, to be as public as it is."""
    wanted = tuple(
        Piece(tuple(PageKey(put.version, number) for number in one), Description("decision", {"ar": f"مقرر {one[0]}"}))
        for one in pieces
    )
    ids = library.archive.arrangements.split(Split(put.document, wanted, publish=True), "nadia")
    library.indexer.catch_up()
    return ids


def url(document_id: str) -> str:
    return f"/api/v1/documents/{document_id}"


class Pieces:
    """A register of four pages: 1 is a document, 4 and 3 are one in this order, 2 is one that was withdrawn."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self.client = library.client
        self.register = library.put(REGISTER)
        self.first, self.last, self.hidden = split(library, self.register, [1], [4, 3], [2])
        library.archive.withdraw(self.hidden, "nadia", "personal data")
        library.indexer.catch_up()

    @property
    def documents(self) -> list[str]:
        return [self.first, self.last, self.hidden, self.register.document]

    def own(self, document_id: str) -> list[int]:
        return {self.first: [1], self.last: [4, 3]}.get(document_id, [])


@pytest.fixture(scope="module")
def pieces(tmp_path_factory: pytest.TempPathFactory, analyzer: Analyzer) -> Iterator[Pieces]:
    with opened(tmp_path_factory.mktemp("pieces"), analyzer) as library:
        yield Pieces(library)


@pytest.mark.parametrize("route", ["", "/boxes", "/image"])
def test_a_page_is_reached_through_its_own_document_only(pieces: Pieces, route: str) -> None:
    for document_id in pieces.documents:
        for number in range(6):
            address = f"{url(document_id)}/pages/{pieces.register.version}/{number}{route}"
            expected = number in pieces.own(document_id)
            assert (pieces.client.get(address).status_code == 200) == expected, (document_id, number)


def test_the_register_is_downloaded_through_no_document(pieces: Pieces) -> None:
    for document_id in pieces.documents:
        for question in ("", "?inline=true"):
            address = f"{url(document_id)}/files/{pieces.register.file}/original{question}"
            assert pieces.client.get(address).status_code == 404


def test_a_download_holds_exactly_the_pages_in_their_order(pieces: Pieces) -> None:
    answer = pieces.client.get(f"{url(pieces.last)}/pages.pdf")
    texts = [page.get_textpage().get_text_bounded().strip() for page in PdfDocument(answer.content)]
    assert texts == [mark(4).decode(), mark(3).decode()]
    held = unpacked(answer.content)
    assert [number for number in (1, 2, 3, 4) if mark(number) in held] == [3, 4]


def test_a_download_leaves_as_an_attachment_that_can_run_nothing(pieces: Pieces) -> None:
    answer = pieces.client.get(f"{url(pieces.first)}/pages.pdf")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith(f'attachment; filename="{pieces.first}.pdf"')
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    again = pieces.client.get(f"{url(pieces.first)}/pages.pdf", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("route", ["pages.pdf", "searchable.pdf"])
def test_a_part_of_a_download_can_be_had(pieces: Pieces, route: str) -> None:
    address = f"{url(pieces.last)}/{route}"
    whole = pieces.client.get(address)
    assert whole.headers["Accept-Ranges"] == "bytes"
    part = pieces.client.get(address, headers={"Range": "bytes=10-29"})
    assert (part.status_code, part.content) == (206, whole.content[10:30])
    assert part.headers["Content-Range"] == f"bytes 10-29/{len(whole.content)}"
    behind = pieces.client.get(address, headers={"Range": "bytes=99999999-"})
    assert behind.status_code == 416


def test_a_searchable_download_holds_the_text_of_its_pages_and_of_no_other(pieces: Pieces) -> None:
    record = pieces.client.get(url(pieces.last)).json()
    assert record["pages_searchable"] == f"{url(pieces.last)}/searchable.pdf"
    answer = pieces.client.get(record["pages_searchable"], params={"lang": "fr"})
    assert "version%20avec%20texte.pdf" in answer.headers["Content-Disposition"]
    texts = [" ".join(extract_text(BytesIO(answer.content), page_numbers=[n]).split()) for n in range(3)]
    assert texts == [WORDS[3], WORDS[2], ""]
    held = unpacked(answer.content)
    assert [number for number in (1, 2, 3, 4) if mark(number) in held] == [3, 4]


def test_the_words_of_a_turned_page_stand_where_they_are_seen(library: Library) -> None:
    put = library.put(replace(REGISTER, texts=("حليب", "زيتون", "قنطرة", "ملعب")))
    (piece,) = split(library, put, [1])
    upright = middle_of_the_word(library, piece)
    library.archive.arrangements.turn(Turn(piece, PageKey(put.version, 1), 90), "turning", "nadia")
    turned = middle_of_the_word(library, piece)
    assert turned == pytest.approx((1 - upright[1], upright[0]), abs=0.02)


def middle_of_the_word(library: Library, document_id: str) -> tuple[float, float]:
    """The middle of the only word of a searchable download, in shares of the page from its top left."""
    path = library.folder / "download.pdf"
    path.write_bytes(library.client.get(f"{url(document_id)}/searchable.pdf").content)
    with PdfDocument(path) as made:
        sides = made[0].get_size()
    found = boxes(path, sides)
    assert {letter for box in found for letter in box[0]} == set("حليب")
    left, top = min(box[1] for box in found), min(box[2] for box in found)
    right, bottom = max(box[3] for box in found), max(box[4] for box in found)
    return (left + right) / 2, (top + bottom) / 2


def test_a_piece_that_gives_its_text_itself_is_not_offered_twice(library: Library) -> None:
    layer = [Page(number, f"نص {number}", TextSource.LAYER, "t", None, 300.0, 400.0) for number in (1, 2)]
    put = library.put(Paper("سجل", name="r.pdf", media_type="application/pdf", content=register(2), pages=layer))
    (piece,) = split(library, put, [1])
    record = library.client.get(url(piece)).json()
    assert (record["pages_searchable"], record["pages_pdf"]) == (None, f"{url(piece)}/pages.pdf")
    assert library.client.get(f"{url(piece)}/searchable.pdf").status_code == 404


def test_no_download_of_what_is_not_public_or_not_arranged(pieces: Pieces) -> None:
    whole = pieces.library.put(Paper("وثيقة", name="b.pdf", media_type="application/pdf", content=pdf("red")))
    for document_id in (pieces.hidden, pieces.register.document, whole.document, "nobody"):
        for route in ("pages.pdf", "searchable.pdf"):
            assert pieces.client.get(f"{url(document_id)}/{route}").status_code == 404


def test_the_record_lists_the_pages_in_their_order_and_offers_no_file(pieces: Pieces) -> None:
    record = pieces.client.get(url(pieces.last)).json()
    assert record["files"] == []
    assert record["pages_pdf"] == f"{url(pieces.last)}/pages.pdf"
    assert [(page["number"], page["position"], page["image"]) for page in record["pages"]] == [(4, 1, True), (3, 2, True)]


def test_each_piece_is_found_by_its_own_words(pieces: Pieces) -> None:
    for number, expected in ((1, [pieces.first]), (2, []), (3, [pieces.last]), (4, [pieces.last])):
        answer = pieces.client.get("/api/v1/search", params={"q": WORDS[number - 1]}).json()
        assert [hit["id"] for hit in answer["hits"] if hit["full"]] == expected
        for hit in answer["hits"][:1]:
            assert hit["pages"][0]["number"] == number
            assert hit["snippets"][0]["number"] == number


def test_a_hit_says_where_in_the_document_the_page_is(pieces: Pieces) -> None:
    (hit,) = pieces.client.get("/api/v1/search", params={"q": WORDS[2]}).json()["hits"]
    assert [(page["number"], page["position"]) for page in hit["pages"]] == [(3, 2)]
    assert (hit["page_count"], hit["media_type"]) == (2, "application/pdf")
    found = pieces.client.get(f"{url(pieces.last)}/evidence", params={"q": WORDS[2]}).json()
    assert [(page["number"], page["position"]) for page in found["pages"]] == [(3, 2)]


def test_a_document_found_by_its_title_opens_with_its_own_first_page(pieces: Pieces) -> None:
    (hit,) = pieces.client.get("/api/v1/search", params={"q": '"مقرر 4"'}).json()["hits"]
    assert hit["snippets"][0]["text"] == WORDS[3]


@pytest.mark.parametrize(
    "route",
    ["/api/v1/search?q={}", "/api/v1/suggest?q={}", "/feeds/search.atom?q={}", "/api/v1/search?q=", "/feeds/search.atom"],
)
def test_nothing_public_says_what_the_hidden_page_says(pieces: Pieces, route: str) -> None:
    answer = pieces.client.get(route.format(SECRET)).text
    assert "السوق" not in answer
    assert pieces.hidden not in answer
    assert pieces.register.document not in answer


def test_pages_taken_out_of_a_public_register_leave_it_at_once(library: Library) -> None:
    put = library.put(REGISTER)
    described = Piece((PageKey(put.version, 2),), Description("decision", {"ar": "مقرر"}))
    library.archive.arrangements.split(Split(put.document, (described,)), "nadia")
    for route in ("", "/boxes", "/image"):
        assert library.client.get(put.page(2) + route).status_code == 404
        assert library.client.get(put.page(1) + route).status_code == 200
    assert library.client.get(put.original).status_code == 404
    assert mark(2) not in unpacked(library.client.get(f"{put.url}/pages.pdf").content)
    (hit,) = library.client.get("/api/v1/search", params={"q": SECRET}).json()["hits"] or [{"pages": [], "snippets": []}]
    assert hit["pages"] == []
    assert all(SECRET not in snippet["text"] for snippet in hit["snippets"])


def test_no_phrase_of_a_page_taken_out_is_suggested_before_the_index_follows(library: Library) -> None:
    put = library.put(REGISTER)
    described = Piece((PageKey(put.version, 2),), Description("decision", {"ar": "مقرر"}))
    library.archive.arrangements.split(Split(put.document, (described,)), "nadia")
    assert "السوق" not in library.client.get("/api/v1/suggest?q=زيتون").text


def test_images_put_together_are_downloaded_one_by_one_and_as_one(library: Library) -> None:
    papers = [
        Paper(f"صورة {colour}", (colour,), name=f"{colour}.png", media_type="image/png", content=png(colour))
        for colour in ("red", "blue")
    ]
    first, second = (library.put(paper) for paper in papers)
    library.archive.arrangements.merge([first.document, second.document], Description("decision", {"ar": "مقرر"}), "nadia")
    record = library.client.get(first.url).json()
    assert [file["name"] for file in record["files"]] == ["red.png", "blue.png"]
    assert [library.client.get(file["original"]).content for file in record["files"]] == [png("red"), png("blue")]
    assert len(PdfDocument(library.client.get(record["pages_pdf"]).content)) == 2
    assert library.client.get(second.original).status_code == 404


def test_a_register_in_another_order_is_still_offered_whole(library: Library) -> None:
    content = pdf("red", "blue")
    put = library.put(Paper("سجل", ("أ", "ب"), name="a.pdf", media_type="application/pdf", content=content))
    keys = [PageKey(put.version, 2), PageKey(put.version, 1)]
    library.archive.arrangements.order(put.document, keys, Description("decision", {"ar": "سجل"}), "nadia")
    assert library.client.get(put.original).content == content
    assert [page["number"] for page in library.client.get(put.url).json()["pages"]] == [2, 1]


def test_a_borrowed_pdf_is_never_offered_whole(library: Library) -> None:
    papers = [
        Paper(name, ("x",), name=f"{name}.pdf", media_type="application/pdf", content=pdf(name)) for name in ("red", "blue")
    ]
    first, second = (library.put(paper) for paper in papers)
    library.archive.arrangements.merge([first.document, second.document], Description("decision", {"ar": "مقرر"}), "nadia")
    assert [file["name"] for file in library.client.get(first.url).json()["files"]] == ["red.pdf"]
    assert library.client.get(f"{first.url}/files/{second.file}/original").status_code == 404


def test_a_turned_page_is_drawn_turned_with_its_boxes_and_never_from_an_old_cache(library: Library) -> None:
    put = library.put(Paper("صورة", ("كلمة",), name="a.png", media_type="image/png", content=png("red")))
    before = library.client.get(put.page() + "/image?width=400")
    assert "immutable" in before.headers["Cache-Control"]
    assert Image.open(BytesIO(before.content)).size == (240, 160)
    library.archive.arrangements.turn(Turn(put.document, PageKey(put.version, 1), 90), "turning", "nadia")
    after = library.client.get(put.page() + "/image?width=400", headers={"If-None-Match": before.headers["ETag"]})
    assert (after.status_code, after.headers["Cache-Control"]) == (200, "no-cache")
    assert Image.open(BytesIO(after.content)).size == (160, 240)
    told = library.client.get(put.page() + "/boxes?q=كلمة").json()
    assert (told["turn"], told["width"], told["height"]) == (90, 400.0, 300.0)
    (box,) = told["boxes"]
    assert (box["left"], box["right"], box["bottom"]) == pytest.approx((0.85, 0.9, 1.0))
    kept = library.client.get(f"{put.page()}/image?width=400&turn={told['turn']}")
    assert "immutable" in kept.headers["Cache-Control"]
