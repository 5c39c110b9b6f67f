"""Spreadsheets, slides, RTF, mail and PDFs with files in them, made to do harm: read or refused, within the limits."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.failures import Failure, RefusedFileError
from ingest.capabilities import Container
from ingest.extractor import extractor_for
from ingest.identify import identify
from ingest.limits import Limits
from ingest.sandbox import Sandbox
from tests.ingest.office_samples import (
    message,
    pdf_bytes,
    pdf_with_files,
    row,
    slide_part,
    slide_text,
    write_pptx,
    write_xlsx,
)

MEBIBYTE = 1024**2
LIMITS = Limits(seconds=5, memory_bytes=512 * MEBIBYTE, page_seconds=3, unpacked_bytes=8 * MEBIBYTE)
REASONS = (Failure.BROKEN, Failure.TOO_LARGE, Failure.TIMED_OUT, Failure.OUT_OF_MEMORY, Failure.TOO_MANY_PAGES)


def far_cell(path: Path) -> None:
    """Two cells, at opposite corners of the largest sheet there is."""
    far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    write_xlsx(path, {"s": row(1, "A") + far})


def packed_sheet(path: Path) -> None:
    write_xlsx(path, {"s": row(1, "A")})
    with ZipFile(path, "a", ZIP_DEFLATED) as package, package.open("xl/sharedStrings.xml", "w") as member:
        member.write(b"<sst>")
        for _ in range(200):
            member.write(b"<si><t>x</t></si>" * 60_000)


def entity_bomb(path: Path) -> None:
    """Entities of entities, a billion at the end."""
    entities = "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(9))
    bomb = f'<!DOCTYPE x [<!ENTITY a0 "ha">{entities}]><x>&a9;</x>'
    write_pptx(path, [bomb])


def slide_bomb(path: Path) -> None:
    write_pptx(path, [slide_part("sld", slide_text("x" * 9_000_000))])


def slide_loop(path: Path) -> None:
    """A presentation that shows one slide ten thousand times."""
    write_pptx(path, [slide_part("sld", slide_text("x"))], shown=[1] * 10_000)


def deep_groups(path: Path) -> None:
    path.write_bytes(b"{\\rtf1" + b"{" * 500_000 + b"x" + b"}" * 500_000)


def unicode_skips(path: Path) -> None:
    path.write_bytes(b"{\\rtf1\\uc9999999 " + b"\\u99999999 ?" * 100_000 + b"}")


def open_font_table(path: Path) -> None:
    path.write_bytes(b"{\\rtf1{\\fonttbl" + b"\\f1" * 10_000 + b"}}")


def many_parts(path: Path) -> None:
    path.write_bytes(b"From: a\nDate: x\nContent-Type: multipart/mixed; boundary=x\n\n" + b"--x\n\nx\n" * 10_000)


def large_attachment(path: Path) -> None:
    path.write_bytes(message("x", "y", {"a.bin": bytes(9 * MEBIBYTE)}).as_bytes())


def packed_attachment(path: Path) -> None:
    """A PDF of a few kilobytes, in which a file of 400 megabytes is packed twice."""
    with pikepdf.open(io.BytesIO(pdf_with_files("x", {"a.txt": b"x"}))) as pdf:
        stream = pdf.attachments["a.txt"].obj.EF.F
        packed = zlib.compress(zlib.compress(bytes(400 * MEBIBYTE), 1), 9)
        stream.write(packed, filter=pikepdf.Array([pikepdf.Name.FlateDecode] * 2))
        pdf.save(path)


def name_tree_loop(path: Path) -> None:
    with pikepdf.open(io.BytesIO(pdf_bytes("x"))) as pdf:
        node = pdf.make_indirect(pikepdf.Dictionary())
        node.Kids = pikepdf.Array([node, node])
        pdf.Root.Names = pikepdf.Dictionary(EmbeddedFiles=node)
        pdf.save(path)


def attached_to_itself(path: Path) -> None:
    """An annotation whose file is its own annotation."""
    with pikepdf.open(io.BytesIO(pdf_bytes("x"))) as pdf:
        pin = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.FileAttachment))
        pin.FS, pin.EF = pin, pin
        pin.F, pin.UF = pin, pin
        pdf.pages[0].obj.Annots = pikepdf.Array([pin] * 1_000)
        pdf.save(path)


BUILDERS: dict[str, Callable[[Path], None]] = {
    "far cell.xlsx": far_cell,
    "packed.xlsx": packed_sheet,
    "entities.pptx": entity_bomb,
    "large.pptx": slide_bomb,
    "loop.pptx": slide_loop,
    "deep.rtf": deep_groups,
    "skips.rtf": unicode_skips,
    "fonts.rtf": open_font_table,
    "parts.eml": many_parts,
    "large.eml": large_attachment,
    "packed.pdf": packed_attachment,
    "tree.pdf": name_tree_loop,
    "itself.pdf": attached_to_itself,
}


@pytest.mark.parametrize("name", BUILDERS)
def test_a_hostile_file_is_read_or_refused_with_a_reason_of_its_own(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    BUILDERS[name](path)
    media_type = identify(path, name)
    sandbox = Sandbox(LIMITS, tmp_path / "scratch")
    calls: list[Callable[[], object]] = [lambda: sandbox.extract(path, media_type)]
    if isinstance(extractor_for(media_type), Container):
        calls.append(lambda: list(sandbox.contained(path, media_type)))
    for call in calls:
        try:
            call()
        except RefusedFileError as refusal:
            assert refusal.failure in REASONS, refusal  # noqa: PT017 - it may also be read
    assert list((tmp_path / "scratch").iterdir()) == []


@pytest.fixture(scope="module")
def small_samples(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("small")
    write_xlsx(folder / "a.xlsx", {"s": row(1, "Nom", (44459, 1)) * 20})
    write_pptx(folder / "a.pptx", [slide_part("sld", slide_text("titre"))], notes={1: slide_text("note")})
    return {
        "a.xlsx": (folder / "a.xlsx").read_bytes(),
        "a.pptx": (folder / "a.pptx").read_bytes(),
        "a.eml": message("x", "y", {"a.txt": b"z"}).as_bytes(),
        "a.rtf": rb"{\rtf1\ansi\ansicpg1256{\fonttbl{\f1\fcharset178 A;}}\f1 \'e3\'cd\u1602?\par}",
    }


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_file_cut_off_or_damaged_anywhere_is_read_or_refused(
    tmp_path: Path, small_samples: dict[str, bytes], data: st.DataObject
) -> None:
    name = data.draw(st.sampled_from(sorted(small_samples)))
    whole = bytearray(small_samples[name])
    for _ in range(data.draw(st.integers(0, 3))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path / f"damaged-{name}"
    path.write_bytes(whole[: data.draw(st.integers(1, len(whole)))])
    try:
        extractor = extractor_for(identify(path, name))
        list(extractor.extract(path, LIMITS))
        if isinstance(extractor, Container):
            list(extractor.contained(path, LIMITS))
    except RefusedFileError:
        return
