"""Page images as TIFF, PNG and JPEG files."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from PIL import Image, ImageOps

from demo.scanning import DPI, JPEG_QUALITY

_GREY_BITS = 4
"""Grey levels a PNG keeps, as a power of two: noise does not compress."""


@dataclass(frozen=True, slots=True)
class ImageForm:
    """A kind of image file: Pillow's name for it, ending, media type and options to save with."""

    format: str
    suffix: str
    media_type: str
    options: Mapping[str, object] = field(default_factory=dict)

    def save(self, images: Sequence[Image.Image]) -> bytes:
        """The file; of several images only TIFF keeps more than the first."""
        first, *others = images
        options = dict(self.options, dpi=(DPI, DPI))
        if self.format == "TIFF":
            options |= {"save_all": True, "append_images": others}
        elif self.format == "PNG":
            first = ImageOps.posterize(first, _GREY_BITS)
        stream = io.BytesIO()
        first.save(stream, self.format, **options)
        return stream.getvalue()


IMAGE_FORMS: Mapping[str, ImageForm] = {
    "scan_tiff": ImageForm("TIFF", ".tiff", "image/tiff", {"compression": "jpeg", "quality": JPEG_QUALITY}),
    "scan_png": ImageForm("PNG", ".png", "image/png"),
    "scan_jpeg": ImageForm("JPEG", ".jpg", "image/jpeg", {"quality": JPEG_QUALITY}),
}
"""The forms of `archive.toml` that are image files."""
