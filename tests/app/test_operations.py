"""Running it: what an operator asks of a server and its worker, and what a full disk looks like."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families

from app import wiring
from app.settings import Settings
from domain.translation import messages
from tests.app.served import Served, serving
from tests.app.test_command_line import Terminal

TEXT = "مقرر رقم 3/2021\nيتعلق بصيانة المدارس"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, lexicon_path: Path) -> Iterator[Served]:
    """A server with JSON logs that has read one file."""
    folder = tmp_path_factory.mktemp("operated")
    paper = folder / "paper.txt"
    paper.write_text(TEXT, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SHAFFAF_LOG_FORMAT", "json")
        with serving(folder, lexicon_path) as served:
            assert served.ingest(paper).returncode == 0
            yield served


def figures(served: Served) -> dict[tuple[str, ...], float]:
    families = text_string_to_metric_families(served.get("metrics"))
    return {(one.name, *one.labels.values()): one.value for family in families for one in family.samples}


def files_read(served: Served) -> list[float]:
    """How many files each worker has read."""
    return [value for key, value in figures(served).items() if key[:2] == ("shaffaf_files_total", "done")]


def lines(served: Served, process: str) -> list[dict[str, Any]]:
    log = Path(served.environment["SHAFFAF_STATE"]) / "logs" / f"{process}.log"
    return [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]


def test_a_server_that_reaches_its_parts_is_ready(served: Served) -> None:
    assert served.get("healthz") == "ok\n"
    ready = json.loads(served.get("readyz"))
    assert ready["ready"] is True
    assert [part["name"] for part in ready["parts"]] == ["archive", "index", "queue"]


def test_the_figures_tell_of_requests_queue_index_disk_and_workers(served: Served) -> None:
    served.wait_for(lambda: files_read(served) == [1])
    found = figures(served)
    assert found["shaffaf_queue_tasks", "waiting"] == found["shaffaf_queue_tasks", "enqueued"] == 0
    assert found["shaffaf_index_lag_changes",] == 0
    assert found["shaffaf_disk_free_bytes",] > 0
    assert found["shaffaf_requests_total", "GET", "/metrics", "200"] >= 1


def test_the_id_of_what_brought_a_file_is_in_every_line_of_the_worker_about_it(served: Served) -> None:
    archive = wiring.open_archive(Settings(state=Path(served.environment["SHAFFAF_STATE"])))
    document = archive.document(next(archive.all_document_ids()))
    assert document is not None
    archive.close()
    said = [line for line in lines(served, "worker") if line["logger"] == "ingest.workflow"]
    assert len({line["request_id"] for line in said}) == 1
    assert len(said[0]["request_id"]) == 16
    assert said[0]["message"].endswith("begins")
    assert said[-1]["message"].endswith("ended: done")


def test_a_backup_can_be_made_beside_it_but_nothing_restored(served: Served, tmp_path: Path, lexicon_path: Path) -> None:
    terminal = Terminal(Path(served.environment["SHAFFAF_STATE"]), lexicon_path)
    made = terminal.run("backup", tmp_path / "backup")
    assert made.returncode == 0, made.stderr
    assert "1 documents, 1 originals" in made.stdout
    refused = terminal.run("restore", tmp_path / "backup")
    assert refused.returncode == 1
    assert "Stop it before you restore" in refused.stderr


def searches(served: Served) -> list[dict[str, Any]]:
    """The lines of the log about searches."""
    return [line for line in lines(served, "server") if line.get("route") == "/api/v1/search"]


def test_a_search_is_in_the_log_with_its_id_and_without_its_words(served: Served) -> None:
    served.get("api/v1/search?q=%D9%85%D8%AF%D8%B1%D8%B3%D8%A9")
    served.wait_for(lambda: bool(searches(served)))  # the line is written once the answer has gone
    (line,) = searches(served)
    assert (line["method"], line["status"]) == ("GET", 200)
    assert len(line["request_id"]) == 16
    assert "مدرسة" not in json.dumps(lines(served, "server"), ensure_ascii=False)


def test_a_disk_without_room_takes_nothing_and_says_so(tmp_path: Path, lexicon_path: Path) -> None:
    paper = tmp_path / "paper.txt"
    paper.write_text(TEXT, encoding="utf-8")
    chosen = {
        "SHAFFAF_STATE": str(tmp_path / "state"),
        "SHAFFAF_LEXICON": str(lexicon_path),
        "SHAFFAF_LANGUAGE": "fr",
        "SHAFFAF_DISK_RESERVE": str(10**18),
        "NO_COLOR": "1",
    }
    command = [sys.executable, "-m", "app.command_line", "ingest", str(paper)]
    ran = subprocess.run(command, env=os.environ | chosen, capture_output=True, text=True, check=False, timeout=120)
    assert ran.returncode == 1
    assert messages("fr")["failure.disk_full.reason"] in ran.stdout
    assert "Traceback" not in ran.stdout + ran.stderr
    archive = wiring.open_archive(Settings(state=tmp_path / "state"))
    assert not list(archive.all_document_ids())
    archive.close()


@pytest.mark.parametrize(
    "chosen",
    [
        {"public_url": "docs.example.org"},
        {"public_url": "ftp://docs.example.org"},
        {"public_url": "https://docs.example.org/?q=1"},
        {"trusted_proxies": "proxy.example.org"},
        {"metrics_from": "10.0.0.0/99"},
    ],
)
def test_an_address_that_is_none_is_refused_when_settings_are_read(chosen: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=next(iter(chosen))):
        Settings(**chosen)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("https://docs.example.org/", "https://docs.example.org"),
        ("http://x.org/archive/", "http://x.org/archive"),
        ("", None),
    ],
)
def test_the_public_address_is_kept_without_its_last_slash(given: str, kept: str | None) -> None:
    assert Settings(public_url=given).public_url == kept


def test_a_setting_that_can_not_be_used_is_named_and_no_traceback_shown() -> None:
    chosen = {"SHAFFAF_TRUSTED_PROXIES": "proxy.example.org", "SHAFFAF_PORT": "eighty", "LANG": "ar_MA.UTF-8", "LC_ALL": ""}
    command = [sys.executable, "-m", "app.command_line", "doctor"]
    ran = subprocess.run(command, env=os.environ | chosen, capture_output=True, text=True, check=False, timeout=60)
    assert ran.returncode == 2
    for name in ("SHAFFAF_TRUSTED_PROXIES", "SHAFFAF_PORT"):
        assert messages("ar")["cli.bad_setting"].split("{reason}")[0].format(name=name) in ran.stderr
    assert "Traceback" not in ran.stderr
