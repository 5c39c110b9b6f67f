"""From files as offices' programs write them to rows."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest

from domain.failures import Failure, RefusedFileError
from ingest.limits import Limits
from ingest.sandbox import Sandbox
from ingest.sheets.tables import CSV, MOST_COLUMNS, MOST_ROWS
from tests.ingest.office_samples import row, write_xlsx

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ROWS = [["الملف", "Intitulé"], ["a/é.pdf", "مقرر «12»; suite"]]


def table(sandbox: Sandbox, path: Path, data: bytes) -> list[list[str]]:
    path.write_bytes(data)
    return sandbox.table(path, CSV)


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_csv_is_read_with_any_delimiter_and_encoding(
    sandbox: Sandbox, tmp_path: Path, delimiter: str, encoding: str
) -> None:
    text = "\r\n".join(delimiter.join(f'"{cell}"' for cell in one) for one in ROWS)
    assert table(sandbox, tmp_path / "s", text.encode(encoding)) == ROWS


def test_csv_of_an_old_arabic_windows_is_read(sandbox: Sandbox, tmp_path: Path) -> None:
    text = "الملف;العنوان\r\na.pdf;مقرر رقم 12\r\n"
    assert table(sandbox, tmp_path / "s", text.encode("cp1256")) == [["الملف", "العنوان"], ["a.pdf", "مقرر رقم 12"]]


def test_a_cell_of_several_lines_is_one_and_rows_keep_their_numbers(sandbox: Sandbox, tmp_path: Path) -> None:
    assert table(sandbox, tmp_path / "s", b'file,title\n\n"a","x\n y"\n') == [["file", "title"], [], ["a", "x y"]]


def test_a_workbook_is_read_by_its_first_sheet_that_is_seen(sandbox: Sandbox, tmp_path: Path) -> None:
    sheets = {"hidden": row(1, "no"), "Feuil1": row(2, "file", "montant") + row(3, "a.pdf", (1500.5, 0))}
    path = write_xlsx(tmp_path / "s.xlsx", sheets, hidden=["hidden"])
    assert sandbox.table(path, XLSX) == [["", ""], ["file", "montant"], ["a.pdf", "1500.5"]]


@pytest.mark.parametrize("data", [b"", b"\0" * 1_000, b'"' * 1_001, b"\xff\xfe\x00", b'a,"b\n' * 50])
def test_what_is_no_csv_breaks_nothing(sandbox: Sandbox, tmp_path: Path, data: bytes) -> None:
    (tmp_path / "s").write_bytes(data)
    with suppress(RefusedFileError):
        assert all(isinstance(cell, str) for one in sandbox.table(tmp_path / "s", CSV) for cell in one)


def test_a_workbook_that_is_none_is_refused(sandbox: Sandbox, tmp_path: Path) -> None:
    (tmp_path / "s").write_bytes(b"PK\3\4" + b"x" * 500)
    with pytest.raises(RefusedFileError):
        sandbox.table(tmp_path / "s", XLSX)


def test_a_table_that_is_too_long_is_refused_and_one_too_wide_is_cut(sandbox: Sandbox, tmp_path: Path) -> None:
    with pytest.raises(RefusedFileError) as refused:
        table(sandbox, tmp_path / "s", b"a\n" * (MOST_ROWS + 1))
    assert refused.value.failure is Failure.TOO_LARGE
    (wide,) = table(sandbox, tmp_path / "s", b"a," * 1_000)
    assert len(wide) == MOST_COLUMNS


def test_a_child_that_takes_too_much_is_ended(tmp_path: Path) -> None:
    small = Sandbox(Limits(text_bytes=10_000), tmp_path / "scratch")
    with pytest.raises(RefusedFileError) as refused:
        table(small, tmp_path / "s", b"x" * 4_000 + b"\n" + b"y" * 4_000 + b"\n" + b"z" * 4_000)
    assert refused.value.failure is Failure.TOO_LARGE
