"""A scan is put into documents as it should be: split, merged, ordered. Every page stays in one document."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from archive.store import Archive
from domain.arranging import ArrangementError, ArrangementFault, Piece, Split
from domain.documents import DocumentStatus, PageKey
from domain.failures import Failure
from domain.records import Description, Rereading
from tests.archive.samples import added, changed, described, document, done, keys, page, split, task_of, texts

PUBLISHED, DRAFT, MOVED = DocumentStatus.PUBLISHED, DocumentStatus.DRAFT, DocumentStatus.MOVED


def order(archive: Archive, document_id: str, *numbers: int) -> None:
    archive.arrangements.order(document_id, keys(archive, document_id, *numbers), described(), "nadia")


def merge(archive: Archive, *document_ids: str) -> None:
    archive.arrangements.merge(document_ids, described("مدمج"), "nadia")


@pytest.fixture
def register(archive: Archive) -> str:
    """A published register of five pages."""
    return done(archive, "reg", 5, publish=True, body_id="tafilalt").document_id


def test_a_register_becomes_documents_of_their_own(archive: Archive, register: str) -> None:
    first, second = split(archive, register, [1, 2], [3, 4, 5])
    assert texts(archive, first) == ["reg 1", "reg 2"]
    assert texts(archive, second) == ["reg 3", "reg 4", "reg 5"]
    made = document(archive, first)
    assert (made.body_id, made.titles, made.type) == ("tafilalt", {"ar": "قرار 1"}, "decision")
    assert made.files == ()
    assert [file.name for file in made.borrowed] == ["reg.pdf"]


def test_a_register_that_is_wholly_split_keeps_its_file_and_shows_nothing(archive: Archive, register: str) -> None:
    split(archive, register, [1, 2], [3, 4, 5])
    left = document(archive, register)
    assert (left.status, len(left.files)) == (MOVED, 1)
    assert texts(archive, register) == []


def test_a_register_that_is_partly_split_keeps_the_other_pages(archive: Archive, register: str) -> None:
    (piece,) = archive.arrangements.split(
        Split(register, (Piece(keys(archive, register, 1, 2), described()),), rest=described("البقية")), "nadia"
    )
    assert (texts(archive, piece), texts(archive, register)) == (["reg 1", "reg 2"], ["reg 3", "reg 4", "reg 5"])
    assert document(archive, register).status == PUBLISHED
    assert document(archive, register).titles == {"ar": "البقية"}


@pytest.mark.parametrize(
    ("was_published", "publish", "status"), [(True, True, PUBLISHED), (True, False, DRAFT), (False, True, DRAFT)]
)
def test_pieces_are_published_only_when_asked_and_the_register_was(
    archive: Archive, was_published: bool, publish: bool, status: DocumentStatus
) -> None:
    origin = done(archive, "reg", 2, publish=was_published).document_id
    for piece in split(archive, origin, [1], [2], publish=publish):
        assert document(archive, piece).status == status
        assert (document(archive, piece).published_at is not None) == (status == PUBLISHED)


def test_pieces_enter_with_the_batch_of_their_register(archive: Archive, register: str) -> None:
    pieces = split(archive, register, [1], [2])
    assert archive.document_ids_of_batch("batch-1") == [register, *pieces]


def test_a_piece_can_be_split_further(archive: Archive, register: str) -> None:
    _, piece = split(archive, register, [1, 2], [3, 4, 5])
    (last,) = split(archive, piece, [3])
    assert (texts(archive, piece), texts(archive, last)) == (["reg 3", "reg 4"], ["reg 5"])


def test_single_images_become_one_document_in_the_order_given(archive: Archive) -> None:
    ids = [done(archive, name, 1).document_id for name in "abc"]
    merge(archive, ids[2], ids[0], ids[1])
    assert texts(archive, ids[2]) == ["c 1", "a 1", "b 1"]
    assert document(archive, ids[2]).titles == {"ar": "مدمج"}
    assert [document(archive, one).status for one in ids] == [MOVED, MOVED, DRAFT]


def test_pages_get_another_order(archive: Archive, register: str) -> None:
    order(archive, register, 3, 1, 2, 5, 4)
    assert texts(archive, register) == ["reg 3", "reg 1", "reg 2", "reg 5", "reg 4"]
    order(archive, register, 2, 1, 3, 4, 5)
    assert texts(archive, register)[:2] == ["reg 1", "reg 3"]


def test_the_pages_of_a_long_register_come_in_their_order(archive: Archive) -> None:
    origin = done(archive, "long", 120).document_id
    order(archive, origin, *range(120, 0, -1))
    assert texts(archive, origin) == [f"long {number}" for number in range(120, 0, -1)]


def test_the_index_looks_at_every_document_that_was_touched(archive: Archive, register: str) -> None:
    before = archive.last_change()
    pieces = split(archive, register, [1], [2])
    assert changed(archive, before) == {register, *pieces}
    before = archive.last_change()
    merge(archive, *pieces)
    assert changed(archive, before) == set(pieces)
    before = archive.last_change()
    order(archive, pieces[0], 2, 1)
    assert changed(archive, before) == {pieces[0]}


def test_a_file_read_again_is_looked_at_in_every_document_that_shows_it(archive: Archive, register: str) -> None:
    pieces = split(archive, register, [1], [2])
    archive.read_again(Rereading(document_ids=(pieces[0],)), "again", "nadia")
    (task,) = archive.waiting_tasks()
    archive.put_pages(task.id, [page(number, f"جديد {number}", width=595.0) for number in range(1, 6)])
    before = archive.last_change()
    archive.finish(task.id)
    assert changed(archive, before) == {register, *pieces}
    assert [texts(archive, one) for one in pieces] == [["جديد 1"], ["جديد 2"]]


def test_who_arranged_what_is_written_down(archive: Archive, register: str) -> None:
    pieces = split(archive, register, [1, 2], [3])
    order(archive, pieces[0], 2, 1)
    merge(archive, *pieces)
    found = {one: [(entry.actor, entry.action) for entry in archive.audit(one)] for one in (register, *pieces)}
    assert found[register][0] == ("nadia", "split")
    assert found[pieces[0]] == [("nadia", "merge"), ("nadia", "order"), ("nadia", "split_from")]
    assert found[pieces[1]] == [("nadia", "merged_into"), ("nadia", "split_from")]


Asked = Callable[[Archive, str], object]

REFUSED: dict[str, tuple[ArrangementFault, Asked]] = {
    "a page that is not there": (
        ArrangementFault.NO_PAGE,
        lambda archive, one: archive.arrangements.split(Split(one, (Piece((PageKey("v0", 1),), described()),)), "x"),
    ),
    "a page twice": (ArrangementFault.TWICE, lambda archive, one: split(archive, one, [1, 2], [2, 3])),
    "one piece that is the whole": (ArrangementFault.ALONE, lambda archive, one: split(archive, one, [1, 2, 3])),
    "a page left out": (ArrangementFault.LEFT_OUT, lambda archive, one: order(archive, one, 2, 1)),
    "an order with a page twice": (ArrangementFault.TWICE, lambda archive, one: order(archive, one, 1, 2, 3, 3)),
    "one document merged": (ArrangementFault.ALONE, merge),
    "a document merged with itself": (ArrangementFault.ALONE, lambda archive, one: merge(archive, one, one)),
    "a draft merged with what is public": (
        ArrangementFault.UNLIKE,
        lambda archive, one: merge(archive, one, done(archive, "public", 1, publish=True).document_id),
    ),
    "a document still being read": (
        ArrangementFault.UNREAD,
        lambda archive, one: merge(archive, one, added(archive, "waiting").document_id),
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_makes_no_sense_is_refused_and_changes_nothing(archive: Archive, case: str) -> None:
    fault, asked = REFUSED[case]
    origin = done(archive, "reg", 3).document_id
    with pytest.raises(ArrangementError) as refusal:
        asked(archive, origin)
    assert refusal.value.fault == fault
    assert texts(archive, origin) == ["reg 1", "reg 2", "reg 3"]
    assert document(archive, origin).arrangement == ()


def test_a_withdrawn_document_is_not_split(archive: Archive, register: str) -> None:
    archive.withdraw(register, "nadia", "private")
    with pytest.raises(ArrangementError, match=ArrangementFault.CLOSED):
        split(archive, register, [1], [2])


def test_text_without_page_images_is_not_arranged(archive: Archive) -> None:
    intake = added(archive, "letter")
    archive.put_pages(task_of(intake), [page(1), page(2)])
    archive.finish(task_of(intake))
    with pytest.raises(ArrangementError, match=ArrangementFault.UNDRAWN):
        split(archive, intake.document_id, [1], [2])


def test_a_document_that_is_not_there_is_not_found(archive: Archive) -> None:
    with pytest.raises(LookupError):
        archive.arrangements.order("nobody", (), Description("other"), "nadia")


@pytest.mark.parametrize("act", [Archive.publish, lambda archive, one, actor: archive.withdraw(one, actor, "why")])
def test_a_register_whose_pages_are_elsewhere_is_neither_published_nor_withdrawn(
    archive: Archive, register: str, act: Callable[[Archive, str, str], None]
) -> None:
    split(archive, register, [1, 2], [3, 4, 5])
    with pytest.raises(ArrangementError, match=ArrangementFault.CLOSED):
        act(archive, register, "nadia")
    assert document(archive, register).status == MOVED


def test_an_annex_that_is_read_later_belongs_to_its_document(archive: Archive, register: str) -> None:
    order(archive, register, 5, 4, 3, 2, 1)
    done(archive, "annex", 2, document_id=register)
    assert texts(archive, register)[4:] == ["reg 1", "annex 1", "annex 2"]


def test_an_annex_brings_a_moved_document_back_as_a_draft(archive: Archive, register: str) -> None:
    split(archive, register, [1, 2], [3, 4, 5])
    done(archive, "annex", 1, document_id=register)
    assert (texts(archive, register), document(archive, register).status) == (["annex 1"], DRAFT)


def test_an_annex_that_is_refused_changes_no_arrangement(archive: Archive, register: str) -> None:
    order(archive, register, 5, 4, 3, 2, 1)
    archive.refuse(task_of(added(archive, "annex", document_id=register)), Failure.BROKEN, "")
    assert len(texts(archive, register)) == 5


def test_pieces_go_with_the_file_they_are_made_of(archive: Archive, register: str) -> None:
    pieces = split(archive, register, [1, 2], [3])
    before = archive.last_change()
    assert len(archive.remove([register], "nadia")) == 1
    assert archive.documents([register, *pieces]) == {}
    assert changed(archive, before) == {register, *pieces}
    assert archive.counts().pages == 0


def test_removing_a_piece_gives_its_pages_back_as_a_draft(archive: Archive, register: str) -> None:
    first, second = split(archive, register, [1, 2], [3, 4, 5], publish=True)
    before = archive.last_change()
    assert archive.remove([first], "nadia") == []
    assert texts(archive, register) == ["reg 1", "reg 2"]
    assert document(archive, register).status == DRAFT
    assert len(texts(archive, second)) == 3
    assert changed(archive, before) == {register, first}


def test_removing_a_whole_batch_leaves_nothing(archive: Archive, register: str) -> None:
    split(archive, register, [1, 2], [3])
    archive.remove(archive.document_ids_of_batch("batch-1"), "nadia")
    assert archive.counts().documents == 0
