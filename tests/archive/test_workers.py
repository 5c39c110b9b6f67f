"""The register of workers: who is at work, and whose place another one may take."""

from __future__ import annotations

from archive.store import Archive
from tests.archive.test_concurrency import WRITERS, in_processes


def test_whoever_enters_is_present_until_it_leaves(archive: Archive) -> None:
    archive.workers.enter("one", "run")
    archive.workers.enter("two", "run")
    assert archive.workers.beats().keys() == {"one", "two"}
    archive.workers.leave("one", "run")
    assert archive.workers.beats().keys() == {"two"}


def test_each_beat_is_a_sign_of_life(archive: Archive) -> None:
    archive.workers.enter("one", "run")
    before = archive.workers.beats()["one"]
    assert archive.workers.beat("one", "run")
    assert archive.workers.beats()["one"] > before


def test_a_new_run_takes_the_name_over_and_the_former_one_learns_so(archive: Archive) -> None:
    archive.workers.enter("one", "former")
    before = archive.workers.beats()["one"]
    archive.workers.enter("one", "new")
    assert archive.workers.beats()["one"] > before
    assert not archive.workers.beat("one", "former")
    archive.workers.leave("one", "former")
    assert archive.workers.beat("one", "new")


def test_who_is_struck_off_learns_so(archive: Archive) -> None:
    archive.workers.enter("one", "run")
    assert archive.workers.dismiss("one", archive.workers.beats()["one"])
    assert not archive.workers.beat("one", "run")
    assert archive.workers.beats() == {}


def test_who_gave_a_sign_of_life_meanwhile_is_not_struck_off(archive: Archive) -> None:
    archive.workers.enter("one", "run")
    silent_at = archive.workers.beats()["one"]
    archive.workers.beat("one", "run")
    assert not archive.workers.dismiss("one", silent_at)
    assert archive.workers.beat("one", "run")


def test_a_worker_nobody_knows_can_neither_beat_nor_be_struck_off(archive: Archive) -> None:
    assert not archive.workers.beat("nobody", "run")
    assert not archive.workers.dismiss("nobody", 1)
    archive.workers.leave("nobody", "run")


def test_signs_of_life_are_counted_by_their_age(archive: Archive) -> None:
    assert archive.workers.seen_within(3600) == 0
    archive.workers.enter("one", "run")
    archive.workers.enter("two", "run")
    assert archive.workers.seen_within(3600) == 2
    assert archive.workers.seen_within(-3600) == 0


def strike_off(url: str, _number: int) -> bool:
    opened = Archive(url)
    struck = opened.workers.dismiss("one", 1)
    opened.close()
    return struck


def test_of_several_who_find_a_worker_silent_one_strikes_it_off(archive: Archive, url: str) -> None:
    archive.workers.enter("one", "run")
    assert sorted(in_processes(strike_off, url)) == [False] * (WRITERS - 1) + [True]
