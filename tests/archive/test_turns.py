"""A page that lies on its side is turned: at once for who looks at it, and read again, alone."""

from __future__ import annotations

import pytest

from archive.store import Archive
from domain.arranging import ArrangementError, ArrangementFault, Turn
from domain.documents import PageKey, WordBox
from domain.records import Intake, Rereading, Task
from tests.archive.samples import WORD, added, changed, document, done, page, split, task_of, texts


@pytest.fixture
def scan(archive: Archive) -> Intake:
    """A published scan of three pages."""
    return done(archive, "scan", 3, publish=True)


def turn(archive: Archive, scan: Intake, number: int, degrees: int, batch: str = "turning") -> list[Task]:
    """Turn a page; the tasks that wait then."""
    key = PageKey(scan.version_id, number)
    archive.arrangements.turn(Turn(scan.document_id, key, degrees), batch, "nadia")
    return archive.waiting_tasks()


def sized(number: int, text: str, turned: int = 0) -> object:
    return page(number, text, width=595.0, height=842.0, turn=turned)


def read_due(archive: Archive, task: Task, text: str = "مقروء") -> list[int]:
    """Read the pages the task is to read, as they lie now, and end it."""
    due = archive.arrangements.carry_over(task.id)
    degrees = archive.arrangements.turns(task.version_id)
    for number in due:
        found = page(number, f"{text} {number}", width=595.0, height=842.0, turn=degrees.get(number, 0))
        archive.put_pages(task.id, [found])
    archive.finish(task.id)
    return due


def box(archive: Archive, scan: Intake, number: int) -> tuple[WordBox, float | None, float | None]:
    found = archive.page(scan.version_id, number)
    assert found is not None
    return found.words[0], found.width, found.height


@pytest.mark.parametrize(
    ("degrees", "place", "size"),
    [
        (90, (0.75, 0.1, 0.8, 0.3), (842.0, 595.0)),
        (-90, (0.2, 0.7, 0.25, 0.9), (842.0, 595.0)),
        (180, (0.7, 0.75, 0.9, 0.8), (595.0, 842.0)),
        (360, (0.1, 0.2, 0.3, 0.25), (595.0, 842.0)),
    ],
)
def test_a_turned_page_and_its_boxes_lie_so_at_once(
    archive: Archive, scan: Intake, degrees: int, place: tuple[float, ...], size: tuple[float, float]
) -> None:
    turn(archive, scan, 2, degrees)
    word, *found = box(archive, scan, 2)
    assert (word.left, word.top, word.right, word.bottom) == pytest.approx(place)
    assert tuple(found) == size
    assert box(archive, scan, 1)[0] == WORD


def test_turns_add_up(archive: Archive, scan: Intake) -> None:
    turn(archive, scan, 2, 90)
    turn(archive, scan, 2, 180)
    assert archive.arrangements.turns(scan.version_id) == {2: 270}
    turn(archive, scan, 2, 90)
    assert archive.arrangements.turns(scan.version_id) == {}
    assert box(archive, scan, 2)[0] == WORD


def test_only_the_turned_page_is_read_again(archive: Archive, scan: Intake) -> None:
    (task,) = turn(archive, scan, 2, 90)
    assert (task.turned, task.batch) == (True, "turning")
    assert read_due(archive, task) == [2]
    assert texts(archive, scan.document_id) == ["scan 1", "مقروء 2", "scan 3"]
    assert archive.waiting_tasks() == []
    assert archive.counts().pages == 3


def test_until_it_is_read_again_the_old_text_is_found(archive: Archive, scan: Intake) -> None:
    (task,) = turn(archive, scan, 2, 90)
    archive.arrangements.carry_over(task.id)
    archive.put_pages(task.id, [page(2, "half", turn=90)])
    assert texts(archive, scan.document_id) == ["scan 1", "scan 2", "scan 3"]


def test_beginning_twice_keeps_what_was_read(archive: Archive, scan: Intake) -> None:
    (task,) = turn(archive, scan, 2, 90)
    assert archive.arrangements.carry_over(task.id) == [2]
    archive.put_pages(task.id, [page(2, "مقروء", turn=90)])
    assert archive.arrangements.carry_over(task.id) == [2]
    assert [found.text for found in archive.pages_read(task.id)] == ["scan 1", "مقروء", "scan 3"]


def test_pages_turned_before_the_reading_begins_are_read_together(archive: Archive, scan: Intake) -> None:
    turn(archive, scan, 2, 90)
    (task,) = turn(archive, scan, 3, 90)
    assert read_due(archive, task) == [2, 3]


def test_a_page_turned_while_others_are_read_is_read_afterwards(archive: Archive, scan: Intake) -> None:
    (task,) = turn(archive, scan, 2, 90)
    archive.arrangements.carry_over(task.id)
    turn(archive, scan, 3, 180)
    archive.put_pages(task.id, [page(2, "مقروء 2", turn=90)])
    archive.finish(task.id)
    (following,) = archive.waiting_tasks()
    assert following.batch == "turning"
    assert read_due(archive, following) == [3]
    assert texts(archive, scan.document_id) == ["scan 1", "مقروء 2", "مقروء 3"]


def test_a_page_turned_back_before_it_was_read_is_left_alone(archive: Archive, scan: Intake) -> None:
    (task,) = turn(archive, scan, 2, 90)
    turn(archive, scan, 2, -90)
    assert read_due(archive, task) == []
    assert texts(archive, scan.document_id) == ["scan 1", "scan 2", "scan 3"]


def test_a_turn_survives_reading_everything_again(archive: Archive, scan: Intake) -> None:
    read_due(archive, turn(archive, scan, 2, 90)[0])
    archive.read_again(Rereading(), "again", "nadia")
    (task,) = archive.waiting_tasks()
    assert not task.turned
    archive.put_pages(task.id, [page(n, f"again {n}", width=595.0, turn=90 * (n == 2)) for n in (1, 2, 3)])
    archive.finish(task.id)
    assert archive.arrangements.turns(scan.version_id) == {2: 90}
    assert archive.waiting_tasks() == []


def test_the_task_is_told_how_the_file_has_its_pages(archive: Archive, scan: Intake) -> None:
    (task,) = turn(archive, scan, 2, 90)
    archive.arrangements.carry_over(task.id)
    found = archive.page_read(task.id, 2)
    assert found is not None
    assert (found.words, found.width, found.height) == ((WORD,), 595.0, 842.0)


def test_every_document_with_pages_of_the_file_is_looked_at(archive: Archive, scan: Intake) -> None:
    (piece,) = split(archive, scan.document_id, [2])
    before = archive.last_change()
    archive.arrangements.turn(Turn(piece, PageKey(scan.version_id, 2), 90), "b", "nadia")
    assert changed(archive, before) == {piece, scan.document_id}
    assert archive.audit(piece)[0].detail == {"version": scan.version_id, "page": "2", "degrees": "90"}
    archive_document = document(archive, piece)
    assert [found.width for _, found in archive.document_pages(archive_document)] == [842.0]


def test_a_document_turns_its_own_pages_only(archive: Archive, scan: Intake) -> None:
    (piece,) = split(archive, scan.document_id, [2])
    with pytest.raises(ArrangementError, match=ArrangementFault.NO_PAGE):
        archive.arrangements.turn(Turn(piece, PageKey(scan.version_id, 1), 90), "b", "nadia")


def test_text_without_page_images_is_not_turned(archive: Archive) -> None:
    intake = added(archive, "letter")
    archive.put_pages(task_of(intake), [page(1)])
    archive.finish(task_of(intake))
    with pytest.raises(ArrangementError, match=ArrangementFault.UNDRAWN):
        turn(archive, intake, 1, 90)


@pytest.mark.parametrize("degrees", [1, 45, -91])
def test_a_page_is_turned_by_quarters_only(archive: Archive, scan: Intake, degrees: int) -> None:
    with pytest.raises(ValueError, match="quarter"):
        turn(archive, scan, 2, degrees)
    assert archive.waiting_tasks() == []


def test_what_is_still_being_read_is_not_turned(archive: Archive) -> None:
    intake = added(archive, "new")
    with pytest.raises(ArrangementError, match=ArrangementFault.UNREAD):
        turn(archive, intake, 1, 90)
