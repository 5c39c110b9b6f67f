"""Ligatures whose letters stand in the wrong order: what is turned round, and what stays as it is."""

from __future__ import annotations

import re

import pytest

from analyzers.pipeline import Analyzer
from domain.documents import Page, TextSource
from ingest.repair.page_repair import repair
from tests.ingest.repair.layers import boxed, page

SOUND = (
    "قرر المجلس الأعلى إحداث اللجنة الأولى لأجل الإصلاح، وذلك طبقا لأحكام القانون. يتألف المكتب من ثلاثة أعضاء "
    "ينتخبون لولاية مدتها ثلاث سنوات. تحدد علاقة الإدارة بالسلامة الصحية والملاحة والفلاحة خلال الاجتماعات الآتية، "
    "ولا يجوز الإخلال بالآجال أعلاه إلا بعد الاطلاع على اللائحة."
)
LAM_ALEF = re.compile("ل([اأإآ])")


def swapped(text: str) -> str:
    return LAM_ALEF.sub(r"\1ل", text)


def repaired(analyzer: Analyzer, *pages: Page) -> list[str]:
    return [one.text for one in repair(pages, analyzer)]


def test_swapped_text_comes_back_as_it_was_written(analyzer: Analyzer) -> None:
    assert swapped(SOUND) != SOUND
    assert repaired(analyzer, page(swapped(SOUND))) == [SOUND]


def test_sound_text_is_left_alone(analyzer: Analyzer) -> None:
    (made,) = repair([page(SOUND)], analyzer)
    assert (made.text, made.source, made.raw_text) == (SOUND, TextSource.LAYER, None)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("األول", "الأول"),
        ("االقتصاد", "الاقتصاد"),
        ("واإلدارة", "والإدارة"),
        ("اآلخرة", "الآخرة"),
        ("لألمن", "للأمن"),
        ("اململكة", "المملكة"),
        ("املادة", "المادة"),
        ("احملكمة", "المحكمة"),
        ("يف", "في"),
        ("ثالثة", "ثلاثة"),
        ("والية", "ولاية"),
        ("أعاله", "أعلاه"),
        ("ألحكام", "لأحكام"),
        ("بالسالمة", "بالسلامة"),
        ("لالرشيف", "للارشيف"),
        ("اإلعمالية", "الإعمالية"),  # in no lexicon, but no word begins so
    ],
)
def test_where_the_swap_is_proven_words_are_turned_round_known_ones_too(
    written: str, meant: str, analyzer: Analyzer
) -> None:
    proof = "اململكة يف احملكمة األعضاء االجتماعات اإلدارة "
    assert repaired(analyzer, page(proof + written))[0].split()[-1] == meant


@pytest.mark.parametrize(
    "word",
    [
        "إلى",
        "إليها",
        "الثالث",
        "المالية",
        "حالة",
        "أعمال",
        "عمال",
        "شوال",
        "العالمية",
        "ألف",
        "آليات",
        "المركزية",
        "وكالة",
        "المالك",
    ],
)
def test_words_that_are_likelier_as_they_stand_stay(word: str, analyzer: Analyzer) -> None:
    assert repaired(analyzer, page("األعضاء االجتماعات اإلدارة " + word))[0].split()[-1] == word


def test_a_known_word_is_not_turned_where_nothing_proves_the_swap(analyzer: Analyzer) -> None:
    text = "السنة ثالثة والية زقشبطم"
    assert repaired(analyzer, page(text)) == [text]


def test_each_font_is_judged_alone(analyzer: Analyzer) -> None:
    text = "األعضاء االجتماعات ثالثة ثالثة"
    assert repaired(analyzer, page(text, fonts=["F1", "F1", "F1", "F2"])) == ["الأعضاء الاجتماعات ثلاثة ثالثة"]


def test_each_page_is_judged_alone_where_it_proves_something(analyzer: Analyzer) -> None:
    swapped_page, sound_page = page("األعضاء االجتماعات ثالثة"), page("الأعضاء الاجتماعات ثالثة الولاية يف", 2)
    assert repaired(analyzer, swapped_page, sound_page) == [
        "الأعضاء الاجتماعات ثلاثة",
        "الأعضاء الاجتماعات ثالثة الولاية في",
    ]


def test_a_page_that_proves_nothing_goes_by_its_document(analyzer: Analyzer) -> None:
    pages = page("األعضاء االجتماعات"), page("لمدة ثالثة أيام زقشبطم", 2)
    assert repaired(analyzer, *pages) == ["الأعضاء الاجتماعات", "لمدة ثلاثة أيام زقشبطم"]


def test_ligatures_that_the_file_names_are_turned_exactly_where_they_are(analyzer: Analyzer) -> None:
    text = "األعضاء ثالثة ثالثة الحال"
    ligatures = [(1, 3), (9, 11)]  # the second ثالثة is meant: its letters are drawn one by one
    (made,) = repair([page(text, ligatures=ligatures, fonts=["F1"] * 4)], analyzer)
    assert made.text.split()[:2] == ["الأعضاء", "ثلاثة"]


def test_ligatures_of_any_letters_are_turned(analyzer: Analyzer) -> None:
    text = "اململكة يف احملكمة حتت"
    ligatures = [(1, 3), (8, 10), (12, 15), (19, 21)]
    (made,) = repair([page(text, ligatures=ligatures)], analyzer)
    assert made.text == "المملكة في المحكمة تحت"


def test_sound_ligatures_stay(analyzer: Analyzer) -> None:
    text = "الأعضاء ثلاثة زقشبطم"
    (made,) = repair([page(text, ligatures=[(1, 3), (9, 11)])], analyzer)
    assert made.text == text


def test_one_unknown_word_that_begins_with_an_article_proves_nothing(analyzer: Analyzer) -> None:
    text = "الجلست الثانية والولاية الثالثة"
    assert repaired(analyzer, page(text)) == [text]


def test_boxes_hold_the_repaired_words(analyzer: Analyzer) -> None:
    original = page(swapped(SOUND))
    (made,) = repair([original], analyzer)
    assert boxed(made) == SOUND.split()
    assert [(box.left, box.top) for box in made.words] == [(box.left, box.top) for box in original.words]
    assert (made.source, made.raw_text) == (TextSource.REPAIRED, original.text)
