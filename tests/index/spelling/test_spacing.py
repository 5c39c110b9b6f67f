"""Spaces left out or too many are put right where documents hold the words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analyzers.normalization import fold
from analyzers.pipeline import Analyzer
from domain.documents import Document, DocumentStatus, Page, TextSource
from index.documents import index_document
from index.engine import IndexReader, SearchEngine
from index.spelling.correcting import Corrector
from index.spelling.spacing import parted
from tests.index.conftest import written

TEXTS = (
    "صادق المجلس الجهوي على الميزانية",
    "اجتمع المجلس الجهوي لدراسة مشروع تهيئة الطرق القروية",
    "ميزانية الجماعة والصفقات العمومية",
    "Le conseil régional approuve le budget de l’assainissement",
    "Un marché public pour l’assainissement",
)


@pytest.fixture
def reader(search_engine: SearchEngine, analyzer: Analyzer) -> Iterator[IndexReader]:
    entered = datetime(2024, 1, 1, tzinfo=UTC)
    made = [
        index_document(
            Document(f"d{row}", row, "decision", {"ar": "وثيقة"}, DocumentStatus.PUBLISHED, entered),
            [(f"v{row}", Page(1, text, TextSource.LAYER, "text"))],
            analyzer,
        )
        for row, text in enumerate(TEXTS)
    ]
    with written(search_engine, made) as reader:
        yield reader


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("المجلسالجهوي", "المجلس الجهوي"),
        ("الطرقالقروية", "الطرق القروية"),
        ("مشروعتهيئة", "مشروع تهيئة"),
        ("conseilrégional", "conseil régional"),
        ("marchepublic", "marché public"),
    ],
)
def test_two_words_run_together_are_parted(reader: IndexReader, analyzer: Analyzer, typed: str, meant: str) -> None:
    assert parted(fold(typed), reader) == meant
    (correction,) = Corrector(reader, analyzer).corrections(typed)
    assert correction.query == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ميزا نية", "ميزانية"),
        ("القرو ية", "القروية"),
        ("assainis sement", "assainissement"),
        ("مشروع تهي ئة", "مشروع تهيئة"),
        ("bud get régional", "budget régional"),
    ],
)
def test_a_word_in_two_pieces_is_joined(reader: IndexReader, analyzer: Analyzer, typed: str, meant: str) -> None:
    (correction,) = Corrector(reader, analyzer).corrections(typed)
    assert correction.query == meant


@pytest.mark.parametrize("typed", ["المجلس الجهوي", "ميزانية", "conseil régional", "زقزقة", "xy", "المجلس زقزقة"])
def test_what_is_known_or_like_nothing_is_left_alone(reader: IndexReader, analyzer: Analyzer, typed: str) -> None:
    assert Corrector(reader, analyzer).corrections(typed) == ()


@pytest.mark.parametrize("typed", ['"ميزا-نية"', "ميزا/نية"])
def test_only_a_space_is_taken_away(reader: IndexReader, analyzer: Analyzer, typed: str) -> None:
    assert all("ميزانية" not in one.query for one in Corrector(reader, analyzer).corrections(typed))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(word=st.text(st.sampled_from("المجلسهويطرقconseil"), max_size=14))
def test_the_parts_of_a_word_are_the_word(reader: IndexReader, word: str) -> None:
    found = parted(fold(word), reader)
    assert not found or fold(found.replace(" ", "")) == fold(word)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20, deadline=None)
@given(pair=st.lists(st.sampled_from("المجلس الجهوي الميزانية مشروع تهيئة الطرق".split()), min_size=2, max_size=2))
def test_any_two_words_of_the_archive_are_found_apart(reader: IndexReader, pair: list[str]) -> None:
    assert len(parted(fold("".join(pair)), reader).split()) == 2
