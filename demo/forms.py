"""The forms a document can take as a file, by the name that `archive.toml` gives them under `made`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random

from PIL import Image

from demo import image_pdf, markup, office, scanning
from demo.blocks import Block
from demo.drafting import Draft
from demo.image_files import IMAGE_FORMS
from demo.image_pdf import ImagePage, TextLine
from demo.mojibake import mojibake_lines
from demo.typesetting import SetDocument, Typesetter
from demo.visual_order import visual_blocks


@dataclass(frozen=True, slots=True)
class MadeFile:
    """The bytes of a file, its ending and media type, and the blocks that stand on each of its pages.

    `instead` is the form it has, where that may be another than the one asked for.
    """

    content: bytes
    suffix: str
    media_type: str
    pages: tuple[tuple[Block, ...], ...]
    instead: str | None = None


Maker = Callable[[Draft, Typesetter, Random], MadeFile]
_PDF = (".pdf", "application/pdf")


def _layer(draft: Draft, typesetter: Typesetter, _: Random) -> MadeFile:
    made = typesetter.set(draft, draft.blocks)
    return MadeFile(made.pdf, *_PDF, made.pages)


def _visual(draft: Draft, typesetter: Typesetter, _: Random) -> MadeFile:
    """Arabic as presentation forms in the order in which it is seen: right to the eye, wrong to a program."""
    made = typesetter.set(draft, visual_blocks(draft.blocks))
    originals = dict(zip(visual_blocks(draft.blocks), draft.blocks, strict=True))
    return MadeFile(made.pdf, *_PDF, tuple(tuple(originals[block] for block in page) for page in made.pages))


def _scans(made: SetDocument, random: Random) -> list[Image.Image]:
    return [scanning.distort(page, random) for page in scanning.render(made.pdf)]


def _points(image: Image.Image) -> tuple[float, float]:
    return image.width * 72 / scanning.DPI, image.height * 72 / scanning.DPI


def _image_page(image: Image.Image, lines: tuple[TextLine, ...] = ()) -> ImagePage:
    return ImagePage(scanning.jpeg(image), image.size, _points(image), lines)


def _scan_pdf(draft: Draft, typesetter: Typesetter, random: Random) -> MadeFile:
    made = typesetter.set(draft, draft.blocks)
    pages = [_image_page(image) for image in _scans(made, random)]
    return MadeFile(image_pdf.write(pages), *_PDF, made.pages)


def _mojibake(draft: Draft, typesetter: Typesetter, random: Random) -> MadeFile:
    """Page images over which a text layer lies that is nonsense."""
    made = typesetter.set(draft, draft.blocks)
    layers = mojibake_lines(made.pdf)
    images = (scanning.distort(page, random, skew=0) for page in scanning.render(made.pdf))
    pages = [_image_page(image, lines) for image, lines in zip(images, layers, strict=True)]
    return MadeFile(image_pdf.write(pages), *_PDF, made.pages)


def _image(name: str) -> Maker:
    """Files of page images. Only TIFF holds several pages: a longer document becomes one anyway."""

    def make(draft: Draft, typesetter: Typesetter, random: Random) -> MadeFile:
        made = typesetter.set(draft, draft.blocks)
        images = _scans(made, random)
        held = name if len(images) == 1 else "scan_tiff"
        form = IMAGE_FORMS[held]
        return MadeFile(form.save(images), form.suffix, form.media_type, made.pages, instead=held)

    return make


def _flowing(write: Callable[[Draft], bytes], suffix: str, media_type: str) -> Maker:
    """Files without pages of their own: all blocks are on one."""

    def make(draft: Draft, _: Typesetter, __: Random) -> MadeFile:
        return MadeFile(write(draft), suffix, media_type, (draft.blocks,))

    return make


MAKERS: Mapping[str, Maker] = {
    "layer": _layer,
    "visual": _visual,
    "mojibake": _mojibake,
    "scan_pdf": _scan_pdf,
    "scan_tiff": _image("scan_tiff"),
    "scan_png": _image("scan_png"),
    "scan_jpeg": _image("scan_jpeg"),
    "docx": _flowing(office.docx, ".docx", office.DOCX),
    "odt": _flowing(office.odt, ".odt", office.ODT),
    "html": _flowing(markup.html, ".html", "text/html"),
    "txt": _flowing(markup.text, ".txt", "text/plain"),
    "md": _flowing(markup.markdown, ".md", "text/markdown"),
}
"""How each form is made."""
