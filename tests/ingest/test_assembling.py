"""A PDF of some pages of a register holds these pages, as people turned them, and nothing of the others."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from pikepdf import Pdf
from PIL import Image
from pypdfium2 import PdfDocument

from domain.failures import Failure, RefusedFileError
from ingest.assembling import Assembly, Part
from ingest.limits import Limits
from ingest.sandbox import Sandbox
from tests.ingest import registers
from tests.ingest.registers import EVERYWHERE, Hide, mark, register, unpacked

PDF = "application/pdf"
Write = Callable[[str, bytes], Path]


def assembled(*parts: Part) -> bytes:
    assembly = Assembly(Limits())
    for part in parts:
        assembly.add(part)
    return assembly.save()


def texts(pdf: bytes) -> list[str]:
    document = PdfDocument(pdf)
    return [page.get_textpage().get_text_bounded().strip() for page in document]


def sizes(pdf: bytes) -> list[tuple[float, float]]:
    return [(round(width), round(height)) for width, height in (page.get_size() for page in PdfDocument(pdf))]


def picture(pdf: bytes, index: int = 0) -> Image.Image:
    return PdfDocument(pdf)[index].render(scale=1).to_pil().convert("L")


def coarse(image: Image.Image) -> bytes:
    """The image so small that the edges of letters, which are drawn a little otherwise, do not count."""
    return image.reduce(10).tobytes()


@pytest.mark.parametrize("hide", EVERYWHERE, ids=lambda hide: hide.__name__)
def test_nothing_of_the_other_pages_leaves_with_a_page(write: Write, hide: Hide) -> None:
    path = write("register.pdf", register(3, hide))
    held = unpacked(assembled(Part(str(path), PDF, 2)))
    assert mark(2) in held
    assert (mark(1) in held, mark(3) in held) == (False, False)


def test_everything_at_once_leaves_nothing_either_and_the_page_looks_the_same(write: Write) -> None:
    path = write("register.pdf", register(3, *EVERYWHERE))
    found = assembled(Part(str(path), PDF, 2))
    assert mark(1) not in unpacked(found)
    assert mark(3) not in unpacked(found)
    assert texts(found) == [mark(2).decode()]
    assert picture(found).tobytes() == picture(path.read_bytes(), 1).tobytes()
    assert len(Pdf.open(BytesIO(found)).pages) == 1


def test_pages_come_in_the_order_given_and_from_several_files(write: Write) -> None:
    first, second = write("a.pdf", register(3)), write("b.pdf", register(1, registers.forms))
    found = assembled(Part(str(first), PDF, 3), Part(str(second), PDF, 1), Part(str(first), PDF, 2))
    assert texts(found) == [mark(number).decode() for number in (3, 1, 2)]


@pytest.mark.parametrize(("turn", "size"), [(0, (400, 200)), (90, (200, 400)), (180, (400, 200)), (270, (200, 400))])
def test_a_page_is_turned_as_people_set_it(write: Write, turn: int, size: tuple[int, int]) -> None:
    path = write("a.pdf", register(1))
    found = assembled(Part(str(path), PDF, 1, turn))
    assert sizes(found) == [size]
    assert texts(found) == [mark(1).decode()]
    expected = picture(path.read_bytes()).rotate(-turn, expand=True)
    assert expected.size == picture(found).size
    assert max(abs(one - other) for one, other in zip(coarse(expected), coarse(picture(found)), strict=True)) < 16


def test_a_turn_adds_to_that_of_the_file(write: Write) -> None:
    with Pdf.open(BytesIO(register(2))) as made:
        made.Root.Pages.Rotate = 90
        path = write("a.pdf", b"")
        made.save(path)
    assert sizes(assembled(Part(str(path), PDF, 2))) == [(200, 400)]
    assert sizes(assembled(Part(str(path), PDF, 2, 90))) == [(400, 200)]


@pytest.mark.parametrize(("turn", "corner"), [(0, (0.1, 0.1)), (90, (0.9, 0.1)), (180, (0.9, 0.9)), (270, (0.1, 0.9))])
def test_an_image_becomes_a_page_turned_as_people_set_it(write: Write, turn: int, corner: tuple[float, float]) -> None:
    image = Image.new("RGB", (300, 600), "white")
    image.paste("black", (0, 0, 60, 120))
    target = BytesIO()
    image.save(target, "PNG", dpi=(72, 72))
    found = picture(assembled(Part(str(write("a.png", target.getvalue())), "image/png", 1, turn)))
    assert (found.width < found.height) == (turn in (0, 180))
    at = int(corner[0] * found.width), int(corner[1] * found.height)
    assert found.getpixel(at) < 50
    opposite = found.width - 1 - at[0], found.height - 1 - at[1]
    assert found.getpixel(opposite) > 200


def test_a_page_that_draws_itself_for_ever_is_drawn_as_an_image(write: Write) -> None:
    with Pdf.open(BytesIO(register(2, registers.forms))) as made:
        form = made.pages[0].Resources.XObject["/Fm1"]
        form.Resources.XObject["/In1"] = form
        path = write("a.pdf", b"")
        made.save(path)
    found = assembled(Part(str(path), PDF, 1))
    assert sizes(found) == [(400, 200)]
    assert mark(2) not in unpacked(found)


def test_content_that_no_parser_takes_leaks_nothing(write: Write) -> None:
    with Pdf.open(BytesIO(register(2, registers.images))) as made:
        made.pages[0].obj.Contents = made.make_stream(b"\xff\xfe ((( << /Im1 Do")
        path = write("a.pdf", b"")
        made.save(path)
    assert mark(2) not in unpacked(assembled(Part(str(path), PDF, 1)))


@pytest.mark.parametrize("number", [0, 4, -1])
def test_a_page_that_is_not_there_is_refused(write: Write, number: int) -> None:
    path = write("a.pdf", register(3))
    with pytest.raises(RefusedFileError) as refusal:
        assembled(Part(str(path), PDF, number))
    assert refusal.value.failure is Failure.UNREADABLE


def test_what_is_no_pdf_is_refused(write: Write) -> None:
    with pytest.raises(RefusedFileError) as refusal:
        assembled(Part(str(write("a.pdf", b"%PDF-1.4 nothing")), PDF, 1))
    assert refusal.value.failure is Failure.BROKEN


def test_it_is_made_in_a_child(sandbox: Sandbox, write: Write) -> None:
    path = write("register.pdf", register(3, *EVERYWHERE))
    found = sandbox.assemble([Part(str(path), PDF, 3), Part(str(path), PDF, 1)])
    assert texts(found) == [mark(3).decode(), mark(1).decode()]
    assert mark(2) not in unpacked(found)


def test_the_same_pages_make_the_same_bytes(write: Write) -> None:
    path = write("register.pdf", register(2, *EVERYWHERE))
    assert assembled(Part(str(path), PDF, 1)) == assembled(Part(str(path), PDF, 1))
