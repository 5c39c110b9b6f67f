"""How far a batch is, as it changes: told at once, to many for the price of one, and not for ever."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field

import pytest

from frontend.staff.batch_news import BatchNews, CrowdedError, Pace, Told

QUICK = Pace(look=0.01, heartbeat=5.0, longest=5.0)


@dataclass
class Progress:
    """A batch of four files of which one more is through at every look, from `ended` on; `steady`: none is."""

    ended: int = 0
    steady: bool = False
    looks: list[tuple[str, str]] = field(default_factory=list)

    def __call__(self, batch_id: str, language: str) -> Told:
        self.looks.append((batch_id, language))
        self.ended += not self.steady
        return {"ended": self.ended, "finished": self.ended >= 4}


async def collected(stream: AsyncIterator[str]) -> list[str]:
    return [part async for part in stream]


def told(parts: list[str]) -> list[tuple[str, int]]:
    """Events by their kinds, with how many files were through."""
    lines = [part.splitlines() for part in parts if part.startswith("event:")]
    return [(kind.removeprefix("event: "), json.loads(data.removeprefix("data: "))["ended"]) for kind, data, *_ in lines]


def run(news: BatchNews, watchers: int = 1) -> list[list[str]]:
    async def everybody() -> list[list[str]]:
        return await asyncio.gather(*(collected(news.watch("b1", "ar")) for _ in range(watchers)))

    return asyncio.run(everybody())


def test_every_change_is_told_and_the_end_ends_it() -> None:
    (parts,) = run(BatchNews(Progress(), QUICK))
    assert told(parts) == [("counts", 1), ("counts", 2), ("counts", 3), ("end", 4)]
    assert all(part.endswith("\n\n") for part in parts)


def test_what_is_finished_is_told_once() -> None:
    (parts,) = run(BatchNews(Progress(ended=4, steady=True), QUICK))
    assert told(parts) == [("end", 4)]


def test_many_who_watch_cost_as_many_looks_as_one() -> None:
    alone, crowd = Progress(), Progress()
    run(BatchNews(alone, QUICK))
    heard = run(BatchNews(crowd, QUICK), watchers=40)
    assert len(crowd.looks) <= 3 * len(alone.looks)
    assert {told(parts)[-1][0] for parts in heard} == {"end"}


def test_batches_and_languages_are_told_apart() -> None:
    progress = Progress(ended=4, steady=True)
    news = BatchNews(progress, QUICK)

    async def three() -> None:
        wanted = [("b1", "ar"), ("b1", "fr"), ("b2", "ar")]
        await asyncio.gather(*(collected(news.watch(batch, language)) for batch, language in wanted))

    asyncio.run(three())
    assert sorted(progress.looks) == [("b1", "ar"), ("b1", "fr"), ("b2", "ar")]


def test_a_batch_in_which_nothing_happens_shows_that_the_line_lives_and_is_asked_for_again_in_the_end() -> None:
    news = BatchNews(Progress(ended=1, steady=True), Pace(look=0.01, heartbeat=0.02, longest=0.2))
    (parts,) = run(news)
    assert told(parts) == [("counts", 1)]
    assert ": still here\n\n" in parts


def test_no_more_watch_than_may_and_who_leaves_makes_room() -> None:
    news = BatchNews(Progress(ended=1, steady=True), Pace(look=0.01, most=2))

    async def crowd() -> None:
        watching = [news.watch("b1", "ar") for _ in range(2)]
        for stream in watching:
            assert await anext(stream) == "retry: 3000\n\n"
        with pytest.raises(CrowdedError):
            news.watch("b1", "ar")
        await _leave(watching[0])
        assert await anext(news.watch("b1", "ar")) == "retry: 3000\n\n"

    asyncio.run(crowd())


async def _leave(stream: AsyncIterator[str]) -> None:
    close: Callable[[], object] = stream.aclose  # type: ignore[attr-defined]
    await close()  # type: ignore[misc]


def test_a_look_that_fails_fails_for_who_asked_and_the_next_one_looks_again() -> None:
    progress = Progress()
    failing = [True]

    def tell(batch_id: str, language: str) -> Told:
        if failing.pop() if failing else False:
            raise OSError("away")
        return progress(batch_id, language)

    news = BatchNews(tell, QUICK)
    with pytest.raises(OSError, match="away"):
        run(news)
    (parts,) = run(news)
    assert told(parts)[-1] == ("end", 4)
