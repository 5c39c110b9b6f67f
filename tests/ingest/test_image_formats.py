"""Formats of scanners and telephones: CCITT and JPEG in TIFF, JPEG 2000, HEIC."""

from __future__ import annotations

import struct
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw
from PIL.TiffImagePlugin import AppendingTiffWriter

from domain.failures import Failure, RefusedFileError
from ingest.extractors.image import PLUGIN
from ingest.identify import identify
from ingest.limits import Limits
from ingest.sandbox import Sandbox
from ingest.scale import Scale

Write = Callable[[str, bytes], Path]


def sheet(mode: str, size: tuple[int, int]) -> Image.Image:
    """A white page with a black square in its upper left quarter."""
    made = Image.new(mode, size, "white" if mode == "RGB" else 255)
    ImageDraw.Draw(made).rectangle((0, 0, size[0] // 2, size[1] // 2), fill="black" if mode == "RGB" else 0)
    return made


def saved(image: Image.Image, form: str, **options: object) -> bytes:
    target = BytesIO()
    image.save(target, form, **options)  # type: ignore[arg-type]
    return target.getvalue()


def is_black(image: Image.Image, x: float, y: float) -> bool:
    found = image.convert("L").getpixel((int(image.width * x), int(image.height * y)))
    assert isinstance(found, int)
    return found < 64


@pytest.mark.parametrize(
    ("mode", "compression"),
    [
        ("1", "group4"),
        ("1", "group3"),
        ("L", "jpeg"),
        ("RGB", "jpeg"),
        ("RGB", "tiff_lzw"),
        ("RGB", "packbits"),
        ("L", None),
    ],
)
def test_the_pages_of_a_tiff_are_read_however_they_are_packed(write: Write, mode: str, compression: str | None) -> None:
    more = [sheet(mode, (400, 200)), sheet(mode, (160, 320))]
    path = write(
        "scan.tif", saved(sheet(mode, (200, 280)), "TIFF", save_all=True, append_images=more, compression=compression)
    )
    pages = list(PLUGIN.extract(path, Limits()))
    assert [page.width < page.height for page in pages if page.width and page.height] == [True, False, True]
    for number, (width, height) in enumerate([(200, 280), (400, 200), (160, 320)], 1):
        image = PLUGIN.draw(path, number, Scale(width=width), Limits()).image
        assert abs(image.height - height) <= 1
        assert is_black(image, 0.2, 0.2)
        assert not is_black(image, 0.8, 0.8)


def test_a_tiff_of_pages_packed_in_several_ways_is_one_document(write: Write) -> None:
    pages = [
        (sheet("1", (200, 280)), "group4"),
        (sheet("RGB", (200, 280)), "jpeg"),
        (sheet("L", (200, 280)), "tiff_deflate"),
    ]
    target = BytesIO()
    with AppendingTiffWriter(target, new=True) as writer:
        for image, compression in pages:
            image.save(writer, "TIFF", compression=compression)
            writer.newFrame()
    path = write("scan.tif", target.getvalue())
    drawn = [PLUGIN.draw(path, page.number, Scale(width=200), Limits()).image for page in PLUGIN.extract(path, Limits())]
    assert [is_black(image, 0.2, 0.2) for image in drawn] == [True, True, True]


def test_a_tiff_whose_directories_go_round_ends(write: Write, sandbox: Sandbox) -> None:
    whole = bytearray(saved(sheet("L", (20, 20)), "TIFF"))
    first = struct.unpack_from("<I", whole, 4)[0]
    entries = struct.unpack_from("<H", whole, first)[0]
    struct.pack_into("<I", whole, first + 2 + 12 * entries, first)
    path = write("loop.tif", bytes(whole))
    try:
        assert len(sandbox.extract(path, "image/tiff")) < 100
    except RefusedFileError as refusal:
        assert refusal.failure in (Failure.BROKEN, Failure.TOO_MANY_PAGES)  # noqa: PT017 - it may also be read


@pytest.mark.parametrize(
    ("options", "name"), [({}, "a.jp2"), ({"no_jp2": True}, "a.j2k"), ({"irreversible": True}, "a.jpx")]
)
@pytest.mark.parametrize("mode", ["L", "RGB"])
def test_jpeg_2000_is_read(write: Write, options: dict[str, object], name: str, mode: str) -> None:
    path = write(name, saved(sheet(mode, (200, 280)), "JPEG2000", **options))
    assert identify(path, name) == "image/jp2"
    (page,) = PLUGIN.extract(path, Limits())
    image = PLUGIN.draw(path, page.number, Scale(width=200), Limits()).image
    assert is_black(image, 0.2, 0.2)
    assert not is_black(image, 0.8, 0.8)


def test_a_jpeg_2000_larger_than_allowed_is_refused_before_it_is_decoded(write: Write) -> None:
    whole = bytearray(saved(sheet("L", (200, 280)), "JPEG2000"))
    header = whole.index(b"ihdr") + 4
    struct.pack_into(">II", whole, header, 60_000, 60_000)
    with pytest.raises(RefusedFileError) as refusal:
        list(PLUGIN.extract(write("bomb.jp2", bytes(whole)), Limits()))
    assert refusal.value.failure in (Failure.TOO_LARGE, Failure.BROKEN)


HEIC = Path(__file__).parent / "samples" / "square.heic"
"""200 x 280 pixels, white with a black square in its upper left quarter; drawn for these tests and packed by heif-enc."""


def test_heic_is_read_as_a_telephone_wrote_it(write: Write) -> None:
    path = write("IMG_0001.HEIC", HEIC.read_bytes())
    assert identify(path, path.name) == "image/heic"
    (page,) = PLUGIN.extract(path, Limits())
    image = PLUGIN.draw(path, page.number, Scale(width=200), Limits()).image
    assert (image.width, image.height) == (200, 280)
    assert is_black(image, 0.2, 0.2)
    assert not is_black(image, 0.8, 0.8)


@pytest.mark.filterwarnings("ignore")
@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), form=st.sampled_from(["heic", "jp2", "tiff"]))
def test_an_image_cut_off_or_damaged_anywhere_is_drawn_or_refused(write: Write, data: st.DataObject, form: str) -> None:
    samples = {
        "heic": HEIC.read_bytes(),
        "jp2": saved(sheet("L", (60, 80)), "JPEG2000"),
        "tiff": saved(sheet("1", (60, 80)), "TIFF", compression="group4"),
    }
    whole = bytearray(samples[form])
    for _ in range(data.draw(st.integers(0, 3))):
        whole[data.draw(st.integers(12, len(whole) - 1))] = data.draw(st.integers(0, 255))
    path = write("a", bytes(whole[: data.draw(st.integers(12, len(whole)))]))
    try:
        for page in PLUGIN.extract(path, Limits(pixels=10**6)):
            PLUGIN.draw(path, page.number, Scale(width=40), Limits(pixels=10**6))
    except RefusedFileError:
        return
