"""Which files travel together: so small that a request for each would take longer than the file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from app.uploading.remote import Hashed

SMALL = 128 * 1024
_MOST_BYTES = 2 * 1024**2
_MOST_FILES = 50


def bundles(files: Iterable[Hashed]) -> Iterator[list[Hashed]]:
    """The files in their order, together as far as they go together."""
    bundle: list[Hashed] = []
    size = 0
    for one in files:
        if one.file.size > SMALL:
            yield [one]
            continue
        if len(bundle) == _MOST_FILES or size + one.file.size > _MOST_BYTES:
            yield bundle
            bundle, size = [], 0
        bundle.append(one)
        size += one.file.size
    if bundle:
        yield bundle
