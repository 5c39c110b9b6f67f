from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from domain.failures import Failure, RefusedFileError
from ingest.limits import Limits
from ingest.rendering import MOST_WIDTH, draw, render
from ingest.scale import Scale
from tests.ingest.drawn_pdf import DrawnPdf, pdf_file

Write = Callable[[str, bytes], Path]

PDF = "application/pdf"


@pytest.mark.parametrize(("asked", "sent"), [(1, 1), (500, 500), (2_000, 2_000), (9_999, MOST_WIDTH)])
def test_a_browser_gets_a_jpeg_of_the_width_it_asks_for_within_reason(write: Write, asked: int, sent: int) -> None:
    image = Image.open(BytesIO(render(write("a.pdf", DrawnPdf().to_bytes()), PDF, 1, Scale(width=asked), Limits())))
    assert (image.format, image.width) == ("JPEG", sent)


def test_what_is_drawn_is_where_the_page_has_it(write: Write) -> None:
    pdf = DrawnPdf()
    pdf.image(300, 400)  # the lower left quarter, grey
    image = Image.open(BytesIO(render(write("a.pdf", pdf.to_bytes()), PDF, 1, Scale(width=60), Limits()))).convert("L")
    corners = [image.getpixel(place) for place in ((10, 70), (50, 70), (10, 10), (50, 10))]
    assert [isinstance(grey, int) and grey < 200 for grey in corners] == [True, False, False, False]


@pytest.mark.parametrize("number", [0, -1, 2, 10**9])
def test_a_page_that_is_not_there_is_unreadable(write: Write, number: int) -> None:
    path = write("a.pdf", DrawnPdf().to_bytes())
    with pytest.raises(RefusedFileError) as refusal:
        draw(path, PDF, number, Scale(), Limits())
    assert refusal.value.failure is Failure.UNREADABLE


def test_an_enormous_page_is_drawn_smaller(write: Write) -> None:
    pdf = DrawnPdf(media_box=(0, 0, 14_000, 14_000))
    drawing = draw(write("a.pdf", pdf.to_bytes()), PDF, 1, Scale(dpi=300, pixels=250_000), Limits())
    assert drawing.image.size == (500, 500)
    assert (drawing.width, drawing.height) == (14_000, 14_000)


@pytest.mark.parametrize("media_type", ["text/plain", "text/html", "application/x-unknown"])
def test_formats_without_pages_cannot_be_drawn(write: Write, media_type: str) -> None:
    with pytest.raises(RefusedFileError) as refusal:
        draw(write("a", b"text"), media_type, 1, Scale(), Limits())
    assert refusal.value.failure is Failure.UNSUPPORTED


def test_a_filled_form_is_drawn_with_what_was_filled_in(write: Write) -> None:
    def page(fields: bytes) -> Image.Image:
        objects = [
            b"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [4 0 R] /NeedAppearances true "
            b"/DA (/Helv 24 Tf 0 g) /DR << /Font << /Helv 5 0 R >> >> >> >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 100] /Annots [4 0 R] >>",
            b"<< /Type /Annot /Subtype /Widget /FT /Tx /T (nom) /Rect [10 20 290 80] /P 3 0 R "
            b"/F 4 /DA (/Helv 24 Tf 0 g) " + fields + b" >>",
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        ]
        return draw(write("form.pdf", pdf_file(objects)), PDF, 1, Scale(dpi=72), Limits()).image.convert("L")

    def dark(image: Image.Image) -> int:
        return sum(image.histogram()[:100])

    assert dark(page(b"/V (MARRAKECH)")) > dark(page(b"")) + 50
