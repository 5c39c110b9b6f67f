"""Codes of an authenticator app, and recovery codes."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pyotp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts import second_factor

SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


def at(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


@pytest.mark.parametrize(
    ("seconds", "code"),
    [(59, "287082"), (1111111109, "081804"), (1111111111, "050471"), (1234567890, "005924"), (2000000000, "279037")],
)
def test_the_codes_are_those_of_rfc_6238(seconds: int, code: str) -> None:
    assert second_factor.step_of(SECRET, code, at(seconds)) == seconds // 30


@pytest.mark.parametrize(("late", "taken"), [(-60, False), (-30, True), (0, True), (30, True), (60, False), (3600, False)])
def test_a_code_is_good_for_its_time_and_the_steps_beside_it(late: int, taken: bool) -> None:
    step = second_factor.step_of(SECRET, "005924", at(1234567890 + late))
    assert step == (1234567890 // 30 if taken else None)


@pytest.mark.parametrize("typed", ["005 924", " 005924 ", "005924".translate(ARABIC), "005-924"])
def test_a_code_may_be_typed_as_people_type(typed: str) -> None:
    assert second_factor.step_of(SECRET, typed, at(1234567890)) is not None


@pytest.mark.parametrize("typed", ["", "005925", "05924", "0059240", "code", "００５９２", "\ud800"])
def test_a_wrong_code_is_wrong(typed: str) -> None:
    assert second_factor.step_of(SECRET, typed, at(1234567890)) is None


@given(st.text(max_size=300))
def test_whatever_is_typed_is_no_error(typed: str) -> None:
    second_factor.step_of(SECRET, typed, at(1234567890))
    second_factor.plain_recovery_code(typed)
    second_factor.is_secret(typed)


def test_an_app_takes_the_secret_in_by_its_address() -> None:
    secret = second_factor.new_secret()
    address = urlsplit(second_factor.address(secret, "nadia@example.ma"))
    assert (address.scheme, address.netloc) == ("otpauth", "totp")
    assert parse_qs(address.query)["secret"] == [secret]
    assert second_factor.is_secret(secret)
    assert second_factor.step_of(secret, pyotp.TOTP(secret).at(1234567890), at(1234567890)) is not None


def test_recovery_codes_are_known_however_they_are_typed() -> None:
    codes = second_factor.new_recovery_codes()
    assert len(set(codes)) == 10
    for code in codes:
        typed = code.upper().replace("-", " ").replace("0", "O").replace("1", "l")
        assert second_factor.plain_recovery_code(typed) == code
