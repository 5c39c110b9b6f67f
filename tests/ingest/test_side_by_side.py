"""Works are begun in their order, a few at a time, and all are done."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.side_by_side import side_by_side


class Ledger:
    """Works that note when they were taken, begun and ended."""

    def __init__(self, lengths: list[int], failing: frozenset[int] = frozenset()) -> None:
        self._lengths = lengths
        self._failing = failing
        self.taken: list[int] = []
        self.begun: list[int] = []
        self.ended: set[int] = set()
        self.most = 0
        self.most_waiting = 0

    def works(self) -> Iterator[Any]:
        for number, length in enumerate(self._lengths):
            self.taken.append(number)
            self.most_waiting = max(self.most_waiting, len(self.taken) - len(self.ended))
            yield self._work(number, length)

    async def _work(self, number: int, length: int) -> None:
        self.begun.append(number)
        self.most = max(self.most, len(self.begun) - len(self.ended))
        for _ in range(length):
            await asyncio.sleep(0)
        self.ended.add(number)
        if number in self._failing:
            raise ValueError(number)


LENGTHS = st.lists(st.integers(0, 9), max_size=30)


@given(LENGTHS, st.integers(1, 6))
def test_works_begin_in_their_order_and_no_more_than_the_width_at_a_time(lengths: list[int], width: int) -> None:
    ledger = Ledger(lengths)
    asyncio.run(side_by_side(ledger.works(), width))
    assert ledger.taken == ledger.begun == list(range(len(lengths)))
    assert ledger.ended == set(ledger.begun)
    assert ledger.most <= width


@given(LENGTHS, st.integers(1, 6))
def test_no_work_is_made_before_there_is_room_for_it(lengths: list[int], width: int) -> None:
    ledger = Ledger(lengths)
    asyncio.run(side_by_side(ledger.works(), width))
    assert ledger.most_waiting <= width


@given(st.lists(st.integers(0, 9), min_size=1, max_size=30), st.data())
def test_a_work_that_fails_leaves_no_other_undone(lengths: list[int], data: st.DataObject) -> None:
    failing = data.draw(st.frozensets(st.integers(0, len(lengths) - 1), min_size=1))
    ledger = Ledger(lengths, failing)
    with pytest.raises(ValueError, match=r"^\d+$") as raised:
        asyncio.run(side_by_side(ledger.works(), 3))
    assert raised.value.args[0] in failing
    assert ledger.ended == set(range(len(lengths)))


def test_several_are_under_way_at_once() -> None:
    ledger = Ledger([5] * 8)
    asyncio.run(side_by_side(ledger.works(), 4))
    assert ledger.most == 4
