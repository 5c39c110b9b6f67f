"""What a server's `/metrics` shows beside its own requests: the archive's queue, the index's lag, the disk, the workers'
figures.

A worker has no port. It writes its figures into a folder, as for node_exporter's textfile collector, and any server that
sees the folder shows them.
"""

from __future__ import annotations

import logging
import shutil
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.parser import text_string_to_metric_families
from prometheus_client.registry import Collector

from archive.store import Archive

logger = logging.getLogger(__name__)


class ArchiveFigures(Collector):
    """Asked anew at each scrape. A part that does not answer is shown as down, and what it knows is left out."""

    def __init__(self, archive: Archive, held: Callable[[], int], state: Path) -> None:
        """`held` gives the number of the last archive change in the index."""
        self._archive = archive
        self._held = held
        self._state = state

    def collect(self) -> Iterator[Metric]:
        """The figures of this moment."""
        up = GaugeMetricFamily("shaffaf_part_up", "Whether a part answered this scrape.", labels=["part"])
        for part, ask in {"archive": self._queue, "index": self._lag, "disk": self._disk}.items():
            try:
                found = ask()
            except Exception as error:  # noqa: BLE001 (whatever a part raises, it is down)
                logger.warning("no figures of %s: %r", part, error)
                found = ()
            up.add_metric([part], float(bool(found)))
            yield from found
        yield up

    def _queue(self) -> Sequence[Metric]:
        queue = self._archive.queue_state()
        depth = GaugeMetricFamily("shaffaf_queue_tasks", "Unfinished tasks.", labels=["state"])
        depth.add_metric(["waiting"], queue.waiting)
        depth.add_metric(["enqueued"], queue.enqueued)
        age = (datetime.now(UTC) - queue.oldest).total_seconds() if queue.oldest else 0.0
        return depth, GaugeMetricFamily("shaffaf_queue_oldest_seconds", "Age of the oldest unfinished task.", max(0.0, age))

    def _lag(self) -> Sequence[Metric]:
        lag = max(0, self._archive.last_change() - self._held())
        return (GaugeMetricFamily("shaffaf_index_lag_changes", "Archive changes that the index does not hold yet.", lag),)

    def _disk(self) -> Sequence[Metric]:
        free = shutil.disk_usage(self._state).free
        return (GaugeMetricFamily("shaffaf_disk_free_bytes", "Free bytes where the state folder is.", free),)


class WorkerFigures(Collector):
    """The figures that workers left in a folder, those of one name together."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def collect(self) -> Iterator[Metric]:
        """The figures as they were last written."""
        families: dict[str, Metric] = {}
        for file in sorted(self._folder.glob("*.prom")):
            for family in _families(file):
                if family.name in families:
                    families[family.name].samples += family.samples
                else:
                    families[family.name] = family
        yield from families.values()


def _families(file: Path) -> list[Metric]:
    """What the file holds; nothing when it is damaged, or gone meanwhile."""
    try:
        return list(text_string_to_metric_families(file.read_text(encoding="utf-8")))
    except (OSError, ValueError) as error:
        logger.warning("no figures in %s: %r", file, error)
        return []
