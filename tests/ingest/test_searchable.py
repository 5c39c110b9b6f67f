"""Searchable PDFs: what others find in them is our text, word for word, where the words stand on the scan."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageDraw
from pypdfium2 import PdfDocument

from domain.documents import Page, TextSource
from domain.failures import Failure, RefusedFileError
from ingest.sandbox import Sandbox
from ingest.searchable.placing import word_pieces
from tests.ingest import extracted
from tests.ingest.conftest import typeset
from tests.ingest.drawn_pdf import DrawnPdf
from tests.ingest.extracted import TOOLS, boxes
from tests.ingest.laid_out import laid_out, make
from tests.ingest.test_hostile_files import LIMITS, PDFS, content_bomb, outcome

Write = Callable[[str, bytes], Path]

ARABIC = (
    "قرر المجلس الجماعي رقم 111-14 بتاريخ 27/07/2022",
    "صادق المجلس على اتفاقية الشراكة بمبلغ 2.500.000,00 درهم",
    "الثلاثاء والأربعاء ولاية الرباط ثالثة",
)
FRENCH = ("Le conseil approuve la convention n° 12/2023", "Montant total : 1.250,50 dirhams, soit 12 %")
BRACKETS = "انعقدت الدورة (العادية) لشهر أكتوبر"
MIXED = "اتفاقية شراكة Convention SNRT ثالثة"


def blank_pdf(rotate: int = 0, crop: tuple[float, float, float, float] | None = None) -> bytes:
    return DrawnPdf(rotate=rotate, crop_box=crop).to_bytes()


def jpeg(text: str = "scan") -> bytes:
    image = Image.new("RGB", (600, 800), "white")
    ImageDraw.Draw(image).text((100, 100), text, fill="black")
    target = BytesIO()
    image.save(target, "JPEG", quality=60, dpi=(72, 72))
    return target.getvalue()


def drawn(pdf: Path) -> Image.Image:
    with PdfDocument(pdf) as document:
        image: Image.Image = document[0].render(scale=1).to_pil().convert("RGB")
        return image


def images_of(pdf: Path) -> list[bytes]:
    with pikepdf.open(pdf) as document:
        return [bytes(image.read_raw_bytes()) for page in document.pages for image in page.get_images().values()]


@pytest.mark.parametrize("tool", TOOLS, ids=lambda tool: tool.__name__)
@pytest.mark.parametrize("lines", [ARABIC, FRENCH, (*ARABIC, *FRENCH)], ids=["arabic", "french", "both"])
def test_every_tool_reads_our_lines_word_for_word(
    sandbox: Sandbox, write: Write, tool: Callable[[Path], list[str]], lines: tuple[str, ...]
) -> None:
    made = make(sandbox, write("scan.jpg", jpeg()), [laid_out(lines)], "image/jpeg")
    assert tool(made) == list(lines)


@pytest.mark.parametrize("tool", [extracted.poppler, extracted.pdfminer], ids=lambda tool: tool.__name__)
def test_brackets_and_latin_words_keep_their_place_in_arabic_lines(
    sandbox: Sandbox, write: Write, tool: Callable[[Path], list[str]]
) -> None:
    made = make(sandbox, write("scan.jpg", jpeg()), [laid_out([BRACKETS, MIXED])], "image/jpeg")
    assert tool(made) == [BRACKETS, MIXED]


def test_pdfium_finds_the_same_words_in_lines_where_it_turns_brackets_and_latin_words_round(
    sandbox: Sandbox, write: Write
) -> None:
    made = make(sandbox, write("scan.jpg", jpeg()), [laid_out([BRACKETS, MIXED])], "image/jpeg")
    found = " ".join(extracted.pdfium(made)).translate(dict.fromkeys(map(ord, "()")))
    assert Counter(found.split()) == Counter(f"{BRACKETS} {MIXED}".translate(dict.fromkeys(map(ord, "()"))).split())


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
@pytest.mark.parametrize("crop", [None, (50.0, 100.0, 550.0, 700.0)], ids=["whole", "cropped"])
def test_words_stand_where_they_are_seen(
    sandbox: Sandbox, write: Write, rotate: int, crop: tuple[float, float, float, float] | None
) -> None:
    page = laid_out([*ARABIC, *FRENCH])
    made = make(sandbox, write("scan.pdf", blank_pdf(rotate, crop)), [page])
    with PdfDocument(made) as document:
        found = {box[0]: box[1:] for box in boxes(made, document[0].get_size())}
    for word in page.words:
        text = page.text[word.start : word.end]
        if text in found and page.text.split().count(text) == 1:
            assert found[text] == pytest.approx((word.left, word.top, word.right, word.bottom), abs=0.006), text
    assert len(found) >= 20


def test_what_tesseract_read_on_a_real_scan_is_what_every_tool_finds(sandbox: Sandbox, write: Write) -> None:
    markup = "\n\n".join(f'#text(lang: "ar", dir: rtl)[{line}]' for line in ARABIC[:2]) + f"\n\n{FRENCH[0]}\n"
    picture = Image.open(BytesIO(typeset(markup, "png", "Amiri"))).convert("L")
    target = BytesIO()
    picture.save(target, "JPEG", dpi=(300, 300))
    path = write("scan.jpg", target.getvalue())
    page = sandbox.read_page(path, "image/jpeg", 1)
    assert len(page.words) > 15
    made = make(sandbox, path, [page], "image/jpeg")
    words = [word for word in page.text.split() if word.isalnum()]
    for tool in TOOLS:
        found = " ".join(tool(made)).split()
        assert not Counter(words) - Counter(found), tool.__name__
    assert " ".join(extracted.pdfminer(made)) == " ".join(page.text.split())


def test_a_jpeg_goes_in_as_it_is(sandbox: Sandbox, write: Write) -> None:
    made = make(sandbox, write("scan.jpg", jpeg()), [laid_out(ARABIC)], "image/jpeg")
    assert images_of(made) == [jpeg()]


def test_the_images_of_a_pdf_keep_their_bytes(sandbox: Sandbox, write: Write) -> None:
    target = BytesIO()
    Image.open(BytesIO(jpeg())).save(target, "PDF", save_all=True, append_images=[Image.new("1", (300, 400), 1)])
    path = write("scan.pdf", target.getvalue())
    made = make(sandbox, path, [laid_out(ARABIC), laid_out(FRENCH, 2)])
    assert images_of(made) == images_of(path)
    assert ImageChops.difference(drawn(path), drawn(made)).getbbox() is None


@pytest.mark.parametrize(("kind", "mode"), [("PNG", "RGB"), ("TIFF", "1"), ("BMP", "L"), ("WEBP", "RGB")])
def test_the_pixels_of_other_images_are_kept(sandbox: Sandbox, write: Write, kind: str, mode: str) -> None:
    image = Image.open(BytesIO(jpeg())).convert(mode)
    target = BytesIO()
    image.save(target, kind, **({"lossless": True} if kind == "WEBP" else {}))
    made = make(sandbox, write("scan", target.getvalue()), [laid_out(ARABIC)], f"image/{kind.lower()}")
    with pikepdf.open(made) as document:
        (found,) = document.pages[0].get_images().values()
        kept = pikepdf.PdfImage(found).as_pil_image()
    assert kept.mode == mode
    assert kept.tobytes() == image.tobytes()


def test_every_page_of_a_tiff_has_its_own_text(sandbox: Sandbox, write: Write) -> None:
    target = BytesIO()
    frames = [Image.new("L", (300, 400), tone) for tone in (250, 200, 150)]
    frames[0].save(target, "TIFF", save_all=True, append_images=frames[1:])
    pages = [laid_out([line], number) for number, line in enumerate(ARABIC, 1)]
    made = make(sandbox, write("scan.tiff", target.getvalue()), pages, "image/tiff")
    assert extracted.pdfminer(made) == list(ARABIC)
    with PdfDocument(made) as document:
        assert len(document) == 3


def own_text_pdf(mode: int = 0) -> bytes:
    """A page whose own text is nonsense that looks right."""
    pdf = DrawnPdf()
    for row in range(3):
        for place, sign in enumerate("ãÌáÓ ÌãÇÚÉ"):
            pdf.glyph(sign, 400 + 10 * place, 750 - 40 * row, 20, mode)
    return pdf.to_bytes()


@pytest.mark.parametrize("mode", [0, 3], ids=["seen", "hidden"])
@pytest.mark.parametrize("source", [TextSource.OCR, TextSource.REPAIRED])
def test_wrong_text_of_the_file_can_not_be_selected_any_more(
    sandbox: Sandbox, write: Write, mode: int, source: TextSource
) -> None:
    path = write("scan.pdf", own_text_pdf(mode))
    assert "ãÌáÓ" in " ".join(extracted.poppler(path))
    made = make(sandbox, path, [laid_out(ARABIC, source=source)])
    for tool in TOOLS:
        assert tool(made) == list(ARABIC), tool.__name__
    assert ImageChops.difference(drawn(path), drawn(made)).getbbox() is None


def test_wrong_text_in_a_form_within_a_form_goes_too(sandbox: Sandbox, write: Write, tmp_path: Path) -> None:
    with pikepdf.open(BytesIO(own_text_pdf())) as pdf:
        page = pdf.pages[0]
        inner = pdf.make_stream(page.Contents.read_bytes(), Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form)
        inner.BBox, inner.Resources = pikepdf.Array([0, 0, 600, 800]), page.Resources
        outer = pdf.make_stream(b"/In Do", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form)
        outer.BBox = inner.BBox
        outer.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(In=inner))
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Out=outer))
        page.Contents = pdf.make_stream(b"/Out Do")
        pdf.save(tmp_path / "forms.pdf")
    assert "ãÌáÓ" in " ".join(extracted.poppler(tmp_path / "forms.pdf"))
    made = make(sandbox, tmp_path / "forms.pdf", [laid_out(ARABIC)])
    for tool in TOOLS:
        assert tool(made) == list(ARABIC), tool.__name__


def test_a_page_whose_own_text_is_ours_stays_as_it_is(sandbox: Sandbox, typeset_pdf: Path) -> None:
    page = laid_out(["نص آخر"], source=TextSource.LAYER)
    path = make(sandbox, typeset_pdf, [page])
    assert extracted.poppler(path) == extracted.poppler(typeset_pdf)


def test_noise_is_unselectable_where_nothing_could_be_read(sandbox: Sandbox, write: Write) -> None:
    page = Page(1, "", TextSource.EMPTY, "t", raw_text="ãÌáÓ")
    made = make(sandbox, write("scan.pdf", own_text_pdf()), [page])
    assert [tool(made) for tool in TOOLS] == [[], [], []]


def test_scripts_and_attachments_are_left_out(sandbox: Sandbox, tmp_path: Path) -> None:
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
        pdf.Root.OpenAction = script
        pdf.attachments["secret.txt"] = b"secret"
        pdf.Root.Names.JavaScript = pikepdf.Dictionary(Names=pikepdf.Array([pikepdf.String("a"), script]))
        pdf.save(tmp_path / "armed.pdf")
    made = make(sandbox, tmp_path / "armed.pdf", [laid_out(ARABIC)])
    with pikepdf.open(made) as pdf:
        assert "/OpenAction" not in pdf.Root
        assert len(pdf.attachments) == 0
        assert "/JavaScript" not in pdf.Root.get("/Names", {})
    assert b"app.alert" not in made.read_bytes()


def test_a_locked_file_is_refused_with_its_reason(sandbox: Sandbox, tmp_path: Path) -> None:
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(tmp_path / "locked.pdf", encryption=pikepdf.Encryption(owner="o", user="u"))
    with pytest.raises(RefusedFileError) as refusal:
        make(sandbox, tmp_path / "locked.pdf", [laid_out(ARABIC)])
    assert refusal.value.failure is Failure.ENCRYPTED


@pytest.mark.parametrize("build", [build for build in PDFS if build is not content_bomb])
def test_a_file_made_to_do_harm_is_refused_or_made_within_the_limits(tmp_path: Path, build: Callable[[], bytes]) -> None:
    path = tmp_path / "harm.pdf"
    path.write_bytes(build())
    limited = Sandbox(LIMITS, tmp_path / "scratch")
    assert outcome(lambda: make(limited, path, [laid_out(ARABIC)])) is not Failure.UNSUPPORTED
    assert list((tmp_path / "scratch").iterdir()) == []


@pytest.mark.parametrize("named", [False, True], ids=["in place", "by name"])
def test_text_that_a_file_says_its_drawings_stand_for_goes_too(sandbox: Sandbox, tmp_path: Path, named: bool) -> None:
    path = tmp_path / "spoken.pdf"
    with pikepdf.open(BytesIO(own_text_pdf())) as pdf:
        page = pdf.pages[0]
        spoken = pikepdf.Dictionary(ActualText="secret words")
        page.Resources["/Properties"] = pikepdf.Dictionary(P0=pdf.make_indirect(spoken))
        mark = b"/P0" if named else b"<< /ActualText (secret words) >>"
        page.Contents = pdf.make_stream(b"/Span " + mark + b" BDC " + page.Contents.read_bytes() + b" EMC")
        pdf.save(path)
    assert named or "secret words" in " ".join(extracted.poppler(path))
    made = make(sandbox, path, [laid_out(ARABIC, source=TextSource.REPAIRED)])
    for tool in TOOLS:
        assert tool(made) == list(ARABIC), tool.__name__
    assert ImageChops.difference(drawn(path), drawn(made)).getbbox() is None
    with pikepdf.open(made) as pdf:
        assert "/ActualText" not in pdf.pages[0].Resources.Properties.P0


def squeezed(page: Page, overlap: float) -> Page:
    """The page with boxes so much wider on either side that neighbours overlap, as OCR has them on a dense line."""
    words = [replace(word, left=word.left - overlap, right=word.right + overlap) for word in page.words]
    return replace(page, words=tuple(words))


def leaning(page: Page, slope: float) -> Page:
    """The page with lines that run askew."""
    words = [replace(word, top=word.top + slope * word.left, bottom=word.bottom + slope * word.left) for word in page.words]
    return replace(page, words=tuple(words))


@pytest.mark.parametrize("tool", TOOLS, ids=lambda tool: tool.__name__)
@pytest.mark.parametrize(
    "page",
    [squeezed(laid_out([*ARABIC, *FRENCH]), 0.006), leaning(laid_out([*ARABIC, *FRENCH]), 0.01)],
    ids=["touching", "askew"],
)
def test_words_that_touch_and_lines_that_lean_are_still_read_word_for_word(
    sandbox: Sandbox, write: Write, tool: Callable[[Path], list[str]], page: Page
) -> None:
    made = make(sandbox, write("scan.jpg", jpeg()), [page], "image/jpeg")
    assert Counter(" ".join(tool(made)).split()) == Counter(page.text.split())


@pytest.mark.parametrize("tool", TOOLS, ids=lambda tool: tool.__name__)
def test_numbers_stay_apart_from_arabic_words_on_a_mostly_french_page(
    sandbox: Sandbox, write: Write, tool: Callable[[Path], list[str]]
) -> None:
    made = make(sandbox, write("scan.jpg", jpeg()), [laid_out([*FRENCH, *FRENCH, ARABIC[0]])], "image/jpeg")
    assert not Counter(ARABIC[0].split()) - Counter(" ".join(tool(made)).split())


@given(st.text(st.sampled_from("ابتِّab12٣-./()،"), min_size=1, max_size=12), st.floats(0, 0.5), st.floats(0.01, 0.5))
def test_a_word_is_cut_into_all_its_letters_each_inside_its_box(text: str, left: float, width: float) -> None:
    placed = word_pieces(text, left, left + width)
    assert "".join(run for run, _, _ in placed) == text
    assert all(left - 1e-9 <= start < end <= left + width + 1e-9 for _, start, end in placed)
    if len(placed) > 1:
        assert [end for _, _, end in placed] == sorted((end for _, _, end in placed), reverse=True)
