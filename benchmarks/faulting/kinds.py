"""What befalls a site: each kind breaks one part, and mends it when the site has recovered."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager

from benchmarks.cluster.process import Part
from benchmarks.cluster.topology import Site

Fault = Callable[[Site, int], AbstractContextManager[None]]
"""A context in which a part is broken; the number tells which time it is, to break another one each time."""


@contextmanager
def elasticsearch(site: Site, number: int) -> Iterator[None]:
    """One node loses its power; it comes back when searches and indexing have gone on without it."""
    part = site.nodes.parts[number % len(site.nodes.parts)]
    part.kill()
    try:
        yield
    finally:
        part.start()
        part.wait()


@contextmanager
def worker(site: Site, number: int) -> Iterator[None]:
    """The worker with most work under way loses its power, and stays away until all it had is done by the others."""
    part = _busiest(site, number)
    part.kill()
    try:
        yield
    finally:
        part.start()


@contextmanager
def postgresql(site: Site, _number: int) -> Iterator[None]:
    """The database crashes and is started again at once."""
    part = site.postgres.part
    part.signal(signal.SIGQUIT)  # as after a power cut: nothing is written down
    part.join()
    part.start()
    yield


KINDS: Mapping[str, Fault] = {"elasticsearch": elasticsearch, "worker": worker, "postgresql": postgresql}


def _busiest(site: Site, number: int) -> Part:
    named = {part.name: part for part in site.workers}
    busy = [named[name] for name in site.postgres.executors() if name in named]
    return busy[0] if busy else site.workers[number % len(site.workers)]
