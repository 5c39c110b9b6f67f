"""Passwords: kept as Argon2id hashes, compared in the same time for anybody, and never easy ones."""

from __future__ import annotations

import unicodedata

import pytest
from argon2 import PasswordHasher, extract_parameters
from argon2.low_level import Type
from hypothesis import given
from hypothesis import strategies as st

from accounts.passwords import LONGEST, SHORTEST, Passwords, require_good
from domain.accounts import AccountError, AccountFault
from tests.accounts.staffed import PASSWORD, quick


class Counting(PasswordHasher):
    """Counts the hashes it makes to compare with."""

    def __init__(self) -> None:
        super().__init__(time_cost=1, memory_cost=8, parallelism=1)
        self.compared = 0

    def verify(self, hash: str | bytes, password: str | bytes) -> bool:  # noqa: A002 (the library's name)
        self.compared += 1
        return super().verify(hash, password)


def test_a_hash_is_argon2id_of_the_strength_that_rfc_9106_recommends() -> None:
    found = extract_parameters(Passwords().hash(PASSWORD))
    assert (found.type, found.memory_cost, found.time_cost, found.parallelism) == (Type.ID, 65536, 3, 4)


def test_the_same_password_never_has_the_same_hash() -> None:
    passwords = Passwords(quick())
    assert passwords.hash(PASSWORD) != passwords.hash(PASSWORD)


@given(st.text(min_size=1, max_size=30), st.text(min_size=1, max_size=30))
def test_only_the_password_itself_matches_its_hash(one: str, other: str) -> None:
    passwords = Passwords(quick())
    known = passwords.hash(one)
    assert passwords.matches(known, one)
    same = unicodedata.normalize("NFKC", one) == unicodedata.normalize("NFKC", other)
    assert passwords.matches(known, other) == same


@pytest.mark.parametrize("known", [None, "nonsense", "$argon2id$broken"])
def test_without_a_hash_as_much_is_computed_as_with_one(known: str | None) -> None:
    hasher = Counting()
    passwords = Passwords(hasher)
    assert not passwords.matches(known, PASSWORD)
    assert hasher.compared == 1
    assert passwords.matches(passwords.hash(PASSWORD), PASSWORD)
    assert hasher.compared == 2


def test_what_a_keyboard_composes_otherwise_is_the_same_password() -> None:
    passwords = Passwords(quick())
    assert passwords.matches(passwords.hash("d\u00e9lib\u00e9ration 2024"), "de\u0301libe\u0301ration 2024")


def test_a_hash_of_less_strength_is_known_as_weak() -> None:
    assert Passwords().is_weak(Passwords(quick()).hash(PASSWORD))
    assert not Passwords(quick()).is_weak(Passwords(quick()).hash(PASSWORD))


@pytest.mark.parametrize(
    ("password", "fault"),
    [
        ("a1b2c3d4e5f", AccountFault.SHORT),
        ("x" * (LONGEST + 1), AccountFault.LONG),
        ("aaaabbbbccccdddd", AccountFault.GUESSABLE),
        ("123456789012", AccountFault.GUESSABLE),
        ("Bensalem-2024!", AccountFault.GUESSABLE),
    ],
)
def test_an_easy_password_is_refused(password: str, fault: AccountFault) -> None:
    with pytest.raises(AccountError) as caught:
        require_good(password, "bensalem@example.ma")
    assert caught.value.fault == fault


@pytest.mark.parametrize("password", [PASSWORD, "خمسة لقالق متعبة", "x1y2z3" * 2])
def test_a_long_password_will_do(password: str) -> None:
    assert len(password) >= SHORTEST
    require_good(password, "bensalem@example.ma")
