"""What a typesetter wrote comes back as it was typed, whatever the font shapes it into."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import typst

from domain.documents import Page
from ingest.extractors.pdf import PLUGIN
from ingest.limits import Limits

Write = Callable[[str, bytes], Path]

FONTS = ("Amiri", "Noto Naskh Arabic", "Noto Sans Arabic", "Noto Kufi Arabic", "DejaVu Sans")

ARABIC = (
    "المملكة المغربية",
    "وزارة الداخلية",
    "محضر اجتماع الدورة العادية لشهر أكتوبر",
    "مقرر رقم 12 بتاريخ 14 أكتوبر 2020",
    "القانون التنظيمي رقم 113.14 المتعلق بالجماعات",
    "المصادقة على اتفاقية الشراكة (المادة 92)",
    "الولاية الأولى، لأجل الإصلاح والآلات",
    "بمبلغ قدره 1250000 درهم",
    "قال الرئيس: «نعم»، ثم رُفعت الجلسة.",
    "العدد ١٢ من سنة ٢٠٢٠",
)
FRENCH = (
    "Royaume du Maroc",
    "Délibération n° 2020/45 du 14 octobre",
    "Le conseil communal, réuni à l'hôtel de ville, approuve",
    "une subvention de 1 250 000,00 DH (article 92)",
    "œuvre sociale, affaires, difficile, flux financiers",
)
MIXED = (
    "شركة Lydec للتدبير المفوض",
    "الصفقة رقم 12 المسماة Marché cadre الخاصة بالنظافة",
)


def extract(write: Write, markup: str) -> Page:
    made = typst.compile(markup.encode(), format="pdf")
    assert isinstance(made, bytes)
    (page,) = PLUGIN.extract(write("page.pdf", made), Limits())
    return page


def setting(font: str, extra: str = "") -> str:
    return f'#set page(width: 210mm, height: 297mm, {extra})\n#set text(font: ("{font}", "DejaVu Sans"), size: 12pt)\n'


def right_to_left(lines: tuple[str, ...]) -> str:
    return '#set text(lang: "ar", dir: rtl)\n' + "\n\n".join(lines)


@pytest.mark.parametrize("font", FONTS)
@pytest.mark.parametrize("lines", [ARABIC, MIXED], ids=["arabic", "mixed"])
def test_arabic_comes_back_as_it_was_typed(write: Write, font: str, lines: tuple[str, ...]) -> None:
    assert extract(write, setting(font) + right_to_left(lines)).text.split("\n") == list(lines)


@pytest.mark.parametrize("font", ["DejaVu Sans", "DejaVu Serif", "Amiri"])
def test_french_comes_back_as_it_was_typed(write: Write, font: str) -> None:
    typed = setting(font) + '#set smartquote(enabled: false)\n#set text(lang: "fr")\n' + "\n\n".join(FRENCH)
    assert [line.replace("\xa0", " ") for line in extract(write, typed).text.split("\n")] == list(FRENCH)


@pytest.mark.parametrize("flipped", [False, True])
def test_a_table_is_read_row_by_row_from_the_side_the_page_is(write: Write, flipped: bool) -> None:
    table = "#table(columns: (1fr, 1fr, 1fr), [البند], [المبلغ], [السنة], [النظافة], [1500], [2020])"
    page = extract(write, setting("Amiri", f"flipped: {str(flipped).lower()}") + right_to_left((table,)))
    assert page.text.split("\n") == ["البند\tالمبلغ\tالسنة", "النظافة\t1500\t2020"]


def test_columns_are_read_one_after_the_other(write: Write) -> None:
    words = " ".join(f"mot{number}" for number in range(300))
    page = extract(write, setting("DejaVu Sans", "columns: 2") + "#set par(justify: true)\n" + words)
    assert page.text.replace("-\n", "").split() == words.split()


def test_arabic_columns_are_read_from_the_right(write: Write) -> None:
    words = " ".join("مجلس" + "ابتجدرسعفق"[number % 10] * (1 + number // 10 % 3) for number in range(300))
    page = extract(write, setting("Amiri", "columns: 2") + right_to_left((words,)))
    assert page.text.split() == words.split()


def test_every_word_has_a_box_on_its_line(write: Write) -> None:
    page = extract(write, setting("Amiri") + right_to_left(ARABIC))
    assert [page.text[box.start : box.end] for box in page.words] == page.text.split()
    tops = [box.top for box in page.words]
    lines = [page.text[: box.start].count("\n") for box in page.words]
    assert all(
        first < second
        for first, line in zip(tops, lines, strict=True)
        for second, other in zip(tops, lines, strict=True)
        if line < other
    )


def test_in_a_right_to_left_line_the_first_words_stand_on_the_right(write: Write) -> None:
    page = extract(write, setting("Amiri") + right_to_left(ARABIC[:1]))
    first, second = page.words
    assert first.left > second.right
