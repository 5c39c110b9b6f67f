"""Accounts as the archive keeps them: one to an address, changed whole, every change in the audit."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from archive.store import Archive
from domain.accounts import Account, AccountError, AccountFault, Identity, Membership, NewAccount, NewSession, Role
from domain.audit import AuditFilter

NADIA = NewAccount("Nadia@Example.ma", "ناديا", "ar", "hash 1")
NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)


@pytest.fixture
def nadia(archive: Archive) -> str:
    """The id of an administrator of every body."""
    return archive.staff.accounts.create_administrator(NADIA, None, "system:admin")


def stored(archive: Archive, account_id: str) -> Account:
    found = archive.staff.accounts.account(account_id)
    assert found is not None
    return found


def session(account_id: str, digest: str) -> NewSession:
    return NewSession(account_id, digest, NOW, NOW + timedelta(days=1), "192.0.2.1", "Firefox", proven=True)


def test_the_first_administrator_is_told_in_the_audit(archive: Archive, nadia: str) -> None:
    account = stored(archive, nadia)
    assert account == Account(nadia, "nadia@example.ma", "ناديا", "ar", (Membership(None, Role.ADMINISTRATOR),))
    entry = archive.audit(nadia)[0]
    assert (entry.actor, entry.action, entry.detail) == ("system:admin", "create_administrator", {"email": account.email})


def test_an_address_has_one_account_however_it_is_written(archive: Archive, nadia: str) -> None:
    with pytest.raises(AccountError) as caught:
        archive.staff.accounts.create_administrator(NewAccount("NADIA@example.MA", "x", "fr"), None, "system:admin")
    assert caught.value.fault == AccountFault.TAKEN
    found = archive.staff.accounts.by_email("nAdia@example.ma")
    assert found is not None
    assert found.id == nadia


def test_an_administrator_of_a_body_that_is_not_there_is_not_made(archive: Archive) -> None:
    with pytest.raises(LookupError):
        archive.staff.accounts.create_administrator(NADIA, "no such body", "system:admin")
    assert archive.staff.accounts.by_email(NADIA.email) is None


def test_what_is_not_there_is_none(archive: Archive) -> None:
    accounts = archive.staff.accounts
    assert accounts.account("nobody") is accounts.by_email("no@example.ma") is accounts.credentials("no@example.ma") is None
    assert accounts.by_identity(Identity("https://id.example.ma", "1")) is None


def test_a_new_password_ends_all_sessions_but_one(archive: Archive, nadia: str) -> None:
    sessions = archive.staff.sessions
    _, kept = (sessions.open(session(nadia, digest)) for digest in ("one", "two"))
    archive.staff.accounts.set_password(nadia, "hash 2", kept, nadia)
    assert [one.id for one in sessions.of_account(nadia, NOW, timedelta(hours=1))] == [kept]
    archive.staff.accounts.set_password(nadia, "hash 3", None, nadia)
    assert sessions.of_account(nadia, NOW, timedelta(hours=1)) == []
    known = archive.staff.accounts.credentials(NADIA.email)
    assert known is not None
    assert known.password_hash == "hash 3"
    assert [entry.action for entry in archive.audit(nadia)].count("change_password") == 2


def test_a_time_step_and_those_before_it_are_taken_once(archive: Archive, nadia: str) -> None:
    archive.staff.accounts.set_second_factor(nadia, "S" * 32, 100, ["c1"])
    used = [archive.staff.accounts.use_step(nadia, step) for step in (100, 99, 101, 101, 103, 102)]
    assert used == [False, False, True, False, True, False]


def test_recovery_codes_are_replaced_with_the_secret_and_go_with_it(archive: Archive, nadia: str) -> None:
    accounts = archive.staff.accounts
    accounts.set_second_factor(nadia, "S" * 32, 1, ["old"])
    accounts.set_second_factor(nadia, "T" * 32, 2, ["c1", "c2"])
    assert accounts.recovery_codes_left(nadia) == 2
    assert [accounts.use_recovery_code(nadia, code) for code in ("old", "c1", "c1")] == [False, True, False]
    assert stored(archive, nadia).has_second_factor
    accounts.drop_second_factor(nadia, nadia)
    assert accounts.recovery_codes_left(nadia) == 0
    assert not stored(archive, nadia).has_second_factor


def test_a_code_of_somebody_else_is_no_code(archive: Archive, nadia: str) -> None:
    karim = archive.staff.accounts.create_administrator(
        NewAccount("karim@example.ma", "K", "fr"), "tafilalt", "system:admin"
    )
    archive.staff.accounts.set_second_factor(nadia, "S" * 32, 1, ["c1"])
    assert not archive.staff.accounts.use_recovery_code(karim, "c1")


def test_an_identity_finds_its_account(archive: Archive, nadia: str) -> None:
    identity = Identity("https://id.example.ma", "sub-1")
    archive.staff.accounts.bind(nadia, identity)
    found = archive.staff.accounts.by_identity(identity)
    assert found is not None
    assert found.id == nadia
    assert archive.staff.accounts.by_identity(Identity("https://other.example.ma", "sub-1")) is None


@pytest.mark.parametrize("name", ["NUL \0 name", "lone \ud800 name"])
def test_a_name_that_no_database_keeps_is_kept_without_that(archive: Archive, name: str) -> None:
    made = archive.staff.accounts.create_administrator(NewAccount("n@example.ma", name, "fr"), None, "system:admin")
    assert stored(archive, made).name.endswith(" \ufffd name")


@pytest.mark.parametrize("asked", ["a\0b", "a\ud800b"])
def test_what_no_database_keeps_is_not_found_rather_than_an_error(archive: Archive, asked: str) -> None:
    staff = archive.staff
    assert staff.accounts.account(asked) is staff.accounts.by_email(asked) is staff.accounts.credentials(asked) is None
    assert staff.members.members(asked) == staff.members.invitations(asked, NOW) == []
    assert not staff.tokens.revoke(asked, asked)
    assert not staff.sessions.end(asked, asked, "sign_out")
    for wanted in (AuditFilter(actor=asked), AuditFilter(action=asked), AuditFilter(subject=asked)):
        assert staff.audit.page(wanted) == []
