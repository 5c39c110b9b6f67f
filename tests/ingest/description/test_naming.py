"""Type, number, committee, body, laws and places by the words that name them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analyzers.pipeline import Analyzer
from domain.description import NOT_FOUND, REVIEW_BELOW, Field
from domain.documents import Body, Organization
from domain.translation import LANGUAGES, messages
from ingest.description import Register, describe
from ingest.description.patterns import rules
from tests.ingest.description.samples import evidence_of, found, pages_of, values_in

TYPES = [
    ("extrait du registre\nExtrait du registre des\ndélibérations du Conseil", "decision"),
    ("مستخرج من سجل مداولات المجلس\nمداولة رقم 3", "decision"),
    ("لجنة الميزانية\nمحضر الاجتماع المؤرخ في 3 ماي 2020", "committee_minutes"),
    ("Commission du budget\nCompte rendu de la réunion", "committee_minutes"),
    ("Relevé de conclusions\nCommission du budget - réunion du 3 mai 2021", "committee_minutes"),
    ("Registre des procès-verbaux\nPoint 1 : le budget", "session_minutes"),
    ("C-R du Conseil municipal", "session_minutes"),
    ("PV de la session ordinaire de mai 2021", "session_minutes"),
    ("نظام الاستشارة\nطلب عروض مفتوح رقم 3", "tender"),
    ("Avis de consultation\nAppel d'offres n° 3", "tender"),
    ("Avis de l'instance n° 3", "opinion"),
    ("مشروع رأي عدد 3", "opinion"),
    ("نموذج تقديم عريضة", "petition"),
    ("إعلان متعلق بالبرنامج التوقعي للصفقات", "forecast_programme"),
    ("ملحق لاتفاقية الشراكة", "agreement"),
    ("Avenant à la convention de partenariat", "agreement"),
    ("بين الممضيين\nالجمعية وبلدية", "agreement"),
    ("BULLETIN OFFICIEL\nEdition générale", "gazette"),
    ("﴿إعلان للعموم﴾", "notice"),
    ("Après en avoir délibéré, le conseil approuve", "decision"),
]


@pytest.mark.parametrize(("text", "expected"), TYPES)
def test_a_type_is_told(text: str, expected: str, analyzer: Analyzer) -> None:
    assert found(analyzer, Field.TYPE, f"المملكة المغربية\n{text}") == [expected]


def test_every_type_of_the_rules_has_a_name_in_every_language() -> None:
    codes = {rule["code"] for rule in rules("kinds")["type"]}
    assert all(f"type.{code}" in messages(language) for code in codes for language in LANGUAGES)


def test_headings_that_contradict_each_other_make_a_type_less_sure(analyzer: Analyzer) -> None:
    sure, contradicted, told_by_text = (
        next(one.confidence for one in values_in(analyzer, text) if one.field is Field.TYPE)
        for text in ("مقرر رقم 5", "مقرر رقم 5\nاتفاقية شراكة", "بين الموقعين أسفله")
    )
    assert sure > contradicted > told_by_text
    assert told_by_text < REVIEW_BELOW


def test_a_cover_goes_on_with_the_page_behind_it(analyzer: Analyzer) -> None:
    pages = ("مجلس الجماعة", "مقرر رقم 5/2021\nالمنعقدة يوم 5 ماي 2021")
    assert found(analyzer, Field.TYPE, *pages) == ["decision"]
    (number,) = [one for one in values_in(analyzer, *pages) if one.field is Field.NUMBER]
    assert number.evidence is not None
    assert number.evidence.page.number == 2


NUMBERS = [
    ("مقرر عدد 2021/12", "2021/12"),
    ("المقرر رقم : 12 / 2021", "12/2021"),
    ("Délibération N° 12-2021", "12-2021"),
    ("DÉCISION 12/2021 relative au souk", "12/2021"),
    ("EXTRAIT DU REGISTRE DES DÉLIBÉRATIONS\nSession de mai\nDélibération n° 12/2021", "12/2021"),
    ("Extrait du registre des délibérations\nde la Ville\nde Montpellier\nn° 2014 / 143", "2014/143"),
    ("Appel d'offres ouvert N°2/2019/DG", "2/2019/DG"),
    ("نموذج تقديم عريضة\nرقم التسجيل: 009/2021", "009/2021"),
    ("استشاري عدد 007/2020 يهم السوق\nرأي", "007/2020"),
    ("Cent-quatorzième année – N° 7448\nBULLETIN OFFICIEL", "7448"),
    ("قانون المسطرة\nظهير شريف بمثابة قانون رقم 1.74.447", "1.74.447"),
]


@pytest.mark.parametrize(("text", "expected"), NUMBERS)
def test_a_number_is_read(text: str, expected: str, analyzer: Analyzer) -> None:
    assert found(analyzer, Field.NUMBER, text) == [expected]


@pytest.mark.parametrize(
    "text",
    ["محضر الدورة\nنقطة رقم 1 بجدول الأعمال", "محضر الدورة\nالقانون التنظيمي رقم 113.14", "مقرر المجلس\nDossier n° 1"],
)
def test_the_number_of_something_else_is_not_the_documents(text: str, analyzer: Analyzer) -> None:
    assert found(analyzer, Field.NUMBER, text) == []


def test_a_decision_without_a_number_is_for_review(analyzer: Analyzer) -> None:
    (number,) = [one for one in values_in(analyzer, "مقرر يتعلق بالسوق") if one.field is Field.NUMBER]
    assert (number.value, number.confidence) == (NOT_FOUND, 0.0)


REFERENCES = [
    ("طلب عروض رقم 3/2021\nالمرجع: 3/2021/RTA", "3/2021/RTA"),
    ("Appel d'offres n° 3/2021\nRéférence : 03/CSB/2021", "03/CSB/2021"),
    ("Appel d'offres n° 3/2021", "3/2021"),
]


@pytest.mark.parametrize(("text", "expected"), REFERENCES)
def test_a_tender_has_a_reference(text: str, expected: str, analyzer: Analyzer) -> None:
    assert found(analyzer, Field.TENDER_REFERENCE, text) == [expected]


COUNCILS = Register(
    (Body("waha", {"ar": "مجلس جهة الواحة", "fr": "Conseil de la région Al Waha"}),),
    (Organization("budget", "waha", {"ar": "لجنة الميزانية والشؤون المالية", "fr": "Commission du budget"}),),
)


@pytest.mark.parametrize("name", ["مجلس جهة الواحة", "Conseil de la Région AL WAHA"])
def test_the_body_is_the_one_that_is_named(name: str, analyzer: Analyzer) -> None:
    assert found(analyzer, Field.BODY, f"{name}\nمقرر رقم 5", register=COUNCILS) == ["waha"]
    assert found(analyzer, Field.BODY, "مجلس آخر\nمقرر رقم 5", register=COUNCILS) == []


def test_a_name_within_a_longer_word_names_nothing(analyzer: Analyzer) -> None:
    bureau = Register((), (Organization("bureau", "waha", {"ar": "المكتب"}),))
    assert found(analyzer, Field.ORGANIZATION, "مقرر رقم 5\nتأهيل المكتبات", register=bureau) == []
    assert found(analyzer, Field.ORGANIZATION, "مقرر رقم 5\nاجتمع المكتب", register=bureau) == ["bureau"]


@pytest.mark.parametrize(("text", "expected"), [("مقرر رقم 07-2018", "2018-07"), ("Décision n° 07-2018", "07-2018")])
def test_a_number_is_told_as_it_is_seen_on_the_page(text: str, expected: str, analyzer: Analyzer) -> None:
    shown = [replace(page, shown=True) for page in pages_of(text)]
    assert describe(shown, analyzer, Register(), "a.pdf").number == expected


COMMITTEES = [
    ("محضر اجتماع لجنة الميزانية والشؤون المالية المنعقد يوم 3 ماي", ["لجنة الميزانية والشؤون المالية"]),
    ("محضر أشغال لجنة التعمير والبيئة\nانعقد بتاريخ", ["لجنة التعمير والبيئة"]),
    ("Compte rendu de la Commission des affaires sociales, réunie le 3 mai", ["Commission des affaires sociales"]),
    ("محضر الدورة\nرئيس لجنة التعمير", []),
]


@pytest.mark.parametrize(("text", "expected"), COMMITTEES)
def test_minutes_of_a_committee_name_it(text: str, expected: list[str], analyzer: Analyzer) -> None:
    assert found(analyzer, Field.COMMITTEE, text, register=COUNCILS) == expected


def test_laws_are_told_once_with_their_numbers(analyzer: Analyzer) -> None:
    text = "مقرر رقم 5\nبناء على القانون التنظيمي رقم 113.14 وloi n° 14-113 والمرسوم رقم 2.12.349"
    assert found(analyzer, Field.LAW, text) == ["113-14", "2-12-349"]
    assert evidence_of(values_in(analyzer, text), Field.LAW, text)[0] == "القانون التنظيمي رقم 113.14"


def test_places_are_told_by_their_arabic_names_those_named_most_first(analyzer: Analyzer) -> None:
    text = "Décision n° 5\nde Al Hoceima à Beni Mellal, puis Al Hoceima"
    assert found(analyzer, Field.PLACE, text)[:2] == ["الحسيمة", "بني ملال"]
    assert evidence_of(values_in(analyzer, text), Field.PLACE, text)[0] == "Al Hoceima"


def test_letters_that_are_unsure_make_every_value_unsure(analyzer: Analyzer) -> None:
    pages = pages_of("مقرر رقم 5/2021\nالمنعقدة يوم 5 ماي 2021", certainty=0.5)
    values = describe(pages, analyzer, Register(), "a.pdf").values
    assert all(one.confidence < REVIEW_BELOW for one in values if one.evidence)


def test_an_empty_document_is_described(analyzer: Analyzer) -> None:
    assert found(analyzer, Field.TYPE, "") == ["other"]
    assert found(analyzer, Field.TITLE, "", " ") == ["scan_0001"]
