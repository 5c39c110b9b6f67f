"""What there is to tell is written down when it becomes public, once, and never for what was public before."""

from __future__ import annotations

from archive.store import Archive
from domain.alerts import FIRST_EDITION, Occasion
from domain.failures import Failure
from domain.records import Rereading
from tests.archive.alerts.people import published
from tests.archive.samples import added, page, read, split, task_of


def news(archive: Archive) -> list[tuple[str, Occasion]]:
    return [(found.document_id, found.occasion) for found in archive.alerts.publishing.unmatched()[1]]


def test_a_document_is_announced_when_it_is_published(archive: Archive) -> None:
    first, second = published(archive, "one"), published(archive, "two")
    _, found = archive.alerts.publishing.unmatched()
    assert [(one.document_id, one.edition, one.occasion) for one in found] == [
        (first, FIRST_EDITION, Occasion.PUBLISHED),
        (second, FIRST_EDITION, Occasion.PUBLISHED),
    ]
    assert found[0].number < found[1].number


def test_a_draft_is_announced_when_staff_publish_it(archive: Archive) -> None:
    intake = added(archive)
    read(archive, intake, "نص")
    assert news(archive) == []
    archive.publish(intake.document_id, "nadia")
    archive.publish(intake.document_id, "nadia")
    assert news(archive) == [(intake.document_id, Occasion.PUBLISHED)]


def test_a_bulk_import_can_be_silent(archive: Archive) -> None:
    published(archive, "one", announce=False)
    draft = added(archive, "two").document_id
    archive.publish(draft, "nadia", announce=False)
    assert news(archive) == []


def test_an_annex_of_a_silent_import_is_silent_too(archive: Archive) -> None:
    document_id = published(archive, "one", announce=False)
    read(archive, added(archive, "annex", document_id=document_id, announce=False), "ملحق")
    assert news(archive) == []


def test_reading_again_announces_nothing(archive: Archive) -> None:
    published(archive)
    before = news(archive)
    (version_id,) = archive.read_again(Rereading(), "again", "nadia")
    (task,) = archive.waiting_tasks()
    archive.put_pages(task.id, [page(1, "أفضل")])
    archive.finish(task.id)
    assert [found.text for found in archive.pages(version_id)] == ["أفضل"]
    assert news(archive) == before


def test_a_public_document_that_can_be_read_at_last_is_news(archive: Archive) -> None:
    intake = added(archive)
    archive.refuse(task_of(intake), Failure.CRASHED, "")
    archive.publish(intake.document_id, "nadia")
    again = added(archive)
    read(archive, again, "نص")
    assert news(archive) == [(intake.document_id, Occasion.PUBLISHED), (intake.document_id, Occasion.READABLE)]


def test_an_annex_of_a_public_document_is_news_of_the_same_edition(archive: Archive) -> None:
    document_id = published(archive)
    read(archive, added(archive, "annex", document_id=document_id), "ملحق")
    _, found = archive.alerts.publishing.unmatched()
    assert [(one.edition, one.occasion) for one in found] == [
        (FIRST_EDITION, Occasion.PUBLISHED),
        (FIRST_EDITION, Occasion.READABLE),
    ]


def test_a_withdrawal_is_announced_and_coming_back_is_not(archive: Archive) -> None:
    document_id = published(archive)
    archive.withdraw(document_id, "nadia", "mistake")
    archive.publish(document_id, "nadia")
    archive.withdraw(document_id, "nadia", "again")
    assert [occasion for _, occasion in news(archive)] == [Occasion.PUBLISHED, Occasion.WITHDRAWN, Occasion.WITHDRAWN]
    editions = {one.edition for one in archive.alerts.publishing.unmatched()[1]}
    assert len(editions) == 3


def test_withdrawing_a_draft_tells_nobody_that_it_was_there(archive: Archive) -> None:
    archive.withdraw(added(archive).document_id, "nadia", "mistake")
    assert news(archive) == []


def test_pieces_of_a_public_document_are_no_news(archive: Archive) -> None:
    intake = added(archive, "register", publish=True)
    archive.start_reading(task_of(intake), 2)
    sized = {"width": 595.0, "height": 842.0}
    archive.put_pages(task_of(intake), [page(number, f"قرار {number}", **sized) for number in (1, 2)])
    archive.finish(task_of(intake))
    before = news(archive)
    split(archive, intake.document_id, [1], [2], publish=True)
    assert news(archive) == before


def test_staff_can_announce_a_new_version(archive: Archive) -> None:
    document_id = published(archive)
    archive.alerts.publishing.announce(document_id, "v2", Occasion.NEW_VERSION)
    assert news(archive)[-1] == (document_id, Occasion.NEW_VERSION)
