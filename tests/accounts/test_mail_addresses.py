"""Which typed texts are e-mail addresses."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.mail_addresses import require_address
from domain.accounts import AccountError, AccountFault


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("nadia@example.ma", "nadia@example.ma"),
        ("  Nadia.El-Idrissi+archives@Region.Example.MA ", "nadia.el-idrissi+archives@region.example.ma"),
        ("كاتب@مجلس.المغرب", "كاتب@مجلس.المغرب"),
    ],
)
def test_an_address_is_taken_in_small_letters(typed: str, address: str) -> None:
    assert require_address(typed) == address


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "nadia",
        "nadia@",
        "nadia@localhost",
        "@example.ma",
        "a@b.ma, c@d.ma",
        "nadia@example.ma\nBcc: all@example.ma",
        "Nadia <nadia@example.ma>",
        "nadia@-example.ma",
        "nadia@example..ma",
        f"{'n' * 65}@example.ma",
        f"nadia@{'e' * 260}.ma",
    ],
)
def test_what_is_no_address_is_refused(typed: str) -> None:
    with pytest.raises(AccountError) as caught:
        require_address(typed)
    assert caught.value.fault == AccountFault.NO_EMAIL


@given(st.text(max_size=60))
def test_no_address_can_carry_another_header(typed: str) -> None:
    try:
        address = require_address(typed)
    except AccountError:
        return
    assert not set(address) & set('\r\n\0 ,;<>"')
    assert address.count("@") == 1
