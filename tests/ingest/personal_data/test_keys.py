"""Bank accounts prove themselves."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.personal_data.keys import is_iban, is_rib
from tests.ingest.personal_data.accounts import iban_of, rib_of


@given(st.integers(1, 10**22 - 1), st.integers(0, 23), st.integers(1, 9))
def test_an_account_is_known_by_its_key_and_no_single_digit_may_be_another(base: int, place: int, change: int) -> None:
    rib = rib_of(f"{base:022d}")
    wrong = f"{rib[:place]}{(int(rib[place]) + change) % 10}{rib[place + 1 :]}"
    assert is_rib(rib)
    assert not is_rib(wrong)
    assert is_iban(iban_of(rib))
    assert not is_iban(iban_of(rib)[:4] + wrong)


@pytest.mark.parametrize("written", ["GB82WEST12345698765432", "FR1420041010050500013M02606", "DE89370400440532013000"])
def test_examples_of_the_standard_are_ibans(written: str) -> None:
    assert is_iban(written.lower())


@pytest.mark.parametrize("written", ["", "0" * 24, "1" * 23, "MA64", "GB82WEST12345698765433", "9" * 24, "ma" + "x" * 40])
def test_what_is_none_is_none(written: str) -> None:
    assert not is_rib(written)
    assert not is_iban(written)
