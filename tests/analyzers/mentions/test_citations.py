"""What a text cites by number is found, in both languages, and nothing else is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzers.mentions.citations import CitationKind, citation_key, find_citations
from analyzers.pipeline import Analyzer

LAW, DECISION = CitationKind.LAW, CitationKind.DECISION


@pytest.mark.parametrize(
    ("text", "kind", "said"),
    [
        ("بناء على القانون التنظيمي رقم 113.14 المتعلق بالجماعات", LAW, "القانون التنظيمي رقم 113.14"),
        ("طبقا للظهير الشريف رقم 1.15.85 الصادر", LAW, "للظهير الشريف رقم 1.15.85"),
        ("وعلى المرسوم رقم 2-12-349", LAW, "المرسوم رقم 2-12-349"),
        ("vu la loi organique n° 113-14 relative aux communes", LAW, "loi organique n° 113-14"),
        ("le décret n° 2-22-431 du 8 mars", LAW, "décret n° 2-22-431"),
        ("بناء على مقرر المجلس رقم 12/2022", DECISION, "مقرر المجلس رقم 12/2022"),
        ("تنفيذا للمقرر عدد ١٢/٢٠٢٢", DECISION, "للمقرر عدد ١٢/٢٠٢٢"),
        ("وعلى القرار الجبائي رقم 5/2021", DECISION, "القرار الجبائي رقم 5/2021"),
        ("vu la délibération du conseil communal n° 7/2023", DECISION, "délibération du conseil communal n° 7/2023"),
        ("l’arrêté n° 3/2020", DECISION, "arrêté n° 3/2020"),
    ],
)
def test_a_number_behind_the_word_for_it_is_cited(analyzer: Analyzer, text: str, kind: CitationKind, said: str) -> None:
    tokens = analyzer.analyze(text)
    (found,) = find_citations(tokens)
    assert found.kind is kind
    assert text[tokens[found.first].start : tokens[found.last].end] == said
    assert said.endswith(found.number)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "رقم 12/2022",
        "مقرر رقم 12",
        "décision n° 3",
        "تمت المصادقة على المقرر في الدورة المنعقدة يوم 12/10/2022",
        "le conseil décide le 12/10/2022",
        "مبلغ 113.14 درهم طبقا للقانون",
        "طلب عروض رقم 12/2022",
    ],
)
def test_other_numbers_are_not(analyzer: Analyzer, text: str) -> None:
    assert list(find_citations(analyzer.analyze(text))) == []


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        (LAW, "113.14", "14-113"),
        (LAW, "١١٣.١٤", "113-14"),
        (DECISION, "12/2022", "2022-12"),
        (DECISION, "012/2022", "12/2022"),
    ],
)
def test_a_number_has_one_key_however_it_is_written(kind: CitationKind, one: str, other: str) -> None:
    assert citation_key(kind, one) == citation_key(kind, other)


def test_a_law_and_a_decision_of_one_number_are_two(analyzer: Analyzer) -> None:
    found = {one.key for one in find_citations(analyzer.analyze("القانون رقم 12-20 والمقرر رقم 12/20"))}
    assert len(found) == 2


@pytest.mark.parametrize("number", ["", "بدون", "n°"])
def test_what_has_no_digit_can_not_be_cited(number: str) -> None:
    assert citation_key(DECISION, number) == ""


@given(st.integers(1, 9999), st.integers(1, 9999))
def test_what_a_text_cites_has_the_key_of_the_number(analyzer: Analyzer, first: int, second: int) -> None:
    number = f"{first}/{second}"
    for one in find_citations(analyzer.analyze(f"المقرر رقم {number}")):
        assert one.key == citation_key(one.kind, number)
