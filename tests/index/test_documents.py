"""Documents of the archive on their way into an index, and out again."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from analyzers.pipeline import Analyzer
from domain.documents import DatedValue, DatePrecision, Document, DocumentStatus, Page, TextSource
from domain.searching import Sort, Window
from index.documents import index_document
from index.engine import SEPARATOR
from index.open import engine
from index.planning import plan, plan_suggestion
from index.query_language import parse
from tests.index.conftest import written

MINUTES = Document(
    id="0123456789ab",
    row=7,
    type="session_minutes",
    titles={"ar": "محضر دورة فبراير", "fr": "Procès-verbal de février"},
    status=DocumentStatus.PUBLISHED,
    entered_at=datetime(2022, 3, 1, tzinfo=UTC),
    body_id="tilouna",
    number="٠١٥/٢٠٢٢",
    decided_on=DatedValue(date(2022, 2, 1), DatePrecision.MONTH),
    languages=("ar", "fr"),
)


def pages(*texts: str) -> list[tuple[str, Page]]:
    return [("v1", Page(number, text, TextSource.OCR, "test")) for number, text in enumerate(texts, start=1)]


def test_a_document_brings_its_record(analyzer: Analyzer) -> None:
    made = index_document(MINUTES, pages("صادق المجلس", ""), analyzer)
    day = date(2022, 2, 1).toordinal()
    assert (made.id, made.day, made.sort_key, made.number) == (MINUTES.id, day, day << 32 | 7, "15-2022")
    assert made.facets == {
        "type": ("session_minutes",),
        "body": ("tilouna",),
        "organization": (),
        "year": ("2022",),
        "language": ("ar", "fr"),
    }
    assert made.suggestions == ("محضر دورة فبراير", "Procès-verbal de février")
    assert list(made.title.exact).count(SEPARATOR) == 1
    assert [(page.version_id, page.number, len(page.terms.exact)) for page in made.pages] == [
        ("v1", 1, 2),
        ("v1", 2, 0),
    ]


def test_a_document_without_a_date_has_day_0(analyzer: Analyzer) -> None:
    bare = Document("x", 3, "other", {"ar": "وثيقة"}, DocumentStatus.DRAFT, MINUTES.entered_at)
    made = index_document(bare, [], analyzer)
    assert (made.day, made.sort_key, made.number, made.facets["year"]) == (0, 3, "", ())


FOUND = [
    "مجلس",
    "المجالس OR budget",
    '"صادق المجلس على الميزانية"',
    "نوع:محضر سنة:2022",
    "رقم:2022-15",
    "بعد:2022-01 قبل:2022-02",
    "in:title فبراير",
    "langue:français -budget",
    "صاد*",
    "l’assemblée",
    "ماذا قرر المجلس؟",
]
NOT_FOUND = ['"المجلس صادق"', '"الميزانية assemblée"', "نوع:صفقة", "after:2023", "in:title مجلس", "-مجلس", "رقم:16"]


@pytest.mark.parametrize(("text", "expected"), [*((text, 1) for text in FOUND), *((text, 0) for text in NOT_FOUND)])
def test_what_is_typed_finds_the_document(analyzer: Analyzer, tmp_path: Path, text: str, expected: int) -> None:
    made = index_document(MINUTES, pages("صادق المجلس على الميزانية", "Les assemblées"), analyzer)
    with written(engine("tantivy", tmp_path), [made]) as reader:
        answer = reader.search(plan(parse(text), analyzer), {}, Sort.RELEVANCE, Window())
    assert answer.total == expected or (text.endswith("؟") and answer.partial_total == expected)


@pytest.mark.parametrize(
    ("typed", "suggested"),
    [
        ("فبر", ("محضر دورة فبراير",)),
        ("الدورات فب", ("محضر دورة فبراير",)),
        ("proc", ("Procès-verbal de février",)),
        ("budget", ()),
    ],
)
def test_the_title_that_was_begun_is_suggested(
    analyzer: Analyzer, tmp_path: Path, typed: str, suggested: tuple[str, ...]
) -> None:
    with written(engine("tantivy", tmp_path), [index_document(MINUTES, [], analyzer)]) as reader:
        assert reader.suggest(plan_suggestion(typed, analyzer)) == suggested


def test_an_unknown_engine_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="tantivy"):
        engine("none such", tmp_path)
