"""What people type, and what it means."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from domain.query import AllOf, AnyOf, DateRange, FieldValue, Node, Not, Phrase, Prefix, Proximity, Word
from domain.translation import LANGUAGES, translate
from index.lexemes import MAX_CHARACTERS, MAX_WORDS
from index.query_language import parse

PASTED = "مشروع قرار يتعلق بكراء أو تفويت عقار جماعي تابع"

MEANINGS: list[tuple[str, list[Node]]] = [
    ("", []),
    ("مجلس الجهة", [Word("مجلس"), Word("الجهة")]),
    ("l'eau potable", [Word("l'eau"), Word("potable")]),
    ("l’eau d’ici", [Word("l’eau"), Word("d’ici")]),
    ('"قرار رقم" ميزانية', [Phrase("قرار رقم"), Word("ميزانية")]),
    ("« budget communal »", [Phrase(" budget communal ")]),
    ("»budget communal«", [Phrase("budget communal")]),
    ("“budget communal”", [Phrase("budget communal")]),
    ("”budget communal“", [Phrase("budget communal")]),
    ("‘deux mots’ l’eau", [Phrase("deux mots"), Word("l’eau")]),
    ('جماعة"سيدي قاسم"', [Word("جماعة"), Phrase("سيدي قاسم")]),
    ('"صفقة الإنارة"~5 أشغال', [Proximity("صفقة الإنارة", 5), Word("أشغال")]),
    ("«marché travaux»~2", [Proximity("marché travaux", 2)]),
    ('"marché travaux"~', [Proximity("marché travaux", 5)]),
    ('"marché travaux"~999', [Proximity("marché travaux", 100)]),
    ('titre:"marché travaux"~3 -"eau gaz"~4', [Proximity("marché travaux", 3, True), Not(Proximity("eau gaz", 4))]),
    ('"marché travaux" ~5', [Phrase("marché travaux"), Word("~5")]),
    ("marché~5", [Word("marché~5")]),
    ("law:111-14 loi:14-111 قانون:١١١.١٤", [FieldValue("law", number) for number in ("111-14", "14-111", "١١١.١٤")]),
    (
        "مشروع قرار يتعلق بكراء أو تفويت عقار جماعي تابع",
        [Word(w) for w in "مشروع قرار يتعلق بكراء أو تفويت عقار جماعي تابع".split()],
    ),
    ("eau OR assainissement", [AnyOf((Word("eau"), Word("assainissement")))]),
    ("a OU b OU c d", [AnyOf((Word("a"), Word("b"), Word("c"))), Word("d")]),
    ("مجلس أو جماعة", [AnyOf((Word("مجلس"), Word("جماعة")))]),
    ('"eau potable" OR puits*', [AnyOf((Phrase("eau potable"), Prefix("puits")))]),
    ("eau ou gaz", [Word("eau"), Word("ou"), Word("gaz")]),
    ("-eau budget", [Not(Word("eau")), Word("budget")]),
    ("−eau ‑gaz ‐vent", [Not(Word("eau")), Not(Word("gaz")), Not(Word("vent"))]),
    ('budget -"eau potable"', [Word("budget"), Not(Phrase("eau potable"))]),
    ("-type:tender", [Not(FieldValue("type", "tender"))]),
    ("- من هو", [Word("من"), Word("هو")]),
    ("puis-je", [Word("puis-je")]),
    ("بلد*", [Prefix("بلد")]),
    ("* **", []),
    ("*fin", [Word("*fin")]),
    ("نوع:مقرر", [FieldValue("type", "مقرر")]),
    ('Type:"procès-verbal de session"', [FieldValue("type", "procès-verbal de session")]),
    ("رقم:15/2022", [FieldValue("number", "15/2022")]),
    ("numéro:15 numero:16 no:17", [FieldValue("number", n) for n in ("15", "16", "17")]),
    ("langue:français", [FieldValue("language", "français")]),
    ("مجلس:tafilalt organe:bureau", [FieldValue("body", "tafilalt"), FieldValue("organization", "bureau")]),
    ("سنة:٢٠٢٢", [FieldValue("year", "2022")]),
    ("بعد:2022-07-27", [DateRange(after=date(2022, 7, 27))]),
    ("après:2022", [DateRange(after=date(2022, 1, 1))]),
    ("قبل:2022-02", [DateRange(before=date(2022, 2, 28))]),
    ("avant:27/07/2022", [DateRange(before=date(2022, 7, 27))]),
    ("date:2024-02", [DateRange(date(2024, 2, 1), date(2024, 2, 29))]),
    ("titre:budget", [Word("budget", in_title=True)]),
    ('عنوان:"دورة فبراير"', [Phrase("دورة فبراير", in_title=True)]),
    ("title:bud*", [Prefix("bud", in_title=True)]),
    ("in:title eau -gaz", [Word("eau", in_title=True), Not(Word("gaz", in_title=True))]),
    ("في:العنوان الماء", [Word("الماء", in_title=True)]),
    ("2022-07-27", [Word("2022-07-27")]),
    ("type:a OR type:b", [AnyOf((FieldValue("type", "a"), FieldValue("type", "b")))]),
    ("a\x00b\ud800c", [Word("a"), Word("b"), Word("c")]),
    ("\u200fمجلس\u200e", [Word("مجلس")]),
]


@pytest.mark.parametrize(("text", "items"), MEANINGS)
def test_a_query_means(text: str, items: list[Node]) -> None:
    parsed = parse(text)
    assert parsed.root == AllOf(tuple(items))
    assert parsed.hints == (() if items else ("no_words",))


HINTS: list[tuple[str, list[Node], str]] = [
    ('"قرار رقم', [Word("قرار"), Word("رقم")], "unclosed_quote"),
    ("قرار » رقم", [Word("قرار"), Word("رقم")], "unclosed_quote"),
    ("after:demain", [Word("demain")], "bad_date"),
    ("before:2022-13", [Word("2022-13")], "bad_date"),
    ("after:0000", [Word("0000")], "bad_date"),
    ("year:soon", [Word("soon")], "bad_date"),
    ("colour:red", [Word("colour:red")], "unknown_field"),
    ('colour:"deep red"', [AllOf((Word("colour"), Phrase("deep red")))], "unknown_field"),
    ("in:attic", [Word("in:attic")], "unknown_field"),
    ("type: budget", [Word("budget")], "empty_field"),
    ('type:""', [], "empty_field"),
    ("OR budget", [Word("OR"), Word("budget")], "dangling_or"),
    ("budget OU", [Word("budget"), Word("OU")], "dangling_or"),
    ("budget OR -eau", [Word("budget"), Word("OR"), Not(Word("eau"))], "dangling_or"),
    ("-eau OR gaz", [Not(Word("eau")), Word("OR"), Word("gaz")], "dangling_or"),
    ("a OR OR b", [Word("a"), AnyOf((Word("OR"), Word("b")))], "dangling_or"),
    ("؟؟ --", [], "no_words"),
    ("x" * (MAX_CHARACTERS + 1), [Word("x" * MAX_CHARACTERS)], "too_long"),
    ("w " * (MAX_WORDS + 1), [Word("w")] * MAX_WORDS, "too_long"),
    ('"' + "w " * (MAX_WORDS + 1) + '"', [Phrase(" ".join("w" * MAX_WORDS))], "too_long"),
]


@pytest.mark.parametrize(("text", "items", "hint"), HINTS)
def test_what_cannot_be_parsed_is_searched_as_words_with_a_hint(text: str, items: list[Node], hint: str) -> None:
    parsed = parse(text)
    assert parsed.root == AllOf(tuple(items))
    assert hint in parsed.hints
    assert all(translate(language, f"hint.{code}") for code in parsed.hints for language in LANGUAGES)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("هل الماء أو الكهرباء؟", 4),
        ('c\'est quoi le "score" ?', 4),
        ("eau OR gaz ?", 0),
        ("-eau gaz ?", 1),
        ("عنوان:الماء؟", 0),
    ],
)
def test_a_question_is_words_unless_it_has_signs(text: str, words: int) -> None:
    found = [item for item in parse(text).root.items if isinstance(item, Word) and not item.in_title]
    assert len(found) == words


@pytest.mark.parametrize("text", ["12:30", "http://example.ma/a", "الموضوع: ميزانية", "Objet : budget"])
def test_a_colon_that_means_no_field_needs_no_hint(text: str) -> None:
    assert parse(text).hints == ()


@pytest.mark.parametrize(
    "text",
    [
        "مقرر بتحديد مسطرة إعداد برنامج عمل الجماعة أو الجهة وتتبعه",
        "DECISION PORTANT CONCESSION DE L'EAU OU DE L'ELECTRICITE DU CENTRE",
    ],
)
def test_in_a_pasted_title_or_is_a_word(text: str) -> None:
    assert all(isinstance(item, Word) for item in parse(text).root.items)


@pytest.mark.parametrize(
    "text",
    [
        "مقرر بتحديد مسطرة إعداد برنامج عمل -النقل الجماعة أو الجهة",
        "décision portant concession de l'eau OU de l'électricité du centre",
    ],
)
def test_in_a_long_query_with_other_signs_or_is_an_operator(text: str) -> None:
    assert any(isinstance(item, AnyOf) for item in parse(text).root.items)


LONG = "ما هو المسرح الذي كان أفضل مثال على"


@pytest.mark.parametrize(
    ("text", "phrases"),
    [
        (f'{LONG} "المسرح البولوني - الأثري"؟', 0),
        (f"{LONG} « المسرح البولوني »", 0),
        (f'{LONG} "المسرح البولوني" -النقل', 1),
        (f'{LONG} -"المسرح البولوني"', 1),
        (f'{LONG} title:"المسرح البولوني"', 1),
        ('"ما هو المسرح الذي كان أفضل مثال على المسرح البولوني" الأثري', 1),
    ],
)
def test_quotation_marks_in_a_long_text_are_part_of_it(text: str, phrases: int) -> None:
    parsed = parse(text)
    items = [item.item if isinstance(item, Not) else item for item in parsed.root.items]
    assert sum(isinstance(item, Phrase) for item in items) == phrases
    assert ("quotes_as_words" in parsed.hints) == (phrases == 0)


TYPED = st.text(st.sampled_from("ab مج12*:-−\"«»“”‘’'()/\\ \u200f\x00\ud800")) | st.text()
PIECES = st.lists(
    st.sampled_from(["OR", "أو", "OU", "-", '"', "«", "»", "type:", "بعد:", "after:", "in:title", "2022-07", "eau", "*"])
    | TYPED
)


@given(st.one_of(TYPED, PIECES.map(" ".join), PIECES.map("".join)))
@example("year:" + "9" * 4)
def test_any_text_is_a_query(text: str) -> None:
    parsed = parse(text)
    assert parse(text) == parsed
    assert words_in(parsed.root) <= MAX_WORDS + text.count(":")
    assert (parsed.root.items == ()) == ("no_words" in parsed.hints)
    assert all(translate("en", f"hint.{code}") for code in parsed.hints)


def words_in(node: Node) -> int:
    match node:
        case AllOf(items) | AnyOf(items):
            return sum(map(words_in, items))
        case Not(item):
            return words_in(item)
        case Word(text) | Phrase(text) | Prefix(text):
            text.encode()
            return len(text.split())
        case _:
            return 0
