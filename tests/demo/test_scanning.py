from __future__ import annotations

from random import Random

import pypdfium2 as pdfium
import pytest
from PIL import Image, ImageStat

from demo import image_pdf, scanning
from demo.image_pdf import ImagePage, TextLine


@pytest.fixture
def page() -> Image.Image:
    image = Image.new("L", (400, 560), 255)
    image.paste(0, (100, 100, 300, 120))
    return image


def test_the_same_chance_gives_the_same_scan(page: Image.Image) -> None:
    first, second, other = (scanning.distort(page, Random(seed)) for seed in (1, 1, 2))
    assert first.tobytes() == second.tobytes() != other.tobytes()


def test_a_scan_is_a_noisy_page_of_the_same_size(page: Image.Image) -> None:
    scan = scanning.distort(page, Random(1))
    assert (scan.size, scan.mode) == (page.size, "L")
    assert ImageStat.Stat(scan.crop((10, 10, 60, 60))).stddev[0] > 2
    assert ImageStat.Stat(scan.crop((120, 108, 280, 112))).mean[0] < 110
    assert ImageStat.Stat(scan).mean[0] > 180


def test_an_image_pdf_opens_with_its_page_and_layer(page: Image.Image) -> None:
    line = TextLine(b"Seance publique", 72, 400, 12)
    made = image_pdf.write([ImagePage(scanning.jpeg(page), page.size, (200, 280), (line,))] * 2)
    document = pdfium.PdfDocument(made)
    assert len(document) == 2
    assert document[1].get_size() == (200, 280)
    assert document[1].get_textpage().get_text_range() == "Seance publique"
    document.close()


def test_the_layer_of_an_image_pdf_is_not_seen(page: Image.Image) -> None:
    images = []
    for lines in ((), (TextLine(b"Seance", 20, 100, 30),)):
        document = pdfium.PdfDocument(image_pdf.write([ImagePage(scanning.jpeg(page), page.size, (200, 280), lines)]))
        images.append(document[0].render(scale=1).to_pil().tobytes())
        document.close()
    assert images[0] == images[1]


def test_rendered_pages_are_grey_and_at_the_resolution_of_scans(page: Image.Image) -> None:
    made = image_pdf.write([ImagePage(scanning.jpeg(page), page.size, (72, 144))])
    (rendered,) = scanning.render(made)
    assert (rendered.size, rendered.mode) == ((scanning.DPI, 2 * scanning.DPI), "L")
