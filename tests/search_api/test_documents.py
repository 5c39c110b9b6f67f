"""Records, page texts, boxes and page images."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from analyzers.pipeline import Analyzer
from tests.search_api.conftest import Stock
from tests.search_api.library import Library, Paper, opened, pdf
from tests.search_api.papers import COUNCILS
from tests.visitor import Visitor


def test_a_record_says_everything_of_its_document(stock: Stock, client: Visitor) -> None:
    record = client.get(stock.councils.url, params={"lang": "fr", "q": "مجلس"}).json()
    assert record["title"] == {"text": COUNCILS.title, "language": "ar", "highlights": [[9, 16]]}
    assert (record["type_label"], record["date"]["value"]) == ("Décision", "2022-07-27")
    (file,) = record["files"]
    assert (file["name"], file["role"], file["inline"]) == ("مقرر 12.pdf", "main", True)
    version = file["version"]
    assert (version["page_count"], version["page_images"], version["state"]) == (2, True, "done")
    assert version["size"] == len(client.get(file["original"]).content)


def test_only_paged_formats_offer_page_images(stock: Stock, client: Visitor) -> None:
    offered = {
        name: client.get(getattr(stock, name).url).json()["files"][0]["version"]["page_images"]
        for name in ("councils", "map", "tram", "mixed")
    }
    assert offered == {"councils": True, "map": True, "tram": False, "mixed": False}


def test_a_page_is_its_text_and_how_it_was_read(stock: Stock, client: Visitor) -> None:
    page = client.get(stock.councils.page(2), params={"q": "المجالس"}).json()
    assert page["text"] == COUNCILS.texts[1]
    assert [page["text"][start:end] for start, end in page["highlights"]] == ["المجلس"]
    assert (page["source"], page["tool"], page["confidence"], page["trust"]) == ("ocr", "tesseract 5.3", 0.9, 0.95)
    assert page["language"] == "ar"


def test_boxes_are_those_of_the_words_that_answer(stock: Stock, client: Visitor) -> None:
    page = client.get(f"{stock.councils.page(2)}/boxes", params={"q": '"اتفاقية الشراكة"'}).json()
    assert [box["text"] for box in page["boxes"]] == ["اتفاقية", "الشراكة."]
    assert (page["width"], page["height"]) == (300.0, 400.0)
    for box in page["boxes"]:
        assert 0 <= box["left"] < box["right"] <= 1
        assert 0 <= box["top"] < box["bottom"] <= 1


def test_without_a_query_there_are_no_boxes(stock: Stock, client: Visitor) -> None:
    assert client.get(f"{stock.councils.page(2)}/boxes").json()["boxes"] == []


def test_evidence_names_the_pages_that_answer(stock: Stock, client: Visitor) -> None:
    found = client.get(f"{stock.councils.url}/evidence", params={"q": "الشراكة"}).json()
    assert [(page["version_id"], page["number"]) for page in found["pages"]] == [(stock.councils.version, 2)]
    assert client.get(f"{stock.councils.url}/evidence").json()["pages"] == []


@pytest.mark.parametrize(("asked", "drawn"), [(1, 200), (200, 200), (500, 800)])
def test_a_page_image_is_drawn_in_one_of_few_widths(stock: Stock, client: Visitor, asked: int, drawn: int) -> None:
    response = client.get(f"{stock.councils.page(2)}/image", params={"width": asked})
    assert response.status_code == 200
    assert response.headers["content-type"] in {"image/jpeg", "image/png"}
    image = Image.open(io.BytesIO(response.content))
    assert abs(image.width - drawn) <= 1
    assert abs(image.height / image.width - 4 / 3) < 0.02


def test_a_page_image_is_kept_and_never_asked_for_twice(library: Library) -> None:
    put = library.put(Paper("خريطة", name="a.pdf", media_type="application/pdf", content=pdf("navy")))
    first = library.client.get(f"{put.page()}/image", params={"width": 150})
    assert "immutable" in first.headers["cache-control"]
    library.blobs.delete(library.archive.version(put.version).sha256)  # type: ignore[union-attr]
    again = library.client.get(f"{put.page()}/image", params={"width": 200})
    assert again.content == first.content
    assert again.headers["etag"] == first.headers["etag"]
    known = library.client.get(f"{put.page()}/image?width=200", headers={"If-None-Match": first.headers["etag"]})
    assert (known.status_code, known.content) == (304, b"")


def test_what_cannot_be_drawn_is_a_problem_and_not_a_failure(library: Library) -> None:
    broken = library.put(Paper("تالف", name="b.pdf", media_type="application/pdf", content=b"%PDF-1.7 broken"))
    response = library.client.get(f"{broken.page()}/image", params={"lang": "fr"})
    assert response.status_code == 404
    assert response.json()["type"] == "urn:shaffaf:problem:page_image_unavailable"


@pytest.mark.parametrize("number", ["0", "-1", "3", "99999", str(10**12), str(2**70)])
@pytest.mark.parametrize("part", ["", "/boxes", "/image"])
def test_a_page_that_is_not_there_is_not_found(stock: Stock, client: Visitor, number: str, part: str) -> None:
    url = f"{stock.councils.url}/pages/{stock.councils.version}/{number}{part}"
    assert client.get(url).status_code == 404


@pytest.mark.parametrize(
    "hostile",
    [
        "..%2f..%2fetc%2fpasswd",
        "%00",
        "x" * 5000,
        "' OR 1=1 --",
        "%F0%9F%92%A9",
        "%ff",
        "%2e%2e",
        "null",
        "*",
        "%0d%0aX: y",
    ],
)
def test_a_hostile_id_is_only_an_id_that_is_not_there(stock: Stock, client: Visitor, hostile: str) -> None:
    put = stock.councils
    for url in (
        f"/api/v1/documents/{hostile}",
        f"/api/v1/documents/{hostile}/evidence?q=x",
        f"{put.url}/pages/{hostile}/1",
        f"{put.url}/pages/{hostile}/1/image",
        f"{put.url}/files/{hostile}/original",
        f"/feeds/search.{hostile}",
    ):
        response = client.get(url)
        assert response.status_code == 404, url
        assert response.headers["content-type"] == "application/problem+json"


def test_too_many_drawings_at_once_are_asked_to_come_back(
    tmp_path: Path, analyzer: Analyzer, monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened(tmp_path, analyzer) as library:
        put = library.put(Paper("خريطة", name="a.pdf", media_type="application/pdf", content=pdf("navy")))
        while library.images.kept._places.acquire(blocking=False):
            pass
        response = library.client.get(f"{put.page()}/image", params={"lang": "en"})
        assert response.status_code == 503
        assert response.headers["retry-after"] == "5"
        assert "5 seconds" in response.json()["detail"]
