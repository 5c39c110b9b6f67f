"""Generations of an index on disk: folders, of which a file names the one that answers.

`directory/ACTIVE` holds the name of the active one and is replaced by a rename, so that every process sees
either the old or the new. A folder is made under another name and renamed when it is whole.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

_ACTIVE = "ACTIVE"
_UNFINISHED = ".new"


class Generations:
    """The generations in `directory`; `fill` makes an empty index in a folder it is given."""

    def __init__(self, directory: Path, fill: Callable[[Path], None]) -> None:
        self._directory = directory
        self._fill = fill

    def active(self) -> Path:
        """The folder of the active generation; the first call ever makes one."""
        name = self._active_name() or self._first()
        return self._directory / name

    def path(self, name: str) -> Path:
        """The folder of a generation. Raises FileNotFoundError when there is none of that name."""
        path = self._directory / name
        if name not in self._on_disk():
            raise FileNotFoundError(path)
        return path

    def names(self) -> tuple[str, ...]:
        """All of them, the active one first, then the newest."""
        active = self.active().name
        return (active, *sorted((name for name in self._on_disk() if name != active), reverse=True))

    def create(self) -> str:
        """A new, empty one, not active: its name."""
        with self._lock():
            return self._create()

    def activate(self, name: str) -> None:
        """Make it the active one and remove the others."""
        with self._lock():
            self.path(name)
            self._write_active(name)
            for other in self._on_disk():
                if other != name:
                    shutil.rmtree(self._directory / other, ignore_errors=True)

    def _first(self) -> str:
        with self._lock():
            name = self._active_name()
            if name is None:
                name = self._create()
                self._write_active(name)
            return name

    def _active_name(self) -> str | None:
        try:
            return (self._directory / _ACTIVE).read_text(encoding="ascii").strip()
        except FileNotFoundError:
            return None

    def _on_disk(self) -> list[str]:
        return sorted(path.name for path in self._directory.iterdir() if path.is_dir() and path.name.isdigit())

    def _create(self) -> str:
        name = f"{max(map(int, self._on_disk()), default=0) + 1:06}"
        unfinished = self._directory / (name + _UNFINISHED)
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir()
        self._fill(unfinished)
        unfinished.rename(self._directory / name)
        return name

    def _write_active(self, name: str) -> None:
        replacement = self._directory / (_ACTIVE + _UNFINISHED)
        with replacement.open("w", encoding="ascii") as file:
            file.write(name)
            file.flush()
            os.fsync(file.fileno())
        replacement.replace(self._directory / _ACTIVE)

    @contextmanager
    def _lock(self) -> Iterator[None]:
        self._directory.mkdir(parents=True, exist_ok=True)
        with (self._directory / ".lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield
