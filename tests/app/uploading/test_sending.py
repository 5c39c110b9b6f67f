"""A folder into a real server, whatever the line does."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.uploading.local_files import Found, LocalFile, walk
from app.uploading.remote import AwayError, Remote, RemoteError
from app.uploading.sending import Sending, Sent, Watcher
from domain.accounts import Right
from domain.batches import Batch, UploadState
from tests.databases import Databases
from tests.search_api.upload_site import Server, UploadSite, content, metadata, sha256, upload_site

SMALL, MIDDLE, LARGE = 2_000, 300_000, 1_500_000


@pytest.fixture
def site(databases: Databases, tmp_path: Path) -> Iterator[UploadSite]:
    with databases.migrated() as url, upload_site(url, tmp_path) as opened:
        yield opened


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of files of every size, those of one size in several folders."""
    root = tmp_path / "registre"
    for number, size in enumerate([SMALL] * 70 + [MIDDLE] * 2 + [LARGE] * 2):
        place = root / f"سجل {number % 3}" / f"{number}.txt"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content(size, seed=number))
    return root


def held(folder: Path) -> dict[str, str]:
    """The hashes of the folder's files by their paths."""
    return {str(place.relative_to(folder)): sha256(place.read_bytes()) for place in folder.rglob("*.txt")}


def send(server: Server, batch: Batch, found: Iterator[Found], patience: float = 60.0) -> Sent:
    """What becomes of the files."""
    remote = Remote(server.address, server.token["authorization"].partition(" ")[2], "fr", patience, 4)
    nothing: Callable[[object], None] = lambda _: None  # noqa: E731
    try:
        return Sending(remote, batch.id, Watcher(nothing, lambda: None, lambda failure: f"<{failure}>"), 4).send(found)
    finally:
        remote.close()


def test_a_folder_is_in_the_archive_and_sent_again_nothing_is(site: UploadSite, folder: Path) -> None:
    batch = site.batch()
    with site.served() as server:
        first = send(server, batch, walk(folder))
        again = send(server, batch, walk(folder))
        other = send(server, site.batch(), walk(folder))
    assert (first.sent, first.known, first.refused, first.unsent) == (74, 0, [], [])
    assert (again.sent, again.sent_before, again.known) == (0, 74, 0)
    assert (other.sent, other.known) == (0, 74)
    assert site.documents(batch) == held(folder)
    assert site.archive.batches.uploads.counts(batch.id)[UploadState.TAKEN] == 74


def test_what_was_begun_is_gone_on_with(site: UploadSite, folder: Path) -> None:
    batch, data = site.batch(), content(LARGE, seed=72)
    path = "سجل 0/72.txt"
    with site.served() as server:
        answer = server.create(batch, LARGE, upload_metadata=metadata(path, data))
        server.send(answer.headers["location"], 0, data[:1_200_000])
        told: list[int] = []
        remote = Remote(server.address, server.token["authorization"].partition(" ")[2], "fr", 60, 1)
        watcher = Watcher(told.append, lambda: None, str)
        Sending(remote, batch.id, watcher, 1).send([LocalFile(folder / path, path, LARGE)])
        remote.close()
    assert sum(told) == LARGE - 1_200_000
    assert site.documents(batch) == {path: sha256(data)}


class Trouble:
    """A line that breaks: each request is answered, not answered, or answered and the answer lost, as chance has it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._chance = random.Random(4)
        self._lock = threading.Lock()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        with self._lock:
            lot = self._chance.random()
        if lot < 0.15:
            await JSONResponse({}, 503, {"Retry-After": "0"})(scope, receive, send)
        elif lot < 0.3:
            await self._app(scope, receive, self._lost)
            raise ConnectionResetError
        else:
            await self._app(scope, receive, send)

    async def _lost(self, _message: Message) -> None:
        """Say nothing to anybody."""


def test_whatever_the_line_does_every_file_arrives_once(site: UploadSite, folder: Path) -> None:
    batch = site.batch()
    with site.served(Trouble) as server:
        outcome = send(server, batch, walk(folder))
    assert (outcome.refused, outcome.unsent) == ([], [])
    assert site.documents(batch) == held(folder)
    assert site.archive.counts().documents == 74


class Busy:
    """A server that asks to wait a second before each first try."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self.asked = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.asked += 1
        busy = JSONResponse({}, 429, {"Retry-After": "1"})
        await (busy if self.asked == 1 else self._app)(scope, receive, send)


def test_a_server_that_asks_to_wait_is_not_asked_again_before(
    site: UploadSite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[float] = []
    monkeypatch.setattr("app.uploading.remote.time.sleep", waited.append)
    (tmp_path / "sent").mkdir()
    (tmp_path / "sent" / "a.txt").write_bytes(content(100))
    with site.served(Busy) as server:
        outcome = send(server, site.batch(), walk(tmp_path / "sent"))
    assert outcome.sent == 1
    assert waited == [1.0]


def test_files_that_nobody_can_read_are_refused_and_the_others_arrive(site: UploadSite, folder: Path) -> None:
    (folder / "plan.xyz").write_bytes(b"MZ\0\1" * 10)
    (folder / "vide.pdf").write_bytes(b"")
    (folder / "grand.xyz").write_bytes(b"MZ\0\1" * 400_000)
    batch = site.batch()
    with site.served() as server:
        first, again = send(server, batch, walk(folder)), send(server, batch, walk(folder))
    expected = [("grand.xyz", "<unsupported>"), ("plan.xyz", "<unsupported>"), ("vide.pdf", "<empty>")]
    assert sorted(first.refused) == sorted(again.refused) == expected
    assert (first.sent, again.sent, again.sent_before) == (74, 0, 74)


@pytest.mark.parametrize("size", [SMALL, MIDDLE, LARGE])
@pytest.mark.parametrize("grown", [-1, 1])
def test_a_file_that_changes_while_it_is_sent_is_told_of_and_the_others_arrive(
    site: UploadSite, tmp_path: Path, size: int, grown: int
) -> None:
    files = []
    for number in range(3):
        (tmp_path / f"{number}.txt").write_bytes(content(size, seed=number))
        files.append(LocalFile(tmp_path / f"{number}.txt", f"{number}.txt", size))
    files[1] = LocalFile(files[1].place, files[1].path, size + grown)
    batch = site.batch()
    with site.served() as server:
        outcome = send(server, batch, iter(files))
    assert (outcome.sent, outcome.unsent) == (2, [("1.txt", "<altered>")])
    assert set(site.documents(batch)) == {"0.txt", "2.txt"}


def test_a_token_that_is_not_good_stops_everything_at_once(site: UploadSite, folder: Path) -> None:
    batch = site.batch()
    with site.served() as server:
        with pytest.raises(RemoteError, match="jeton"):
            send(Server(server.port, site.token(Right.READ_DRAFTS)), batch, walk(folder))
        with pytest.raises(RemoteError):
            send(Server(server.port, {"authorization": "Bearer nobody"}), batch, walk(folder))
    assert site.documents(batch) == {}


def test_a_server_that_is_gone_is_waited_for_no_longer_than_was_said(site: UploadSite, folder: Path) -> None:
    batch = site.batch()
    with site.served() as server:
        pass
    outcome = send(server, batch, walk(folder), patience=0)
    assert len(outcome.unsent) == 74
    remote = Remote(server.address, "x", "fr", 0, 1)
    with pytest.raises(AwayError):
        remote.begin("souss", {})
    remote.close()
