"""Sessions are named in many ways, and each has one value."""

from __future__ import annotations

import pytest

from analyzers.pipeline import Analyzer
from domain.description import REVIEW_BELOW, Field
from tests.ingest.description.samples import evidence_of, found, values_in

NAMES = [
    ("دورة أكتوبر العادية لسنة 2022", "ordinary/2022-10"),
    ("الدورة العادية لشهر ماي 2021", "ordinary/2021-05"),
    ("الدورة العادية برسم شهر فبراير من سنة 2019", "ordinary/2019-02"),
    ("دورة يوليوز 2020 العادية", "ordinary/2020-07"),
    ("دورته العادية لشهر أكتوبر 2020م", "ordinary/2020-10"),
    ("للدورة العادية لشهر نونبر 2018", "ordinary/2018-11"),
    ("الدورة الاستثنائية لشهر يونيو 2021", "extraordinary/2021-06"),
    ("الدورة الاستثنائية المنعقدة بتاريخ 12 يونيو 2021", "extraordinary/2021-06"),
    ("session ordinaire d'octobre 2022", "ordinary/2022-10"),
    ("session ordinaire du mois de mai 2021", "ordinary/2021-05"),
    ("SESSION EXTRAORDINAIRE DE JUIN 2021", "extraordinary/2021-06"),
    ("session extraordinaire tenue le 12 juin 2021", "extraordinary/2021-06"),
]


@pytest.mark.parametrize(("name", "expected"), NAMES)
def test_a_session_is_read(name: str, expected: str, analyzer: Analyzer) -> None:
    text = f"مقرر رقم 5\nالمجتمع في إطار\n{name} بمقر الجماعة"
    assert found(analyzer, Field.SESSION, text) == [expected]


OTHERS = [
    "الدورة السابقة",
    "الدورة العادية المقبلة لشهر ماي 2022",
    "la prochaine session",
    "Séance publique du 22 mai 2014",
    "دورة تكوينية في ماي 2021",
    "la session de formation de mai 2021",
    "الدورة. في أكتوبر 2021",
]


@pytest.mark.parametrize("text", OTHERS)
def test_what_is_no_session_of_this_document_is_none(text: str, analyzer: Analyzer) -> None:
    assert found(analyzer, Field.SESSION, f"إعلان للعموم\n{text}") == []


def test_a_session_without_its_year_takes_that_of_the_date(analyzer: Analyzer) -> None:
    text = "مقرر رقم 5\nالمنعقدة يوم 5 أكتوبر 2020 في إطار دورة أكتوبر العادية"
    assert found(analyzer, Field.SESSION, text) == ["ordinary/2020-10"]


def test_a_session_that_breaks_over_lines_is_read(analyzer: Analyzer) -> None:
    text = "مقرر رقم 5\nفي إطار دورة أكتوبر\nالعادية لسنة   2022 بمقر"
    assert found(analyzer, Field.SESSION, text) == ["ordinary/2022-10"]
    (told,) = evidence_of(values_in(analyzer, text), Field.SESSION, text)
    assert told == "دورة أكتوبر\nالعادية لسنة   2022"


def test_a_session_that_does_not_say_which_kind_is_for_review(analyzer: Analyzer) -> None:
    values = values_in(analyzer, "مقرر رقم 5\nدورة أكتوبر 2022")
    (session,) = [one for one in values if one.field is Field.SESSION]
    assert (session.value, session.confidence < REVIEW_BELOW) == ("ordinary/2022-10", True)


def test_the_fullest_name_counts(analyzer: Analyzer) -> None:
    text = "محضر دورة ماي\nالدورة العادية لشهر ماي 2021"
    assert found(analyzer, Field.SESSION, text) == ["ordinary/2021-05"]


MEETINGS = [
    ("محضر الجلسة الثانية من دورة ماي 2021", ["2"]),
    ("محضر الجلسة العمومية", []),
    ("Procès-verbal\nPremière séance", ["1"]),
    ("Procès-verbal de la 2ème séance", ["2"]),
]


@pytest.mark.parametrize(("text", "expected"), MEETINGS)
def test_a_meeting_has_its_number(text: str, expected: list[str], analyzer: Analyzer) -> None:
    assert found(analyzer, Field.MEETING, text) == expected
