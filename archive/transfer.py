"""Carrying an archive over into another database, of the same kind or another, whole or not at all."""

from __future__ import annotations

from collections.abc import Callable

from archive import migration
from archive.copying import copy_records
from archive.dialect import open_engine, writing


def carry_over(source: str, target: str, show: Callable[[int, int], None] = lambda done, total: None) -> int:
    """Fill the archive at the URL `target`, which is made if need be and must hold nothing, with all that the one at
    `source` holds, under the same ids and numbers. Nobody can write to either meanwhile.

    What was being read waits to be read again: the durable queue stays behind. Returns how many rows were carried; `show`
    is told so on the way, with how many there are. Raises `archive.copying.NotEmptyError`, or whatever a database raises;
    the target then stays empty.
    """
    for url in (source, target):
        migration.upgrade(url)
    read_from, write_to = writing(open_engine(source)), writing(open_engine(target))
    try:
        with read_from.begin() as old, write_to.begin() as new:
            return copy_records(old, new, show)
    finally:
        read_from.dispose()
        write_to.dispose()
