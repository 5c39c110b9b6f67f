"""What people change of their own account: password, second factor, tokens."""

from __future__ import annotations

import pyotp
import pytest

from accounts.keys import digest
from accounts.own import PREFIX, TERMS
from accounts.second_factor import new_secret
from accounts.signing_in import IDLE
from domain.accounts import AccountError, AccountFault, Caller, Right, Role
from tests.accounts.staffed import HERE, PASSWORD, Office

NEW = "nine calm herons at Merja"
NADIA = "nadia@example.ma"


def fault_of(caught: pytest.ExceptionInfo[AccountError]) -> AccountFault:
    return caught.value.fault


def signed_in(office: Office) -> tuple[str, Caller]:
    """The key of a new session of the administrator, and the caller it makes."""
    key = office.sign_in.by_password(NADIA, PASSWORD, HERE).key
    caller = office.callers.by_session(key)
    assert caller is not None
    return key, caller


def test_a_changed_password_signs_out_every_other_browser(office: Office) -> None:
    (elsewhere, _), (here, caller) = signed_in(office), signed_in(office)
    office.own.change_password(caller, PASSWORD, NEW, HERE)
    assert office.callers.by_session(elsewhere) is None
    assert office.callers.by_session(here) is not None
    with pytest.raises(AccountError):
        office.sign_in.by_password(NADIA, PASSWORD, HERE)
    assert office.sign_in.by_password(NADIA, NEW, HERE).proven


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("not it", NEW, AccountFault.WRONG_PASSWORD),
        (PASSWORD, "short", AccountFault.SHORT),
        ("", NEW, AccountFault.WRONG_PASSWORD),
    ],
)
def test_a_password_is_changed_by_who_knows_it_to_a_good_one(
    office: Office, old: str, new: str, fault: AccountFault
) -> None:
    _, caller = signed_in(office)
    with pytest.raises(AccountError) as caught:
        office.own.change_password(caller, old, new, HERE)
    assert fault_of(caught) == fault
    assert office.sign_in.by_password(NADIA, PASSWORD, HERE).proven


def test_a_second_factor_begins_when_the_app_has_shown_that_it_has_the_secret(office: Office) -> None:
    secret = new_secret()
    with pytest.raises(AccountError) as caught:
        office.own.turn_on_second_factor(office.admin, secret, "000000")
    assert fault_of(caught) == AccountFault.WRONG_CODE
    assert not office.account(office.admin.id).has_second_factor
    office.own.turn_on_second_factor(office.admin, secret, pyotp.TOTP(secret).at(office.clock()))
    assert office.account(office.admin.id).has_second_factor


def test_a_second_factor_is_turned_off_by_who_knows_the_password(office: Office) -> None:
    secret = new_secret()
    office.own.turn_on_second_factor(office.admin, secret, pyotp.TOTP(secret).at(office.clock()))
    with pytest.raises(AccountError) as caught:
        office.own.turn_off_second_factor(office.admin, "not it", HERE)
    assert fault_of(caught) == AccountFault.WRONG_PASSWORD
    office.own.turn_off_second_factor(office.admin, PASSWORD, HERE)
    assert office.sign_in.by_password(NADIA, PASSWORD, HERE).proven
    assert office.staff.accounts.recovery_codes_left(office.admin.id) == 0


def test_a_token_lets_a_program_do_what_is_in_its_scopes_and_no_more(office: Office) -> None:
    karim = office.member("karim@example.ma", Role.PUBLISHER, "souss")
    characters = office.own.make_token(karim, "watched folder", [Right.EDIT, "nonsense"], TERMS[0])
    assert characters.startswith(PREFIX)
    caller = office.callers.by_token(characters)
    assert caller is not None
    assert caller.may(Right.EDIT, "souss")
    assert not caller.may(Right.PUBLISH, "souss")
    assert not caller.may(Right.EDIT, "tafilalt")
    assert caller.bodies(Right.PUBLISH) == frozenset()


def test_a_token_can_never_do_more_than_its_owner_now(office: Office) -> None:
    karim = office.member("karim@example.ma", Role.PUBLISHER, "souss")
    characters = office.own.make_token(karim, "press", [Right.PUBLISH, Right.ADMINISTER], TERMS[0])
    office.staff.members.set_role("souss", karim.id, Role.VIEWER, office.admin.id)
    caller = office.callers.by_token(characters)
    assert caller is not None
    assert not any(caller.may(right, "souss") for right in Right if right is not Right.READ_DRAFTS)


def test_the_archive_holds_no_token_but_its_digest(office: Office) -> None:
    characters = office.own.make_token(office.admin, "backup", [Right.READ_AUDIT], TERMS[0])
    assert office.callers.by_token(digest(characters)) is None
    assert office.callers.by_token(characters + "x") is None
    (token,) = office.staff.tokens.of_account(office.admin.id)
    assert characters not in repr(token)


def test_a_token_expires(office: Office) -> None:
    characters = office.own.make_token(office.admin, "backup", [Right.READ_AUDIT], TERMS[0])
    office.clock.move(days=TERMS[0], seconds=-1)
    assert office.callers.by_token(characters) is not None
    office.clock.move(seconds=1)
    assert office.callers.by_token(characters) is None


def test_a_revoked_token_is_gone_at_once(office: Office) -> None:
    characters = office.own.make_token(office.admin, "backup", [Right.READ_AUDIT], TERMS[0])
    (token,) = office.staff.tokens.of_account(office.admin.id)
    other = office.member("karim@example.ma", Role.VIEWER)
    assert not office.staff.tokens.revoke(other.id, token.id)
    assert office.staff.tokens.revoke(office.admin.id, token.id)
    assert office.callers.by_token(characters) is None
    assert office.actions()[-1] == "revoke_token"


@pytest.mark.parametrize(
    ("name", "scopes", "days", "fault"),
    [
        (" ", [Right.EDIT], 30, AccountFault.NO_NAME),
        ("backup", ["everything"], 30, AccountFault.NO_SCOPE),
        ("backup", [Right.EDIT], 36_500, AccountFault.NO_TERM),
    ],
)
def test_a_token_has_a_name_a_scope_and_an_end(
    office: Office, name: str, scopes: list[str], days: int, fault: AccountFault
) -> None:
    with pytest.raises(AccountError) as caught:
        office.own.make_token(office.admin, name, scopes, days)
    assert fault_of(caught) == fault
    assert office.staff.tokens.of_account(office.admin.id) == []


def test_a_session_that_is_ended_lets_nobody_in(office: Office) -> None:
    key, caller = signed_in(office)
    other = office.member("karim@example.ma", Role.VIEWER)
    assert caller.session_id is not None
    assert not office.staff.sessions.end(other.id, caller.session_id, "revoke_session")
    assert office.staff.sessions.end(office.admin.id, caller.session_id, "revoke_session")
    assert office.callers.by_session(key) is None
    assert office.staff.sessions.of_account(office.admin.id, office.clock(), IDLE) == []
    assert office.actions()[-1] == "revoke_session"
