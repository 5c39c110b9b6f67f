"""Copying originals from one blob store to another."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from archive.blob_store import BlobDamagedError, BlobNotFoundError, BlobStore
from archive.originals import Original

Progress = Callable[[int, int], None]
"""Told how many of how many are done."""


def copy_originals(wanted: Sequence[Original], source: BlobStore, target: BlobStore, progress: Progress) -> list[Original]:
    """Have them in `target` too. Returns those that `source` does not have whole."""
    lost = []
    for number, one in enumerate(wanted, start=1):
        if not (target.contains(one.sha256) or copy_blob(one.sha256, source, target)):
            lost.append(one)
        progress(number, len(wanted))
    return lost


def copy_blob(sha256: str, source: BlobStore, target: BlobStore) -> bool:
    """Copy one blob. False when the source has it no more, or other bytes under its hash: nothing is kept then."""
    try:
        with source.open(sha256) as stream:
            written = target.put(stream).sha256
    except (BlobNotFoundError, BlobDamagedError):
        return False
    if written != sha256:
        target.delete(written)
    return written == sha256


def forget_others(wanted: Iterable[Original], store: BlobStore) -> None:
    """Delete from the store what is not wanted."""
    kept = {one.sha256 for one in wanted}
    for sha256 in [found for found in store.hashes() if found not in kept]:
        store.delete(sha256)
