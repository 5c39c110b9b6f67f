"""What tells of private persons is found, and what only looks like it is not."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.personal_data import PersonalKind
from ingest.personal_data.detecting import find_personal_data, kinds_of
from tests.ingest.personal_data.accounts import iban_of, rib_of

RIB = rib_of("0117800000123456789012")
IBAN = iban_of(RIB)
GROUPED = f"{RIB[:3]} {RIB[3:6]} {RIB[6:22]} {RIB[22:]}"
ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


def found(text: str) -> list[tuple[str, str]]:
    """Kind and words of each mention."""
    return [(one.kind.value, text[one.start : one.end]) for one in find_personal_data(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("titulaire de la CIN n° BK 123456 délivrée", [("cin", "BK 123456")]),
        ("Carte nationale d’identité : J45678.", [("cin", "J45678")]),
        ("الحامل للبطاقة الوطنية للتعريف رقم JB ١٢٣٤٥٦ عن", [("cin", "JB ١٢٣٤٥٦")]),
        ("الحاملة لبطاقتها الوطنية عدد ZG-12345", [("cin", "ZG-12345")]),
        ("Liste : Ahmed B., EE345678", [("cin", "EE345678")]),
        ("GSM : 06 61 23 45 67", [("phone", "06 61 23 45 67")]),
        ("joignable au +212 (0) 6.61.23.45.67", [("phone", "+212 (0) 6.61.23.45.67")]),
        ("00212661234567", [("phone", "00212661234567")]),
        ("هاتفه: ٠٦٦١٢٣٤٥٦٧", [("phone", "٠٦٦١٢٣٤٥٦٧")]),
        (f"RIB : {GROUPED}", [("rib", GROUPED)]),
        (f"حسابه البنكي {RIB.translate(ARABIC)}", [("rib", RIB.translate(ARABIC))]),
        (f"RIB {RIB[:-1]}{(int(RIB[-1]) + 1) % 10}", [("rib", f"{RIB[:-1]}{(int(RIB[-1]) + 1) % 10}")]),
        (f"IBAN {IBAN[:4]} {IBAN[4:8]} {IBAN[8:]} chez", [("iban", f"{IBAN[:4]} {IBAN[4:8]} {IBAN[8:]}")]),
        ("écrire à a.benali@gmail.com ou", [("email", "a.benali@gmail.com")]),
        ("M. Ali demeurant à 12, rue des Roses, Agadir. Il", [("address", "12, rue des Roses, Agadir")]),
        ("الساكن بزنقة الورود رقم 12 حي السلام؛", [("address", "زنقة الورود رقم 12 حي السلام")]),
        (
            "السيدة فاطمة القاطنة بدوار أيت علي، الحاملة للبطاقة الوطنية رقم L123456",
            [("address", "دوار أيت علي"), ("cin", "L123456")],
        ),
    ],
)
def test_personal_data_are_found_where_they_stand(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "القانون التنظيمي رقم 113-14 المتعلق بالجماعات",
        "RC 12345 – ICE 001234567000089 – IF 123456 – TF 12345/09 – BP 12345 – CNSS n° 1234567",
        "Marché n° AB 12345 du 12/05/2021, montant 1 234 567,00 DH",
        "parcelle n° C 12345, lot D12345",
        "Tél. de la commune : 05 28 12 34 56 – contact@commune-azrou.ma",
        "هاتف الجماعة: 0528123456 الفاكس: 0528123457",
        "Fax : 05 28 12 34 57",
        "secretariat@interieur.gov.ma, n.alami@finances.gov.ma",
        f"compte du receveur communal RIB {RIB}",
        f"حساب الخزينة العامة رقم {RIB}",
        "La société Atlas dont le siège social est domicilié au 5, rue X",
        "123456789012345678901235 567",
        "entre 2010 et 2015, 25 000 habitants",
        "",
    ],
)
def test_what_offices_are_called_by_and_what_only_looks_alike_is_left_out(text: str) -> None:
    assert found(text) == []


def test_a_person_named_behind_an_office_has_a_private_telephone() -> None:
    assert found("Secrétariat de la commune ; M. Ali, tél. 06 61 23 45 67") == [("phone", "06 61 23 45 67")]


def test_words_beside_a_find_make_it_surer() -> None:
    told, alone = (find_personal_data(text)[0].confidence for text in ("CIN BK123456", "BK123456"))
    assert told > alone


def test_kinds_are_told_in_their_order() -> None:
    mentions = find_personal_data("a.b@gmail.com, CIN BK123456, BK123457")
    assert kinds_of(mentions) == [PersonalKind.CIN, PersonalKind.EMAIL]


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["CIN", "BK", "12345", "0661234567", "@", "a.b@c.ma", "demeurant à", "الساكن ب", RIB, IBAN, "\n", " ", "٦"]
        ),
        max_size=12,
    ).map(" ".join)
    | st.text(max_size=80)
)
def test_whatever_is_read_finds_lie_in_the_text_apart_and_in_order(text: str) -> None:
    mentions = find_personal_data(text)
    edges = [place for one in mentions for place in (one.start, one.end)]
    assert edges == sorted(edges)
    assert all(0 <= one.start < one.end <= len(text) and 0.5 <= one.confidence <= 1 for one in mentions)
