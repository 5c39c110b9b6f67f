"""Invitations: by mail, for one role in one body, once."""

from __future__ import annotations

import pytest

from accounts.inviting import DAYS, Asked
from accounts.keys import digest
from domain.accounts import AccountError, AccountFault, Membership, Right, Role
from domain.translation import LANGUAGES
from tests.accounts.staffed import HERE, PASSWORD, SITE, Office


def test_whoever_accepts_has_the_role_they_were_asked_to_take(office: Office) -> None:
    account = office.member("karim@example.ma", Role.EDITOR, "tafilalt")
    assert account.memberships == (Membership("tafilalt", Role.EDITOR),)
    assert account.may(Right.EDIT, "tafilalt")
    assert not account.may(Right.EDIT, "souss")
    assert not account.may(Right.PUBLISH, "tafilalt")
    assert office.sign_in.by_password("karim@example.ma", PASSWORD, HERE).proven


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_letter_says_who_asks_for_what_and_how_to_accept(office: Office, language: str) -> None:
    names = {"ar": "مجلس جهة تافيلالت", "fr": "Conseil de Tafilalt", "en": "Tafilalt council"}
    office.inviting.invite(Asked("k@example.ma", Role.VIEWER, "tafilalt", names, language), office.caller())
    (mail,) = office.letters()
    assert (mail.recipient, mail.language) == ("k@example.ma", language)
    assert names[language] in mail.subject
    for part in ("Nadia", names[language], f"{SITE}/invitation/", str(DAYS)):
        assert part in mail.text


def test_the_key_in_the_letter_is_not_in_the_archive(office: Office) -> None:
    key = office.key_sent_to("karim@example.ma", Role.EDITOR)
    assert office.staff.members.invitation(key, office.clock()) is None
    assert office.staff.members.invitation(digest(key), office.clock()) is not None


def fault_of(office: Office, key: str, password: str = PASSWORD, name: str = "Karim") -> AccountFault:
    with pytest.raises(AccountError) as caught:
        office.inviting.accept_newly(key, name, password, "fr")
    return caught.value.fault


def test_an_invitation_is_good_once(office: Office) -> None:
    key = office.key_sent_to("karim@example.ma", Role.EDITOR)
    office.inviting.accept_newly(key, "Karim", PASSWORD, "fr")
    assert fault_of(office, key) == AccountFault.NO_INVITATION


def test_an_invitation_is_good_for_a_week(office: Office) -> None:
    key = office.key_sent_to("karim@example.ma", Role.EDITOR)
    office.clock.move(days=DAYS)
    assert fault_of(office, key) == AccountFault.NO_INVITATION


@pytest.mark.parametrize("key", ["", "nothing", "x" * 10_000, "\ud800"])
def test_a_key_that_was_never_sent_lets_nobody_in(office: Office, key: str) -> None:
    assert fault_of(office, key) == AccountFault.NO_INVITATION


def test_an_invitation_that_could_not_be_accepted_stays(office: Office) -> None:
    key = office.key_sent_to("karim@example.ma", Role.EDITOR)
    assert fault_of(office, key, password="short") == AccountFault.SHORT
    assert fault_of(office, key, name=" \t") == AccountFault.NO_NAME
    office.inviting.accept_newly(key, "Karim", PASSWORD, "fr")


def test_a_second_invitation_takes_the_place_of_the_first(office: Office) -> None:
    first = office.key_sent_to("karim@example.ma", Role.EDITOR)
    second = office.key_sent_to("Karim@example.ma", Role.VIEWER)
    assert fault_of(office, first) == AccountFault.NO_INVITATION
    account = office.account(office.inviting.accept_newly(second, "Karim", PASSWORD, "fr"))
    assert account.memberships == (Membership(None, Role.VIEWER),)


def test_somebody_with_an_account_takes_a_role_more(office: Office) -> None:
    karim = office.member("karim@example.ma", Role.VIEWER, "tafilalt")
    key = office.key_sent_to("karim@example.ma", Role.PUBLISHER, "souss")
    assert fault_of(office, key) == AccountFault.TAKEN
    office.inviting.accept_as(key, karim)
    memberships = office.account(karim.id).memberships
    assert set(memberships) == {Membership("tafilalt", Role.VIEWER), Membership("souss", Role.PUBLISHER)}


def test_nobody_takes_a_role_that_somebody_else_was_asked_to_take(office: Office) -> None:
    karim = office.member("karim@example.ma", Role.VIEWER, "tafilalt")
    key = office.key_sent_to("latifa@example.ma", Role.ADMINISTRATOR, "tafilalt")
    with pytest.raises(AccountError) as caught:
        office.inviting.accept_as(key, karim)
    assert caught.value.fault == AccountFault.OTHER_ACCOUNT
    assert office.inviting.find(key).email == "latifa@example.ma"


def test_who_works_there_is_not_asked_in_again(office: Office) -> None:
    office.member("karim@example.ma", Role.VIEWER, "tafilalt")
    with pytest.raises(AccountError) as caught:
        office.key_sent_to("KARIM@example.ma", Role.EDITOR, "tafilalt")
    assert caught.value.fault == AccountFault.MEMBER


def test_an_invitation_and_its_letter_are_there_together_or_not_at_all(office: Office) -> None:
    with pytest.raises(LookupError):
        office.key_sent_to("karim@example.ma", Role.EDITOR, "no such body")
    assert office.letters() == []
    assert "invite" not in office.actions()
