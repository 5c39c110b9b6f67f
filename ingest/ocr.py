"""Reading page images by Tesseract. Runs only inside a child of `ingest.sandbox`, one thread a page."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from domain.documents import Page, TextSource, WordBox
from domain.failures import Failure, RefusedFileError

if TYPE_CHECKING:
    from PIL.Image import Image

    from ingest.extractor import Drawing

LANGUAGES = "ara+fra"
"""Tesseract models, the main one first, as its `-l` takes them."""

_WORD_LEVEL = 5
"""Rows of Tesseract's table that are words."""


class MissingModelError(RuntimeError):
    """Tesseract, or one of its language models, is not installed. The message names the Debian packages to install."""


@dataclass(frozen=True, slots=True)
class ReadWord:
    """A word Tesseract read: its text, the number of its block, paragraph and line, its box in pixels, and how sure
    Tesseract is of it, 0 to 1.
    """

    text: str
    line: tuple[int, int, int]
    box: tuple[int, int, int, int]
    confidence: float


def read(drawing: Drawing, number: int, languages: str = LANGUAGES) -> Page:
    """Page `number` read from its image: lines in reading order, a blank line between
    paragraphs. Where nothing is read the page is EMPTY with confidence 0.

    Raises MissingModelError, RefusedFileError when Tesseract gives up on the image.
    """
    words = [_word(row) for row in _table(_grey(drawing.image), languages)]
    text, boxes = _join([word for word in words if word.text], drawing.image.size)
    source = TextSource.OCR if boxes else TextSource.EMPTY
    return Page(
        number=number,
        text=text,
        source=source,
        tool=_tool(languages),
        confidence=_confidence(boxes),
        width=drawing.width,
        height=drawing.height,
        words=tuple(boxes),
    )


def check_models(languages: str) -> None:
    """Raise MissingModelError unless Tesseract and every model of `languages` is installed: Tesseract itself goes on
    with what it has, and the pages in the other language would come out as noise.
    """
    import pytesseract

    try:
        installed = set(pytesseract.get_languages())
    except pytesseract.TesseractNotFoundError as error:
        raise MissingModelError(_advice(languages.split("+"))) from error
    if missing := [code for code in languages.split("+") if code not in installed]:
        raise MissingModelError(_advice(missing))


def _advice(models: Iterable[str]) -> str:
    packages = " ".join(f"tesseract-ocr-{_package(model)}" for model in models)
    return f"OCR needs what is not installed: apt-get install tesseract-ocr {packages}"


def _package(model: str) -> str:
    """The end of a model's Debian package name; models of scripts begin with a capital and are cut to four letters."""
    return f"script-{model[:4].lower()}" if model[:1].isupper() else model.replace("_", "-").lower()


def _table(image: Image, languages: str) -> Iterator[Mapping[str, int | float | str]]:
    import pytesseract

    os.environ["OMP_THREAD_LIMIT"] = "1"
    check_models(languages)
    try:
        columns = pytesseract.image_to_data(image, lang=languages, output_type=pytesseract.Output.DICT)
    except pytesseract.TesseractError as error:
        raise RefusedFileError(_failure(error.status), f"tesseract {error.status}: {error.message}") from error
    for values in zip(*columns.values(), strict=True):
        row = dict(zip(columns, values, strict=True))
        if row["level"] == _WORD_LEVEL:
            yield row


def _grey(image: Image) -> Image:
    """Tesseract reads grey pages better than coloured ones, and a file that is not packed comes to it faster."""
    grey = image.convert("L")
    grey.format = "PPM"
    return grey


def _failure(status: int) -> Failure:
    return Failure.OUT_OF_MEMORY if status in (-6, -9) else Failure.CRASHED


def _word(row: Mapping[str, int | float | str]) -> ReadWord:
    left, top = int(row["left"]), int(row["top"])
    return ReadWord(
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
    (left, top, right, bottom), (width, height) = word.box, size
    return WordBox(
        start,
        start + len(word.text),
        left / width,
        top / height,
        min(1.0, right / width),
        min(1.0, bottom / height),
        round(word.confidence, 3),
    )


def _confidence(boxes: Sequence[WordBox]) -> float:
    """The words' mean confidence, longer words counting more; 0 without words."""
    letters = sum(box.end - box.start for box in boxes)
    return sum((box.confidence or 0.0) * (box.end - box.start) for box in boxes) / letters if letters else 0.0


def _tool(languages: str) -> str:
    import pytesseract

    return f"tesseract {pytesseract.get_tesseract_version()} {languages}"
