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
        for part, ask in {"archive": self._queue, "mail": self._mail, "index": self._lag, "disk": self._disk}.items():
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
        return depth, GaugeMetricFamily(
            "shaffaf_queue_oldest_seconds", "Age of the oldest unfinished task.", _age(queue.oldest)
        )

    def _mail(self) -> Sequence[Metric]:
        backlogs = {"alerts": self._archive.alerts.outbox.backlog(), "letters": self._archive.staff.outbox.backlog()}
        kind = ["kind"]
        waiting = GaugeMetricFamily("shaffaf_mail_waiting", "Messages that wait to be sent.", labels=kind)
        oldest = GaugeMetricFamily("shaffaf_mail_oldest_seconds", "Age of the oldest message that waits.", labels=kind)
        failed = GaugeMetricFamily("shaffaf_mail_failed", "Messages that could not be sent.", labels=kind)
        for name, backlog in backlogs.items():
            waiting.add_metric([name], backlog.waiting)
            oldest.add_metric([name], _age(backlog.oldest))
            failed.add_metric([name], backlog.failed)
        return waiting, oldest, failed

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


def _age(moment: datetime | None) -> float:
    """Seconds since then; 0 for what never was."""
    return 0.0 if moment is None else max(0.0, (datetime.now(UTC) - moment).total_seconds())


def _families(file: Path) -> list[Metric]:
    """What the file holds; nothing when it is damaged, or gone meanwhile."""
    try:
        return list(text_string_to_metric_families(file.read_text(encoding="utf-8")))
    except (OSError, ValueError) as error:
        logger.warning("no figures in %s: %r", file, error)
        return []
