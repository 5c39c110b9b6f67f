"""Files handed in at the front door, one after the other; who is not told that a file was taken hands it in again."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from app import wiring
from app.settings import Settings
from archive.blob_store import BlobsAwayError
from archive.dialect import is_away
from archive.store import Archive
from benchmarks.faulting.ledger import Entry, Ledger
from demo import generate
from ingest.intake import FrontDoor, Sender

_PAUSE = 2.0
_AGAIN = 0.5
_SCAN_EVERY = 6
"""One file in so many comes from the generator of samples, scans included; the others are text."""

_LETTERS = "bcdfghjklmnpqrstvwxz"


class SteadyUploads:
    """A context in which files are handed in; all that were taken are in the ledger."""

    def __init__(self, settings: Settings, archive: Archive, ledger: Ledger, scans: Sequence[Path]) -> None:
        self._settings = settings
        self._archive = archive
        self._ledger = ledger
        self._files = _files(settings.state / "uploads", scans)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="uploads")
        self.retried = 0
        self.failure: BaseException | None = None

    def __enter__(self) -> SteadyUploads:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        door = wiring.open_front_door(self._settings, self._archive)
        try:
            while not self._stop.wait(_PAUSE):
                path, word = next(self._files)
                self._ledger.add(Entry(self._hand_in(door, path), word))
        except Exception as error:  # noqa: BLE001 (told at the end)
            self.failure = error

    def _hand_in(self, door: FrontDoor, path: Path) -> str:
        while True:
            try:
                return door.take(path, path.name, Sender("system:faults", "faults")).document_id
            except Exception as error:
                if not (isinstance(error, BlobsAwayError) or is_away(error)):
                    raise
            self.retried += 1
            time.sleep(_AGAIN)


def samples(folder: Path, count: int, archive: Archive) -> list[Path]:
    """Sample documents to hand in, and the bodies they are of."""
    for body in generate.bodies():
        archive.put_body(body)
    return [sample.path for sample in generate.generate(folder, count, seed=3)]


def _files(folder: Path, scans: Sequence[Path]) -> Iterator[tuple[Path, str]]:
    """Files without end, each with its word."""
    folder.mkdir(parents=True, exist_ok=True)
    dice, left, number = random.Random(time.time_ns()), list(scans), 0
    while True:
        number += 1
        if number % _SCAN_EVERY == 0 and left:
            yield left.pop(), ""
            continue
        word = "".join(dice.choices(_LETTERS, k=12))
        path = folder / f"{word}.txt"
        path.write_text(f"مقرر المجلس الجماعي رقم {number}\n\nالمرجع {word}\n", encoding="utf-8")
        yield path, word
