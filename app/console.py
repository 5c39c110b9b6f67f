"""Words and progress for whoever sits at the terminal, in their language."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

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
