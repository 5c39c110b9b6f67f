from __future__ import annotations

from pathlib import Path

import pytest

from domain.documents import TextSource
from domain.failures import Failure, RefusedFileError
from ingest.extractors.spreadsheet import PLUGIN
from ingest.identify import identify
from ingest.limits import Limits
from tests.ingest.office_samples import by_libreoffice, flat_odf, row, table_body, write_xlsx
from tests.ingest.packages import write_zip

HEAD = ("الجماعة", "الاعتماد", "التاريخ")


def texts(path: Path) -> list[str]:
    return [page.text for page in PLUGIN.extract(path, Limits())]


def test_a_sheet_is_a_page_under_its_name_and_a_row_is_a_line(tmp_path: Path) -> None:
    first = row(1, *HEAD) + row(2, "أزيلال", (1500, 0), (44459, 1)) + row(4, "دمنات", (2500.5, 0))
    path = write_xlsx(tmp_path / "a.xlsx", {"ميزانية": first, "Annexe": row(1, "Total")})
    assert texts(path) == [
        "ميزانية\nالجماعة\tالاعتماد\tالتاريخ\nأزيلال\t1500\t20/09/2021\nدمنات\t2500.5",
        "Annexe\nTotal",
    ]


@pytest.mark.parametrize(
    ("number", "style", "written"),
    [
        (44459, 1, "20/09/2021"),
        (44459.4375, 2, "20/09/2021 10:30"),
        (0.1, 0, "0.1"),
        (1250000, 0, "1250000"),
        (12345678.25, 0, "12345678.25"),
        (-3, 0, "-3"),
    ],
)
def test_values_are_written_as_people_here_write_them(tmp_path: Path, number: float, style: int, written: str) -> None:
    assert texts(write_xlsx(tmp_path / "a.xlsx", {"s": row(1, (number, style))})) == [f"s\n{written}"]


def test_a_hidden_sheet_stays_hidden(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", {"vu": row(1, "public"), "caché": row(1, "secret")}, hidden=["caché"])
    assert texts(path) == ["vu\npublic"]


def test_a_long_sheet_goes_on_under_its_first_row_and_loses_no_row(tmp_path: Path) -> None:
    rows = "".join(row(number, f"ligne {number}", "x" * 40) for number in range(2, 400))
    pages = texts(write_xlsx(tmp_path / "a.xlsx", {"Liste": row(1, "Nom", "Objet") + rows}))
    assert len(pages) > 1
    assert all(page.startswith("Liste\nNom\tObjet\n") for page in pages)
    listed = [line.split("\t")[0] for page in pages for line in page.split("\n")[2:]]
    assert listed == [f"ligne {number}" for number in range(2, 400)]


@pytest.mark.parametrize(
    ("suffix", "media_type"), [("xls", "application/vnd.ms-excel"), ("ods", "opendocument.spreadsheet")]
)
def test_other_spreadsheets_read_alike(tmp_path: Path, suffix: str, media_type: str) -> None:
    flat = flat_odf("spreadsheet", table_body([HEAD, ("أزيلال", "مائة", "اليوم")]))
    path = by_libreoffice(tmp_path, flat, ".fods", suffix)
    assert identify(path, path.name).endswith(media_type)
    (page,) = PLUGIN.extract(path, Limits())
    assert page.text == "Feuille\nالجماعة\tالاعتماد\tالتاريخ\nأزيلال\tمائة\tاليوم"
    assert page.source is TextSource.MARKUP


def test_a_workbook_without_its_sheets_is_broken(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "a.xlsx", {"xl/workbook.xml": "<workbook><sheets>"})
    with pytest.raises(RefusedFileError) as refusal:
        texts(path)
    assert refusal.value.failure is Failure.BROKEN
