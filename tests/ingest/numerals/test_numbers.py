"""Arabic-Indic numbers are read from scans, and nothing else is taken for one."""

from __future__ import annotations

import random
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageFilter

from ingest import ocr
from ingest.extractor import Drawing
from ingest.numerals.draw_shapes import drawn
from ingest.numerals.mending import SeenWord, mended
from ingest.numerals.shapes import ARABIC, arabic_number, number_parts
from tests.ingest import scanned
from tests.ingest.conftest import typeset

NOTO = Path("/usr/share/fonts/truetype/noto")
FACES = {
    "Amiri": Path("/usr/share/fonts/opentype/fonts-hosny-amiri/Amiri-Regular.ttf"),
    "Amiri bold": Path("/usr/share/fonts/opentype/fonts-hosny-amiri/Amiri-Bold.ttf"),
    "Kufi": NOTO / "NotoKufiArabic-Regular.ttf",
    "Naskh": NOTO / "NotoNaskhArabic-Regular.ttf",
    "Sans": NOTO / "NotoSansArabic-Regular.ttf",
    "DejaVu": Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"),
}
SIZES = (50, 34)
"""Pixels of 12 points at 300 and 200 dpi."""

SENTENCES = (
    "تخصيص مبلغ {} درهم لتوسيع شبكة الماء",
    "مقرر عدد {} بتاريخ {}",
    "برسم سنة {} والفصل {} من الميزانية",
    "المادة {} من القانون التنظيمي",
    "صوت بالموافقة {} عضوا من أصل {}",
)


def arabic(number: int) -> str:
    return "".join(ARABIC[int(digit)] for digit in str(number))


def numbers(seed: str, count: int) -> list[str]:
    chance = random.Random(seed)
    kinds = ((10, 99), (1990, 2030), (100, 10**5))
    return [arabic(chance.randrange(*chance.choice(kinds))) for _ in range(count)]


def read(image: Image.Image) -> str | None:
    return arabic_number(number_parts(image))


@pytest.mark.parametrize("face", FACES)
@pytest.mark.parametrize("size", SIZES)
def test_every_digit_is_read_in_every_face(face: str, size: int) -> None:
    for number in ("١٢٣٤٥", "٦٧٨٩٠", *numbers(face, 10)):
        assert read(drawn(number, str(FACES[face]), size)) == number


@pytest.mark.parametrize("number", ["٢٠٢٤/٠٣/١٥", "١١١.١٤", "٢٦/١٠"])
def test_signs_between_digits_are_kept(number: str) -> None:
    assert read(drawn(number, str(FACES["Amiri"]), 50)) == number


@pytest.mark.parametrize("face", ["Amiri", "DejaVu"])
@pytest.mark.parametrize("size", SIZES)
def test_latin_numbers_are_none(face: str, size: int) -> None:
    chance = random.Random(face)
    for _ in range(20):
        number = str(chance.randrange(100, 10**6))
        assert read(drawn(number, str(FACES[face]), size)) is None, number


@pytest.mark.parametrize("word", ["المجلس", "قرر", "درهم", "من", "الماء", "وزارة", "دار", "Commune", "Le", "budget", "n°"])
def test_words_are_none(word: str) -> None:
    assert read(drawn(word, str(FACES["Amiri"]), 50)) is None


def test_no_ink_is_none() -> None:
    assert read(Image.new("L", (30, 20), 255)) is None
    assert read(Image.new("L", (1, 1), 0)) is None


def page_of(face: str) -> tuple[Image.Image, list[str]]:
    """A page of sentences with numbers, and the numbers."""
    wanted = numbers(face, 8)
    left = iter(wanted)
    lines = [sentence.format(*(next(left) for _ in range(sentence.count("{}")))) for sentence in SENTENCES]
    markup = "\n\n".join(f'#text(lang: "ar", dir: rtl)[{line}]' for line in lines)
    made = typeset(f"#set page(height: 110mm)\n{markup}\n", "png", face)
    return Image.open(BytesIO(made)).convert("L"), wanted


def words_of(image: Image.Image, dpi: int) -> list[str]:
    page = ocr.read(Drawing(image, image.width * 72 / dpi, image.height * 72 / dpi), 1)
    return [page.text[word.start : word.end] for word in page.words]


@pytest.mark.parametrize("face", ["Noto Naskh Arabic", "Amiri"])
def test_a_scan_gives_its_numbers_of_which_tesseract_alone_reads_hardly_one(face: str) -> None:
    image, wanted = page_of(face)
    found = words_of(image.filter(ImageFilter.GaussianBlur(0.8)), 300)
    assert sum(number in found for number in wanted) >= 0.75 * len(wanted)
    assert {"تخصيص", "مبلغ", "القانون"} <= set(found)


def test_latin_numbers_beside_them_stay() -> None:
    found = words_of(scanned.page(), 300)
    assert {"٢٠٢٤", "٣٥٧٠٠", "19", "26"} <= set(found)


def test_a_page_that_shows_no_such_digit_is_left_as_it_is() -> None:
    image = drawn("٢٠٢٤", str(FACES["Naskh"]), 50)
    words = [SeenWord("7٠74".replace("٠", "0"), (1, 1, 1), (0, 0, *image.size), 0.4)]
    assert mended(image, words) == words


def test_a_lone_alef_is_no_one() -> None:
    image = drawn("ا", str(FACES["Naskh"]), 50)
    alef = SeenWord("ا", (1, 1, 1), (0, 0, *image.size), 0.4)
    year = SeenWord("٢٠٢٤", (1, 1, 2), (0, 0, 1, 1), 0.9)
    assert alef in mended(image, [alef, year])


def test_a_number_taken_for_two_words_becomes_one() -> None:
    image = drawn("٢٠٢٤", str(FACES["Naskh"]), 50)
    half = image.width // 2
    words = [
        SeenWord("7٠", (1, 1, 1), (0, 0, half, image.height), 0.4),
        SeenWord("7ع", (1, 1, 1), (half, 0, image.width, image.height), 0.4),
    ]
    (word,) = mended(image, words)
    assert (word.text, word.box) == ("٢٠٢٤", (0, 0, *image.size))


@pytest.mark.parametrize(
    ("seen", "meant"), [("٠٠١", "١٠٠"), ("٠٠٠١", "١٠٠٠"), ("(٠١)", "(١٠)"), ("١9٠", "١9٠"), ("100", "100"), ("٠", "٠")]
)
def test_what_can_not_be_read_by_its_shapes_is_put_into_the_order_of_digits(seen: str, meant: str) -> None:
    blank = Image.new("L", (200, 60), 255)
    words = [SeenWord(seen, (1, 1, 1), (10, 10, 190, 50), 0.9), SeenWord("١", (1, 1, 2), (10, 10, 20, 20), 0.9)]
    assert mended(blank, words)[0].text == meant


def test_numbers_of_two_lines_stay_two() -> None:
    image = Image.new("L", (200, 200), 255)
    one, other = (drawn(number, str(FACES["Naskh"]), 50) for number in ("١٩", "٢٦"))
    image.paste(one, (10, 10))
    image.paste(other, (10, 100))
    words = [
        SeenWord("١9", (1, 1, 1), (10, 10, 10 + one.width, 10 + one.height), 0.4),
        SeenWord("71", (1, 1, 2), (10, 100, 10 + other.width, 100 + other.height), 0.4),
    ]
    assert [word.text for word in mended(image, words)] == ["١٩", "٢٦"]
