"""Reading page images by Tesseract. Runs only inside a child of `ingest.sandbox`, one thread a page."""

from __future__ import annotations

import os
import subprocess
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from domain.documents import Page, TextSource, WordBox
from domain.failures import Failure, RefusedFileError
from ingest.blank import is_blank
from ingest.numerals.mending import SeenWord, mended
from ingest.placement import Box, Prepared, level, turn
from ingest.recipe import Recipe, debian_package
from ingest.specks import without_specks

if TYPE_CHECKING:
    from PIL.Image import Image

    from ingest.extractor import Drawing

_WORD_LEVEL = 5
"""Rows of Tesseract's table that are words."""

_Row = Mapping[str, int | float | str]


class MissingModelError(RuntimeError):
    """Tesseract, or one of its language models, is not installed. The message names the Debian packages to install."""


@dataclass(frozen=True, slots=True)
class ReadWord:
    """A word Tesseract read: its text, the number of its block, paragraph and line, its box in pixels of the page's
    image as it is drawn, and how sure Tesseract is of it, 0 to 1.
    """

    text: str
    line: tuple[int, int, int]
    box: Box
    confidence: float


def read(drawing: Drawing, number: int, recipe: Recipe | None = None) -> Page:
    """Page `number` read from its image: lines in reading order, a blank line between paragraphs. Boxes lie on the page
    as it is drawn, however it was turned for reading. Where nothing is read the page is EMPTY with confidence 0; a blank
    sheet is EMPTY with confidence 1, and Tesseract is not started for it.

    Raises MissingModelError, RefusedFileError when Tesseract gives up on the image.
    """
    import pytesseract

    os.environ["OMP_THREAD_LIMIT"] = "1"
    recipe = recipe or Recipe()
    if is_blank(grey := drawing.image.convert("L")):
        return _blank_page(drawing, number)
    prepared = _prepare(without_specks(grey), recipe)
    seen = mended(prepared.image, [_seen(row) for row in _table(prepared.image, recipe, _dpi(drawing))])
    words = [ReadWord(word.text, word.line, prepared.placement.box(word.box), word.confidence) for word in seen]
    text, boxes = _join([word for word in words if word.text], drawing.image.size)
    source = TextSource.OCR if boxes else TextSource.EMPTY
    return Page(
        number=number,
        text=text,
        source=source,
        tool=f"tesseract {pytesseract.get_tesseract_version()} {recipe.name}",
        confidence=_confidence(boxes),
        width=drawing.width,
        height=drawing.height,
        words=tuple(boxes),
    )


def _blank_page(drawing: Drawing, number: int) -> Page:
    import PIL

    return Page(
        number=number,
        text="",
        source=TextSource.EMPTY,
        tool=f"pillow {PIL.__version__} blank",
        confidence=1.0,
        width=drawing.width,
        height=drawing.height,
    )


def _prepare(image: Image, recipe: Recipe) -> Prepared:
    """The image, which is grey: Tesseract reads such pages better than coloured ones."""
    prepared = Prepared(image)
    if recipe.upright:
        prepared = turn(prepared, _quarter(prepared.image))
    return level(prepared)


def _quarter(image: Image) -> int:
    """By how many degrees a page has to be turned clockwise for its letters to stand upright; 0 where that can't be said."""
    import pytesseract

    _check_models("osd")
    try:
        told = pytesseract.image_to_osd(_unpacked(image), output_type=pytesseract.Output.DICT)
    except pytesseract.TesseractError:
        return 0  # it found too few letters
    return int(told["rotate"])


def _table(image: Image, recipe: Recipe, dpi: int) -> Iterator[_Row]:
    """Tesseract's rows that are words, by the names of its columns."""
    import pytesseract

    _check_models(recipe.models)
    config = f"--psm {recipe.layout} --dpi {dpi} -c thresholding_method={recipe.threshold}"
    try:
        columns = pytesseract.image_to_data(
            _unpacked(image), lang=recipe.models, config=config, output_type=pytesseract.Output.DICT
        )
    except pytesseract.TesseractError as error:
        raise RefusedFileError(_failure(error.status), f"tesseract {error.status}: {error.message}") from error
    for values in zip(*columns.values(), strict=True):
        row = dict(zip(columns, values, strict=True))
        if row["level"] == _WORD_LEVEL:
            yield row


def _unpacked(image: Image) -> Image:
    """The image, to be handed over in a file that is not packed: it comes to Tesseract faster."""
    image.format = "PPM"
    return image


def _check_models(models: str) -> None:
    """Raise MissingModelError unless Tesseract and all its models named are installed: Tesseract itself goes on with what
    it has, and the pages in the other language would come out as noise.
    """
    try:
        # pytesseract's own list leaves out the models of scripts.
        listed = subprocess.run(["tesseract", "--list-langs"], capture_output=True, text=True, check=False).stdout
    except FileNotFoundError as error:
        raise MissingModelError(_advice(models.split("+"))) from error
    installed = set(listed.split())
    if missing := [code for code in models.split("+") if code not in installed]:
        raise MissingModelError(_advice(missing))


def _advice(models: Iterable[str]) -> str:
    packages = " ".join(map(debian_package, models))
    return f"OCR needs what is not installed: apt-get install tesseract-ocr {packages}"


def _failure(status: int) -> Failure:
    return Failure.OUT_OF_MEMORY if status in (-6, -9) else Failure.CRASHED


def _dpi(drawing: Drawing) -> int:
    """The resolution the page is drawn at, within what Tesseract takes for one."""
    return min(2400, max(70, round(drawing.image.width * 72 / drawing.width)))


def _seen(row: _Row) -> SeenWord:
    left, top = int(row["left"]), int(row["top"])
    return SeenWord(
        text=_plain(str(row["text"])),
        line=(int(row["block_num"]), int(row["par_num"]), int(row["line_num"])),
        box=(left, top, left + int(row["width"]), top + int(row["height"])),
        confidence=min(1.0, max(0.0, float(row["conf"]) / 100)),
    )


def _plain(text: str) -> str:
    """A word without white space and the direction marks that Tesseract puts around numbers."""
    return "".join(letter for letter in text if unicodedata.category(letter) not in ("Cf", "Cc", "Zs"))


def _join(words: Sequence[ReadWord], size: tuple[int, int]) -> tuple[str, list[WordBox]]:
    text, boxes = "", []
    paragraph: tuple[int, int] | None = None
    for (block, par, _), line in groupby(words, key=lambda word: word.line):
        text += "" if not text else "\n" if (block, par) == paragraph else "\n\n"
        paragraph = block, par
        for word in line:
            text += "" if not text or text.endswith("\n") else " "
            boxes.append(_box(word, len(text), size))
            text += word.text
    return text, boxes


def _box(word: ReadWord, start: int, size: tuple[int, int]) -> WordBox:
    left, top, right, bottom = (min(1.0, max(0.0, side / size[axis % 2])) for axis, side in enumerate(word.box))
    return WordBox(start, start + len(word.text), left, top, right, bottom, round(word.confidence, 3))


def _confidence(boxes: Sequence[WordBox]) -> float:
    """The words' mean confidence, longer words counting more; 0 without words."""
    letters = sum(box.end - box.start for box in boxes)
    return sum((box.confidence or 0.0) * (box.end - box.start) for box in boxes) / letters if letters else 0.0
