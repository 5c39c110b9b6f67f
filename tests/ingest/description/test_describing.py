"""A document is described by what it says of itself, and by nothing else."""

from __future__ import annotations

from datetime import date

import pytest

from analyzers.pipeline import Analyzer
from domain.description import PageText
from domain.documents import DatePrecision, Organization, PageKey
from domain.records import Description
from ingest.description import Register, describe

ORGANS = [
    Organization("plenary", "region", {"ar": "مجلس الجهة", "fr": "Conseil de la région"}),
    Organization("budget", "region", {"ar": "لجنة الميزانية", "fr": "Commission du budget"}),
]

HEADINGS = [
    ("مقرر رقم 12/2021", "decision", "12/2021"),
    ("المقرر عدد ٣٤ بشأن الماء", "decision", "34"),
    ("Délibération n° 5/2020", "decision", "5/2020"),
    ("محضر الدورة العادية لشهر مارس", "session_minutes", None),
    ("محضر اجتماع لجنة التعمير", "committee_minutes", None),
    ("Procès-verbal de la commission du budget", "committee_minutes", None),
    ("Procès-verbal de la session ordinaire", "session_minutes", None),
    ("إعلان عن طلب عروض مفتوح رقم 7/2022", "tender", "7/2022"),
    ("Avis d'appel d'offres ouvert n° 12/2021/RBK", "tender", "12/2021/RBK"),
    ("Cahier des prescriptions spéciales", "tender", None),
    ("رأي استشاري حول الشباب", "opinion", None),
    ("عريضة من أجل مستوصف", "petition", None),
    ("البرنامج التوقعي للصفقات", "forecast_programme", None),
    ("Programme prévisionnel des marchés", "forecast_programme", None),
    ("اتفاقية شراكة", "agreement", None),
    ("قرار رقم 184 لسنة 2020", "law", "184"),
    ("كلمة الترحيب", "other", None),
]


def described(texts: list[str], analyzer: Analyzer) -> Description:
    pages = [PageText(PageKey("v1", number), text) for number, text in enumerate(texts, 1)]
    return describe(pages, analyzer, Register(organizations=tuple(ORGANS)), "scan_0001.pdf")


def description(text: str, analyzer: Analyzer) -> Description:
    return described([text], analyzer)


@pytest.mark.parametrize(("heading", "kind", "number"), HEADINGS)
def test_a_heading_tells_type_and_number(heading: str, kind: str, number: str | None, analyzer: Analyzer) -> None:
    found = description(f"المملكة المغربية\n{heading}\n", analyzer)
    assert (found.type, found.number) == (kind, number)


def test_a_word_in_running_text_makes_no_type(analyzer: Analyzer) -> None:
    text = "كلمة السيد الرئيس\n" + "وقد تمت المصادقة على مقرر رقم 12 خلال هذا اللقاء " * 6
    assert description(text, analyzer).type == "other"


def test_a_header_that_repeats_on_every_page_is_no_title(analyzer: Analyzer) -> None:
    pages = [f"صفحة {n} من 3\t{n}\n{text}" for n, text in enumerate(("كلمة السيد رئيس الجهة", "شكرا لكم", "والسلام"), 1)]
    assert described(pages, analyzer).titles == {"ar": "كلمة السيد رئيس الجهة"}


def test_a_short_heading_goes_on_to_make_a_title(analyzer: Analyzer) -> None:
    found = description("مقرر رقم 5/2021\nيتعلق بتهيئة السوق الأسبوعي\nإن مجلس الجهة، المجتمع", analyzer)
    assert found.titles == {"ar": "مقرر رقم 5/2021 يتعلق بتهيئة السوق الأسبوعي"}


def test_a_heading_in_two_languages_makes_two_titles(analyzer: Analyzer) -> None:
    text = "مقرر رقم 5/2021 يتعلق بتهيئة السوق الأسبوعي بالمدينة\nDécision n° 5/2021 relative au souk\nVu la loi"
    assert description(text, analyzer).titles == {
        "ar": "مقرر رقم 5/2021 يتعلق بتهيئة السوق الأسبوعي بالمدينة",
        "fr": "Décision n° 5/2021 relative au souk",
    }


def test_without_a_heading_the_file_gives_the_title(analyzer: Analyzer) -> None:
    assert list(description("ا ب", analyzer).titles.values()) == ["scan_0001"]


DATES = [
    ("مقرر رقم 5/2021\nالمجتمع يوم الاثنين 20 فبراير 2021 بناء على قانون صدر سنة 2016", date(2021, 2, 20)),
    ("مقرر رقم 5\nبناء على المرسوم\nحرر بتاريخ 3 ماي 2020", date(2020, 5, 3)),
    ("Décision n° 5\nréuni en séance du lundi 2 mars 2020", date(2020, 3, 2)),
    (
        "Avis d'appel d'offres n° 3/2020\nouverture le 9 janvier 2021\nFait à Rabat, le 1er décembre 2020",
        date(2020, 12, 1),
    ),
]


@pytest.mark.parametrize(("text", "expected"), DATES)
def test_the_documents_own_date_is_found(text: str, expected: date, analyzer: Analyzer) -> None:
    found = description(text, analyzer).decided_on
    assert found is not None
    assert (found.value, found.precision) == (expected, DatePrecision.DAY)


def test_a_deadline_is_not_the_date_of_a_tender(analyzer: Analyzer) -> None:
    found = description("Avis d'appel d'offres ouvert n° 3/2020\nouverture des plis le 9 janvier 2021", analyzer)
    assert found.decided_on is not None
    assert (found.decided_on.value.year, found.decided_on.precision) == (2020, DatePrecision.YEAR)


def test_the_organ_named_first_is_the_organ(analyzer: Analyzer) -> None:
    text = "مقرر رقم 5\nإن مجلس الجهة، بعد الاطلاع على تقرير لجنة الميزانية"
    assert description(text, analyzer).organization_id == "plenary"
    assert description("Procès-verbal\nCommission du budget", analyzer).organization_id == "budget"
    assert description("مقرر رقم 5", analyzer).organization_id is None


def test_languages_are_those_of_the_text_most_used_first(analyzer: Analyzer) -> None:
    arabic = "مقرر رقم خمسة يتعلق بتهيئة السوق الأسبوعي بالمدينة القديمة والأحياء المجاورة"
    assert description(f"{arabic}\nDécision relative au souk de la ville", analyzer).languages == ("ar", "fr")
    assert description("مقرر رقم خمسة " * 20 + "PDF", analyzer).languages == ("ar",)
