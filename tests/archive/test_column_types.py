"""What the columns promise."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.dialects import sqlite

from archive.column_types import Choice, UtcTime, storable, to_json
from domain.documents import ReadingState

DIALECT = sqlite.dialect()
ZONES = st.sampled_from([UTC, timezone(timedelta(hours=1)), timezone(timedelta(hours=-9))])
any_text = st.text(st.characters(exclude_categories=()))


@given(any_text)
def test_any_text_can_be_stored_and_offsets_hold(text: str) -> None:
    kept = storable(text)
    kept.encode()
    assert len(kept) == len(text)
    assert all(after in (before, "\ufffd") for before, after in zip(text, kept, strict=True))
    assert storable(kept) == kept


@given(st.dictionaries(any_text, any_text))
def test_any_json_can_be_stored(value: dict[str, str]) -> None:
    json.loads(to_json(value).encode())


def test_json_stays_readable_in_arabic() -> None:
    assert to_json({"ar": "قرار"}) == '{"ar": "قرار"}'


@given(st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30), timezones=ZONES))  # noqa: DTZ001
def test_a_moment_comes_back_as_the_same_moment_in_utc(moment: datetime) -> None:
    column = UtcTime()
    stored = column.process_bind_param(moment, DIALECT)
    found = column.process_result_value(stored, DIALECT)
    assert found == moment
    assert found.tzinfo is UTC


def test_a_time_without_its_zone_is_an_error() -> None:
    with pytest.raises(ValueError, match="zone"):
        UtcTime().process_bind_param(datetime(2024, 1, 1), DIALECT)  # noqa: DTZ001


@pytest.mark.parametrize("state", [*ReadingState, None])
def test_a_choice_comes_back_as_its_member(state: ReadingState | None) -> None:
    column = Choice(ReadingState)
    assert column.process_result_value(column.process_bind_param(state, DIALECT), DIALECT) is state


def test_a_value_that_is_no_choice_is_an_error() -> None:
    with pytest.raises(ValueError, match="nonsense"):
        Choice(ReadingState).process_result_value("nonsense", DIALECT)
