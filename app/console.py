"""Words and progress for whoever sits at the terminal, in their language."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    MofNCompleteColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
    TransferSpeedColumn,
)

from app.settings import Settings
from domain.translation import LANGUAGES, translate

console = Console(highlight=False, soft_wrap=True)
errors = Console(stderr=True, highlight=False, soft_wrap=True)


class Speaker:
    """Says things in one language: that of the settings, or of LANG, or English."""

    def __init__(self, settings: Settings) -> None:
        wanted = (settings.language, os.environ.get("LC_ALL", "")[:2], os.environ.get("LANG", "")[:2])
        self.language = next((code for code in wanted if code in LANGUAGES), "en")

    def words(self, key: str, **values: object) -> str:
        """The message `key`."""
        return translate(self.language, key, **values)

    def say(self, key: str, **values: object) -> None:
        """Print the message `key`."""
        console.print(self.words(key, **values), markup=False)

    def complain(self, key: str, **values: object) -> None:
        """Print the message `key` where errors go."""
        errors.print(self.words(key, **values), markup=False, style="red")


class Bar:
    """One line of progress."""

    def __init__(self, progress: Progress, task: TaskID) -> None:
        self._progress = progress
        self._task = task

    def show(self, done: int, total: int) -> None:
        """`done` of `total`."""
        self._progress.update(self._task, completed=done, total=total)


@contextmanager
def progress_bar(title: str) -> Iterator[Bar]:
    """A progress bar on the terminal while the context lasts; nothing but its end where there is no terminal."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=errors) as progress:
        yield Bar(progress, progress.add_task(title, total=None))


class TransferBar:
    """One line of progress of files on their way: bytes, files, speed, time left. Safe to use from several threads."""

    def __init__(self, progress: Progress, task: TaskID, title: str) -> None:
        self._progress = progress
        self._task = task
        self._title = title
        self._lock = threading.Lock()
        self._bytes = self._files = self._done = 0

    def expect(self, size: int) -> None:
        """One more file is to be sent."""
        self._bytes += size
        self._files += 1

    def begin(self) -> None:
        """All that is to be sent is known."""
        self._progress.reset(self._task, total=self._bytes, description=self._title)
        self._show()

    def advance(self, size: int) -> None:
        """So many bytes went on their way."""
        self._progress.advance(self._task, size)

    def count(self) -> None:
        """One more file is done with."""
        with self._lock:
            self._done += 1
        self._show()

    def _show(self) -> None:
        self._progress.update(self._task, files=f"{self._done}/{self._files}")


@contextmanager
def transfer_bar(counting: str, sending: str) -> Iterator[TransferBar]:
    """A progress bar as `progress_bar` is, for files on their way."""
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[files]}"), DownloadColumn())
    with Progress(*columns, TransferSpeedColumn(), TimeRemainingColumn(), console=errors) as progress:
        yield TransferBar(progress, progress.add_task(counting, total=None, files=""), sending)
