"""Evidence always holds: a span of a page's own text, whatever stands there."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analyzers.normalization import fold
from analyzers.pipeline import Analyzer
from demo.drafting import draft
from demo.register import bodies, organizations
from demo.slots import slots
from demo.stated import stated
from demo.tables import table
from domain.description import Field, values_of
from ingest.description import Register, describe
from ingest.description.folded_pages import fold_page
from tests.ingest.description.samples import pages_of

PIECES = st.sampled_from(
    ["مقرر", "رقم", "12/2021", "\n", " ", "يوم", "5", "ماي", "2021", "دورة", "العادية", "1.250.000,00", "درهم", "بالإجماع",
     "لجنة", "séance", "du", "n°", "ordinaire", "ﻣﺠﻠﺲ", "مَقْـرر", "\u200f", "ﷲ", "Œuvre", "\t",
     "الموافقون: 3", "قانون رقم 113.14", "«", "."]
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=40).map(" ".join) | st.text(max_size=60)
ALL = Register(tuple(bodies()), tuple(organizations()))


@given(TEXTS)
def test_folding_a_page_keeps_where_every_character_stands(text: str) -> None:
    (page,) = pages_of(text)
    folded = fold_page(page)
    assert len(folded.places) == len(folded.text) + 1
    for line in folded.lines:
        span = folded.evidence(line.start, line.end)
        own = " ".join(fold(" ".join(text[span.start : span.end].split())).split())
        assert " ".join(line.folded.split()) == own
        assert "\n" not in text[span.start : span.end].strip()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(st.lists(TEXTS, max_size=3))
def test_any_text_is_described_with_evidence_in_it(analyzer: Analyzer, texts: list[str]) -> None:
    values = describe(pages_of(*texts), analyzer, ALL, "a.pdf").values
    assert {Field.TYPE, Field.TITLE} <= {one.field for one in values}
    for one in values:
        assert 0 <= one.confidence <= 1
        if one.evidence:
            text = texts[one.evidence.page.number - 1]
            assert 0 <= one.evidence.start < one.evidence.end <= len(text)
            assert text[one.evidence.start : one.evidence.end].strip()


def test_describing_twice_says_the_same(analyzer: Analyzer) -> None:
    pages = pages_of("مقرر رقم 5/2021\nالمنعقدة يوم 5 ماي 2021", "بالإجماع")
    assert describe(pages, analyzer, ALL, "a.pdf") == describe(pages, analyzer, ALL, "a.pdf")


@pytest.mark.parametrize("manner", table("manners"))
def test_documents_of_every_manner_are_described_as_they_are(manner: str, analyzer: Analyzer) -> None:
    for slot in slots(20, manner):
        one = draft(slot, 17)
        text = one.text
        values = describe(pages_of(text), analyzer, ALL, one.name).values
        truth = stated(one, text)
        for field in (Field.TYPE, Field.NUMBER, Field.DATE, Field.SESSION, Field.DEADLINE, Field.OPENING):
            assert values_of(values, field)[:1] == truth[field], (one.name, field)
        assert sorted(values_of(values, Field.AMOUNT)) == sorted(truth[Field.AMOUNT]), one.name
        assert values_of(values, Field.VOTE) == truth[Field.VOTE], one.name
        assert values_of(values, Field.LANGUAGE)[0] == truth[Field.LANGUAGE][0], one.name
