"""Several processes and threads at one archive."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from threading import Barrier, Thread
from typing import TypeVar

import pytest
from sqlalchemy import Connection, text

from archive import changes
from archive.dialect import open_engine, writing
from archive.store import Archive
from domain.records import Intake
from tests.archive.samples import added, page, read, task_of, upload

WRITERS = 3
FILES_EACH = 12

Result = TypeVar("Result")


def in_processes(work: Callable[[str, int], Result], url: str) -> list[Result]:
    """What `work` returns in WRITERS processes that run at once."""
    with ProcessPoolExecutor(WRITERS, mp_context=multiprocessing.get_context("spawn")) as pool:
        return list(pool.map(work, [url] * WRITERS, range(WRITERS)))


def add_the_same(url: str, writer: int) -> list[Intake]:
    archive = Archive(url)
    intakes = [archive.add(upload(str(number), name=f"{writer}.pdf")) for number in range(FILES_EACH)]
    archive.close()
    return intakes


def read_others(url: str, writer: int) -> list[int]:
    archive = Archive(url)
    for number in range(FILES_EACH):
        read(archive, added(archive, f"{writer}/{number}"), "أ", "ب")
    seen = [change.number for change in archive.changes_after(0)]
    archive.close()
    return seen


def test_the_same_bytes_from_several_processes_are_one_record_each(archive: Archive, url: str) -> None:
    answers = in_processes(add_the_same, url)
    for same in zip(*answers, strict=True):
        assert len({(intake.document_id, intake.version_id) for intake in same}) == 1
        assert sorted(intake.duplicate for intake in same) == [False, True, True]
        assert sum(intake.task_id is not None for intake in same) == 1
    assert archive.counts().documents == FILES_EACH


def test_the_same_bytes_from_several_threads_are_one_record(archive: Archive) -> None:
    together = Barrier(8)

    def add(_: int) -> Intake:
        together.wait()
        return added(archive)

    with ThreadPoolExecutor(8) as pool:
        intakes = list(pool.map(add, range(8)))
    assert sum(not intake.duplicate for intake in intakes) == 1
    assert archive.counts().documents == 1


def test_writers_in_several_processes_all_get_their_turn(archive: Archive, url: str) -> None:
    in_processes(read_others, url)
    report = archive.batch_report("batch-1")
    assert (report.done, archive.counts().pages) == (WRITERS * FILES_EACH, 2 * WRITERS * FILES_EACH)


def test_no_change_number_appears_behind_one_that_was_seen(archive: Archive, url: str) -> None:
    followed: list[int] = []
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn")) as pool:
        writing = [pool.submit(read_others, url, writer) for writer in range(2)]
        while not all(work.done() for work in writing):
            followed += [change.number for change in archive.changes_after(followed[-1] if followed else 0)]
        for work in writing:
            work.result()
    followed += [change.number for change in archive.changes_after(followed[-1] if followed else 0)]
    assert followed == [change.number for change in archive.changes_after(0)]


def test_a_number_given_first_is_seen_first_however_long_its_transaction_takes(archive: Archive, url: str) -> None:
    """Were numbers given to two transactions at once, the later one's would be seen, and the other's skipped."""
    engine = open_engine(url)
    with writing(engine).begin() as slow:
        changes.record(slow, "slow")
        quick = Thread(target=archive.record_change, args=("quick",))
        quick.start()
        quick.join(0.3)
        assert archive.changes_after(0) == []
    quick.join()
    assert [change.document_id for change in archive.changes_after(0)] == ["slow", "quick"]
    engine.dispose()


@pytest.fixture
def held(archive: Archive, url: str) -> Iterator[Connection]:
    """Another program in the middle of a writing transaction."""
    engine = open_engine(url)
    with writing(engine).connect() as other:
        other.execute(text("UPDATE bodies SET names = '{}'"))
        yield other
    engine.dispose()


def test_reading_does_not_wait_for_a_writer(archive: Archive, held: Connection) -> None:
    assert archive.bodies()[0].names["fr"] == "Conseil de la région"
    held.commit()
    assert archive.bodies()[0].names == {}


def test_a_writer_waits_for_its_turn(archive: Archive, held: Connection) -> None:
    waiting = Thread(target=added, args=(archive,))
    waiting.start()
    assert archive.counts().documents == 0
    held.commit()
    waiting.join()
    assert archive.counts().documents == 1


def test_a_walk_over_pages_does_not_hold_up_writers(archive: Archive) -> None:
    intake = added(archive)
    archive.put_pages(task_of(intake), [page(number) for number in range(1, 60)])
    walk = archive.pages(intake.version_id)
    next(walk)
    archive.finish(task_of(intake))
    assert len(list(walk)) == 58
