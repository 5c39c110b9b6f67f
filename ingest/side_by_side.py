"""Doing some things at the same time, in an order that can be repeated."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Iterable
from typing import Any


async def side_by_side(works: Iterable[Coroutine[Any, Any, None]], width: int) -> None:
    """Do all the works, up to `width` at a time. Each one is taken from `works` only when there is room for it, and in
    their order, whatever ends first: so a durable workflow that is resumed finds every step under its old number.

    All are done even when some fail; then the first failure that was met is raised.
    """
    under_way: set[asyncio.Task[None]] = set()
    failures: list[BaseException] = []
    for work in works:
        under_way.add(asyncio.create_task(work))
        if len(under_way) >= width:
            done, under_way = await asyncio.wait(under_way, return_when=asyncio.FIRST_COMPLETED)
            failures += _failures(done)
    if under_way:
        done, _ = await asyncio.wait(under_way)
        failures += _failures(done)
    if failures:
        raise failures[0]


def _failures(done: Iterable[asyncio.Task[None]]) -> list[BaseException]:
    return [error for task in done if (error := task.exception()) is not None]
