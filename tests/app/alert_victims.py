"""Processes that are killed: the worker as it is run, but trying again sooner, and the server, in which somebody publishes
documents.

`python -m tests.app.alert_victims worker`, or `server BURST`; settings come from the environment.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from datetime import timedelta

from alerts import attempts, letters
from app import web, wiring
from app.memory import settle
from app.settings import Settings
from domain.documents import DocumentStatus

_BETWEEN_BURSTS = 6.0

READY = "worker-is-ready"
"""The file in the state folder in which a worker that has begun to work says which process it is."""


def worker() -> None:
    """Match and send until killed."""
    attempts.PAUSES = (timedelta(seconds=0.5),) * 500
    attempts._CLAIM = timedelta(seconds=5)
    letters.MOST_ITEMS = 10_000
    settings = Settings()
    opened = wiring.open_worker(settings)
    settle()
    (settings.state / READY).write_text(str(os.getpid()))
    opened.run()


def server(burst: int) -> None:
    """Answer requests and publish until killed."""
    settings = Settings()
    threading.Thread(target=publish, args=(settings, burst), daemon=True).start()
    web.run(settings)


def publish(settings: Settings, burst: int) -> None:
    """Publish every draft, so many in a row, one after the other."""
    archive = wiring.open_archive(settings)
    for number, document_id in enumerate(list(archive.all_document_ids(DocumentStatus.DRAFT)), start=1):
        archive.publish(document_id, "nadia")
        if number % burst == 0:
            time.sleep(_BETWEEN_BURSTS)


if __name__ == "__main__":
    worker() if sys.argv[1] == "worker" else server(int(sys.argv[2]))
