"""Figures of one worker process, and how it leaves them where servers find them."""

from __future__ import annotations

import time
from pathlib import Path

from prometheus_client import CollectorRegistry, Counter, Gauge, write_to_textfile

REGISTRY = CollectorRegistry()

OCR_PAGES = Counter("shaffaf_ocr_pages", "Pages that OCR was asked for.", ("worker",), registry=REGISTRY)
FILES = Counter("shaffaf_files", "Files whose reading ended.", ("worker", "outcome"), registry=REGISTRY)
PAUSED = Gauge("shaffaf_files_paused", "Files that wait because the disk is too full.", ("worker",), registry=REGISTRY)
DISK_SHORT = Gauge(
    "shaffaf_worker_disk_short",
    "Whether the worker begins nothing since the disk is too full.",
    ("worker",),
    registry=REGISTRY,
)
_SEEN = Gauge(
    "shaffaf_worker_seen_timestamp_seconds", "When the worker last wrote its figures.", ("worker",), registry=REGISTRY
)


def leave(folder: Path, worker: str) -> None:
    """Write the figures to the worker's file in `folder`, whole or not at all."""
    folder.mkdir(parents=True, exist_ok=True)
    _SEEN.labels(worker).set(time.time())
    write_to_textfile(str(folder / f"{worker}.prom"), REGISTRY)
