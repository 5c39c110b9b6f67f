from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from domain.documents import TextSource
from ingest import ocr
from ingest.extractor import Drawing
from ingest.extractors.image import PLUGIN
from ingest.limits import Limits
from ingest.recipe import Recipe
from ingest.scale import Scale
from tests.ingest.conftest import ARABIC_LINES, FRENCH_LINE


@pytest.fixture(scope="module")
def drawing(typeset_png: Path) -> Drawing:
    return PLUGIN.draw(typeset_png, 1, Scale(dpi=300), Limits())


def test_words_of_both_languages_are_read_in_reading_order_with_boxes_and_confidences(drawing: Drawing) -> None:
    page = ocr.read(drawing, 3)
    words = " ".join([*ARABIC_LINES, FRENCH_LINE]).split()
    found = page.text.split()
    assert (page.number, page.source) == (3, TextSource.OCR)
    assert len(set(words) & set(found)) >= 0.8 * len(words)
    assert found.index("المجلس") < found.index("الجماعة") < found.index("conseil")
    assert [page.text[box.start : box.end] for box in page.words] == found
    assert all(0 <= box.left < box.right <= 1 and 0 <= box.top < box.bottom <= 1 for box in page.words)
    assert all(box.confidence is not None and 0 <= box.confidence <= 1 for box in page.words)
    assert page.confidence is not None
    assert page.confidence > 0.5
    assert page.tool.startswith("tesseract ")


def test_a_box_lies_where_its_word_is_drawn(drawing: Drawing) -> None:
    page = ocr.read(drawing, 1)
    boxes = {page.text[box.start : box.end]: box for box in page.words}
    assert boxes["المجلس"].left > 0.5 > boxes["conseil"].left
    assert boxes["المجلس"].bottom < boxes["conseil"].top


def test_a_blank_sheet_is_empty_for_sure() -> None:
    page = ocr.read(Drawing(Image.new("L", (600, 800), "white"), 144, 192), 1)
    assert (page.text, page.source, page.confidence, page.words) == ("", TextSource.EMPTY, 1.0, ())
    assert (page.width, page.height, page.number) == (144, 192, 1)


def test_where_nothing_is_read_the_page_is_empty_with_no_confidence() -> None:
    drawn = Image.new("L", (600, 800), "white")
    ImageDraw.Draw(drawn).ellipse((200, 300, 400, 500), fill=190)
    page = ocr.read(Drawing(drawn, 144, 192), 1)
    assert (page.text, page.source, page.confidence, page.words) == ("", TextSource.EMPTY, 0, ())


@pytest.mark.parametrize(
    ("models", "package"),
    [
        ("ara+xyz", "tesseract-ocr-xyz"),
        ("chi_sim_xx", "tesseract-ocr-chi-sim-xx"),
        ("Nowhere", "tesseract-ocr-script-nowh"),
    ],
)
def test_a_missing_model_is_named_by_its_package(drawing: Drawing, models: str, package: str) -> None:
    with pytest.raises(ocr.MissingModelError, match=f"{package}$"):
        ocr.read(drawing, 1, Recipe(models=models))


def test_tesseract_itself_missing_is_said_too(drawing: Drawing, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ocr.MissingModelError, match="tesseract-ocr tesseract-ocr-ara tesseract-ocr-fra"):
        ocr.read(drawing, 1)


def test_a_page_says_how_it_was_read(drawing: Drawing) -> None:
    page = ocr.read(drawing, 1, Recipe(models="Arabic"))
    assert page.tool.split()[0] == "tesseract"
    assert page.tool.endswith(" Arabic")


@pytest.mark.parametrize("size", [(1, 1), (3, 900), (40, 40)])
def test_a_page_too_small_to_hold_text_is_empty(size: tuple[int, int]) -> None:
    page = ocr.read(Drawing(Image.new("L", size, "white"), 10, 10), 1, Recipe(upright=True))
    assert (page.text, page.source) == ("", TextSource.EMPTY)
