from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from types import SimpleNamespace

import pytest
from PIL import Image

from analyzers.pipeline import Analyzer
from domain.documents import Page, PageReading, TextSource
from domain.failures import Failure, RefusedFileError
from ingest.limits import Limits
from ingest.placement import Box
from ingest.recipe import Recipe
from ingest.sandbox import Sandbox
from ingest.scans import policy
from ingest.scans.policy import FIRST, FURTHER, LAST_TRY, PageReader
from ingest.scans.words import ScannedWord
from tests.ingest import scanned
from tests.ingest.scans.rows import line, page, word

GOOD = line("قرر المجلس الجماعي الموافقة على مشروع", confidence=0.95)
NOISE = line("ضصثق قفغع ||| خحج", confidence=0.3)
NOT_SURE = line("قرر المجاس الجماعي الموافقه على مشزوغ", confidence=0.6)


@dataclass
class Script:
    """Reads every page as it was told to: upright or as it lies, by each model."""

    lying: Sequence[ScannedWord]
    standing: Sequence[ScannedWord] = ()
    others: Mapping[str, Sequence[ScannedWord]] = field(default_factory=dict)
    asked: list[Recipe] = field(default_factory=list)
    granted: list[float] = field(default_factory=list)

    def read_page(
        self, path: Path, media_type: str, number: int, recipe: Recipe | None = None, seconds: float | None = None
    ) -> Page:
        recipe = recipe or Recipe()
        self.asked.append(recipe)
        self.granted.append(seconds or 0.0)
        if len(self.asked) > 1 and not (self.standing or self.others):
            raise RefusedFileError(Failure.TIMED_OUT)
        words = self.others.get(recipe.models if recipe.threshold == 0 else "threshold", ())
        first = self.standing if recipe.upright else self.lying
        return page(first if recipe in (FIRST, Recipe(upright=True)) else words, f"tesseract {recipe.name}")


def read(script: Script, analyzer: Analyzer) -> Page:
    return PageReader(script, analyzer).read(Path("page.png"), "image/png", 1)


def test_a_page_that_is_read_well_is_read_once(analyzer: Analyzer) -> None:
    script = Script(GOOD)
    assert read(script, analyzer).text == "قرر المجلس الجماعي الموافقة على مشروع"
    assert script.asked == [FIRST]


def test_the_first_reading_is_no_slower_than_tesseract_alone() -> None:
    assert (FIRST.upright, FIRST.threshold, FIRST.layout) == (False, 0, 3)


def test_a_page_that_is_no_language_is_read_again_and_the_better_words_are_kept(analyzer: Analyzer) -> None:
    script = Script(NOT_SURE, others={"Arabic": line("قظز المجلس الجماعي الموافقة عذذ مشروع", confidence=0.7)})
    read_so = read(script, analyzer)
    assert read_so.text == "قرر المجلس الجماعي الموافقة على مشروع"
    assert script.asked == [FIRST, *FURTHER]
    assert [reading.tool for reading in read_so.readings if not reading.chosen] == [
        f"tesseract {recipe.name}" for recipe in (FIRST, *FURTHER)
    ]
    (chosen,) = (reading for reading in read_so.readings if reading.chosen)
    assert (chosen.tool, chosen.source) == (read_so.tool, TextSource.OCR)
    assert all(reading.tool in read_so.tool for reading in read_so.readings)


def test_no_more_is_read_once_the_page_is_good(analyzer: Analyzer) -> None:
    script = Script(NOT_SURE, others={"Arabic": GOOD})
    read(script, analyzer)
    assert script.asked == [FIRST, FURTHER[0]]


def test_a_page_of_noise_is_turned_upright_first_and_what_was_read_sideways_is_forgotten(analyzer: Analyzer) -> None:
    script = Script(NOISE, standing=GOOD)
    read_so = read(script, analyzer)
    assert read_so.text == "قرر المجلس الجماعي الموافقة على مشروع"
    assert [reading.chosen for reading in read_so.readings] == [False, True]
    assert len(script.asked) == 2


FOREIGN = line("Бюджет общины утвержден единогласно советом", confidence=0.95)
SPECKS = [word("|", 0, confidence=0.4), word(".", 1, confidence=0.3), word("ا", 2, confidence=0.2)]


def test_a_page_that_tesseract_is_sure_of_is_read_once_though_no_lexicon_knows_its_language(analyzer: Analyzer) -> None:
    script = Script(FOREIGN, others={"Arabic": GOOD})
    assert read(script, analyzer).text.startswith("Бюджет")
    assert script.asked == [FIRST]


def test_a_page_without_a_word_is_tried_once_more_for_pale_ones(analyzer: Analyzer) -> None:
    script = Script(SPECKS, others={"threshold": GOOD})
    assert read(script, analyzer).text == "قرر المجلس الجماعي الموافقة على مشروع"
    assert script.asked == [FIRST, *LAST_TRY]


def test_all_readings_of_a_page_share_its_seconds(analyzer: Analyzer) -> None:
    script = Script(NOT_SURE, others={"Arabic": NOT_SURE, "threshold": NOT_SURE})
    PageReader(script, analyzer, 30).read(Path("page.png"), "image/png", 1)
    assert 30 >= script.granted[0] > script.granted[1] > script.granted[2] > 0


def test_a_page_whose_seconds_are_used_up_keeps_what_was_read_and_why_not_more(
    analyzer: Analyzer, monkeypatch: pytest.MonkeyPatch
) -> None:
    moments = iter([0.0, 0.0, 31.0, 31.0, 31.0])
    monkeypatch.setattr(policy, "time", SimpleNamespace(monotonic=lambda: next(moments)))
    script = Script(NOT_SURE, others={"Arabic": GOOD})
    read_so = PageReader(script, analyzer, 30).read(Path("page.png"), "image/png", 1)
    assert script.asked == [FIRST]
    assert read_so.text.split()[0] == "قرر"
    assert {reading.failure for reading in read_so.readings if not reading.chosen} == {Failure.TIMED_OUT}


def test_a_blank_sheet_is_empty_for_sure_and_read_no_further(analyzer: Analyzer, tmp_path: Path) -> None:
    Image.new("L", (1240, 1754), 250).save(tmp_path / "blank.png", dpi=(150, 150))
    blank = PageReader(Sandbox(Limits(), tmp_path), analyzer).read(tmp_path / "blank.png", "image/png", 1)
    assert (blank.source, blank.text, blank.confidence, blank.readings) == (TextSource.EMPTY, "", 1.0, ())


def test_a_further_reading_that_fails_leaves_the_first(analyzer: Analyzer) -> None:
    assert "المجاس" not in read(Script(NOISE), analyzer).text
    assert read(Script(NOT_SURE), analyzer).text.split()[0] == "قرر"


def test_a_first_reading_that_fails_is_the_pages_failure(analyzer: Analyzer, tmp_path: Path) -> None:
    reader = PageReader(Sandbox(Limits(), tmp_path), analyzer)
    (tmp_path / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    with pytest.raises(RefusedFileError):
        reader.read(tmp_path / "broken.png", "image/png", 1)


def test_signs_and_specks_are_dropped_and_unknown_names_kept(analyzer: Analyzer) -> None:
    name = word("أزغنغان", 6, confidence=0.85)
    specks = [word("|", 7, confidence=0.4), word("eee", 8, confidence=0.3), word("ططط", 9, confidence=0.2)]
    assert read(Script([*GOOD, name, *specks]), analyzer).text.split()[6:] == ["أزغنغان"]


def test_a_page_of_nothing_but_specks_is_empty(analyzer: Analyzer) -> None:
    assert read(Script(NOISE), analyzer).source is TextSource.EMPTY


DAMAGES: dict[str, scanned.Damage] = {
    "none": lambda image: image,
    "skewed": scanned.skewed,
    "pale": scanned.pale,
    "bordered": scanned.bordered,
    "bled through": scanned.bled_through,
    "half dark": scanned.half_dark,
    "speckled": scanned.speckled(0.04),
    "full of specks": scanned.speckled(0.04, 2),
    "sideways": scanned.turned(90),
    "upside down": scanned.turned(180),
}

ReadScan = Callable[[str], Page]


@pytest.fixture(scope="module")
def read_scan(analyzer: Analyzer, tmp_path_factory: pytest.TempPathFactory) -> ReadScan:
    """Reads the sample page with one of the damages, once."""
    folder = tmp_path_factory.mktemp("scans")
    reader = PageReader(Sandbox(Limits(), folder / "scratch"), analyzer)

    @cache
    def read_it(damage: str) -> Page:
        path = folder / f"{damage}.png"
        DAMAGES[damage](scanned.page()).save(path, dpi=(300, 300))
        return reader.read(path, "image/png", 1)

    return read_it


def box_of(text: str, read_so: Page) -> Box:
    """Where the page's first word `text` lies."""
    found = next(box for box in read_so.words if read_so.text[box.start : box.end] == text)
    return found.left, found.top, found.right, found.bottom


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_page_is_read_whatever_befell_it_in_the_scanner(read_scan: ReadScan, damage: str) -> None:
    found = set(read_scan(damage).text.split())
    assert len(scanned.words() & found) >= 0.88 * len(scanned.words())
    assert "19" in found


@pytest.mark.parametrize("damage", ["skewed", "sideways", "upside down"])
def test_boxes_lie_on_their_words_as_the_page_is_shown(read_scan: ReadScan, damage: str) -> None:
    for text in ("الاتفاقية", "communal"):
        where = scanned.moved(box_of(text, read_scan("none")), DAMAGES[damage])
        assert scanned.overlap(where, box_of(text, read_scan(damage))) > 0.5


def test_a_sound_scan_is_read_once_and_a_damaged_one_as_often_as_it_needs(read_scan: ReadScan) -> None:
    assert read_scan("none").readings == ()
    assert any("upright" in reading.tool for reading in read_scan("upside down").readings)


def test_a_sound_text_layer_keeps_its_words_and_gains_those_of_a_picture(analyzer: Analyzer) -> None:
    layer = replace(page(line("قرر المجلس الجماعي"), "pdfminer.six"), source=TextSource.LAYER, confidence=None)
    layer = replace(layer, readings=(PageReading(TextSource.LAYER, "pdfminer.six", 1.0, None, chosen=True),))
    ocr = PageReading(TextSource.OCR, "tesseract", 0.9, 0.9, chosen=True)
    picture = replace(page([*line("فرر المجاس الجماعي"), *line("الموافقة على مشروع", 5)], "tesseract"), readings=(ocr,))
    reader = PageReader(Script(GOOD), analyzer)
    once = reader.supplemented(layer, picture)
    assert once.text == "قرر المجلس الجماعي الموافقة على مشروع"
    assert (once.source, once.tool, once.confidence) == (TextSource.LAYER, "pdfminer.six", None)
    assert [(reading.source, reading.chosen) for reading in once.readings] == [
        (TextSource.LAYER, True),
        (TextSource.OCR, False),
    ]
    assert reader.supplemented(once, picture) == once
