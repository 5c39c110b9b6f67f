"""How a page's text was obtained is told, its file's own text can be had and is never found."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.documents import Page, PageReading, TextSource, WordBox
from domain.failures import Failure
from search_api.page_answers import UNCERTAIN, uncertain_spans
from tests.search_api.conftest import Stock
from tests.search_api.library import Library
from tests.search_api.scans import NONSENSE, READ, repaired, scan
from tests.visitor import Visitor


def test_both_readings_are_told_with_their_scores_and_which_was_chosen(library: Library) -> None:
    page = library.client.get(library.put(scan()).page()).json()
    layer, ocr = page["readings"]
    told = {"source": "layer", "tool": "pdfminer.six 1", "score": 0.04, "confidence": None, "chosen": False}
    assert layer == {**told, "failure": None}
    told = {"source": "ocr", "tool": "tesseract 5.3 ara", "score": 0.96, "confidence": 0.83, "chosen": True}
    assert ocr == {**told, "failure": None}
    assert (page["text"], page["repaired"]) == (READ, False)


def test_why_a_page_was_not_read_by_ocr_is_told(library: Library) -> None:
    paper = scan()
    (page,) = paper.pages
    failed = PageReading(TextSource.OCR, "tesseract ara+fra", failure=Failure.GIVEN_UP)
    put = library.put(replace(paper, pages=[replace(page, readings=(*page.readings, failed))]))
    assert library.client.get(put.page()).json()["readings"][-1]["failure"] == "given_up"


def test_a_text_that_was_put_right_says_so(library: Library) -> None:
    page = library.client.get(library.put(repaired()).page()).json()
    assert (page["source"], page["repaired"]) == ("repaired", True)


def test_the_raw_text_can_be_had_as_plain_text_that_can_run_nothing(library: Library) -> None:
    put = library.put(scan())
    raw = library.client.get(library.client.get(put.page()).json()["raw"])
    assert raw.text == NONSENSE
    assert raw.headers["content-type"] == "text/plain; charset=utf-8"
    assert raw.headers["x-content-type-options"] == "nosniff"
    assert raw.headers["content-security-policy"].startswith("sandbox;")
    assert raw.headers["x-robots-tag"] == "noindex"


def test_a_page_with_no_other_text_has_no_raw_text(stock: Stock, client: Visitor) -> None:
    assert client.get(stock.councils.page()).json()["raw"] is None
    assert client.get(f"{stock.councils.page()}/raw").status_code == 404


def test_no_search_finds_the_raw_text(library: Library) -> None:
    library.put(scan())
    for word in NONSENSE.split():
        found = library.client.get("/api/v1/search", params={"q": f'"{word}"'}).json()
        assert (found["total"], found["partial_total"]) == (0, 0)
    assert library.client.get("/api/v1/search", params={"q": "متحف"}).json()["total"] == 1


@pytest.mark.parametrize("withdrawn", [True, False])
def test_the_raw_text_of_what_is_not_published_is_not_there(library: Library, withdrawn: bool) -> None:
    put = library.put(scan(), publish=withdrawn)
    if withdrawn:
        library.withdraw(put)
    response = library.client.get(f"{put.page()}/raw")
    assert response.status_code == 404
    assert NONSENSE not in response.text


def test_words_that_were_hard_to_read_are_named(library: Library) -> None:
    page = library.client.get(library.put(scan(0.95, 0.4, 0.99, UNCERTAIN)).page()).json()
    assert [page["text"][start:end] for start, end in page["uncertain"]] == ["المجلس"]


@given(st.lists(st.tuples(st.text("ab-", min_size=1, max_size=4), st.none() | st.floats(0, 1)), max_size=8))
def test_uncertain_words_are_slices_of_the_text_with_a_letter_and_a_low_confidence(
    read: list[tuple[str, float | None]],
) -> None:
    text, words = "", []
    for word, confidence in read:
        words.append(WordBox(len(text), len(text) + len(word), 0, 0, 1, 1, confidence))
        text += word + " "
    found = [text[start:end] for start, end in uncertain_spans(Page(1, text, TextSource.OCR, "t", words=tuple(words)))]
    low = [word for word, confidence in read if confidence is not None and confidence < UNCERTAIN]
    assert found == [word for word in low if word.strip("-")]
