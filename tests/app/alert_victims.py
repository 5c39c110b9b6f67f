"""Processes that are killed: the worker as it is run, but trying again sooner, and somebody who publishes documents.

`python -m tests.app.alert_victims worker`, or `publisher SECONDS`; settings come from the environment.
"""

from __future__ import annotations

import os
import sys
import time
from datetime import timedelta

from alerts import courier, letters
from app import wiring
from app.settings import Settings
from domain.documents import DocumentStatus

READY = "worker-is-ready"
"""The file in the state folder in which a worker that has begun to work says which process it is."""


def worker() -> None:
    """Match and send until killed."""
    courier.PAUSES = (timedelta(seconds=0.5),) * 500
    letters.MOST_ITEMS = 10_000
    settings = Settings()
    opened = wiring.open_worker(settings)
    (settings.state / READY).write_text(str(os.getpid()))
    opened.run()


def publisher(pause: float) -> None:
    """Publish every draft, one after the other."""
    archive = wiring.open_archive(Settings())
    for document_id in archive.all_document_ids(DocumentStatus.DRAFT):
        archive.publish(document_id, "nadia")
        time.sleep(pause)


if __name__ == "__main__":
    worker() if sys.argv[1] == "worker" else publisher(float(sys.argv[2]))
