"""Every way in which a page can have come by its text has its own sentence."""

from __future__ import annotations

import pytest

from domain.documents import TextSource
from domain.translation import LANGUAGES
from frontend.origin import origin
from frontend.words import words
from search_api.page_answers import PageTextResponse, ReadingAnswer

LAYER, REPAIRED, OCR, MARKUP, EMPTY = (
    TextSource.LAYER,
    TextSource.REPAIRED,
    TextSource.OCR,
    TextSource.MARKUP,
    TextSource.EMPTY,
)


def page(source: TextSource, tried: tuple[TextSource, ...] = (), raw: str | None = None) -> PageTextResponse:
    readings = [ReadingAnswer(source=one, tool="tool 1", chosen=one is source) for one in tried]
    return PageTextResponse(
        document_id="d",
        version_id="v",
        number=1,
        text="نص",
        language="ar",
        source=source,
        tool="tool 1",
        confidence=0.5,
        trust=0.25,
        readings=readings,
        raw=raw,
    )


@pytest.mark.parametrize(
    ("source", "tried", "raw", "reason"),
    [
        (LAYER, (LAYER,), None, "layer"),
        (LAYER, (), None, "layer"),
        (LAYER, (LAYER, OCR), None, "kept"),
        (REPAIRED, (REPAIRED,), "/raw", "repaired"),
        (REPAIRED, (REPAIRED, OCR), "/raw", "kept"),
        (OCR, (OCR,), None, "image"),
        (OCR, (), None, "image"),
        (OCR, (EMPTY, OCR), None, "image"),
        (OCR, (LAYER, OCR), "/raw", "unreadable"),
        (OCR, (OCR,), "/raw", "unreadable"),
        (EMPTY, (), None, "blank"),
        (EMPTY, (LAYER, OCR), "/raw", "nothing"),
        (MARKUP, (MARKUP,), None, "markup"),
    ],
)
def test_the_reason_is_the_one_that_fits(
    source: TextSource, tried: tuple[TextSource, ...], raw: str | None, reason: str
) -> None:
    found = origin(page(source, tried, raw))
    assert (found.reason, found.raw) == (reason, raw)
    assert all(words(language)(f"origin.{reason}") for language in LANGUAGES)


@pytest.mark.parametrize("source", list(TextSource))
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_source_has_a_name(source: TextSource, language: str) -> None:
    assert words(language)(f"origin.source.{source.value}")


def test_of_a_page_read_before_readings_were_kept_its_own_values_are_told() -> None:
    (reading,) = origin(page(OCR)).readings
    assert (reading.tool, reading.score, reading.confidence, reading.chosen) == ("tool 1", 0.25, 0.5, True)


def test_of_an_empty_page_there_is_nothing_to_tell() -> None:
    assert origin(page(EMPTY)).readings == ()
