"""A line between browser and server that is cut: every connection at once, in the middle of whatever is being sent."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Iterator

_PIECE = 16 * 1024


class CutLine:
    """Passes bytes on to a server on loopback, and is cut each time that so many bytes have gone there (`cuts`)."""

    def __init__(self, port: int, cuts: list[int], away: float = 1.0) -> None:
        self._to = port
        self._cuts = sorted(cuts)
        self._away = away
        self._lock = threading.Lock()
        self._open: set[socket.socket] = set()
        self._serving: list[threading.Thread] = []
        self._back_at = 0.0
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.sent = 0
        self.made = 0
        """How many cuts there have been."""

    @property
    def address(self) -> str:
        """Where browsers reach the server."""
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def run(self) -> None:
        """Take connections until the listener is closed."""
        while True:
            try:
                browser, _ = self._listener.accept()
            except OSError:
                return
            thread = threading.Thread(target=self._serve, args=(browser,), daemon=True)
            self._serving.append(thread)
            thread.start()

    def wait_until_back(self) -> None:
        """Wait until connections are taken again after a cut."""
        while (left := self._back_at - time.monotonic()) > 0:
            time.sleep(left)

    def close(self) -> None:
        """Cut it for good."""
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._drop_all()
        for thread in self._serving:
            thread.join()

    def _serve(self, browser: socket.socket) -> None:
        """Pass on what both sides of a connection say until one of them has nothing more to say."""
        with browser, contextlib.suppress(OSError):
            if time.monotonic() < self._back_at:
                return
            with socket.create_connection(("127.0.0.1", self._to)) as server:
                with self._lock:
                    self._open |= {browser, server}
                answering = threading.Thread(target=self._pass_on, args=(server, browser, False), daemon=True)
                answering.start()
                self._pass_on(browser, server, True)
                answering.join()
                with self._lock:
                    self._open -= {browser, server}

    def _pass_on(self, source: socket.socket, target: socket.socket, counts: bool) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(_PIECE):
                target.sendall(data)
                if counts:
                    self._count(len(data))
        for end in (source, target):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def _count(self, size: int) -> None:
        with self._lock:
            self.sent += size
            is_due = bool(self._cuts) and self.sent >= self._cuts[0]
            if is_due:
                self._cuts.pop(0)
                self.made += 1
                self._back_at = time.monotonic() + self._away
        if is_due:
            self._drop_all()

    def _drop_all(self) -> None:
        with self._lock:
            gone, self._open = self._open, set()
        for end in gone:
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)


@contextlib.contextmanager
def cut_line(port: int, cuts: list[int]) -> Iterator[CutLine]:
    """A line to the server at the port."""
    line = CutLine(port, cuts)
    thread = threading.Thread(target=line.run, daemon=True)
    thread.start()
    try:
        yield line
    finally:
        line.close()
        thread.join()
