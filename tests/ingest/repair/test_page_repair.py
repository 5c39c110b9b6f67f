"""What is repaired on a page, and what is not touched."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzers.pipeline import Analyzer
from domain.documents import Page, TextSource
from ingest.repair.page_repair import repair
from tests.ingest.repair.layers import boxed, page

KNOWN = (
    "قرر المجلس الجماعي الموافقة على اتفاقية الشراكة ثلاثة ثالثة إلى ولاية والية 12 أكتوبر 2020 (المادة 92) "
    "le conseil approuve la convention article 2020/45"
).split()
RUINS = (
    "للس نة األول االقتصاد ثالثة 07يوليوز المحكمة2 القطـــاع الجریدة بمبل\ufffd\ufffdغ مليون ًا ّ ق ر ر زقشبطم ةيبرغملا "
    "Pythonمن œuvre \ue823 هـ م2 12"
).split()


def repaired(analyzer: Analyzer, text: str) -> str:
    return repair([page(text)], analyzer)[0].text


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("في 07يوليوز 2015", "في 07 يوليوز 2015"),
        ("المحكمة2 المختصة", "المحكمة 2 المختصة"),
        ("القطـــــاع الموافــق", "القطاع الموافق"),
        ("الجریدة الرسمیة", "الجريدة الرسمية"),
        ("على علی إلی فی", "على على إلى في"),
        ("المملکة المغربیة", "المملكة المغربية"),
        ("للس نة المالية", "للسنة المالية"),
        ("بمبل\ufffd\ufffdغ المس\ufffd\ufffdاحة للس\ufffd\ufffdنة", "بمبلغ المساحة للسنة"),
        ("مليون ًا من الدراهم", "مليونًا من الدراهم"),
        ("قرر ّ المجلس", "قررّ المجلس"),
        ("زقشبطم ّ المجلس", "زقشبطم المجلس"),
        ("ا ل م ج ل س ا ل ج م ا ع ي", "المجلس الجماعي"),
        ("ةيلخادلا ةرازو", "وزارة الداخلية"),
        ("ةيبرغملا ةكلمملا\nةيلخادلا ةرازو", "المملكة المغربية\nوزارة الداخلية"),
    ],
)
def test_what_the_lexicon_proves_is_put_right(written: str, meant: str, analyzer: Analyzer) -> None:
    (made,) = repair([page(written)], analyzer)
    assert made.text == meant
    assert made.source is TextSource.REPAIRED
    assert made.raw_text == written
    assert boxed(made) == meant.split()


@pytest.mark.parametrize(
    "text",
    [
        "1436هـ الموافق 2015م",
        "م2 من الأرض زقشبطم",
        "و زقشبطم",
        "ص ب 12 الرباط",
        "شركة Lydec زقشبطم Tadought",
        "زقـشبطم",  # no word with or without its stretch
        "اصلی - کالای داخلی پذیرش گردید",  # Persian
        "اللہ پاکستان گورنمنٹ میں",  # Urdu
        "ⵜⴰⴳⵍⴷⵉⵜ ⵏ ⵍⵎⵖⵔⵉⴱ",
        "\ue012\ue034 \ufffd\ufffd",
        "",
    ],
)
def test_what_the_lexicon_does_not_prove_stays(text: str, analyzer: Analyzer) -> None:
    assert repaired(analyzer, text) == text


@given(st.lists(st.sampled_from(KNOWN), max_size=30), st.sampled_from([" ", "\n", "\t"]))
def test_a_page_whose_words_are_all_known_is_left_as_it_is(analyzer: Analyzer, words: list[str], space: str) -> None:
    original = page(space.join(words))
    (made,) = repair([original], analyzer)
    assert made.text == original.text
    assert made.words == original.words
    assert (made.source, made.raw_text) == (TextSource.LAYER, None)


@given(st.lists(st.tuples(st.sampled_from([*KNOWN, *RUINS]), st.sampled_from([" ", "\n", "\t"])), max_size=30))
def test_offsets_and_boxes_stay_aligned_through_repair(analyzer: Analyzer, parts: list[tuple[str, str]]) -> None:
    (made,) = repair([page("".join(word + space for word, space in parts))], analyzer)
    assert boxed(made) == re.findall(r"\S+", made.text)
    assert all(0 <= box.left <= box.right <= 1 for box in made.words)


@given(st.lists(st.sampled_from([*KNOWN, *RUINS]), max_size=20))
def test_a_repaired_page_is_not_repaired_again(analyzer: Analyzer, words: list[str]) -> None:
    (once,) = repair([page(" ".join(words))], analyzer)
    (again,) = repair([replace(once, raw_text=None)], analyzer)
    assert repair([again], analyzer) == [again]


@given(st.lists(st.sampled_from([*KNOWN, *RUINS]), max_size=20))
def test_no_letter_is_invented(analyzer: Analyzer, words: list[str]) -> None:
    text = " ".join(words)
    folded = text.translate({ord("ی"): "ي", ord("ک"): "ك"})
    assert set(repaired(analyzer, text)) - {" "} <= set(folded) | {"ى"}


@pytest.mark.parametrize("source", [TextSource.OCR, TextSource.MARKUP, TextSource.EMPTY])
def test_only_text_layers_are_repaired(source: TextSource, analyzer: Analyzer) -> None:
    original = Page(1, "األعضاء االجتماعات", source, "tool")
    assert repair([original], analyzer) == [original]


def test_what_the_file_said_first_is_kept(analyzer: Analyzer) -> None:
    original = replace(page("األعضاء االجتماعات"), source=TextSource.REPAIRED, raw_text="ءاضعألا")
    (made,) = repair([original], analyzer)
    assert (made.text, made.raw_text) == ("الأعضاء الاجتماعات", "ءاضعألا")


def test_what_only_the_reader_of_a_file_knows_goes_no_further(analyzer: Analyzer) -> None:
    assert all(type(made) is Page for made in repair([page("المجلس"), page("األعضاء", 2)], analyzer))


def test_a_document_without_pages_is_none_either(analyzer: Analyzer) -> None:
    assert repair([], analyzer) == []
