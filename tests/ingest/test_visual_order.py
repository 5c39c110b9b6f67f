from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.layer.brackets import mirror_page
from ingest.layer.visual_order import logical_order, reads_rightward
from tests.ingest.bidi import show, visualise


def read(visual: str, rightward: bool) -> str:
    return "".join(visual[place.index] for place in logical_order(visual, rightward))


RIGHTWARD_LINES = [
    "قرر المجلس الموافقة",
    "مقرر رقم 12 بتاريخ 14 أكتوبر",
    "القانون التنظيمي رقم 113.14 المتعلق",
    "القانون التنظيمي رقم 111-14 المتعلق بالجهات",
    "السنة المالية 2023/2022 الجارية",
    "بمبلغ 1,250,000.50 درهم",
    "المادة ١٢ من القانون ٩٥",
    "بنسبة 50% من المبلغ",
    "شركة Lydec للتوزيع",
    "شركة Lydec Maroc 2 للتوزيع",
    "العدد 7448 - السنة 114",
    "2020-10-14 تاريخ الدورة",
    "رقم ١٢/٢٠٢٠ مكرر",
    "مرجع abc ١٢ هنا",
    "مجلس.",
    "12",
    "",
]


@pytest.mark.parametrize("text", RIGHTWARD_LINES)
def test_a_right_to_left_line_is_read_as_it_was_written(text: str) -> None:
    assert read(visualise(text, True), True) == text


@pytest.mark.parametrize(
    "text",
    [
        "Le conseil communal",
        "La commune de أكادير compte 12 élus",
        "Ville de الدار البيضاء en 2020",
        "Loi 113-14 (2015) du 7/7",
        "المجلس est le conseil",
        "avec ١٢ et مجلس ١٢ fin",
    ],
)
def test_a_left_to_right_line_is_read_as_it_was_written(text: str) -> None:
    assert read(visualise(text, False), False) == text


@pytest.mark.parametrize(
    ("visual", "logical"),
    [
        ("ب (abc) ا", "ا )abc( ب"),
        ("ب abc (def) ا", "ا abc (def) ب"),
        ("ب 12 rue abc ا", "ا 12 rue abc ب"),
    ],
)
def test_latin_words_keep_what_belongs_to_them(visual: str, logical: str) -> None:
    assert read(visual, True) == logical


WORDS = st.text("ابتجحدرسعفقلمنهوي", min_size=1, max_size=6)
NUMBERS = st.from_regex(r"[0-9]{1,4}([./,-][0-9]{1,3})?", fullmatch=True)
ARABIC_NUMBERS = st.from_regex(r"[٠-٩]{1,4}([/,][٠-٩]{1,3})?", fullmatch=True)
LATIN = st.text("abcdefgéà", min_size=1, max_size=6)


@given(st.lists(st.one_of(WORDS, NUMBERS, ARABIC_NUMBERS), max_size=8))
def test_reading_undoes_showing(words: list[str]) -> None:
    text = " ".join(["بلدية", *words])
    assert read(visualise(text, True), True) == text


@given(st.lists(st.one_of(WORDS, LATIN, st.tuples(LATIN, NUMBERS).map(" ".join), ARABIC_NUMBERS), max_size=8))
def test_reading_undoes_showing_with_latin_words_among_arabic_ones(words: list[str]) -> None:
    text = " ".join(["بلدية", *words])
    assert read(visualise(text, True), True) == text


@given(st.lists(st.one_of(WORDS, LATIN, ARABIC_NUMBERS.map("مجلس {}".format)), max_size=8))
def test_reading_undoes_showing_in_left_to_right_lines(words: list[str]) -> None:
    text = " ".join(["ville", *words])
    assert read(visualise(text, False), False) == text


SIGNS = st.sampled_from([".", "،", ":", "-", "/", "n°", "٪"])


def bracketed(inside: st.SearchStrategy[str], pairs: tuple[str, ...]) -> st.SearchStrategy[str]:
    return st.tuples(st.sampled_from(pairs), inside).map(lambda made: made[1].join(made[0]))


def read_back(seen: str, rightward: bool) -> str:
    """The line as it is read, brackets as meant."""
    placed = logical_order(seen, rightward)
    return "".join(mirror_page([[(seen[place.index], place.rightward) for place in placed]])[0])


@given(
    st.lists(
        st.one_of(WORDS, LATIN, NUMBERS.map("{} هنا".format), ARABIC_NUMBERS, SIGNS, bracketed(WORDS, ("()", "[]", "«»"))),
        max_size=10,
    )
)
def test_what_was_read_is_shown_as_it_was_seen(words: list[str]) -> None:
    seen = show(" ".join(["بلدية", *words]), True)
    assert show(read_back(seen, True), True) == seen


@given(st.lists(st.one_of(WORDS, LATIN, ARABIC_NUMBERS, SIGNS, bracketed(LATIN, ("()", "[]"))), max_size=10))
def test_what_was_read_in_a_left_to_right_line_is_shown_as_it_was_seen(words: list[str]) -> None:
    seen = show(" ".join(["ville", *words]), False)
    assert show(read_back(seen, False), False) == seen


@given(st.lists(st.text(max_size=3), max_size=40), st.booleans())
def test_every_unit_is_read_once_whatever_it_is(units: list[str], rightward: bool) -> None:
    assert sorted(place.index for place in logical_order(units, rightward)) == list(range(len(units)))


@given(st.text("ابجدهو لم", max_size=30))
def test_a_purely_arabic_line_is_its_mirror_image(text: str) -> None:
    assert read(text, True) == text[::-1]


def test_a_ligature_is_never_taken_apart() -> None:
    assert "".join(("ب", "لا", "د")[place.index] for place in logical_order(("ب", "لا", "د"), True)) == "دلاب"


@pytest.mark.parametrize(
    ("line", "page_rightward", "rightward"),
    [
        ("مجلس المدينة", False, True),
        ("conseil", True, False),
        ("société anonyme شركة", True, True),
        ("société anonyme شركة", False, False),
        ("12/2020", True, True),
        ("12/2020", False, False),
    ],
)
def test_a_line_reads_as_most_of_its_letters_do(line: str, page_rightward: bool, rightward: bool) -> None:
    assert reads_rightward(line, page_rightward) is rightward
