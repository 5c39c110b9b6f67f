from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.documents import Page, TextSource
from domain.failures import Failure, RefusedFileError
from ingest.extracted import ExtractedPage
from ingest.extractors.pdf import PLUGIN
from ingest.limits import Limits
from ingest.scale import Scale
from tests.ingest.bidi import visualise
from tests.ingest.conftest import ARABIC_LINES, FRENCH_LINE
from tests.ingest.drawn_pdf import DrawnPdf, pdf_file

Write = Callable[[str, bytes], Path]

SENTENCE = "قرر المجلس الجماعي 12 صوتا"
FILLING = "Le conseil communal de la ville approuve la convention."


def extract(path: Path, limits: Limits | None = None) -> list[Page]:
    return list(PLUGIN.extract(path, limits or Limits()))


def only_page(write: Write, pdf: DrawnPdf) -> Page:
    (page,) = extract(write("drawn.pdf", pdf.to_bytes()))
    return page


def test_shaped_arabic_comes_out_as_it_was_typed(typeset_pdf: Path) -> None:
    (page,) = extract(typeset_pdf)
    assert page.text.split("\n") == [*ARABIC_LINES, FRENCH_LINE]
    assert page.source is TextSource.REPAIRED


@pytest.mark.parametrize(("logical", "source"), [(False, TextSource.REPAIRED), (True, TextSource.LAYER)])
def test_a_line_is_read_whichever_way_its_letters_are_drawn(write: Write, logical: bool, source: TextSource) -> None:
    pdf = DrawnPdf()
    pdf.line("قرر المجلس الجماعي"[::-1], 50, 700, logical=logical)
    page = only_page(write, pdf)
    assert (page.text, page.source) == ("قرر المجلس الجماعي", source)


def test_lines_of_one_page_may_be_drawn_each_way(write: Write) -> None:
    pdf = DrawnPdf()
    pdf.line(visualise(SENTENCE, True), 50, 700)
    pdf.line(visualise(SENTENCE, True), 50, 680, logical=True)
    assert only_page(write, pdf).text == f"{SENTENCE}\n{SENTENCE}"


@settings(deadline=None)
@given(st.permutations(range(len(SENTENCE))))
def test_the_order_of_drawing_does_not_matter(tmp_path_factory: pytest.TempPathFactory, order: list[int]) -> None:
    pdf, shown = DrawnPdf(), visualise(SENTENCE, True)
    for place in order:
        pdf.glyph(shown[place], 50 + 5 * place, 700)
    path = tmp_path_factory.mktemp("drawn") / "drawn.pdf"
    path.write_bytes(pdf.to_bytes())
    assert extract(path)[0].text == SENTENCE


def test_a_ligature_keeps_its_letters_in_order_and_shapes_become_letters(write: Write) -> None:
    pdf = DrawnPdf()
    pdf.line(["ﻡ", "لا", "ﺳ"], 50, 700)
    pdf.line(["ﻡ", "ﻼ", "ﺳ"], 50, 680)
    page = only_page(write, pdf)
    assert (page.text, page.source) == ("سلام\nسلام", TextSource.REPAIRED)


def test_what_the_file_itself_says_is_kept_where_it_was_put_right(write: Write) -> None:
    pdf = DrawnPdf()
    pdf.line(["ﻡ", "ﻼ", "ﺳ"], 50, 700)
    pdf.line("12", 50, 680)
    assert only_page(write, pdf).raw_text == "ﻡﻼﺳ\n12"


def test_what_was_not_put_right_is_not_kept_twice(write: Write) -> None:
    pdf = DrawnPdf()
    pdf.line("conseil", 50, 700)
    assert only_page(write, pdf).raw_text is None


def test_the_font_of_each_word_and_its_ligatures_are_told(write: Write) -> None:
    pdf = DrawnPdf()
    pdf.line(["ة", "ث", "ال", "ث", " ", "ب", "ﻼ"], 50, 700)
    page = only_page(write, pdf)
    assert isinstance(page, ExtractedPage)
    assert page.text == "لاب ثالثة"  # the file's mistake: repaired where the lexicon is at hand
    assert page.fonts == ("unknown", "unknown")
    assert [page.text[start:end] for start, end in page.ligatures] == ["ال"]


def test_brackets_and_numbers_in_arabic_are_read_right(write: Write) -> None:
    pdf = DrawnPdf()
    pdf.line("(12) ةداملا", 50, 700)
    assert only_page(write, pdf).text == "المادة (12)"


def test_every_box_is_a_word_of_the_text_in_its_place(write: Write) -> None:
    pdf = DrawnPdf()
    pdf.line("deux mots", 60, 400)
    page = only_page(write, pdf)
    assert [page.text[box.start : box.end] for box in page.words] == ["deux", "mots"]
    first, second = page.words
    assert (first.left, first.right) == pytest.approx((60 / 600, 80 / 600))
    assert second.left == pytest.approx(85 / 600)
    assert first.top < 1 - 400 / 800 < first.bottom
    assert first.confidence is None


@pytest.mark.parametrize(
    ("rotate", "left_of_page", "top_of_page"),
    [(0, True, False), (90, True, True), (180, False, True), (270, False, False)],
)
def test_boxes_stand_on_the_page_as_it_is_turned_for_reading(
    write: Write, rotate: int, left_of_page: bool, top_of_page: bool
) -> None:
    pdf = DrawnPdf(rotate=rotate)
    pdf.line("coin", 10, 10)  # the unturned page's lower left
    page = only_page(write, pdf)
    (box,) = page.words
    assert (page.width, page.height) == ((600, 800) if rotate in (0, 180) else (800, 600))
    assert (box.right < 0.2) == left_of_page
    assert (box.bottom < 0.2) == top_of_page


@pytest.mark.parametrize(
    "matrix", [(1, 0, 0, 1), (0, 1, -1, 0), (-1, 0, 0, -1), (0, -1, 1, 0)], ids=["0", "90", "180", "270"]
)
def test_text_set_sideways_is_read_along_its_own_lines(write: Write, matrix: tuple[float, float, float, float]) -> None:
    pdf, (across, up, _, _) = DrawnPdf(), matrix
    for place, letter in enumerate("travers"):
        pdf.turned(letter, matrix, 300 + 5 * place * across, 400 + 5 * place * up)
    page = only_page(write, pdf)
    (box,) = page.words
    assert page.text == "travers"
    assert ((box.right - box.left) * 600 > (box.bottom - box.top) * 800) == bool(across)


def test_what_the_crop_box_hides_is_not_read_and_boxes_are_shares_of_what_it_shows(write: Write) -> None:
    pdf = DrawnPdf(crop_box=(100, 100, 500, 500))
    pdf.line("cachet", 10, 10)
    pdf.line("texte", 100, 300)
    page = only_page(write, pdf)
    (box,) = page.words
    assert (page.text, page.width, page.height) == ("texte", 400, 400)
    assert box.left == pytest.approx(0)
    assert box.bottom > 0.5 > box.top


def test_words_are_told_apart_by_gaps_where_no_space_is_drawn(write: Write) -> None:
    pdf = DrawnPdf()
    pdf.line("conseil", 50, 700)
    pdf.line("communal", 50 + 7 * 5 + 3, 700)
    assert only_page(write, pdf).text == "conseil communal"


def blank(pdf: DrawnPdf) -> None:
    """Nothing at all."""


def spaces(pdf: DrawnPdf) -> None:
    pdf.line("   ", 50, 700)


def stamped_scan(pdf: DrawnPdf) -> None:
    pdf.image(600, 800)
    pdf.line("page 3", 50, 20)


def scan_with_invisible_layer(pdf: DrawnPdf) -> None:
    pdf.image(600, 800)
    for place, letter in enumerate(FILLING):
        pdf.glyph(letter, 50 + 5 * place, 700, mode=3)


def letters_without_meaning(pdf: DrawnPdf) -> None:
    for place, _ in enumerate(FILLING):
        pdf.glyph("", 50 + 5 * place, 700)


@pytest.mark.parametrize("draw", [blank, spaces, stamped_scan, scan_with_invisible_layer, letters_without_meaning])
def test_a_page_without_a_layer_worth_reading_is_left_to_ocr(write: Write, draw: Callable[[DrawnPdf], None]) -> None:
    pdf = DrawnPdf()
    draw(pdf)
    page = only_page(write, pdf)
    assert (page.text, page.source, page.words) == ("", TextSource.EMPTY, ())
    assert (page.width, page.height) == (600, 800)


def test_what_a_scan_hides_under_its_picture_stays_retrievable(write: Write) -> None:
    pdf = DrawnPdf()
    scan_with_invisible_layer(pdf)
    page = only_page(write, pdf)
    assert page.raw_text == FILLING
    assert page.text == ""


@pytest.mark.parametrize("draw", [blank, spaces, stamped_scan, letters_without_meaning])
def test_a_page_that_hides_nothing_has_no_raw_text(write: Write, draw: Callable[[DrawnPdf], None]) -> None:
    pdf = DrawnPdf()
    draw(pdf)
    assert only_page(write, pdf).raw_text is None


def test_text_over_a_picture_is_read_from_the_layer(write: Write) -> None:
    pdf = DrawnPdf()
    pdf.image(600, 800)
    pdf.line(FILLING, 50, 700)
    assert only_page(write, pdf).text == FILLING


def test_pages_are_numbered_from_one_in_order(write: Write) -> None:
    pdf = DrawnPdf()
    for number in (1, 2, 3):
        if number > 1:
            pdf.new_page()
        pdf.line(f"page {number}", 50, 700)
    pages = extract(write("three.pdf", pdf.to_bytes()))
    assert [(page.number, page.text) for page in pages] == [(1, "page 1"), (2, "page 2"), (3, "page 3")]


def test_a_page_that_takes_too_long_is_left_to_ocr_and_the_others_are_read(write: Write) -> None:
    pdf = DrawnPdf()
    pdf.line("court", 50, 700)
    pdf.new_page()
    pdf.pages[-1].append("q Q " * 500_000)
    pdf.new_page()
    pdf.line("encore", 50, 700)
    pages = extract(write("slow.pdf", pdf.to_bytes()), Limits(page_seconds=0.5))
    assert [page.source for page in pages] == [TextSource.LAYER, TextSource.EMPTY, TextSource.LAYER]


ENCRYPTED = (
    "/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /Length 40 "
    f"/O <{'41' * 32}> /U <{'42' * 32}> >> /ID [<{'00' * 16}> <{'00' * 16}>]"
)
CATALOG = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [] /Count 0 >>"]


@pytest.mark.parametrize(
    ("content", "failure"),
    [
        (b"%PDF-1.7\nnothing else", Failure.BROKEN),
        (pdf_file(CATALOG), Failure.BROKEN),
        (pdf_file(CATALOG, ENCRYPTED), Failure.ENCRYPTED),
    ],
    ids=["broken", "no pages", "needs a password"],
)
def test_a_file_that_cannot_be_opened_is_refused_with_its_reason(write: Write, content: bytes, failure: Failure) -> None:
    with pytest.raises(RefusedFileError) as refusal:
        extract(write("refused.pdf", content))
    assert refusal.value.failure is failure


def test_more_pages_than_are_allowed_are_refused(write: Write) -> None:
    pdf = DrawnPdf()
    pdf.new_page()
    with pytest.raises(RefusedFileError) as refusal:
        extract(write("long.pdf", pdf.to_bytes()), Limits(pages=1))
    assert refusal.value.failure is Failure.TOO_MANY_PAGES


def test_a_page_is_drawn_as_large_as_asked_for_and_as_it_is_turned(write: Write) -> None:
    path = write("turned.pdf", DrawnPdf(rotate=90).to_bytes())
    drawing = PLUGIN.draw(path, 1, Scale(width=400), Limits())
    assert drawing.image.size == (400, 300)
    assert (drawing.width, drawing.height) == (800, 600)


def test_a_page_that_is_not_there_cannot_be_drawn(write: Write) -> None:
    with pytest.raises(RefusedFileError) as refusal:
        PLUGIN.draw(write("one.pdf", DrawnPdf().to_bytes()), 2, Scale(), Limits())
    assert refusal.value.failure is Failure.UNREADABLE
