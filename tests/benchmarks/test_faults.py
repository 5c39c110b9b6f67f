"""The account of what a fault cost: what is lost, what was done twice, which searches failed."""

from __future__ import annotations

import http.server
import json
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from archive.store import Archive
from benchmarks import faults
from benchmarks.faulting.ledger import Entry, Ledger, done_twice, lost
from benchmarks.faulting.searches import Searcher, SteadySearches
from tests.archive.samples import added, done, page, task_of
from tests.databases import archive_in


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    opened = archive_in(tmp_path)
    yield opened
    opened.close()


class Site:
    """A server that answers each search with the next of the answers it was given, the last one for ever."""

    def __init__(self, port: int, answers: list[tuple[int, list[str]]]) -> None:
        self.address = f"http://127.0.0.1:{port}"
        self._answers = answers

    def next(self) -> tuple[int, list[str]]:
        return self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]


@contextmanager
def site(*answers: tuple[int, list[str]]) -> Iterator[Site]:
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, found = answering.next()
            self.send_response(status)
            self.end_headers()
            self.wfile.write(json.dumps({"hits": [{"id": id_, "full": True} for id_ in found]}).encode())

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as serving:
        answering = Site(serving.server_address[1], list(answers))
        thread = threading.Thread(target=serving.serve_forever)
        thread.start()
        yield answering
        serving.shutdown()
        thread.join()


@pytest.fixture(autouse=True)
def _hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("benchmarks.faulting.searches._AGAIN", 0.01)
    monkeypatch.setattr("benchmarks.faulting.searches._PAUSE", 0.01)


@pytest.mark.parametrize(
    ("answers", "found", "retries"),
    [
        ([(200, ["d1"])], True, 0),
        ([(503, []), (502, []), (200, ["d1"])], True, 2),
        ([(200, [])], False, 0),
        ([(200, ["d2"])], False, 0),
        ([(200, ["d1", "d2"])], False, 0),
        ([(500, []), (200, ["d1"])], False, 0),
        ([(404, [])], False, 0),
    ],
)
def test_a_search_fails_when_it_has_no_right_answer_after_all_tries(
    answers: list[tuple[int, list[str]]], found: bool, retries: int
) -> None:
    with site(*answers) as running:
        answer = Searcher(running.address).ask(Entry("d1", "word"))
    assert (answer.found, answer.retries, bool(answer.wrong)) == (found, retries, not found)


def test_an_error_that_never_passes_is_a_failure() -> None:
    with site((503, [])) as running:
        answer = Searcher(running.address).ask(Entry("d1", "word"), patience=1)
    assert (answer.found, answer.wrong) == (False, "status 503")
    assert answer.retries
    assert not Searcher("http://127.0.0.1:1").ask(Entry("d1", "word"), patience=0).found


def test_searches_go_on_for_what_was_found_before_and_failures_are_counted() -> None:
    with site((200, ["d1"])) as running, SteadySearches(Searcher(running.address)) as searches:
        searches.know(Entry("d1", "word"))
        while len(searches.answers) < 3:
            time.sleep(0.01)
        searches.know(Entry("d9", "other"))
        while not searches.failed():
            time.sleep(0.01)
    assert {answer.found for answer in searches.answers} == {True, False}


class Sound:
    """A cluster none of whose programs ended."""

    def revive(self) -> list[str]:
        return []


def test_a_site_has_recovered_when_each_document_is_found_whichever_was_read_first(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(faults, "_LOOK", 0.01)
    late, early = (done(archive, content, 1, publish=True).document_id for content in ("late", "early"))
    ledger = Ledger()
    for id_ in (late, early):
        ledger.add(Entry(id_, id_))
    with site((200, []), (503, []), (200, [late]), (200, [early])) as running:
        searcher = Searcher(running.address)
        searches = SteadySearches(searcher)
        drill = faults.Drill(Sound(), archive, ledger, searcher, searches)  # type: ignore[arg-type]
        drill.settle()
        assert running.next() == (200, [early])
        assert searches.unknown(ledger.entries()) == []
        drill.settle()  # asks for nothing that was found before


def test_what_is_not_read_or_not_published_is_lost(archive: Archive) -> None:
    whole = done(archive, "whole", 2, publish=True).document_id
    draft = done(archive, "draft", 1).document_id
    unread = added(archive, "unread", publish=True).document_id
    entries = [Entry(id_, "") for id_ in (whole, draft, unread, "nowhere")]
    assert lost(archive, entries) == [draft, unread, "nowhere"]


def test_what_happens_once_is_not_done_twice_however_often_it_is_asked_for(archive: Archive) -> None:
    intake = done(archive, "one", 1, publish=True)
    archive.put_pages(task_of(intake), [page(1, "again")])
    archive.finish(task_of(intake))
    added(archive, "one")
    assert done_twice(archive, [Entry(intake.document_id, "")]) == []


def test_a_document_that_nobody_handed_in_was_done_twice(archive: Archive) -> None:
    one, two = (done(archive, content, 1, publish=True).document_id for content in ("one", "two"))
    assert done_twice(archive, [Entry(one, "")]) == [f"surplus {two}"]


def test_a_record_that_was_published_again_was_done_twice(archive: Archive) -> None:
    one = done(archive, "one", 1, publish=True).document_id
    archive.withdraw(one, "nadia", "")
    archive.publish(one, "nadia")
    assert done_twice(archive, [Entry(one, "")]) == [f"publish {one}"]


def test_the_ledger_keeps_what_was_handed_in_in_order() -> None:
    ledger = Ledger()
    entries = [Entry(str(number), "") for number in range(5)]
    for entry in entries:
        ledger.add(entry)
    assert list(ledger.entries()) == entries


@pytest.mark.full
def test_nothing_is_lost_when_each_part_fails_once() -> None:
    with tempfile.TemporaryDirectory(prefix="shaffaf-faults-") as folder:
        Path(folder).chmod(0o755)  # PostgreSQL and Elasticsearch are handed to nobody
        line = faults.measure(Path(folder), times=1)
    assert (line["searches_failed"], line["documents_lost"], line["done_twice"]) == (0, 0, 0)
    assert line["searches"] > 0
    assert line["documents"] > 0
    assert {kind: len(times) for kind, times in line["recovery"].items()} == {
        "elasticsearch": 1,
        "worker": 1,
        "postgresql": 1,
    }
