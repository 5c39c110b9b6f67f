from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from domain.documents import TextSource
from domain.failures import Failure, RefusedFileError
from ingest.extractors.image import PLUGIN
from ingest.identify import identify
from ingest.limits import Limits
from ingest.scale import Scale

Write = Callable[[str, bytes], Path]


def encoded(form: str, size: tuple[int, int] = (60, 40), colour: str = "white", **options: object) -> bytes:
    target = BytesIO()
    Image.new("RGB", size, colour).save(target, form, **options)  # type: ignore[arg-type]
    return target.getvalue()


FORMATS = [
    ("PNG", "image/png"),
    ("JPEG", "image/jpeg"),
    ("TIFF", "image/tiff"),
    ("WEBP", "image/webp"),
    ("BMP", "image/bmp"),
    ("GIF", "image/gif"),
]


@pytest.mark.parametrize(("form", "media_type"), FORMATS)
def test_every_kind_of_image_is_recognised_and_is_a_page_without_text(write: Write, form: str, media_type: str) -> None:
    path = write("scan", encoded(form))
    assert identify(path, "scan") == media_type
    (page,) = PLUGIN.extract(path, Limits())
    assert (page.number, page.text, page.source) == (1, "", TextSource.EMPTY)


def test_every_page_of_a_tiff_is_a_page(write: Write) -> None:
    more = [Image.new("L", (40, 60)), Image.new("L", (80, 20))]
    path = write("three.tiff", encoded("TIFF", (60, 40), save_all=True, append_images=more, dpi=(72, 72)))
    pages = list(PLUGIN.extract(path, Limits()))
    assert [page.number for page in pages] == [1, 2, 3]
    assert [PLUGIN.draw(path, n, Scale(dpi=72), Limits()).image.size[0] > 0 for n in (1, 2, 3)]


def test_of_a_moving_picture_the_first_image_is_the_page(write: Write) -> None:
    more = [Image.new("RGB", (60, 40), "black")]
    path = write("moving.gif", encoded("GIF", colour="white", save_all=True, append_images=more))
    assert len(list(PLUGIN.extract(path, Limits()))) == 1
    assert PLUGIN.draw(path, 1, Scale(width=60), Limits()).image.getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize(
    ("size", "dpi", "points"),
    [((300, 600), 300, (72, 144)), ((1654, 2339), 200, (595.44, 842.04)), ((1000, 2000), None, (421, 842))],
    ids=["300 dpi", "A4", "no resolution: as high as A4"],
)
def test_a_page_is_as_large_as_the_image_says(
    write: Write, size: tuple[int, int], dpi: int | None, points: tuple[float, float]
) -> None:
    path = write("scan.png", encoded("PNG", size, **({"dpi": (dpi, dpi)} if dpi else {})))
    (page,) = PLUGIN.extract(path, Limits())
    assert (page.width, page.height) == pytest.approx(points, abs=0.5)


def test_a_photograph_held_sideways_is_turned_upright(write: Write) -> None:
    exif = Image.Exif()
    exif[274] = 6
    path = write("photo.jpg", encoded("JPEG", (400, 200), exif=exif.tobytes()))
    (page,) = PLUGIN.extract(path, Limits())
    drawing = PLUGIN.draw(path, 1, Scale(width=100), Limits())
    assert page.width is not None
    assert page.height is not None
    assert page.height == pytest.approx(2 * page.width, abs=0.1)
    assert drawing.image.size == (100, 200)


def test_what_is_transparent_is_white_paper(write: Write) -> None:
    target = BytesIO()
    Image.new("RGBA", (20, 20), (0, 0, 0, 0)).save(target, "PNG")
    drawing = PLUGIN.draw(write("clear.png", target.getvalue()), 1, Scale(width=20), Limits())
    assert drawing.image.getpixel((10, 10)) == (255, 255, 255)


def test_an_image_with_too_many_pixels_is_refused_before_it_is_decoded(write: Write) -> None:
    path = write("huge.png", encoded("PNG", (300, 300)))
    with pytest.raises(RefusedFileError) as refusal:
        list(PLUGIN.extract(path, Limits(pixels=80_000)))
    assert refusal.value.failure is Failure.TOO_LARGE


@pytest.mark.parametrize(("form", "_"), FORMATS)
def test_half_an_image_is_refused_as_broken(write: Write, form: str, _: str) -> None:
    content = encoded(form, (200, 200), "teal")
    path = write("half", content[: len(content) // 2])
    with pytest.raises(RefusedFileError) as refusal:
        PLUGIN.draw(path, 1, Scale(), Limits())
    assert refusal.value.failure is Failure.BROKEN


def test_a_tiff_with_too_many_pages_is_refused(write: Write) -> None:
    path = write("two.tiff", encoded("TIFF", save_all=True, append_images=[Image.new("L", (4, 4))]))
    with pytest.raises(RefusedFileError) as refusal:
        list(PLUGIN.extract(path, Limits(pages=1)))
    assert refusal.value.failure is Failure.TOO_MANY_PAGES
