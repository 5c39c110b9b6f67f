"""Reading page images by Tesseract. Runs only inside a child of `ingest.sandbox`, one thread a page."""

from __future__ import annotations

import csv
import re
import subprocess
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from domain.documents import Page, TextSource, WordBox
from domain.failures import Failure, RefusedFileError
from ingest.placement import Box, Placement, Prepared, level, turn
from ingest.recipe import Recipe, debian_package

if TYPE_CHECKING:
    from PIL.Image import Image

    from ingest.extractor import Drawing

_WORD_LEVEL = "5"
"""Rows of Tesseract's table that are words."""

_NOT_LOADED = re.compile(r"Failed loading language '([^']+)'|/([\w-]+)\.traineddata")
_TURN = re.compile(r"Rotate: (\d+)")
_STDERR_CHARACTERS = 500


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
    as it is drawn, however it was turned for reading. Where nothing is read the page is EMPTY with confidence 0.

    Raises MissingModelError, RefusedFileError when Tesseract gives up on the image.
    """
    recipe = recipe or Recipe()
    prepared = _prepare(drawing.image, recipe)
    words = [_word(row, prepared.placement) for row in _table(prepared.image, recipe, _dpi(drawing))]
    text, boxes = _join([word for word in words if word.text], drawing.image.size)
    source = TextSource.OCR if boxes else TextSource.EMPTY
    return Page(
        number=number,
        text=text,
        source=source,
        tool=f"tesseract {_version()} {recipe.name}",
        confidence=_confidence(boxes),
        width=drawing.width,
        height=drawing.height,
        words=tuple(boxes),
    )


def _prepare(image: Image, recipe: Recipe) -> Prepared:
    """Tesseract reads grey pages better than coloured ones."""
    prepared = Prepared(image.convert("L"))
    if recipe.upright:
        prepared = turn(prepared, _quarter(prepared.image))
    return level(prepared) if recipe.straight else prepared


def _quarter(image: Image) -> int:
    """By how many degrees a page has to be turned clockwise for its letters to stand upright; 0 where that can't be said."""
    try:
        told = _TURN.search(_tesseract(image, ["--psm", "0", "-l", "osd"]))
    except RefusedFileError:
        return 0  # it found too few letters
    return int(told[1]) if told else 0


def _table(image: Image, recipe: Recipe, dpi: int) -> Iterator[dict[str, str]]:
    options = ["-l", recipe.models, "--psm", str(recipe.layout), "--dpi", str(dpi)]
    options += ["-c", f"thresholding_method={recipe.threshold}", "-c", "tessedit_create_tsv=1"]
    table = _tesseract(image, options).splitlines()
    for row in csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE):
        if row["level"] == _WORD_LEVEL:
            yield row


def _tesseract(image: Image, options: Sequence[str]) -> str:
    """What Tesseract says of a grey image. It is handed over through a pipe, so that nothing is packed or written."""
    head = f"P5\n{image.width} {image.height}\n255\n".encode()
    models = options[options.index("-l") + 1].split("+")
    done = _run(["stdin", "stdout", *options], models, head + image.tobytes())
    said = done.stderr.decode("utf-8", "replace")
    missing = {name for found in _NOT_LOADED.findall(said) for name in found if name}
    if missing:
        raise MissingModelError(_advice(model for model in models if model in missing))
    if done.returncode != 0:
        raise RefusedFileError(_failure(done.returncode), f"tesseract {done.returncode}: {said[-_STDERR_CHARACTERS:]}")
    return done.stdout.decode("utf-8", "replace")


def _run(options: Sequence[str], models: Iterable[str], image: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(["tesseract", *options], input=image, capture_output=True, check=False)
    except FileNotFoundError as error:
        raise MissingModelError(_advice(models)) from error


def _advice(models: Iterable[str]) -> str:
    packages = " ".join(map(debian_package, models))
    return f"OCR needs what is not installed: apt-get install tesseract-ocr {packages}"


def _failure(status: int) -> Failure:
    return Failure.OUT_OF_MEMORY if status in (-6, -9) else Failure.CRASHED


def _dpi(drawing: Drawing) -> int:
    """The resolution the page is drawn at, within what Tesseract takes for one."""
    return min(2400, max(70, round(drawing.image.width * 72 / drawing.width)))


def _word(row: dict[str, str], placement: Placement) -> ReadWord:
    left, top = int(row["left"]), int(row["top"])
    return ReadWord(
        text=_plain(row["text"]),
        line=(int(row["block_num"]), int(row["par_num"]), int(row["line_num"])),
        box=placement.box((left, top, left + int(row["width"]), top + int(row["height"]))),
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


def _version() -> str:
    """Tesseract's own version."""
    said = _run(["--version"], ()).stdout.decode("utf-8", "replace").split()
    return said[1] if len(said) > 1 else ""
