"""What each role may do, and where."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.accounts import Account, AccountFault, Caller, Membership, Right, Role
from domain.translation import LANGUAGES, translate

BODIES = st.sampled_from([None, "souss", "tafilalt"])
MEMBERSHIPS = st.lists(st.builds(Membership, BODIES, st.sampled_from(Role)), max_size=4).map(tuple)


def account(*memberships: Membership) -> Account:
    return Account("a1", "a@example.ma", "A", "ar", memberships)


@pytest.mark.parametrize(
    ("role", "rights"),
    [
        (Role.VIEWER, {Right.READ_DRAFTS}),
        (Role.EDITOR, {Right.READ_DRAFTS, Right.UPLOAD, Right.EDIT}),
        (Role.PUBLISHER, {Right.READ_DRAFTS, Right.UPLOAD, Right.EDIT, Right.PUBLISH}),
        (Role.ADMINISTRATOR, set(Right)),
    ],
)
def test_a_role_has_its_rights(role: Role, rights: set[Right]) -> None:
    assert role.rights == rights
    assert {right for right in Right if account(Membership("souss", role)).may(right, "souss")} == rights


def test_each_role_may_do_what_those_before_it_may() -> None:
    for lower, higher in zip(list(Role), list(Role)[1:], strict=False):
        assert lower.rights < higher.rights


def test_without_a_role_nothing_is_allowed() -> None:
    assert not any(account().may(right, body) for right in Right for body in (None, "souss"))


@given(MEMBERSHIPS, st.sampled_from(Right), BODIES)
def test_where_somebody_has_a_right_is_where_they_may(
    memberships: tuple[Membership, ...], right: Right, body: str | None
) -> None:
    somebody = account(*memberships)
    where = somebody.bodies(right)
    assert somebody.may(right, body) == (where is None or body in where)


@given(MEMBERSHIPS, st.frozensets(st.sampled_from(Right)), st.sampled_from(Right), BODIES)
def test_a_token_never_allows_what_is_not_in_its_scopes(
    memberships: tuple[Membership, ...], scopes: frozenset[Right], right: Right, body: str | None
) -> None:
    somebody = account(*memberships)
    caller = Caller(somebody, scopes=scopes)
    assert caller.may(right, body) == (right in scopes and somebody.may(right, body))
    if right not in scopes:
        assert caller.bodies(right) == frozenset()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_role_right_and_fault_has_its_words(language: str) -> None:
    for area, kind in (("role", Role), ("right", Right), ("fault", AccountFault)):
        for one in kind:
            assert translate(language, f"account.{area}.{one}")
