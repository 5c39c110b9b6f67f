"""Councils and documents as they are loaded."""

from __future__ import annotations

from datetime import timedelta

import pytest

from archive.store import Archive
from domain.documents import Body, DocumentStatus, Organization
from tests.archive.samples import added, upload


def test_a_body_put_again_has_its_new_names(archive: Archive) -> None:
    archive.put_body(Body("tafilalt", {"fr": "Région"}))
    assert archive.bodies() == [Body("tafilalt", {"fr": "Région"})]
    assert archive.organizations()[0].body_id == "tafilalt"


def test_organizations_come_back_as_they_were_put(archive: Archive) -> None:
    committee = Organization("committee", "tafilalt", {"ar": "لجنة المالية"})
    archive.put_organization(committee)
    assert archive.organizations()[1] == committee


def test_an_organization_needs_its_body(archive: Archive) -> None:
    with pytest.raises(LookupError):
        archive.put_organization(Organization("x", "nowhere", {}))


def test_documents_come_in_the_order_asked_for_and_unknown_ones_are_left_out(archive: Archive) -> None:
    ids = [added(archive, str(number)).document_id for number in range(4)]
    asked = [ids[2], "unknown", ids[0], ids[2]]
    assert list(archive.documents(asked)) == [ids[2], ids[0]]


def test_any_number_of_documents_can_be_asked_for(archive: Archive) -> None:
    known = added(archive).document_id
    asked = [f"unknown{number}" for number in range(40_000)]
    assert list(archive.documents([*asked, known])) == [known]


def test_what_is_not_there_is_none(archive: Archive) -> None:
    assert archive.document("nothing") is None
    assert archive.version("nothing") is None
    with pytest.raises(LookupError):
        archive.document_of_version("nothing")


def test_rows_rise_and_times_are_utc(archive: Archive) -> None:
    first, second = (added(archive, content).document_id for content in "ab")
    found = archive.documents([first, second])
    assert found[first].row < found[second].row
    assert found[first].entered_at.utcoffset() == timedelta(0)
    assert found[first].entered_at <= found[second].entered_at


def test_a_row_is_never_given_again(archive: Archive) -> None:
    first = added(archive)
    document = archive.document(first.document_id)
    archive.remove([first.document_id], "nadia")
    again = archive.document(archive.add(upload()).document_id)
    assert document is not None
    assert again is not None
    assert again.row > document.row


def test_all_documents_come_once_in_the_order_they_entered(archive: Archive) -> None:
    ids = [added(archive, str(number)).document_id for number in range(7)]
    archive.publish(ids[3], "nadia")
    assert list(archive.all_document_ids()) == ids
    assert list(archive.all_document_ids(DocumentStatus.PUBLISHED)) == [ids[3]]
    assert list(archive.all_document_ids(DocumentStatus.WITHDRAWN)) == []


def test_a_walk_over_all_documents_bears_changes_meanwhile(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archive.store._IDS_AT_ONCE", 2)
    ids = [added(archive, str(number)).document_id for number in range(5)]
    walk = archive.all_document_ids()
    met = [next(walk)]
    archive.remove([ids[0], ids[2]], "nadia")
    late = added(archive, "late").document_id
    assert [*met, *walk] == [ids[0], ids[1], ids[3], ids[4], late]
