from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from domain.failures import Failure, RefusedFileError
from ingest.extractor import extractors
from ingest.identify import identify
from tests.ingest.drawn_pdf import DrawnPdf
from tests.ingest.packages import paragraph, write_docx, write_odt, write_zip

Write = Callable[[str, bytes], Path]

OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def test_content_decides_over_the_name(write: Write) -> None:
    path = write("file", DrawnPdf().to_bytes())
    assert identify(path, "scan.jpg") == identify(path, "no suffix") == "application/pdf"


def test_a_pdf_may_begin_with_something_else(write: Write) -> None:
    assert identify(write("file", b"\r\nHTTP/1.1 200\r\n" + DrawnPdf().to_bytes()), "a.pdf") == "application/pdf"


def test_packages_are_told_apart_by_what_is_in_them(tmp_path: Path) -> None:
    docx, odt = write_docx(tmp_path / "a.docx", paragraph("x")), write_odt(tmp_path / "a.odt", "")
    assert identify(docx, "a.zip").endswith("wordprocessingml.document")
    assert identify(odt, "a.zip").endswith("opendocument.text")


def _locked_zip() -> bytes:
    """A ZIP whose directory says that its member needs a password."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as packed:
        packed.writestr("a.txt", "x")
        packed.infolist()[0].flag_bits |= 1
    return made.getvalue()


LOCKED_ZIP = _locked_zip()


@pytest.mark.parametrize(
    ("name", "content", "failure"),
    [
        ("a.pdf", b"", Failure.EMPTY),
        ("a.txt", b" \r\n\t ", Failure.EMPTY),
        ("a.pdf", bytes(100_000), Failure.EMPTY),
        ("a.pdf", b"not a PDF at all", Failure.BROKEN),
        ("a.docx", b"PK\x03\x04 cut off", Failure.BROKEN),
        ("a.txt", b"bin\0ary", Failure.BROKEN),
        ("a.bin", b"\x7fELF\x02\x01", Failure.UNSUPPORTED),
        ("a.doc", OLD_OFFICE, Failure.BROKEN),
        ("a.msg", OLD_OFFICE, Failure.UNSUPPORTED),
        ("a.zip", b"PK\x03\x04 cut off", Failure.BROKEN),
        ("a.zip", LOCKED_ZIP, Failure.ENCRYPTED),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_reason(write: Write, name: str, content: bytes, failure: Failure) -> None:
    with pytest.raises(RefusedFileError) as refusal:
        identify(write("file", content), name)
    assert refusal.value.failure is failure


def test_a_zip_is_no_document(tmp_path: Path) -> None:
    with pytest.raises(RefusedFileError) as refusal:
        identify(write_zip(tmp_path / "a.zip", {"a.txt": "x"}), "a.zip")
    assert refusal.value.failure is Failure.UNSUPPORTED


def test_no_two_extractors_take_the_same_type_or_suffix() -> None:
    types = [media_type for extractor in extractors() for media_type in extractor.media_types]
    suffixes = [suffix for extractor in extractors() for suffix in extractor.suffixes]
    assert len(types) == len(set(types))
    assert len(suffixes) == len(set(suffixes))
