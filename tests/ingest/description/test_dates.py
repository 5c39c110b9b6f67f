"""Which of its dates is a document's own, which a deadline, and which somebody else's."""

from __future__ import annotations

import pytest

from analyzers.pipeline import Analyzer
from domain.description import NOT_FOUND, REVIEW_BELOW, Field
from tests.ingest.description.samples import evidence_of, found, values_in

OWN = [
    # held
    ("مقرر رقم 5\nإن المجلس المجتمع في جلسته المنعقدة يوم الاثنين 20 فبراير 2021", "2021-02-20"),
    ("مقرر رقم 5\nالمنعقدة بتاريخ 20/02/2021 بعد استدعاء مؤرخ في 10/02/2021", "2021-02-20"),
    ("محضر الدورة\nبتاريخ 3 ماي 2021 اجتمع أعضاء المجلس", "2021-05-03"),
    ("محضر الدورة\nفي يوم الثلاثاء 7 يونيو 2022 وبدعوة مؤرخة في 27/05/2022، عقد المجلس جلسة", "2022-06-07"),
    ("Délibération n° 5\nConvoqué le 9 mai 2014, le conseil s'est réuni le jeudi 22 mai 2014", "2014-05-22"),
    ("Délibération n° 5\nSéance publique du 22 mai 2014\nEnvoi Préfecture : 26/05/2014", "2014-05-22"),
    ("CR du conseil municipal 7 octobre 2022\nPrésents", "2022-10-07"),
    ("Conseil municipal du 4 juin 2021\nPrésents", "2021-06-04"),
    # in the heading
    ("مقرر عدد 12 بتاريخ 4 يوليوز 2019 يتعلق بالسوق", "2019-07-04"),
    ("Décision n° 12 du 4 juillet 2019 relative au souk", "2019-07-04"),
    ("ظهير شريف رقم 1.15.85 صادر في 20 رمضان 1436 (7 يوليوز 2015)\nبتنفيذ القانون التنظيمي رقم 113.14", "2015-07-07"),
    # signed
    ("Appel d'offres n° 3/2020\nouverture des plis le 9 janvier 2021\nFait à Rabat, le 1er décembre 2020", "2020-12-01"),
    ("طلب عروض رقم 3/2020\nآخر أجل: 9 يناير 2021\nحرر بالرباط في فاتح دجنبر 2020", "2020-12-01"),
    ("Convention de partenariat\nSigné à Agadir le 12/03/2018 en trois originaux", "2018-03-12"),
    ("Appel d'offres n° 3/2020\nObjet : travaux\nTimzran, le 5 mars 2020\nLe président", "2020-03-05"),
    # of a law, another text, a convocation: never the document's
    ("مقرر رقم 5\nبناء على الظهير الشريف رقم 1.15.85 الصادر في 7 يوليوز 2015\nالمنعقدة يوم 5 ماي 2020", "2020-05-05"),
    ("Avis d'appel d'offres n° 3\nVu le décret n° 2-12-349 du 20 mars 2013\nFait à Rabat, le 2 mai 2019", "2019-05-02"),
    # forms
    ("مقرر رقم 5\nالمنعقدة يوم 27 من شهر يوليوز سنة 2022", "2022-07-27"),
    ("مقرر رقم 5\nالمنعقدة يوم فاتح غشت 2022", "2022-08-01"),
    ("مقرر رقم 5\nالمنعقدة بتاريخ 5 ذي الحجة 1442 الموافق لـ 15 يوليوز 2021", "2021-07-15"),
    ("مقرر رقم 5\nالمنعقدة بتاريخ 15 يوليوز 2021 (5 ذي الحجة 1442)", "2021-07-15"),
]


@pytest.mark.parametrize(("text", "expected"), OWN)
def test_the_documents_own_date_is_told_from_others(text: str, expected: str, analyzer: Analyzer) -> None:
    assert found(analyzer, Field.DATE, text) == [expected]


def test_a_day_of_the_islamic_calendar_comes_beside(analyzer: Analyzer) -> None:
    text = "مقرر رقم 5\nالمنعقدة بتاريخ 5 ذي الحجة 1442 الموافق لـ 15 يوليوز 2021"
    values = values_in(analyzer, text)
    assert found(analyzer, Field.HIJRI_DATE, text) == ["1442-12-05"]
    assert evidence_of(values, Field.DATE, text) == ["5 ذي الحجة 1442 الموافق لـ 15 يوليوز 2021"]


def test_a_day_by_tables_alone_is_for_review(analyzer: Analyzer) -> None:
    (date,) = [one for one in values_in(analyzer, "مقرر رقم 5\nالمنعقدة بتاريخ 5 ذي الحجة 1442") if one.field is Field.DATE]
    assert date.value.startswith("2021-07-1")
    assert date.confidence < REVIEW_BELOW


@pytest.mark.parametrize("text", ["اتفاقية شراكة\nتونس في ..........", "إعلان للعموم\nطنجة في:\nدورته يوم 7 أكتوبر 2020"])
def test_a_date_that_is_left_open_is_not_made_up(text: str, analyzer: Analyzer) -> None:
    assert found(analyzer, Field.DATE, text) == []


def test_a_date_that_should_be_there_is_for_review(analyzer: Analyzer) -> None:
    (date,) = [one for one in values_in(analyzer, "مقرر رقم 5 يتعلق بالسوق") if one.field is Field.DATE]
    assert (date.value, date.confidence) == (NOT_FOUND, 0.0)


@pytest.mark.parametrize(("text", "year"), [("طلب عروض رقم 3/2020", "2020"), ("Morocco's Constitution of 2011", "2011")])
def test_a_year_in_number_or_title_is_something_but_for_review(text: str, year: str, analyzer: Analyzer) -> None:
    (date,) = [one for one in values_in(analyzer, text) if one.field is Field.DATE]
    assert date.value == year
    assert date.confidence < REVIEW_BELOW


def test_two_sittings_make_the_date_less_sure(analyzer: Analyzer) -> None:
    one = "محضر الدورة\nالجلسة المنعقدة يوم 5 ماي 2020"
    sure, unsure = (
        next(value.confidence for value in values_in(analyzer, text) if value.field is Field.DATE)
        for text in (one, f"{one}\nالجلسة المنعقدة يوم 12 ماي 2020")
    )
    assert sure >= REVIEW_BELOW > unsure


TENDERS = [
    ("آخر أجل لإيداع العروض: 9 يناير 2021 على الساعة الرابعة\nفتح الأظرفة يوم 10 يناير 2021", "2021-01-09", "2021-01-10"),
    ("يجب أن تودع العروض قبل 9 يناير 2021\nسيتم يوم 10 يناير 2021 بمقر الجماعة فتح الأظرفة", "2021-01-09", "2021-01-10"),
    ("وستفتح هذه الأظرفة يوم 10/01/2021، والأجل المحدد لاستلام العروض 09/01/2021", "2021-01-09", "2021-01-10"),
    ("date limite de remise des plis : 9 janvier 2021\nouverture des plis : 10 janvier 2021", "2021-01-09", "2021-01-10"),
    (
        "au plus tard le 9 janvier 2021 ; il sera procédé le 10 janvier 2021 à l'ouverture des plis",
        "2021-01-09",
        "2021-01-10",
    ),
    ("Réception des offres jusqu'au 9 janvier 2021 à 16 h. Séance d'ouverture : 10/01/2021", "2021-01-09", "2021-01-10"),
    ("Du 28 / 11 /2019 à 10 heures", None, "2019-11-28"),
    ("Les travaux commencent en 2021", None, None),
]


@pytest.mark.parametrize(("text", "deadline", "opening"), TENDERS)
def test_a_tender_has_a_deadline_and_an_opening(
    text: str, deadline: str | None, opening: str | None, analyzer: Analyzer
) -> None:
    text = f"Appel d'offres n° 3/2020\n{text}"
    assert found(analyzer, Field.DEADLINE, text) == [deadline] * (deadline is not None)
    assert found(analyzer, Field.OPENING, text) == [opening] * (opening is not None)


def test_only_tenders_have_deadlines(analyzer: Analyzer) -> None:
    assert found(analyzer, Field.DEADLINE, "مقرر رقم 5\nآخر أجل لإيداع العروض: 9 يناير 2021") == []
