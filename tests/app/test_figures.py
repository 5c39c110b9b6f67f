"""What a server's /metrics says of the archive, the index, the disk and the workers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from prometheus_client import CollectorRegistry, Counter, write_to_textfile
from prometheus_client.exposition import generate_latest
from prometheus_client.parser import text_string_to_metric_families

from app.figures import ArchiveFigures, WorkerFigures
from archive.clock import now
from archive.store import Archive
from domain.documents import Body
from domain.mail import Mail
from ingest import figures
from tests.archive.alerts.people import wish
from tests.archive.samples import added, read, task_of
from tests.databases import SqliteDatabases


@pytest.fixture
def archive(sqlite_databases: SqliteDatabases) -> Iterator[Archive]:
    with sqlite_databases.migrated() as url:
        opened = Archive(url)
        yield opened
        opened.close()


def samples(collector: ArchiveFigures | WorkerFigures) -> dict[tuple[str, ...], float]:
    """What Prometheus reads: samples by name and the values of their labels."""
    registry = CollectorRegistry()
    registry.register(collector)
    families = text_string_to_metric_families(generate_latest(registry).decode())
    return {(one.name, *one.labels.values()): one.value for family in families for one in family.samples}


def test_the_queue_is_as_deep_as_tasks_are_unfinished(archive: Archive, tmp_path: Path) -> None:
    _waiting, enqueued, finished = (added(archive, content) for content in "abc")
    archive.mark_enqueued([task_of(enqueued)])
    read(archive, finished, "نص")
    found = samples(ArchiveFigures(archive, lambda: 0, tmp_path))
    assert (found["shaffaf_queue_tasks", "waiting"], found["shaffaf_queue_tasks", "enqueued"]) == (1, 1)
    assert found["shaffaf_queue_oldest_seconds",] >= 0


def test_an_empty_queue_has_no_age(archive: Archive, tmp_path: Path) -> None:
    assert samples(ArchiveFigures(archive, lambda: 0, tmp_path))["shaffaf_queue_oldest_seconds",] == 0


@pytest.mark.parametrize(("held", "lag"), [(0, 3), (2, 1), (3, 0)])
def test_the_index_lags_by_the_changes_it_does_not_hold(archive: Archive, tmp_path: Path, held: int, lag: int) -> None:
    for content in "abc":
        added(archive, content)
    assert archive.last_change() == 3
    assert samples(ArchiveFigures(archive, lambda: held, tmp_path))["shaffaf_index_lag_changes",] == lag


def test_a_part_that_is_away_is_down_and_the_others_are_shown(archive: Archive, tmp_path: Path) -> None:
    def away() -> int:
        raise ConnectionError("no cluster")

    found = samples(ArchiveFigures(archive, away, tmp_path))
    up = {part: found["shaffaf_part_up", part] for part in ("archive", "index", "disk")}
    assert up == {"archive": 1, "index": 0, "disk": 1}
    assert ("shaffaf_index_lag_changes",) not in found
    assert found["shaffaf_disk_free_bytes",] > 0


def leave(folder: Path, worker: str, pages: int) -> None:
    registry = CollectorRegistry()
    Counter("shaffaf_ocr_pages", "Pages that OCR was asked for.", ("worker",), registry=registry).labels(worker).inc(pages)
    write_to_textfile(str(folder / f"{worker}.prom"), registry)


def test_the_figures_of_all_workers_are_shown_together(tmp_path: Path) -> None:
    leave(tmp_path, "north", 3)
    leave(tmp_path, "south", 4)
    found = samples(WorkerFigures(tmp_path))
    assert {worker: found["shaffaf_ocr_pages_total", worker] for worker in ("north", "south")} == {"north": 3, "south": 4}


def test_workers_that_never_ran_have_no_figures(tmp_path: Path) -> None:
    assert samples(WorkerFigures(tmp_path / "nowhere")) == {}


def test_a_half_written_file_hides_no_other_worker(tmp_path: Path) -> None:
    leave(tmp_path, "north", 3)
    (tmp_path / "south.prom").write_text('shaffaf_ocr_pages_total{worker="so', encoding="utf-8")
    (tmp_path / "west.prom").write_bytes(b"\xff\xfe")
    assert samples(WorkerFigures(tmp_path))["shaffaf_ocr_pages_total", "north"] == 3


def test_a_worker_leaves_its_figures_where_a_server_finds_them(tmp_path: Path) -> None:
    figures.FILES.labels("figures-test", "done").inc()
    figures.leave(tmp_path / "metrics", "figures-test")
    found = samples(WorkerFigures(tmp_path / "metrics"))
    assert found["shaffaf_files_total", "done", "figures-test"] == 1
    assert found["shaffaf_worker_seen_timestamp_seconds", "figures-test"] > 0


def test_mails_are_counted_by_kind_and_what_failed_apart(archive: Archive, tmp_path: Path) -> None:
    archive.put_body(Body("tafilalt", {"fr": "Conseil"}))
    for address in ("nadia@example.org", "karim@example.org", "hind@example.org"):
        archive.alerts.asking.alert(address, wish(), now())
    first, second, _ = archive.alerts.outbox.newest()
    archive.alerts.outbox.sent(first.id)
    archive.alerts.outbox.failed(second.id, "550")
    archive.staff.outbox.put(Mail("staff@example.org", "x", "y", "fr"))
    found = samples(ArchiveFigures(archive, lambda: 0, tmp_path))
    assert (found["shaffaf_mail_waiting", "alerts"], found["shaffaf_mail_waiting", "letters"]) == (1, 1)
    assert (found["shaffaf_mail_failed", "alerts"], found["shaffaf_mail_failed", "letters"]) == (1, 0)
    assert found["shaffaf_mail_oldest_seconds", "alerts"] >= 0
    assert found["shaffaf_part_up", "mail"] == 1


def test_mails_that_never_were_have_no_age(archive: Archive, tmp_path: Path) -> None:
    found = samples(ArchiveFigures(archive, lambda: 0, tmp_path))
    assert found["shaffaf_mail_oldest_seconds", "alerts"] == found["shaffaf_mail_oldest_seconds", "letters"] == 0
