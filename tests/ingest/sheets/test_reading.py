"""What offices write into sheets, and what is wrong with it, by row and column."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.description import Field
from domain.documents import Organization
from domain.sheets import FaultyCell, Sheet, SheetFault
from ingest.sheets.reading import read_sheet

ORGANS = [Organization("bureau", "souss", {"ar": "المكتب", "fr": "Bureau"})]


def only(heading: str, text: str) -> Sheet:
    """A sheet of one column beside that of files."""
    return read_sheet([["الملف", heading], ["a.pdf", text]], ORGANS)


def value(heading: str, text: str) -> tuple[Field, str]:
    """The one value that the cell comes to."""
    (row,) = only(heading, text).rows
    ((field, (said,)),) = row.given.items()
    return field, said.value


@pytest.mark.parametrize(
    ("heading", "text", "field", "expected"),
    [
        ("التاريخ", "15/07/2021", Field.DATE, "2021-07-15"),
        ("Date de la décision", "15 juillet 2021", Field.DATE, "2021-07-15"),
        ("date", "15 يوليوز 2021", Field.DATE, "2021-07-15"),
        ("DATE :", "١٥/٠٧/٢٠٢١", Field.DATE, "2021-07-15"),
        ("date", "2021-07-15", Field.DATE, "2021-07-15"),
        ("date", "2021-07", Field.DATE, "2021-07"),
        ("date", "07/2021", Field.DATE, "2021-07"),
        ("date", "juillet 2021", Field.DATE, "2021-07"),
        ("date", "2021", Field.DATE, "2021"),
        ("النوع", "مقرر", Field.TYPE, "decision"),
        ("Nature", "procès-verbal de session", Field.TYPE, "session_minutes"),
        ("type", "tender", Field.TYPE, "tender"),
        ("N°", "12 / 2021", Field.NUMBER, "12/2021"),
        ("الدورة", "الدورة العادية لشهر أكتوبر 2021", Field.SESSION, "ordinary/2021-10"),
        ("الدورة", "العادية لشهر أكتوبر 2021", Field.SESSION, "ordinary/2021-10"),
        ("session", "session extraordinaire de mars 2022", Field.SESSION, "extraordinary/2022-03"),
        ("session", "ordinary/2021-10", Field.SESSION, "ordinary/2021-10"),
        ("séance", "2", Field.MEETING, "2"),
        ("المبلغ بالدرهم", "1.250.000,00 درهم", Field.AMOUNT, "1250000"),
        ("Montant", "1 250 000,50 DH", Field.AMOUNT, "1250000.50"),
        ("montant", "1500.5", Field.AMOUNT, "1500.50"),
        ("organe", "BUREAU", Field.ORGANIZATION, "bureau"),
        ("الجهاز", "المكتب", Field.ORGANIZATION, "bureau"),
        ("اللجنة", "لجنة المالية", Field.COMMITTEE, "لجنة المالية"),
        ("référence du marché", "05 / 2021 / CP", Field.TENDER_REFERENCE, "05/2021/CP"),
        ("date limite", "01/02/2022", Field.DEADLINE, "2022-02-01"),
        ("فتح الأظرفة", "02/02/2022", Field.OPENING, "2022-02-02"),
    ],
)
def test_a_cell_comes_to_the_value_of_its_column(heading: str, text: str, field: Field, expected: str) -> None:
    assert value(heading, text) == (field, expected)


@pytest.mark.parametrize(
    ("heading", "text", "fault"),
    [
        ("date", "32/13/2021", SheetFault.NO_DATE),
        ("date", "hier", SheetFault.NO_DATE),
        ("date", "2021-13", SheetFault.NO_DATE),
        ("date", "1/1/2020 ou 2/1/2020", SheetFault.NO_DATE),
        ("النوع", "قصيدة", SheetFault.NO_TYPE),
        ("organe", "Sénat", SheetFault.NO_ORGAN),
        ("session", "la dernière", SheetFault.NO_SESSION),
        ("séance", "deux", SheetFault.NO_NUMBER),
        ("montant", "beaucoup", SheetFault.NO_AMOUNT),
        ("montant", "12 €", SheetFault.NO_AMOUNT),
    ],
)
def test_a_wrong_cell_is_told_of_by_row_and_column_and_its_row_is_not_used(
    heading: str, text: str, fault: SheetFault
) -> None:
    sheet = only(heading, text)
    assert sheet.rows == ()
    assert sheet.faults == (FaultyCell(2, fault, heading, text),)


def test_right_rows_go_on_beside_wrong_ones() -> None:
    rows = [
        ["Commune de Souss"],
        ["Fichier", "Date", "Couleur"],
        ["2004/12.pdf", "12/05/2004", "vert"],
        ["2004/13.pdf", "jamais", ""],
        [],
        ["", "12/05/2004", ""],
        ["2004\\14.PDF", "", ""],
        ["2004/12.pdf", "", ""],
    ]
    sheet = read_sheet(rows, [])
    assert [(row.number, row.key) for row in sheet.rows] == [(3, "2004/12.pdf"), (7, "2004/14.pdf")]
    assert [(one.row, one.fault) for one in sheet.faults] == [
        (2, SheetFault.UNKNOWN_COLUMN),
        (4, SheetFault.NO_DATE),
        (6, SheetFault.NO_FILE),
        (8, SheetFault.TWICE),
    ]


def test_a_title_is_in_the_language_of_its_column_or_of_its_letters() -> None:
    rows = [["file", "العنوان", "titre en français"], ["a", "مقرر رقم 12", "Décision n° 12"]]
    (row,) = read_sheet(rows, []).rows
    assert [(one.value, one.language) for one in row.given[Field.TITLE]] == [("مقرر رقم 12", "ar"), ("Décision n° 12", "fr")]


@pytest.mark.parametrize("rows", [[], [["date", "titre"], ["1/1/2020", "x"]], [[""] * 3] * 20])
def test_a_sheet_that_tells_no_files_is_told_of(rows: list[list[str]]) -> None:
    sheet = read_sheet(rows, [])
    assert sheet.rows == ()
    assert [one.fault for one in sheet.faults] == [SheetFault.NO_HEADINGS]


TEXTS = st.text(max_size=12) | st.sampled_from(["file", "date", "montant", "الملف", "1/1/2020", "x" * 6_000])


@given(st.lists(st.lists(TEXTS, max_size=5), max_size=6))
def test_whatever_a_sheet_holds_each_row_is_used_or_told_of(rows: list[list[str]]) -> None:
    sheet = read_sheet(rows, ORGANS)
    used = {row.number for row in sheet.rows}
    wrong = {one.row for one in sheet.faults if one.fault is not SheetFault.UNKNOWN_COLUMN}
    assert not used & wrong
    assert len({row.key for row in sheet.rows}) == len(sheet.rows)
