"""What readers propose waits for editors, and goes when they have decided."""

from __future__ import annotations

import pytest

from archive.store import Archive
from domain.documents import Body, PageKey
from domain.page_texts import NewText, StaleTextError
from domain.proposals import MOST_WAITING, NewProposal, Proposal
from tests.archive.samples import added, read

READ, RIGHT, CLERK = "قرار رقم 12", "قرار رقم 21", "account-of-a-clerk"


def proposed(archive: Archive, text: str = RIGHT, content: str = "one", body: str | None = None) -> NewProposal:
    """A proposal for the first page of a document, which is read when it is first asked for."""
    intake = added(archive, content, body_id=body)
    if intake.task_id:
        read(archive, intake, READ)
    return NewProposal(intake.document_id, PageKey(intake.version_id, 1), text, READ, "ص 1")


def only(archive: Archive) -> Proposal:
    (found,) = archive.proposals.waiting(None)
    return found


def accept(archive: Archive, proposal: Proposal) -> None:
    key = proposal.said.key
    texts = archive.texts.of(key)
    assert texts is not None
    archive.proposals.accept(proposal, NewText(key, proposal.said.text, texts.base, CLERK, proposal.id), {})


def text_of(archive: Archive, key: PageKey) -> str:
    return archive.page_texts([key])[key]


def test_a_proposal_changes_nothing_until_it_is_accepted(archive: Archive) -> None:
    said = proposed(archive)
    change = archive.last_change()
    assert archive.proposals.add(said)
    assert (text_of(archive, said.key), archive.last_change()) == (READ, change)
    proposal = only(archive)
    assert (proposal.said, archive.proposals.get(said.document_id, proposal.id)) == (said, proposal)
    accept(archive, proposal)
    assert text_of(archive, said.key) == RIGHT
    assert archive.proposals.waiting(None) == []
    texts = archive.texts.of(said.key)
    assert texts is not None
    assert texts.newest is not None
    assert (texts.newest.proposed, texts.newest.actor) == (True, CLERK)


def test_a_proposal_that_is_declined_leaves_nothing_but_an_entry(archive: Archive) -> None:
    said = proposed(archive)
    archive.proposals.add(said)
    archive.proposals.decline(only(archive), CLERK)
    assert (archive.proposals.waiting(None), text_of(archive, said.key)) == ([], READ)
    newest = archive.audit(said.document_id)[0]
    assert (newest.action, newest.actor) == ("decline_proposal", CLERK)
    assert RIGHT not in str(newest.detail)


@pytest.mark.parametrize("second", ["accept", "decline"])
def test_what_was_decided_is_decided(archive: Archive, second: str) -> None:
    said = proposed(archive)
    archive.proposals.add(said)
    proposal = only(archive)
    archive.proposals.decline(proposal, CLERK)
    with pytest.raises(LookupError):
        accept(archive, proposal) if second == "accept" else archive.proposals.decline(proposal, CLERK)
    assert text_of(archive, said.key) == READ


def test_what_can_not_be_accepted_waits_on(archive: Archive) -> None:
    said = proposed(archive)
    archive.proposals.add(said)
    proposal = only(archive)
    with pytest.raises(StaleTextError):
        archive.proposals.accept(proposal, NewText(said.key, RIGHT, "0-other", CLERK, proposal.id), {})
    assert only(archive) == proposal


def test_the_same_is_kept_once_and_no_more_than_so_many_for_a_document(archive: Archive) -> None:
    assert all(archive.proposals.add(proposed(archive)) for _ in range(3))
    assert len(archive.proposals.waiting(None)) == 1
    sent = [archive.proposals.add(proposed(archive, f"{RIGHT}{number}")) for number in range(MOST_WAITING)]
    assert sent == [True] * (MOST_WAITING - 1) + [False]
    assert archive.proposals.add(proposed(archive, content="two"))


def test_each_body_has_its_own(archive: Archive) -> None:
    for body in ("souss", "atlas"):
        archive.put_body(Body(body, {"fr": body}))
        archive.proposals.add(proposed(archive, content=body, body=body))
    found = archive.proposals.waiting(frozenset({"souss"}))
    assert [one.said.document_id for one in found] == [proposed(archive, content="souss").document_id]
    first, second = archive.proposals.waiting(None)
    assert archive.proposals.waiting(None, first.row) == [second]
    assert archive.proposals.get(first.said.document_id, second.id) is None


def test_it_goes_with_its_document(archive: Archive) -> None:
    said = proposed(archive)
    archive.proposals.add(said)
    archive.remove([said.document_id], "system:test")
    assert archive.proposals.waiting(None) == []
