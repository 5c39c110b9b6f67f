"""A folder on its way: hashed a group ahead, offered to the server, and what it lacks sent over several lines at once."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field

from app.uploading.bundling import bundles
from app.uploading.local_files import ChangedError, Found, LocalFile, Unreadable, in_groups, sha256
from app.uploading.remote import AwayError, Hashed, Remote, RemoteError, Told
from domain.batches import Standing, UploadState

ALTERED = "altered"
"""Why a file was not taken that changed while it was sent."""

GROUP = 200
"""How many files are hashed and offered together."""


@dataclass(slots=True)
class Sent:
    """What became of the files of a folder. `refused` and `unsent` have reasons by path; the unsent may be sent again."""

    sent: int = 0
    sent_before: int = 0
    known: int = 0
    refused: list[tuple[str, str]] = field(default_factory=list)
    unsent: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Watcher:
    """Whom to tell: of bytes as they go, of each file that is done with, and how a failure of a file is said."""

    bytes_sent: Callable[[int], None]
    file_done: Callable[[], None]
    reason_of: Callable[[str], str]


class Sending:
    """Sends files into a batch. Holds two groups of files at a time, however many there are."""

    def __init__(self, remote: Remote, batch: str, watcher: Watcher, lines: int) -> None:
        self.outcome = Sent()
        self._remote = remote
        self._batch = batch
        self._watcher = watcher
        self._lines = lines
        self._lock = threading.Lock()

    def send(self, found: Iterable[Found]) -> Sent:
        """Send what the server lacks. Raises RemoteError for what concerns all files, such as a token that is not good."""
        with ThreadPoolExecutor(self._lines) as pool:
            under_way: set[Future[None]] = set()
            try:
                for group in in_groups(self._readable(found), GROUP):
                    offered = list(self._offer(group))
                    for hashed, told in offered:
                        if told.upload is not None:
                            under_way.add(pool.submit(self._send, hashed, told.upload))
                    for bundle in bundles(hashed for hashed, told in offered if told.upload is None):
                        under_way.add(pool.submit(self._send_bundle, bundle))
                    under_way = self._settle(under_way, 2 * self._lines)
                self._settle(under_way, 0)
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                raise
        return self.outcome

    def _readable(self, found: Iterable[Found]) -> Iterator[LocalFile]:
        for one in found:
            if isinstance(one, Unreadable):
                self._unsent(one.path, one.reason)
            else:
                yield one

    def _offer(self, group: list[LocalFile]) -> Iterator[tuple[Hashed, Told]]:
        """Those of the group that are to be sent."""
        hashed = list(self._hashed(group))
        try:
            told = self._remote.offer(self._batch, hashed) if hashed else []
        except AwayError as error:
            for one in hashed:
                self._unsent(one.file.path, str(error))
            return
        for one, standing in zip(hashed, told, strict=True):
            if standing.standing in (Standing.WANTED, Standing.BEGUN):
                yield one, standing
            else:
                self._note(one.file, standing)

    def _hashed(self, group: list[LocalFile]) -> Iterator[Hashed]:
        for file in group:
            try:
                yield Hashed(file, sha256(file))
            except OSError as error:
                self._unsent(file.path, str(error))

    def _note(self, file: LocalFile, told: Told) -> None:
        """A file that need not be sent."""
        with self._lock:
            if told.standing == Standing.REFUSED:
                self.outcome.refused.append((file.path, self._watcher.reason_of(told.failure or "")))
            elif told.standing == Standing.SENT:
                self.outcome.sent_before += 1
            else:
                self.outcome.known += 1
        self._watcher.bytes_sent(file.size)
        self._watcher.file_done()

    def _send_bundle(self, bundle: list[Hashed]) -> None:
        if len(bundle) == 1:
            self._send(bundle[0], None)
            return
        try:
            told = self._remote.send_bundle(self._batch, bundle)
        except AwayError as error:
            for one in bundle:
                self._unsent(one.file.path, str(error))
            return
        except OSError:  # of one of them: the others go alone
            for one in bundle:
                self._send(one, None)
            return
        for one, standing in zip(bundle, told, strict=True):
            self._note_sent(one.file, standing)

    def _note_sent(self, file: LocalFile, told: Told) -> None:
        """A file that went with others."""
        if told.standing == Standing.WANTED:
            self._unsent(file.path, self._watcher.reason_of(ALTERED))
        elif told.standing == Standing.SENT:
            with self._lock:
                self.outcome.sent += 1
            self._watcher.bytes_sent(file.size)
            self._watcher.file_done()
        else:
            self._note(file, told)

    def _send(self, hashed: Hashed, upload: str | None) -> None:
        try:
            state = self._remote.send(self._batch, hashed, upload, self._watcher.bytes_sent)
        except RemoteError as error:
            self._failed(hashed.file, error)
            return
        except ChangedError:
            self._unsent(hashed.file.path, self._watcher.reason_of(ALTERED))
            return
        except (AwayError, OSError) as error:
            self._unsent(hashed.file.path, str(error))
            return
        with self._lock:
            self.outcome.known += state == UploadState.KNOWN
            self.outcome.sent += state != UploadState.KNOWN
        self._watcher.file_done()

    def _failed(self, file: LocalFile, error: RemoteError) -> None:
        """A file that the server does not take. Raises the error when it would be the same for every other one."""
        if error.concerns_all:
            raise error
        if not error.failure:
            self._unsent(file.path, error.said)
            return
        with self._lock:
            self.outcome.refused.append((file.path, self._watcher.reason_of(error.failure)))
        self._watcher.file_done()

    def _unsent(self, path: str, reason: str) -> None:
        with self._lock:
            self.outcome.unsent.append((path, reason))
        self._watcher.file_done()

    def _settle(self, under_way: set[Future[None]], most: int) -> set[Future[None]]:
        """Wait until no more than so many are under way. Raises what stops everything."""
        while len(under_way) > most:
            done, under_way = wait(under_way, return_when=FIRST_COMPLETED)
            for one in done:
                one.result()
        return under_way
