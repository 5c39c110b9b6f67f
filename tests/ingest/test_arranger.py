"""A clerk names pages as readers see them; every document then says of itself what its own pages say."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from analyzers.pipeline import Analyzer
from archive.store import Archive
from domain.arranging import ArrangementError, ArrangementFault
from domain.documents import Document, DocumentStatus
from domain.records import Intake
from domain.translation import LANGUAGES, translate
from ingest.arranger import Arranger
from tests.archive import samples
from tests.archive.samples import task_of
from tests.databases import archive_in

PAGES = (
    "مقرر رقم 12/2021\nيتعلق بتأهيل المكتبات العمومية\nصادق المجلس على المشروع",
    "الفصل الأول\nتخصص الاعتمادات للمكتبات",
    "Décision n° 7/2020\nrelative à l'éclairage public\nLe conseil a décidé d'éclairer les ruelles.",
    " ",
)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    opened = archive_in(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def arranger(archive: Archive, analyzer: Analyzer) -> Arranger:
    return Arranger(archive, analyzer, "nadia")


@pytest.fixture
def register(archive: Archive) -> str:
    return put(archive, "سجل", *PAGES).document_id


def put(archive: Archive, name: str, *texts: str, **said: object) -> Intake:
    """A published document with pages of these texts."""
    intake = samples.added(archive, name, publish=True, **said)
    pages = [samples.page(number, text, width=595.0, height=842.0) for number, text in enumerate(texts, 1)]
    archive.put_pages(task_of(intake), pages)
    archive.finish(task_of(intake))
    return intake


def title(document: Document) -> str:
    return document.title("ar")[0]


def test_each_piece_is_described_by_its_own_pages(archive: Archive, arranger: Arranger, register: str) -> None:
    first, second = archive.documents(arranger.split(register, ["1-2", "3"])).values()
    assert (first.type, first.number, "المكتبات" in title(first)) == ("decision", "12/2021", True)
    assert (second.number, "éclairage" in title(second)) == ("7/2020", True)
    assert (first.languages[0], second.languages) == ("ar", ("fr",))
    assert first.status == DocumentStatus.DRAFT


def test_a_piece_without_a_heading_is_called_by_its_register_and_pages(
    archive: Archive, arranger: Arranger, register: str
) -> None:
    (piece,) = arranger.split(register, ["4"])
    assert title(samples.document(archive, piece)) == "سجل (4)"


def test_what_is_left_of_the_register_is_described_by_what_is_left(
    archive: Archive, arranger: Arranger, register: str
) -> None:
    arranger.split(register, ["1-2"])
    assert samples.document(archive, register).number == "7/2020"


def test_a_title_given_by_a_person_stays(archive: Archive, arranger: Arranger) -> None:
    named = put(archive, "سجل", *PAGES, title="سجل سنة 2021").document_id
    arranger.order(named, "3,1-2,4")
    document = samples.document(archive, named)
    assert (document.titles, document.number) == ({"und": "سجل سنة 2021"}, "7/2020")


def test_merged_images_are_described_as_one(archive: Archive, arranger: Arranger) -> None:
    ids = [put(archive, f"صورة {number}", text).document_id for number, text in enumerate(PAGES[:2])]
    arranger.merge(ids)
    assert samples.document(archive, ids[0]).number == "12/2021"
    assert samples.texts(archive, ids[0]) == list(PAGES[:2])


def test_undoing_describes_the_register_as_it_was(archive: Archive, arranger: Arranger, register: str) -> None:
    arranger.order(register, "3,1,2,4")
    assert samples.document(archive, register).number == "7/2020"
    assert arranger.undo(register) == [register]
    assert samples.document(archive, register).number == "12/2021"


@pytest.mark.parametrize("order", ["4-4,1-3", " 4 , 1–3", "4,1,2,3"])
def test_an_order_may_name_ranges(archive: Archive, arranger: Arranger, register: str, order: str) -> None:
    arranger.order(register, order)
    assert samples.texts(archive, register) == [PAGES[3], *PAGES[:3]]


REFUSED: list[tuple[ArrangementFault, Callable[[Arranger, str], object]]] = [
    (ArrangementFault.NO_DOCUMENT, lambda arranger, one: arranger.split("nobody", ["1"])),
    (ArrangementFault.NO_DOCUMENT, lambda arranger, one: arranger.undo("nobody")),
    (ArrangementFault.NO_DOCUMENT, lambda arranger, one: arranger.merge([one, "nobody"])),
    (ArrangementFault.NO_PAGE, lambda arranger, one: arranger.split(one, ["1-5"])),
    (ArrangementFault.NO_PAGE, lambda arranger, one: arranger.split(one, ["0-2"])),
    (ArrangementFault.NO_PAGE, lambda arranger, one: arranger.turn(one, 5, 90, "b")),
    (ArrangementFault.NO_RANGE, lambda arranger, one: arranger.split(one, ["3-1"])),
    (ArrangementFault.NO_RANGE, lambda arranger, one: arranger.split(one, ["one"])),
    (ArrangementFault.NO_RANGE, lambda arranger, one: arranger.order(one, "1,,2")),
    (ArrangementFault.NO_RANGE, lambda arranger, one: arranger.split(one, ["1-99999999"])),
    (ArrangementFault.TWICE, lambda arranger, one: arranger.split(one, ["1-3", "3-4"])),
    (ArrangementFault.LEFT_OUT, lambda arranger, one: arranger.order(one, "3,1")),
    (ArrangementFault.ALONE, lambda arranger, one: arranger.split(one, ["1-4"])),
    (ArrangementFault.ALONE, lambda arranger, one: arranger.merge([one])),
    (ArrangementFault.NO_QUARTER, lambda arranger, one: arranger.turn(one, 1, 45, "b")),
    (ArrangementFault.NOTHING_TO_UNDO, lambda arranger, one: arranger.undo(one)),
]


@pytest.mark.parametrize(("fault", "act"), REFUSED)
def test_what_cannot_be_done_is_told_and_changes_nothing(
    archive: Archive, arranger: Arranger, register: str, fault: ArrangementFault, act: Callable[[Arranger, str], object]
) -> None:
    before = archive.last_change()
    with pytest.raises(ArrangementError) as refusal:
        act(arranger, register)
    assert refusal.value.fault == fault
    assert archive.last_change() == before
    for language in LANGUAGES:
        assert "{" not in translate(language, f"arrangement.{fault}", **refusal.value.values)


def test_a_register_already_split_is_closed(arranger: Arranger, register: str) -> None:
    arranger.split(register, ["1-2", "3-4"])
    for act in (lambda: arranger.split(register, ["1"]), lambda: arranger.merge([register, "x"])):
        with pytest.raises(ArrangementError, match=ArrangementFault.CLOSED):
            act()


@pytest.mark.parametrize("fault", ArrangementFault)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_fault_has_its_words(fault: ArrangementFault, language: str) -> None:
    assert translate(language, f"arrangement.{fault}")


@pytest.mark.parametrize("status", DocumentStatus)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_status_has_its_words(status: DocumentStatus, language: str) -> None:
    assert "x1" in translate(language, f"pages.status_{status}", document="x1")
