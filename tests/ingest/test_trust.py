"""The gate between a page's own text layer and OCR."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from analyzers.pipeline import Analyzer
from domain.documents import Page, PageReading, TextSource, WordBox
from ingest.trust import TrustGate

SOUND = "صادق المجلس على اتفاقية الشراكة المتعلقة ببناء الطريق"
MOJIBAKE = "ÕÇÏÞ ÇáãÌáÓ Úáì ÇÊÝÇÞíÉ ÇáÔÑÇßÉ ÇáãÊÚáÞÉ ÈÈäÇÁ"
HALF = "صادق المجلس على قغضشسث كمنتال ظغعهخح ثصضقفغ"
BOX = WordBox(0, 4, 0.1, 0.2, 0.3, 0.25)
EMPTY = TextSource.EMPTY


@pytest.fixture(scope="module")
def gate(analyzer: Analyzer) -> TrustGate:
    return TrustGate(analyzer, 0.55)


def layer(text: str, **said: Any) -> Page:
    source = TextSource.LAYER if text else EMPTY
    page = Page(1, text, source, "pdfminer.six", width=595.0, height=842.0, words=(BOX,) if text else ())
    return replace(page, **said)


def ocr(text: str) -> Page:
    source = TextSource.OCR if text else EMPTY
    return Page(1, text, source, "tesseract 5.3 ara", confidence=0.9, width=595.0, height=842.0)


@pytest.mark.parametrize(
    ("page", "asked"),
    [
        (layer(SOUND), False),
        (layer(MOJIBAKE), True),
        (layer("1 250 000,00"), False),
        (layer("ⵜⴰⴳⵍⴷⵉⵜ ⵏ ⵍⵎⵖⵔⵉⴱ"), False),
        (layer(""), True),
        (layer(MOJIBAKE, source=TextSource.MARKUP), False),
        (layer("", width=None, height=None), False),
    ],
)
def test_only_a_page_that_can_be_drawn_and_is_not_believed_is_read_by_ocr(gate: TrustGate, page: Page, asked: bool) -> None:
    assert gate.needs_ocr(gate.judge(page)) == asked


def test_a_judged_page_says_how_it_was_read_and_how_good_that_is(gate: TrustGate) -> None:
    judged = gate.judge(layer(SOUND))
    assert judged.readings == (PageReading(TextSource.LAYER, "pdfminer.six", judged.trust, None, chosen=True),)
    assert judged.trust is not None
    assert judged.trust > 0.9


@pytest.mark.parametrize(
    ("own", "read", "text"),
    [
        (MOJIBAKE, SOUND, SOUND),
        (HALF, SOUND, SOUND),
        (HALF, MOJIBAKE, HALF),
        (HALF, "", HALF),
        ("", SOUND, SOUND),
        (MOJIBAKE, "", ""),
    ],
)
def test_the_better_reading_wins_and_mojibake_never_does(gate: TrustGate, own: str, read: str, text: str) -> None:
    assert gate.choose(gate.judge(layer(own)), gate.judge(ocr(read))).text == text


def test_both_readings_and_their_scores_are_kept_and_the_chosen_one_marked(gate: TrustGate) -> None:
    chosen = gate.choose(gate.judge(layer(HALF)), gate.judge(ocr(SOUND)))
    assert [(r.source, r.chosen) for r in chosen.readings] == [(TextSource.LAYER, False), (TextSource.OCR, True)]
    assert all(reading.score is not None for reading in chosen.readings)
    kept = gate.choose(gate.judge(layer(HALF)), gate.judge(ocr(MOJIBAKE)))
    assert [(r.source, r.chosen) for r in kept.readings] == [(TextSource.LAYER, True), (TextSource.OCR, False)]


@pytest.mark.parametrize(
    ("own", "raw"),
    [
        (layer(MOJIBAKE), MOJIBAKE),
        (layer(HALF, source=TextSource.REPAIRED, raw_text="as it was"), "as it was"),
        (layer(""), None),
    ],
)
def test_the_layer_that_lost_stays_retrievable(gate: TrustGate, own: Page, raw: str | None) -> None:
    assert gate.choose(gate.judge(own), gate.judge(ocr(SOUND))).raw_text == raw


def test_a_page_of_noise_that_nothing_reads_keeps_its_layer_out_of_the_text(gate: TrustGate) -> None:
    page = gate.choose(gate.judge(layer(MOJIBAKE)), gate.judge(ocr("")))
    assert (page.text, page.words, page.source, page.raw_text) == ("", (), EMPTY, MOJIBAKE)
    assert [reading.chosen for reading in page.readings] == [False]


@pytest.mark.parametrize("own", [MOJIBAKE, HALF, ""])
@pytest.mark.parametrize("read", [SOUND, MOJIBAKE, ""])
def test_choosing_again_after_a_kill_changes_nothing(gate: TrustGate, own: str, read: str) -> None:
    once = gate.choose(gate.judge(layer(own)), gate.judge(ocr(read)))
    assert gate.choose(once, gate.judge(ocr(read))) == once


@pytest.mark.parametrize("read", [SOUND, HALF, "1 250 000,00", MOJIBAKE])
def test_a_hidden_layer_is_kept_beside_what_ocr_reads_and_is_no_measure_for_it(gate: TrustGate, read: str) -> None:
    hidden = gate.judge(layer("", raw_text="hidden words"))
    assert gate.needs_ocr(hidden)
    chosen = gate.choose(hidden, gate.judge(ocr(read)))
    plain = gate.choose(gate.judge(layer("")), gate.judge(ocr(read)))
    assert (chosen.text, chosen.source) == (plain.text, plain.source)
    assert chosen.raw_text == "hidden words"
    assert gate.choose(chosen, gate.judge(ocr(read))).raw_text == "hidden words"
