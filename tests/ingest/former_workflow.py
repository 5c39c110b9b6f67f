"""The durable queue as the first release had it, to begin work that a later version finds: one page after the other, in
DBOS's own threads. Started as a process, it kills itself in the middle.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from dbos import DBOS, DBOSConfig, SetWorkflowID

PAGES = list(range(1, 13))


def run(url: str, version: str, log: Path, last: int, *task_ids: str) -> None:
    """Have a process do as `main` says, and see it die."""
    command = [sys.executable, "-m", __name__, url, version, str(log), str(last), *task_ids]
    assert subprocess.run(command, check=False, timeout=120).returncode == -signal.SIGKILL


def main(url: str, version: str, log: Path, last: int, *task_ids: str) -> None:
    """Enqueue the tasks, read pages of the first one, and die at page `last` (0: before there are pages). What was read
    is in `log`.
    """
    config = DBOSConfig(
        name="shaffaf",
        system_database_url=url,
        application_version=version,
        executor_id="worker-1",
        enable_otlp=False,
        log_level="WARNING",
    )
    DBOS(config=config)

    @DBOS.step(name="extract", retries_allowed=True, max_attempts=3)
    def extract(_task_id: str) -> list[int]:
        if last == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return PAGES

    @DBOS.step(name="read_page", retries_allowed=True, max_attempts=3)
    def read_page(task_id: str, number: int) -> None:
        if number == last:
            os.kill(os.getpid(), signal.SIGKILL)
        with log.open("a") as file:
            file.write(f"{task_id} {number}\n")

    @DBOS.step(name="finish", retries_allowed=True, max_attempts=3)
    def finish(_task_id: str) -> None:
        """Never reached."""

    @DBOS.workflow(name="read_file")
    def read_file(task_id: str) -> str:
        for number in extract(task_id):
            read_page(task_id, number)
        finish(task_id)
        return "done"

    DBOS.launch()
    queue = DBOS.register_queue("files", worker_concurrency=1, polling_interval_sec=0.05)
    for task_id in task_ids:
        with SetWorkflowID(task_id):
            queue.enqueue(read_file, task_id)
    time.sleep(600)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], Path(sys.argv[3]), int(sys.argv[4]), *sys.argv[5:])
