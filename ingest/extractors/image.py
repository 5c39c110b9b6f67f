"""Images: PNG, JPEG, TIFF (every page of it), WebP, BMP and GIF, read by Pillow. All their text comes from OCR."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from domain.documents import Page, TextSource
from domain.failures import Failure, RefusedFileError
from ingest.extractor import Drawing, Sample
from ingest.limits import Limits
from ingest.scale import POINTS_PER_INCH, Scale

if TYPE_CHECKING:
    from PIL.Image import Image

_SIGNATURES = {
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"II*\0": "image/tiff",
    b"MM\0*": "image/tiff",
    b"GIF87a": "image/gif",
    b"GIF89a": "image/gif",
    b"\x00\x00\x00\x0cjP  \r\n\x87\n": "image/jp2",
    b"\xff\x4f\xff\x51": "image/jp2",
}
_FORMATS = ("PNG", "JPEG", "TIFF", "GIF", "BMP", "WEBP", "JPEG2000", "HEIF")
_HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})

_BELIEVABLE_DPI = range(60, 2401)
_A4_HEIGHT = 842.0
_LARGEST_GUESS = 600.0
_MOST_ENLARGED = 2
_EXIF_ORIENTATION = 274
_SIDEWAYS = frozenset({5, 6, 7, 8})


class ImageExtractor:
    """Only a TIFF has several pages; of moving pictures the first one is the page."""

    media_types = frozenset({*_SIGNATURES.values(), "image/bmp", "image/webp", "image/heic"})
    suffixes = frozenset(
        {".png", ".jpg", ".jpeg", ".tif", ".tiff", ".gif", ".bmp", ".webp", ".jp2", ".jpx", ".j2k", ".jpf", ".heic", ".heif"}
    )
    paged = True

    def recognise(self, sample: Sample) -> str | None:
        """By signature."""
        head = sample.head
        if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
            return "image/webp"
        if head[:2] == b"BM" and head[6:10] == bytes(4):
            return "image/bmp"
        if head[4:8] == b"ftyp" and head[8:12] in _HEIC_BRANDS:
            return "image/heic"
        return next((kind for signature, kind in _SIGNATURES.items() if head.startswith(signature)), None)

    def extract(self, path: Path, limits: Limits) -> Iterator[Page]:
        """A page without text for each image in the file, with its size."""
        with _open(path, limits) as image:
            for number in range(1, _count(image, limits) + 1):
                _seek(image, number, limits)
                yield Page(number, "", TextSource.EMPTY, _tool(), None, *_points(image))

    def draw(self, path: Path, number: int, scale: Scale, limits: Limits) -> Drawing:
        """The image upright as its camera held it, without transparency, at the scale asked for."""
        from PIL import ImageOps

        with _open(path, limits) as image:
            if not 1 <= number <= _count(image, limits):
                raise RefusedFileError(Failure.UNREADABLE, f"no page {number}")
            _seek(image, number, limits)
            width, height = _points(image)
            upright = _opaque(ImageOps.exif_transpose(image))
            size = _drawn_size(upright.size, scale.size(width, height))
            return Drawing(upright.resize(size) if upright.size != size else upright, width, height)


@contextmanager
def _open(path: Path, limits: Limits) -> Iterator[Image]:
    """The image; whatever Pillow makes of a damaged file becomes a refusal."""
    import PIL.Image
    from pi_heif import register_heif_opener

    PIL.Image.MAX_IMAGE_PIXELS = None  # counted by _seek, before anything is decoded
    register_heif_opener()
    try:
        with PIL.Image.open(path, formats=_FORMATS) as image:
            yield image
    except (OSError, SyntaxError, ValueError, EOFError, ZeroDivisionError) as error:
        raise RefusedFileError(Failure.BROKEN, repr(error)) from error


def _count(image: Image, limits: Limits) -> int:
    count = getattr(image, "n_frames", 1) if image.format == "TIFF" else 1
    if count > limits.pages:
        raise RefusedFileError(Failure.TOO_MANY_PAGES, f"{count} pages")
    return int(count)


def _seek(image: Image, number: int, limits: Limits) -> None:
    if number > 1:
        image.seek(number - 1)
    width, height = image.size
    if width * height > limits.pixels:
        raise RefusedFileError(Failure.TOO_LARGE, f"{width} x {height} pixels")


def _points(image: Image) -> tuple[float, float]:
    """Width and height in points of the upright image; without a believable resolution its long side is A4's."""
    width, height = image.size
    if image.getexif().get(_EXIF_ORIENTATION) in _SIDEWAYS:
        width, height = height, width
    points_per_pixel = POINTS_PER_INCH / _dpi(image)
    return round(width * points_per_pixel, 2), round(height * points_per_pixel, 2)


def _dpi(image: Image) -> float:
    stated = image.info.get("dpi")
    dpi = float(stated[0]) if isinstance(stated, tuple) and stated else 0.0
    if round(dpi) in _BELIEVABLE_DPI and max(image.size) * POINTS_PER_INCH / dpi < 4 * _A4_HEIGHT:
        return dpi
    guess = max(image.size) * POINTS_PER_INCH / _A4_HEIGHT
    return min(_LARGEST_GUESS, max(POINTS_PER_INCH, guess))


def _drawn_size(found: tuple[int, int], wanted: tuple[int, int]) -> tuple[int, int]:
    """The size wanted, unless that is much larger than the image: enlarging adds no detail."""
    if wanted[0] <= _MOST_ENLARGED * found[0]:
        return wanted
    return _MOST_ENLARGED * found[0], _MOST_ENLARGED * found[1]


def _opaque(image: Image) -> Image:
    """The image in RGB or grey, what is transparent white."""
    import PIL.Image

    if "A" not in image.getbands() and "transparency" not in image.info:
        return image.convert("L" if image.mode in ("1", "L") else "RGB")
    ground = PIL.Image.new("RGBA", image.size, "white")
    return PIL.Image.alpha_composite(ground, image.convert("RGBA")).convert("RGB")


def _tool() -> str:
    import PIL

    return f"Pillow {PIL.__version__}"


PLUGIN = ImageExtractor()
