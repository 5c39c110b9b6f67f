"""Signing in: by password, with a code where one is asked for, slowly for whoever guesses."""

from __future__ import annotations

import pyotp
import pytest
from argon2 import PasswordHasher

from accounts.keys import digest
from accounts.passwords import Passwords
from accounts.second_factor import new_secret
from accounts.signing_in import IDLE, LONGEST, Browser, Opened, SignIn
from domain.accounts import AccountError, AccountFault, Identity
from tests.accounts.staffed import HERE, PASSWORD, Office

NADIA = "nadia@example.ma"


def refused(office: Office, email: str, password: str, browser: Browser = HERE) -> AccountError:
    with pytest.raises(AccountError) as caught:
        office.sign_in.by_password(email, password, browser)
    return caught.value


def code(office: Office, secret: str) -> str:
    return pyotp.TOTP(secret).at(office.clock())


@pytest.fixture
def secret(office: Office) -> str:
    """The secret that the administrator's app has."""
    made = new_secret()
    office.own.turn_on_second_factor(office.admin, made, code(office, made))
    office.clock.move(minutes=2)
    return made


def test_the_right_password_opens_a_session(office: Office) -> None:
    opened = office.sign_in.by_password(f" {NADIA.upper()} ", PASSWORD, HERE)
    assert opened.proven
    caller = office.callers.by_session(opened.key)
    assert caller is not None
    assert caller.account == office.admin
    (session,) = office.staff.sessions.of_account(office.admin.id, office.clock(), IDLE)
    assert (session.address, session.agent) == (HERE.address, HERE.agent)


@pytest.mark.parametrize(("email", "password"), [(NADIA, "wrong"), ("nobody@example.ma", PASSWORD), ("", "")])
def test_nobody_is_told_whether_there_is_an_account(office: Office, email: str, password: str) -> None:
    error = refused(office, email, password)
    assert (error.fault, error.values) == (AccountFault.WRONG, {})


def test_a_key_is_known_by_its_digest_only(office: Office) -> None:
    opened = office.sign_in.by_password(NADIA, PASSWORD, HERE)
    assert office.callers.by_session(digest(opened.key)) is None
    assert office.callers.by_session(opened.key[:-1]) is None


def test_each_session_has_a_key_of_its_own(office: Office) -> None:
    first, second = (office.sign_in.by_password(NADIA, PASSWORD, HERE) for _ in range(2))
    assert first.key != second.key
    assert len(first.key) >= 43


def test_who_guesses_at_one_account_has_to_wait_from_wherever(office: Office) -> None:
    faults = [refused(office, NADIA, f"guess {number}", Browser(f"192.0.2.{number}")).fault for number in range(12)]
    assert faults == [AccountFault.WRONG] * 10 + [AccountFault.THROTTLED] * 2
    right = refused(office, NADIA, PASSWORD)
    assert right.fault == AccountFault.THROTTLED
    assert right.values["retry"] == 901
    office.clock.move(minutes=15, seconds=1)
    assert office.sign_in.by_password(NADIA, PASSWORD, HERE).proven


def test_an_account_that_is_not_there_makes_wait_as_well(office: Office) -> None:
    faults = [refused(office, "nobody@example.ma", "guess").fault for _ in range(11)]
    assert faults[-2:] == [AccountFault.WRONG, AccountFault.THROTTLED]


@pytest.mark.parametrize(
    ("addresses", "last"),
    [
        (["192.0.2.9"] * 61, AccountFault.THROTTLED),
        ([f"2001:db8::{number:x}" for number in range(61)], AccountFault.THROTTLED),
        ([f"2001:db8:0:{number:x}::1" for number in range(61)], AccountFault.WRONG),
    ],
)
def test_who_guesses_at_many_accounts_from_one_line_has_to_wait(
    office: Office, addresses: list[str], last: AccountFault
) -> None:
    found = [refused(office, f"{n}@example.ma", "guess", Browser(where)) for n, where in enumerate(addresses)]
    assert found[-1].fault == last


def test_the_right_password_forgives_the_wrong_ones_before(office: Office) -> None:
    for _ in range(3):
        for _ in range(9):
            refused(office, NADIA, "wrong")
        office.sign_in.by_password(NADIA, PASSWORD, HERE)


def test_a_session_ends_with_its_time_and_when_nobody_is_there(office: Office) -> None:
    opened = office.sign_in.by_password(NADIA, PASSWORD, HERE)
    for _ in range(int(LONGEST / (IDLE / 2)) - 1):
        office.clock.move(seconds=IDLE.total_seconds() / 2)
        assert office.callers.by_session(opened.key) is not None
    office.clock.move(seconds=IDLE.total_seconds() / 2)
    assert office.callers.by_session(opened.key) is None
    again = office.sign_in.by_password(NADIA, PASSWORD, HERE)
    office.clock.move(seconds=IDLE.total_seconds())
    assert office.callers.by_session(again.key) is None


def test_where_a_code_is_asked_for_the_password_alone_lets_nobody_in(office: Office, secret: str) -> None:
    opened = office.sign_in.by_password(NADIA, PASSWORD, HERE)
    assert not opened.proven
    assert office.callers.by_session(opened.key) is None
    proven = office.sign_in.by_code(opened.key, code(office, secret), HERE)
    assert proven.key != opened.key
    assert office.callers.by_session(opened.key) is None
    assert office.callers.by_session(proven.key) is not None


def half(office: Office) -> Opened:
    """A session that waits for its code."""
    return office.sign_in.by_password(NADIA, PASSWORD, HERE)


def test_no_code_is_good_twice(office: Office, secret: str) -> None:
    office.sign_in.by_code(half(office).key, code(office, secret), HERE)
    with pytest.raises(AccountError) as caught:
        office.sign_in.by_code(half(office).key, code(office, secret), HERE)
    assert caught.value.fault == AccountFault.WRONG_CODE


def test_a_recovery_code_is_good_once(office: Office) -> None:
    made = new_secret()
    codes = office.own.turn_on_second_factor(office.admin, made, code(office, made))
    assert office.sign_in.by_code(half(office).key, codes[3].upper(), HERE).proven
    assert office.staff.accounts.recovery_codes_left(office.admin.id) == 9
    with pytest.raises(AccountError):
        office.sign_in.by_code(half(office).key, codes[3], HERE)
    assert "use_recovery_code" in office.actions()


@pytest.mark.usefixtures("secret")
def test_codes_can_not_be_tried_out(office: Office) -> None:
    faults = []
    for number in range(11):
        with pytest.raises(AccountError) as caught:
            office.sign_in.by_code(half(office).key, f"{number:06}", Browser(f"192.0.2.{number}"))
        faults.append(caught.value.fault)
    assert faults == [AccountFault.WRONG_CODE] * 10 + [AccountFault.THROTTLED]


def test_a_code_comes_within_ten_minutes(office: Office, secret: str) -> None:
    opened = half(office)
    office.clock.move(minutes=11)
    with pytest.raises(AccountError):
        office.sign_in.by_code(opened.key, code(office, secret), HERE)


def test_an_identity_whose_address_is_known_is_bound_to_the_account(office: Office) -> None:
    identity = Identity("https://id.example.ma", "subject-1")
    first = office.sign_in.by_identity(identity, NADIA, HERE)
    again = office.sign_in.by_identity(identity, "renamed@example.ma", HERE)
    callers = [office.callers.by_session(opened.key) for opened in (first, again)]
    assert [caller.account.id for caller in callers if caller] == [office.admin.id] * 2
    assert office.actions().count("bind_identity") == 1


@pytest.mark.parametrize("email", [None, "stranger@example.ma"])
def test_an_identity_that_nobody_asked_in_stays_out(office: Office, email: str | None) -> None:
    with pytest.raises(AccountError) as caught:
        office.sign_in.by_identity(Identity("https://id.example.ma", "subject-2"), email, HERE)
    assert caught.value.fault == AccountFault.UNKNOWN_IDENTITY


@pytest.mark.usefixtures("secret")
def test_an_identity_needs_the_code_as_well(office: Office) -> None:
    assert not office.sign_in.by_identity(Identity("https://id.example.ma", "s"), NADIA, HERE).proven


def test_signing_in_is_in_the_audit_with_where_from(office: Office) -> None:
    office.sign_in.by_password(NADIA, PASSWORD, HERE)
    entry = office.archive.audit(office.admin.id)[0]
    assert (entry.action, entry.actor, entry.detail) == ("sign_in", office.admin.id, {"address": HERE.address})


def test_a_hash_of_old_strength_is_renewed_at_the_next_sign_in(office: Office) -> None:
    known = office.staff.accounts.credentials(NADIA)
    office.sign_in.by_password(NADIA, PASSWORD, HERE)
    assert office.staff.accounts.credentials(NADIA) == known
    stronger = Passwords(PasswordHasher(time_cost=2, memory_cost=8, parallelism=1))
    SignIn(office.staff, stronger, office.clock).by_password(NADIA, PASSWORD, HERE)
    assert office.staff.accounts.credentials(NADIA) != known
    assert office.sign_in.by_password(NADIA, PASSWORD, HERE).proven
