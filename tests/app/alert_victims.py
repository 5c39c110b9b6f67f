"""Processes that are killed: the worker as it is run, but trying again sooner, and somebody who publishes documents.

`python -m tests.app.alert_victims worker`, or `publisher BURST`; settings come from the environment.
"""

from __future__ import annotations

import os
import sys
import time
from datetime import timedelta

from alerts import attempts, letters
from app import wiring
from app.memory import settle
from app.settings import Settings
from domain.documents import DocumentStatus

_BETWEEN_BURSTS = 6.0

READY = "worker-is-ready"
"""The file in the state folder in which a worker that has begun to work says which process it is."""


def worker() -> None:
    """Match and send until killed."""
    attempts.PAUSES = (timedelta(seconds=0.5),) * 500
    letters.MOST_ITEMS = 10_000
    settings = Settings()
    opened = wiring.open_worker(settings)
    settle()
    (settings.state / READY).write_text(str(os.getpid()))
    opened.run()


def publisher(burst: int) -> None:
    """Publish every draft, so many in a row, one after the other."""
    archive = wiring.open_archive(Settings())
    for number, document_id in enumerate(list(archive.all_document_ids(DocumentStatus.DRAFT)), start=1):
        archive.publish(document_id, "nadia")
        if number % burst == 0:
            time.sleep(_BETWEEN_BURSTS)


if __name__ == "__main__":
    worker() if sys.argv[1] == "worker" else publisher(int(sys.argv[2]))
