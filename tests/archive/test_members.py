"""The people of each body: roles, and invitations to take one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from archive.store import Archive
from domain.accounts import Account, AccountError, AccountFault, Invitation, NewAccount, NewInvitation, Role
from domain.audit import AuditFilter
from domain.documents import Body
from domain.mail import Mail

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
LATER = NOW + timedelta(days=7)
BODY = "tafilalt"
LETTER = Mail("karim@example.ma", "Invitation", "Come", "fr")


@pytest.fixture
def nadia(archive: Archive) -> str:
    """The id of the administrator of every body."""
    return archive.staff.accounts.create_administrator(NewAccount("nadia@example.ma", "N", "ar"), None, "system:admin")


def invited(archive: Archive, digest: str, role: Role = Role.EDITOR, body: str | None = BODY) -> str:
    new = NewInvitation("Karim@example.ma", body, role, digest, NOW, LATER)
    return archive.staff.members.invite(new, LETTER, "nadia")


def joined(archive: Archive, role: Role = Role.EDITOR, body: str | None = BODY) -> str:
    """The id of somebody who works for the body."""
    invited(archive, "d", role, body)
    return archive.staff.members.accept_newly("d", NewAccount("ignored", "Karim", "fr", "hash"), NOW)


def roles(archive: Archive, body: str | None) -> dict[str, Role]:
    return {member.account.email: member.role for member in archive.staff.members.members(body)}


def fault(caught: pytest.ExceptionInfo[AccountError]) -> AccountFault:
    return caught.value.fault


def test_the_account_has_the_address_that_was_invited(archive: Archive) -> None:
    karim = archive.staff.accounts.account(joined(archive))
    assert isinstance(karim, Account)
    assert karim.email == "karim@example.ma"
    assert roles(archive, BODY) == {"karim@example.ma": Role.EDITOR}
    assert roles(archive, None) == {}


def test_an_invitation_waits_until_it_is_answered_or_too_old(archive: Archive) -> None:
    invitation_id = invited(archive, "d")
    members = archive.staff.members
    (waiting,) = members.invitations(BODY, NOW)
    assert waiting == Invitation(invitation_id, "karim@example.ma", BODY, Role.EDITOR, "nadia", LATER)
    assert members.invitation("d", NOW) == waiting
    assert members.invitation("e", NOW) is members.invitation("d", LATER) is None
    assert members.invitations(BODY, LATER) == members.invitations(None, NOW) == []


def test_the_letter_goes_out_with_the_invitation(archive: Archive) -> None:
    invited(archive, "d")
    assert [one.mail for one in archive.staff.outbox.due(datetime.now(UTC))] == [LETTER]


def test_an_invitation_taken_back_can_not_be_accepted(archive: Archive) -> None:
    invitation_id = invited(archive, "d")
    with pytest.raises(AccountError) as caught:
        archive.staff.members.cancel("souss", invitation_id, "nadia")
    assert fault(caught) == AccountFault.NO_INVITATION
    archive.staff.members.cancel(BODY, invitation_id, "nadia")
    with pytest.raises(AccountError) as caught:
        archive.staff.members.accept_newly("d", NewAccount("k", "Karim", "fr"), NOW)
    assert fault(caught) == AccountFault.NO_INVITATION
    assert archive.staff.accounts.by_email("karim@example.ma") is None


def test_a_role_is_changed_and_taken_away(archive: Archive) -> None:
    karim = joined(archive)
    archive.staff.members.set_role(BODY, karim, Role.PUBLISHER, "nadia")
    assert roles(archive, BODY) == {"karim@example.ma": Role.PUBLISHER}
    archive.staff.members.remove(BODY, karim, "nadia")
    assert roles(archive, BODY) == {}
    assert archive.staff.accounts.account(karim) is not None
    found = [(entry.action, entry.detail) for entry in archive.audit(karim)]
    assert found == [
        ("remove_member", {"role": "publisher"}),
        ("change_role", {"before": "editor", "role": "publisher"}),
    ]


def test_a_role_in_one_body_is_none_in_another(archive: Archive) -> None:
    archive.put_body(Body("souss", {"fr": "Souss"}))
    karim = joined(archive)
    for change in (
        lambda: archive.staff.members.set_role("souss", karim, Role.ADMINISTRATOR, "n"),
        lambda: archive.staff.members.remove("souss", karim, "n"),
        lambda: archive.staff.members.set_role(None, karim, Role.ADMINISTRATOR, "n"),
    ):
        with pytest.raises(AccountError) as caught:
            change()
        assert fault(caught) == AccountFault.NO_MEMBER
    assert roles(archive, BODY) == {"karim@example.ma": Role.EDITOR}


def test_somebody_can_always_let_somebody_in(archive: Archive, nadia: str) -> None:
    members = archive.staff.members
    for change in (
        lambda: members.set_role(None, nadia, Role.PUBLISHER, "nadia"),
        lambda: members.remove(None, nadia, "nadia"),
    ):
        with pytest.raises(AccountError) as caught:
            change()
        assert fault(caught) == AccountFault.LAST_ADMINISTRATOR
    joined(archive, Role.ADMINISTRATOR, None)
    members.remove(None, nadia, "nadia")
    assert roles(archive, None) == {"karim@example.ma": Role.ADMINISTRATOR}


def test_a_bodys_last_administrator_may_go(archive: Archive, nadia: str) -> None:
    karim = joined(archive, Role.ADMINISTRATOR)
    archive.staff.members.remove(BODY, karim, nadia)
    assert roles(archive, BODY) == {}


def test_what_is_done_in_a_body_is_told_to_its_administrators(archive: Archive) -> None:
    karim = joined(archive)
    archive.staff.members.remove(BODY, karim, "nadia")
    bodies = {entry.action: entry.body_id for entry in archive.staff.audit.page(AuditFilter())}
    assert bodies == dict.fromkeys(("invite", "accept_invitation", "remove_member"), BODY)
