"""Scratch folders that never outlive their process for long: removed at the end, or swept up by the next one."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

_PREFIX = "shaffaf"


@contextmanager
def scratch_folder(parent: Path | None) -> Iterator[Path]:
    """An empty folder in `parent` (made if missing; the system's own place by default), gone afterwards."""
    if parent is not None:
        parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=parent, prefix=f"{_PREFIX}-{os.getpid()}-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def sweep(parent: Path) -> int:
    """Remove what processes that were killed left in `parent`. Returns how many folders."""
    left = [folder for folder in parent.glob(f"{_PREFIX}-*-*") if not _is_running(folder.name.split("-")[1])]
    for folder in left:
        shutil.rmtree(folder, ignore_errors=True)
    return len(left)


def _is_running(process: str) -> bool:
    try:
        os.kill(int(process), 0)
    except (ProcessLookupError, ValueError, OverflowError):
        return False
    except PermissionError:
        return True
    return True
