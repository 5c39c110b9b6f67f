"""Processes of the cluster are awaited, stopped, and killed with all their children."""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from benchmarks.cluster.process import DidNotStartError, Part, listens
from benchmarks.ports import free_ports

LISTENING = """
import socketserver, subprocess, sys
socketserver.TCPServer.allow_reuse_address = True
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
print(child.pid, flush=True)
socketserver.TCPServer(("127.0.0.1", int(sys.argv[1])), socketserver.BaseRequestHandler).serve_forever()
"""


@pytest.fixture
def part(tmp_path: Path) -> Iterator[Part]:
    """A process that listens, and has a child."""
    (port,) = free_ports(1)
    made = Part("one", [sys.executable, "-c", LISTENING, str(port)], tmp_path / "log", lambda: listens(port))
    yield made
    made.kill()


def child_of(part: Part) -> psutil.Process:
    return psutil.Process(int(part.log.read_text().splitlines()[-1]))


def await_that(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_a_part_that_answers_has_started_and_can_be_stopped_and_started_again(part: Part) -> None:
    assert not part.runs()
    for _ in range(2):
        part.start()
        part.wait()
        assert part.runs()
        assert part.answers()
        part.stop()
        assert not part.runs()


@pytest.mark.parametrize("end", [Part.stop, Part.kill])
def test_whatever_way_a_part_ends_its_children_go_along(part: Part, end: Callable[[Part], None]) -> None:
    part.start()
    part.wait()
    child = child_of(part)
    end(part)
    await_that(lambda: not child.is_running() or child.status() == psutil.STATUS_ZOMBIE)
    assert not part.runs()


def test_what_ended_by_itself_is_started_again_and_what_was_told_to_end_is_not(part: Part) -> None:
    assert not part.revive()
    part.start()
    part.wait()
    assert not part.revive()
    part.signal(signal.SIGKILL)
    part.join()
    child_of(part).kill()
    assert part.revive()
    part.wait()
    for end in (part.stop, part.kill):
        end()
        assert not part.revive()


def test_a_part_that_ends_at_once_names_its_log(tmp_path: Path) -> None:
    part = Part("short", [sys.executable, "-c", "print('why')"], tmp_path / "log", lambda: False)
    part.start()
    with pytest.raises(DidNotStartError, match=f"short: see {tmp_path}/log"):
        part.wait()
    assert "why" in part.log.read_text()


def test_what_never_started_can_be_stopped_and_killed(part: Part) -> None:
    part.stop()
    part.kill()
    assert part.process_id is None


def test_no_port_is_given_twice() -> None:
    ports = free_ports(50)
    assert len(set(ports)) == 50
