from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzers.legibility import Legibility
from analyzers.pipeline import Analyzer

BELIEVED = 0.8
"""The default of the setting `trust`."""

SOUND = {
    "a decision": "قرر المجلس الجماعي المنعقد في دورته العادية لشهر أكتوبر الموافقة على اتفاقية الشراكة.",
    "minutes in French": "Le conseil communal, réuni en séance publique, approuve à l'unanimité la convention.",
    "English": "The council agrees to the first amendment of this agreement between the parties.",
    "a bilingual letterhead": "المملكة المغربية Royaume du Maroc وزارة الداخلية Ministère de l'Intérieur",
    "a Tifinagh letterhead": "ⵜⴰⴳⵍⴷⵉⵜ ⵏ ⵍⵎⵖⵔⵉⴱ ⵜⴰⵎⴰⵡⴰⵙⵜ ⵏ ⵜⵖⵔⵎⴰ المملكة المغربية وزارة الداخلية",
    "French names": (
        "Présents : Mme Khadija EL ATMANI, M. Frédéric TSITSONIS, M. Rabii YOUSSOUS, Mme Titina DASYLVA, "
        "M. Abdi EL KANDOUSSI, M. Max LEVITA, Mme Claudine TROADEC-ROBERT, conseillers"
    ),
    "Arabic names": "الحاضرون: محمد بنعلي، فاطمة الزهراء العلوي، عبد الرحيم الدكالي، خديجة أمزيان، حسن أوبلا، أعضاء المجلس",
    "an amount": "المبلغ 1.250.000,00 درهم",
    "a single unknown name": "Tadought",
    "a page number": "12",
    "a number of lines of a table": "12 45 2020/2021 1 250,00",
    "the letters of a list": "أ- الميزانية ب- الجبايات ج) الممتلكات A. Budget B. Impôts",
    "codes": "CE1 R12 A4 المادة 3 م2",
}
BROKEN = {
    "bytes read as Latin 1": "æÇáÌãÇÚÇÊ ÞÑÇÑ ÑÞã ãÌáÓ ÌãÇÚÉ ÇáãÛÑÈ",
    "a font's own code": "≤∞≤≥ WM� WO�u� ≥∞ v� “ —dJ� ≤µ œbF�« ≠ WOL�d�« …b�d'« Êu�U‡I�«",
    "symbols without meaning": "\ue012\ue034 \ufffd\ufffd\ufffd \ue010\ue011\ue012",
    "the order of the page": "يعامجلا سلجملا ررق ةيلخادلا ةرازو ةيبرغملا ةكلمملا",
    "swapped lam-alef": "األول االقتصاد اإلدارة األعضاء االجتماعية لألمن األشخاص",
    "letters apart": "ق ر ر ا ل م ج ل س ا ل ج م ا ع ي",
    "French letters apart": "l e c o n s e i l c o m m u n a l",
    "one letter in place of another": "تحددٌ حدود الطرق ملكةٌ الحبسً القٌمة المالٌة للتقٌ مٌ تضمنٌه قطعتٌن",
    "words of nothing": "زقشبطم ضغظثذ خطصثق ظضشغ ذثخط",
}


@pytest.mark.parametrize("text", SOUND.values(), ids=SOUND)
def test_what_is_language_is_believed(text: str, analyzer: Analyzer) -> None:
    score = analyzer.legibility.score(text)
    assert score is not None
    assert score >= BELIEVED


@pytest.mark.parametrize("text", BROKEN.values(), ids=BROKEN)
def test_what_is_no_language_is_not_believed(text: str, analyzer: Analyzer) -> None:
    score = analyzer.legibility.score(text)
    assert score is not None
    assert score < BELIEVED


@pytest.mark.parametrize("text", ["", "  \n ", "• – …"])
def test_nothing_is_said_of_a_text_without_words_and_numbers(text: str, analyzer: Analyzer) -> None:
    assert analyzer.legibility.score(text) is None


def test_every_word_known_is_the_whole_score(analyzer: Analyzer) -> None:
    assert analyzer.legibility.score("صادق المجلس الجماعي على القرار") == 1.0


def test_sound_french_does_not_hide_broken_arabic(analyzer: Analyzer) -> None:
    french, arabic = SOUND["minutes in French"] + " ", "األول االقتصاد اإلدارة األعضاء االجتماعية لألمن األشخاص " * 2
    score = analyzer.legibility.score(french * 6 + arabic)
    assert score is not None
    assert score < BELIEVED


def test_the_more_of_a_text_is_noise_the_less_it_scores(analyzer: Analyzer) -> None:
    noise = ["زقشبطم"] * 10
    words = ["المجلس"] * 10
    scores = [analyzer.legibility.score(" ".join(words[:-count] + noise[:count])) or 0.0 for count in range(1, 10)]
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) == len(scores)


@pytest.mark.parametrize(
    ("word", "known"),
    [
        ("المجلس", True),
        ("mayor", True),
        ("délibération", True),
        ("القٌمة", False),  # القمة to a lexicon that passes over vowel signs
        ("مدرسةالحي", False),
        ("زقشبطم", False),
        ("æÇáÌãÇÚÇÊ", False),
        ("مجلس 12", False),
        ("", False),
    ],
)
def test_a_word_is_known_as_it_is_written(word: str, known: bool, analyzer: Analyzer) -> None:
    assert analyzer.legibility.knows(word) is known


@given(st.text(max_size=60))
def test_any_text_scores_between_nothing_and_all(text: str) -> None:
    score = Legibility(lambda word: len(word) % 2 == 0).score(text)
    assert score is None or 0.0 <= score <= 1.0


@given(st.lists(st.sampled_from([*SOUND.values(), *BROKEN.values()]), min_size=1, max_size=4))
def test_the_order_of_words_does_not_matter(texts: list[str]) -> None:
    legibility = Legibility(lambda word: word.startswith(("ا", "l")))
    words = " ".join(texts).split()
    assert legibility.score(" ".join(words)) == pytest.approx(legibility.score("\n".join(sorted(words))))
