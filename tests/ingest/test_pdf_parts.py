from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.failures import Failure, RefusedFileError
from ingest.capabilities import ContainedFile
from ingest.extractors.pdf import PLUGIN
from ingest.limits import Limits
from tests.ingest.office_samples import locked_pdf, pdf_bytes, pdf_with_files

Write = Callable[[str, bytes], Path]

FILES = {"بيان الأشغال.txt": b"une", "devis.pdf": pdf_bytes("devis")}


def held(path: Path) -> list[ContainedFile]:
    return list(PLUGIN.contained(path, Limits()))


@pytest.mark.parametrize("portfolio", [False, True])
def test_embedded_files_come_with_their_names_and_bytes(write: Write, portfolio: bool) -> None:
    path = write("a.pdf", pdf_with_files("cover", FILES, portfolio))
    assert sorted(one.name for one in held(path)) == sorted(FILES)
    assert {one.name: one.content for one in held(path)} == FILES


def test_a_pdf_with_nothing_in_it_contains_nothing(write: Write) -> None:
    assert held(write("a.pdf", pdf_bytes("x"))) == []


def test_a_file_pinned_to_a_page_is_found_and_counted_once(write: Write) -> None:
    with pikepdf.open(io.BytesIO(pdf_with_files("x", {"a.txt": b"named"}))) as pdf:
        pinned = pikepdf.AttachedFileSpec(pdf, b"pinned", filename="pin.txt")
        both = (pinned.obj, pdf.attachments["a.txt"].obj)
        pdf.pages[0].obj.Annots = pikepdf.Array(
            [
                pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.FileAttachment, FS=one))
                for one in both
            ]
        )
        target = io.BytesIO()
        pdf.save(target)
    found = held(write("a.pdf", target.getvalue()))
    assert sorted((one.name, one.content) for one in found) == [("a.txt", b"named"), ("pin.txt", b"pinned")]


@pytest.mark.parametrize("given", ["../../etc/passwd", "C:\\temp\\passwd", "/passwd", "passwd"])
def test_a_name_that_leads_somewhere_is_only_a_name(write: Write, given: str) -> None:
    with pikepdf.open(io.BytesIO(pdf_with_files("x", {"a": b"1"}))) as pdf:
        for key in ("/F", "/UF"):
            pdf.attachments["a"].obj[key] = pikepdf.String(given)
        target = io.BytesIO()
        pdf.save(target)
    assert [one.name for one in held(write("a.pdf", target.getvalue()))] == ["passwd"]


@pytest.mark.parametrize("revision", [2, 3, 4, 6])
def test_the_right_password_takes_the_lock_off(write: Write, tmp_path: Path, revision: int) -> None:
    path, target = write("a.pdf", locked_pdf("secret", "sirr", revision=revision)), tmp_path / "open.pdf"
    with pytest.raises(RefusedFileError) as refusal:
        list(PLUGIN.extract(path, Limits()))
    assert refusal.value.failure is Failure.ENCRYPTED
    with pytest.raises(RefusedFileError) as refusal:
        PLUGIN.unlock(path, "wrong", target)
    assert refusal.value.failure is Failure.ENCRYPTED
    assert not target.exists()
    PLUGIN.unlock(path, "sirr", target)
    (page,) = PLUGIN.extract(target, Limits())
    assert page.text == "secret"


def test_what_only_its_owner_may_change_is_read_without_asking(write: Write, tmp_path: Path) -> None:
    path = write("a.pdf", locked_pdf("public", user=""))
    assert [page.text for page in PLUGIN.extract(path, Limits())] == ["public"]
    PLUGIN.unlock(path, "anything", tmp_path / "open.pdf")
    assert not (tmp_path / "open.pdf").exists()


@settings(deadline=None, max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_damaged_pdf_gives_its_files_or_a_reason(write: Write, data: st.DataObject) -> None:
    whole = bytearray(pdf_with_files("x", FILES))
    for _ in range(data.draw(st.integers(0, 4))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    path = write("a.pdf", bytes(whole[: data.draw(st.integers(1, len(whole)))]))
    try:
        held(path)
    except RefusedFileError:
        return
