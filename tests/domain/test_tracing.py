"""The id of a request: short and harmless, and known wherever something is done for it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.tracing import accepted, current_request_id, following, new_request_id

FORM = re.compile(r"[A-Za-z0-9._-]{8,64}")


@pytest.mark.parametrize("offered", ["0123abcd", "a" * 64, "4bf92f3577b34da6a3ce929d0e0e4736", "req_2026-11.25"])
def test_a_callers_id_is_kept(offered: str) -> None:
    assert accepted(offered) == offered


@pytest.mark.parametrize("offered", [None, "", "short", "a" * 65, "with space", "line\nbreak12", "قرار12345", "12345678\n"])
def test_what_is_no_id_is_replaced(offered: str | None) -> None:
    assert accepted(offered) != offered
    assert FORM.fullmatch(accepted(offered))


@given(st.text(max_size=80))
def test_whatever_is_offered_an_id_is_one_word_of_a_log(offered: str) -> None:
    assert FORM.fullmatch(accepted(offered))


def test_no_two_new_ids_are_alike() -> None:
    assert len({new_request_id() for _ in range(1000)}) == 1000


def test_an_id_is_known_inside_its_context_only() -> None:
    assert current_request_id() == ""
    with following("outer-request"):
        with following("inner-request"):
            assert current_request_id() == "inner-request"
        assert current_request_id() == "outer-request"
        with pytest.raises(ZeroDivisionError), following("failed-request"):
            _ = 1 / 0
        assert current_request_id() == "outer-request"
    assert current_request_id() == ""
