"""Original files over HTTP: whole, in part, and harmless."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search_api.originals import ByteRange, Original, UnsatisfiableRangeError, parse_range
from tests.search_api.conftest import Stock
from tests.search_api.library import Library, Paper
from tests.search_api.papers import COUNCILS, SCRIPT
from tests.visitor import Visitor

SIZE = len(COUNCILS.content)


def test_an_original_leaves_as_it_came(stock: Stock, client: Visitor) -> None:
    response = client.get(stock.councils.original)
    assert response.content == COUNCILS.content
    assert response.headers["content-type"] == "application/pdf"
    assert response.headers["etag"].strip('"') == hashlib.sha256(COUNCILS.content).hexdigest()
    assert response.headers["accept-ranges"] == "bytes"


@pytest.mark.parametrize("inline", ["0", "1"])
def test_an_html_original_leaves_as_an_attachment_that_can_run_nothing(stock: Stock, client: Visitor, inline: str) -> None:
    response = client.get(stock.tram.original, params={"inline": inline})
    assert response.content == SCRIPT
    assert response.headers["content-disposition"].startswith("attachment;")
    assert response.headers["x-content-type-options"] == "nosniff"
    assert response.headers["content-security-policy"].startswith("sandbox;")
    assert "allow-scripts" not in response.headers["content-security-policy"]


@pytest.mark.parametrize(
    ("media_type", "kind"),
    [
        ("application/pdf", "inline"),
        ("image/png", "inline"),
        ("image/jpeg", "inline"),
        ("image/svg+xml", "attachment"),
        ("text/html", "attachment"),
        ("application/xhtml+xml", "attachment"),
        ("text/xml", "attachment"),
        ("text/plain", "attachment"),
        ("application/octet-stream", "attachment"),
    ],
)
def test_only_pdf_and_raster_images_are_shown_in_place(library: Library, media_type: str, kind: str) -> None:
    put = library.put(Paper("ملف", name="file.bin", media_type=media_type))
    shown = library.client.get(put.original, params={"inline": "1"})
    assert shown.headers["content-disposition"].split(";")[0] == kind
    assert shown.headers["x-content-type-options"] == "nosniff"
    assert shown.headers["content-security-policy"].startswith("sandbox;")
    plain = library.client.get(put.original)
    assert plain.headers["content-disposition"].split(";")[0] == "attachment"
    assert "sandbox" in plain.headers["content-security-policy"]


@pytest.mark.parametrize(
    ("header", "first", "last"),
    [
        ("bytes=0-0", 0, 0),
        ("bytes=0-9", 0, 9),
        ("bytes=10-", 10, SIZE - 1),
        ("bytes=-5", SIZE - 5, SIZE - 1),
        (f"bytes=-{SIZE * 2}", 0, SIZE - 1),
        (f"bytes=5-{SIZE * 3}", 5, SIZE - 1),
    ],
)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_range_is_answered_with_its_bytes(stock: Stock, method: str, header: str, first: int, last: int) -> None:
    response = stock.library.client.request(method, stock.councils.original, headers={"Range": header})
    assert response.status_code == 206
    assert response.headers["content-range"] == f"bytes {first}-{last}/{SIZE}"
    assert response.headers["content-length"] == str(last - first + 1)
    assert response.content == (COUNCILS.content[first : last + 1] if method == "GET" else b"")


@pytest.mark.parametrize("header", ["bytes=x-y", "lines=0-5", "bytes=5-2", "bytes=0-1,4-5", "bytes=-", "bytes"])
def test_what_is_no_single_range_gets_the_whole_file(stock: Stock, client: Visitor, header: str) -> None:
    response = client.get(stock.councils.original, headers={"Range": header})
    assert (response.status_code, response.content) == (200, COUNCILS.content)


@pytest.mark.parametrize("header", [f"bytes={SIZE}-", f"bytes={SIZE}-{SIZE + 4}", "bytes=-0"])
def test_a_range_behind_the_end_is_refused_with_the_size(stock: Stock, client: Visitor, header: str) -> None:
    response = client.get(stock.councils.original, headers={"Range": header})
    assert response.status_code == 416
    assert response.headers["content-range"] == f"bytes */{SIZE}"
    assert response.headers["content-type"] == "application/problem+json"


def test_a_range_of_other_bytes_gets_the_whole_file(stock: Stock, client: Visitor) -> None:
    etag = client.head(stock.councils.original).headers["etag"]
    for validator, status in ((etag, 206), ('"other"', 200), ("Wed, 21 Oct 2015 07:28:00 GMT", 200)):
        headers = {"Range": "bytes=0-3", "If-Range": validator}
        assert client.get(stock.councils.original, headers=headers).status_code == status


@pytest.mark.parametrize(("sent", "status"), [("{}", 304), ("W/{}", 304), ('"x", {}', 304), ("*", 304), ('"x"', 200)])
def test_what_the_caller_has_is_not_sent_again(stock: Stock, client: Visitor, sent: str, status: int) -> None:
    etag = client.head(stock.councils.original).headers["etag"]
    response = client.get(stock.councils.original, headers={"If-None-Match": sent.format(etag)})
    assert response.status_code == status
    assert bool(response.content) == (status == 200)


@given(name=st.text(max_size=60), media_type=st.sampled_from(["application/pdf", "text/html"]), inline=st.booleans())
def test_a_file_name_never_leaves_its_header(name: str, media_type: str, inline: bool) -> None:
    header = Original(name, media_type, 1, "0" * 64).disposition(inline)
    assert header.isascii()
    assert header.isprintable()
    assert header.count('"') == 2
    kind, plain, encoded = header.split("; ")
    assert kind == ("inline" if inline and media_type == "application/pdf" else "attachment")
    assert plain.startswith('filename="')
    assert encoded.startswith("filename*=UTF-8''")
    assert "/" not in plain + encoded
    assert "\\" not in plain + encoded


@given(size=st.integers(1, 5000), first=st.integers(0, 6000), last=st.integers(0, 6000))
def test_a_range_lies_inside_the_file_or_is_refused(size: int, first: int, last: int) -> None:
    try:
        found = parse_range(f"bytes={first}-{last}", size)
    except UnsatisfiableRangeError:
        assert first >= size
        return
    if last < first:
        assert found is None
    else:
        assert found == ByteRange(first, min(last, size - 1))


@given(header=st.text(max_size=30) | st.from_regex(r"bytes=[0-9,\- ]*", fullmatch=True), size=st.integers(0, 100))
def test_no_range_header_breaks_anything(header: str, size: int) -> None:
    try:
        found = parse_range(header, size)
    except UnsatisfiableRangeError:
        return
    assert found is None or 0 <= found.first <= found.last < size


def test_the_folder_a_file_came_from_is_not_told(library: Library) -> None:
    put = library.put(Paper("مقرر", name="secretariat/2022/مقرر.txt"))
    (file,) = library.client.get(put.url).json()["files"]
    assert file["name"] == "مقرر.txt"
    assert "secretariat" not in library.client.get(put.original).headers["content-disposition"]
    kept = library.archive.document(put.document)
    assert kept is not None
    assert kept.files[0].name == "secretariat/2022/مقرر.txt"
