"""Files made to do harm: each is read or refused with a reason, and the process that asked is none the worse."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from functools import partial
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from domain.failures import Failure, RefusedFileError
from ingest.extractor import Sample, extractors
from ingest.limits import Limits
from ingest.sandbox import Sandbox
from tests.ingest.drawn_pdf import pdf_file

MEBIBYTE = 1024**2
LIMITS = Limits(seconds=6, memory_bytes=512 * MEBIBYTE, page_seconds=3, unpacked_bytes=8 * MEBIBYTE)

MARKUP_OUTCOMES = (None, Failure.BROKEN, Failure.TOO_LARGE, Failure.TIMED_OUT, Failure.OUT_OF_MEMORY)


def outcome(call: Callable[[], object]) -> Failure | None:
    """Why a call was refused, None when it was not."""
    try:
        call()
    except RefusedFileError as refusal:
        return refusal.failure
    return None


CATALOG = b"<< /Type /Catalog /Pages 2 0 R >>"
PAGES = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources << /XObject << /X 5 0 R >> >> >>"


def stream(content: bytes, entries: bytes = b"", packed_twice: bool = False) -> bytes:
    packed = zlib.compress(content, 9)
    names = b"/FlateDecode"
    if packed_twice:
        packed, names = zlib.compress(packed, 9), b"[/FlateDecode /FlateDecode]"
    return b"<< %s /Length %d /Filter %s >>\nstream\n%s\nendstream" % (entries, len(packed), names, packed)


def page_tree_loop() -> bytes:
    loop = b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 99999999 >>"
    return pdf_file([CATALOG, loop])


def content_bomb() -> bytes:
    return pdf_file([CATALOG, PAGES, PAGE, stream(b" " * (1024 * MEBIBYTE), packed_twice=True)])


def form_loop() -> bytes:
    form = stream(b"/X Do /X Do", b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 5 0 R >> >>")
    return pdf_file([CATALOG, PAGES, PAGE, stream(b"/X Do"), form])


def image_bomb() -> bytes:
    entries = b"/Type /XObject /Subtype /Image /Width 60000 /Height 60000 /BitsPerComponent 8 /ColorSpace /DeviceRGB"
    image = stream(bytes(4 * MEBIBYTE), entries)
    return pdf_file([CATALOG, PAGES, PAGE, stream(b"q 600 0 0 800 0 0 cm /X Do Q"), image])


def page_larger_than_the_world() -> bytes:
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 1e30 1e30] /Contents 4 0 R >>"
    return pdf_file([CATALOG, PAGES, page, stream(b"")])


def page_of_no_size() -> bytes:
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 0 0] /Contents 4 0 R >>"
    return pdf_file([CATALOG, PAGES, page, stream(b"")])


def nested_arrays() -> bytes:
    return pdf_file([CATALOG, PAGES, PAGE, stream(b"[" * 200_000 + b"]" * 200_000 + b" TJ")])


def bad_numbers() -> bytes:
    content = b"BT /F1 1e400 Tf 1e400 0 0 -1e400 9e99 9e99 Tm (x) Tj ET 99999999999999999999 Tr"
    return pdf_file([CATALOG, PAGES, PAGE, stream(content)])


PDFS = [
    page_tree_loop,
    content_bomb,
    form_loop,
    image_bomb,
    page_larger_than_the_world,
    page_of_no_size,
    nested_arrays,
    bad_numbers,
]


@pytest.mark.parametrize("build", PDFS)
def test_a_hostile_pdf_is_read_or_refused_and_harms_nobody(tmp_path: Path, build: Callable[[], bytes]) -> None:
    path = tmp_path / "hostile.pdf"
    path.write_bytes(build())
    sandbox = Sandbox(LIMITS, tmp_path / "scratch")
    for call in (
        lambda: sandbox.extract(path, "application/pdf"),
        lambda: sandbox.render_page(path, "application/pdf", 1, 600),
    ):
        assert outcome(call) is not Failure.UNSUPPORTED
    assert list((tmp_path / "scratch").iterdir()) == []


def packed(path: Path, name: str, head: bytes, size: int) -> Path:
    """A ZIP of one XML member that unpacks to `size` bytes, written without holding them."""
    with ZipFile(path, "w", ZIP_DEFLATED) as package, package.open(name, "w", force_zip64=True) as member:
        member.write(head)
        for _ in range(size // MEBIBYTE):
            member.write(b"x" * MEBIBYTE)
    return path


@pytest.mark.parametrize(
    ("member", "suffix"), [("word/document.xml", ".docx"), ("content.xml", ".odt")], ids=["docx", "odt"]
)
def test_a_package_that_unpacks_to_300_megabytes_is_too_large(tmp_path: Path, member: str, suffix: str) -> None:
    path = packed(tmp_path / f"bomb{suffix}", member, b"<a>", 300_000_000)
    media_type = next(sorted(extractor.media_types)[0] for extractor in extractors() if suffix in extractor.suffixes)
    with pytest.raises(RefusedFileError) as refusal:
        Sandbox(Limits(), tmp_path / "scratch").extract(path, media_type)
    assert refusal.value.failure is Failure.TOO_LARGE


@pytest.mark.parametrize("name", ["a.html", "a.txt", "a.md"])
@pytest.mark.parametrize(
    "content",
    [
        b"<" * 2_000_000,
        b"<div>" * 300_000,
        b"<table><tr><td>" * 100_000,
        b"<p " + b"a=1 " * 500_000 + b">",
        b"&" * 1_000_000,
        b"\xff" * 1_000_000,
        b"\f" * 4_000,
    ],
    ids=["brackets", "depth", "tables", "attributes", "entities", "high bytes", "form feeds"],
)
def test_hostile_markup_is_read_or_refused(tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    for extractor in extractors():
        media_type = extractor.recognise(Sample(path, name))
        if media_type is None:
            continue
        sandbox = Sandbox(LIMITS, tmp_path / "scratch")
        assert outcome(partial(sandbox.extract, path, media_type)) in MARKUP_OUTCOMES
