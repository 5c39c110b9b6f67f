"""Generations on disk, whatever the engine."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from index.generations import Generations


def fill(folder: Path) -> None:
    (folder / "index").write_text("empty")


def test_the_first_one_is_made_when_it_is_asked_for(tmp_path: Path) -> None:
    active = Generations(tmp_path / "space", fill).active()
    assert (active / "index").read_text() == "empty"
    assert Generations(tmp_path / "space", fill).active() == active


def test_many_who_ask_first_get_the_same(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as threads:
        active = set(threads.map(lambda _: Generations(tmp_path, fill).active(), range(16)))
    assert len(active) == 1
    assert len(Generations(tmp_path, fill).names()) == 1


def test_a_switch_is_seen_by_others_and_removes_the_old(tmp_path: Path) -> None:
    here, there = Generations(tmp_path, fill), Generations(tmp_path, fill)
    first = here.active().name
    second, third = here.create(), here.create()
    assert there.names() == (first, third, second)
    here.activate(second)
    assert there.active().name == second
    assert there.names() == (second,)


def test_one_that_was_not_finished_is_none(tmp_path: Path) -> None:
    def stop(folder: Path) -> None:
        raise KeyboardInterrupt

    active = Generations(tmp_path, fill).active().name
    with pytest.raises(KeyboardInterrupt):
        Generations(tmp_path, stop).create()
    generations = Generations(tmp_path, fill)
    assert generations.names() == (active,)
    generations.activate(generations.create())


def test_a_name_is_never_used_for_another(tmp_path: Path) -> None:
    generations = Generations(tmp_path, fill)
    names = [generations.active().name]
    for _ in range(3):
        names.append(generations.create())
        generations.activate(names[-1])
    assert len(set(names)) == 4


@pytest.mark.parametrize("name", ["000009", "../other", ".lock"])
def test_only_what_is_there_becomes_active(tmp_path: Path, name: str) -> None:
    generations = Generations(tmp_path, fill)
    active = generations.active()
    with pytest.raises(FileNotFoundError):
        generations.activate(name)
    assert generations.active() == active
