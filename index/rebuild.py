"""Building an index anew while the old one goes on answering."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from domain.searching import Space
from index.engine import IndexDocument, IndexWriter, SearchEngine


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed in a space up to the archive change `last`: documents put in, and ids taken out."""

    last: int
    documents: Iterable[IndexDocument] = ()
    removed: Iterable[str] = ()


def rebuild(
    engine: SearchEngine,
    space: Space,
    change: int,
    documents: Iterable[IndexDocument],
    changes_after: Callable[[int], Changes],
) -> str:
    """Fill a new generation with `documents`, make it the active one and return its name.

    `change` is the number of the archive's last change before `documents` was begun. `changes_after(number)`
    is asked until its `last` is that number: what changed meanwhile. A change made after the last call is not
    in the new generation, but its `committed_change` says so: whoever replays the archive from there leaves
    no gap. Writers of the old generation are to be closed and opened anew after this. When it fails, the old
    generation stays active.
    """
    generation = engine.create_generation(space)
    writer = engine.writer(space, generation)
    try:
        _fill(writer, documents, change)
        while (changes := changes_after(change)).last > change:
            writer.delete(changes.removed)
            change = changes.last
            _fill(writer, changes.documents, change)
    finally:
        writer.close()
    engine.activate(space, generation)
    return generation


def _fill(writer: IndexWriter, documents: Iterable[IndexDocument], change: int) -> None:
    writer.upsert(documents)
    writer.commit(change)
