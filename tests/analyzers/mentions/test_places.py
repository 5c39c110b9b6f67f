"""A place is found under its names in both scripts, and a common word finds no place."""

from __future__ import annotations

import pytest

from analyzers.pipeline import Analyzer


def keys(text: str, analyzer: Analyzer) -> set[str]:
    return {lemma for token in analyzer.analyze(text) for lemma in token.lemmas if lemma.startswith("@")}


@pytest.mark.parametrize(
    ("key", "names"),
    [
        ("@الحسيمه", ["الحسيمة", "بالحسيمة", "للحسيمة", "Al Hoceima", "El Hoceima", "d'Al-Hoceïma", "AL HOCEIMA"]),
        ("@بني_ملال", ["بني ملال", "ببني ملال", "لبني ملال", "Béni Mellal", "Beni-Mellal", "Bni Mellal", "BENI MELLAL"]),
        ("@خنيفره", ["خنيفرة", "وبخنيفرة", "Khénifra", "Khenifra", "KHÉNIFRA"]),
        ("@الدار_البيضاء", ["الدار البيضاء", "للدار البيضاء", "Casablanca", "بالدار البيضاء"]),
        ("@العرايش", ["العرائش", "Larache"]),
        ("@كلميم", ["كلميم", "ڭلميم", "Guelmim", "Goulimine"]),
        ("@سلا", ["سلا", "ville de Salé"]),
        ("@فاس", ["فاس", "بفاس", "Fès", "Fez"]),
    ],
)
def test_all_names_of_a_place_have_one_key(key: str, names: list[str], analyzer: Analyzer) -> None:
    assert {name for name in names if key not in keys(name, analyzer)} == set()


def test_every_word_of_a_name_carries_its_key(analyzer: Analyzer) -> None:
    tokens = analyzer.analyze("جماعة بني ملال الحضرية")
    assert ["@بني_ملال" in token.lemmas for token in tokens] == [False, True, True, False]


def test_a_place_within_the_name_of_a_region_is_found_too(analyzer: Analyzer) -> None:
    assert keys("جهة بني ملال-خنيفرة", analyzer) >= {"@بني_ملال", "@خنيفره", "@بني_ملال_خنيفره"}
    assert keys("région Béni Mellal-Khénifra", analyzer) >= {"@بني_ملال", "@خنيفره", "@بني_ملال_خنيفره"}


@pytest.mark.parametrize(
    "text", ["المنزل", "بناء المنزل", "الجديدة", "السنة الجديدة", "Le linge est sale", "salé", "السوق", "المدينة"]
)
def test_a_common_word_is_no_place(text: str, analyzer: Analyzer) -> None:
    assert keys(text, analyzer) == set()


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("جماعة المنزل", "@المنزل"),
        ("مدينة الجديدة", "@الجديده"),
        ("ville d'El Jadida", "@الجديده"),
        ("بإقليم الجديدة", "@الجديده"),
    ],
)
def test_it_is_one_behind_a_word_that_says_so(text: str, key: str, analyzer: Analyzer) -> None:
    assert key in keys(text, analyzer)
