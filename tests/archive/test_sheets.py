"""What a sheet says of files stands above what programs find, whenever file, sheet and reading come."""

from __future__ import annotations

from itertools import permutations

import pytest

from archive.store import Archive
from domain.batches import UploadState
from domain.description import Field, SaidValue
from domain.documents import DatedValue, DatePrecision, Document
from domain.records import Description, Rereading
from domain.sheets import SheetRow
from tests.archive.batched import CLERK, batch, file, taken
from tests.archive.samples import added, page, read, task_of

NUMBER, TITLE = SaidValue("12/2004"), SaidValue("مقرر رقم 12", "ar")


def says(key: str, at: int = 2, **given: SaidValue) -> SheetRow:
    """The row `at` a place that says these values of a file."""
    return SheetRow(at, key, {Field(field): (value,) for field, value in given.items()})


def of(archive: Archive, document_id: str | None) -> Document:
    document = archive.document(document_id or "")
    assert document is not None
    return document


@pytest.mark.parametrize("order", list(permutations(["sheet", "file"])))
def test_a_row_describes_its_file_whichever_comes_first(archive: Archive, order: tuple[str, ...]) -> None:
    one = batch(archive)
    document_id = None
    for what in order:
        if what == "sheet":
            archive.batches.sheets.put(one.id, [says("2004/12.pdf", number=NUMBER, title=TITLE)], CLERK)
        else:
            document_id = taken(archive, one, file("2004/12.pdf")).document_id
    document = of(archive, document_id)
    assert (document.number, document.titles) == ("12/2004", {"ar": "مقرر رقم 12"})
    standing = archive.batches.sheets.standing(one.id)
    assert (standing.rows, standing.waiting) == (1, 0)


def test_what_a_sheet_says_survives_reading_and_reading_again(archive: Archive) -> None:
    one = batch(archive)
    archive.batches.sheets.put(one.id, [says("12.pdf", number=NUMBER, date=SaidValue("2004-05"))], CLERK)
    upload = taken(archive, one, file("2004/12.pdf"))
    document = of(archive, upload.document_id)
    found = Description("decision", {"fr": "Autre"}, number="99", decided_on=None)
    for _ in range(2):
        archive.describe(document.id, found)
        (task,) = archive.waiting_tasks()
        archive.start_reading(task.id, 1)
        archive.put_pages(task.id, [page(1)])
        archive.finish(task.id)
        archive.read_again(Rereading(document_ids=(document.id,)), "again", CLERK)
    said = of(archive, document.id)
    assert said.number == "12/2004"
    assert said.decided_on is not None
    assert said.decided_on.precision is DatePrecision.MONTH
    assert said.type == "decision"
    corrections = {one.field: one for one in archive.descriptions.of(document.id).corrections}
    assert corrections[Field.NUMBER].actor == CLERK
    assert isinstance(said.decided_on, DatedValue)


@pytest.mark.parametrize(
    ("path", "number"),
    [
        ("registre/2004/12.pdf", "exact"),
        ("autre/registre/2004/12.pdf", "exact"),
        ("2005/12.pdf", "name"),
        ("REGISTRE/2004/12.PDF", "exact"),
        ("2004/112.pdf", None),
    ],
)
def test_a_file_is_known_by_its_path_or_the_end_of_it(archive: Archive, path: str, number: str | None) -> None:
    one = batch(archive)
    rows = [says("12.pdf", number=SaidValue("name")), says("registre/2004/12.pdf", 3, number=SaidValue("exact"))]
    archive.batches.sheets.put(one.id, rows, CLERK)
    assert of(archive, taken(archive, one, file(path)).document_id).number == number


def test_a_row_speaks_of_one_file_only(archive: Archive) -> None:
    one = batch(archive)
    archive.batches.sheets.put(one.id, [says("12.pdf", number=NUMBER)], CLERK)
    numbers = [of(archive, taken(archive, one, file(f"{year}/12.pdf")).document_id).number for year in (2004, 2005)]
    assert numbers == ["12/2004", None]


def test_a_document_that_did_not_come_with_the_batch_stays_as_it_is(archive: Archive) -> None:
    before = added(archive, "12.pdf")
    read(archive, before, "نص")
    one = batch(archive)
    archive.batches.sheets.put(one.id, [says("12.pdf", number=NUMBER)], CLERK)
    assert taken(archive, one, file("12.pdf")).state is UploadState.KNOWN
    assert of(archive, before.document_id).number is None
    assert archive.batches.sheets.standing(one.id).shown == ((2, "12.pdf"),)


def test_another_sheet_takes_the_place_of_the_first(archive: Archive) -> None:
    one = batch(archive)
    archive.batches.sheets.put(one.id, [says("a.pdf", number=NUMBER)], CLERK)
    archive.batches.sheets.put(one.id, [says("b.pdf", number=NUMBER)], CLERK)
    assert of(archive, taken(archive, one, file("a.pdf")).document_id).number is None
    assert of(archive, taken(archive, one, file("b.pdf")).document_id).number == "12/2004"


def test_an_organ_that_is_not_there_keeps_no_file_out(archive: Archive) -> None:
    one = batch(archive)
    row = says("a.pdf", organization=SaidValue("gone"), number=NUMBER)
    archive.batches.sheets.put(one.id, [row], CLERK)
    document = of(archive, taken(archive, one, file("a.pdf")).document_id)
    assert (document.organization_id, document.number) == (None, "12/2004")


def test_what_is_no_value_is_not_kept(archive: Archive) -> None:
    one = batch(archive)
    with pytest.raises(ValueError, match="date"):
        archive.batches.sheets.put(one.id, [says("a.pdf", date=SaidValue("hier"))], CLERK)
    assert archive.batches.sheets.standing(one.id).rows == 0


def test_a_task_is_made_however_a_file_is_described(archive: Archive) -> None:
    one = batch(archive)
    archive.batches.sheets.put(one.id, [says("a.pdf", number=NUMBER)], CLERK)
    upload = taken(archive, one, file("a.pdf"))
    assert archive.task(upload.task_id or "") is not None
    assert task_of(added(archive, "other")) != upload.task_id
