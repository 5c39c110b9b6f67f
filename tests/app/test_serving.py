"""`shaffaf serve`: one command starts everything, Ctrl-C stops everything."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from tests.app.served import Served, serving


@pytest.fixture
def served(tmp_path: Path, lexicon_path: Path) -> Iterator[Served]:
    with serving(tmp_path, lexicon_path) as served:
        yield served


def test_pages_and_api_answer_and_ctrl_c_leaves_nothing_behind(served: Served) -> None:
    assert json.loads(served.get("api/v1/health"))
    assert 'dir="rtl"' in served.get("?lang=ar")
    children = served.children()
    assert len(children) >= 2
    served.process.send_signal(signal.SIGINT)
    assert served.process.wait(30) == 0
    assert psutil.wait_procs(children, timeout=10)[1] == []
    assert "Stopped." in served.printed()
    assert "Traceback" not in served.printed()


def test_a_second_start_on_the_same_folder_is_refused_with_what_to_do(served: Served) -> None:
    second = subprocess.run(
        [sys.executable, "-m", "app.command_line", "serve", "--empty"],
        env=served.environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert second.returncode == 1
    assert "SHAFFAF_STATE" in second.stderr


def test_a_dead_worker_is_started_again_and_a_dead_supervisor_takes_its_children_along(served: Served) -> None:
    first = served.worker()
    assert first is not None
    first.kill()
    first.wait()
    served.wait_for(lambda: (worker := served.worker()) is not None and worker.pid != first.pid)
    children = served.children()
    served.process.kill()
    assert psutil.wait_procs(children, timeout=30)[1] == []


def test_a_file_handed_in_while_serving_is_found(served: Served, tmp_path: Path) -> None:
    paper = tmp_path / "paper.txt"
    paper.write_text("مقرر رقم 3/2021\nيتعلق بصيانة المدارس", encoding="utf-8")
    result = served.ingest(paper)
    assert result.returncode == 0
    assert json.loads(served.get("api/v1/search?q=%D9%85%D8%AF%D8%B1%D8%B3%D8%A9"))["total"] == 1
