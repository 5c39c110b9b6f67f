"""Names inside OLE compound files: documents of Office before 2007, and newer ones under a password."""

from __future__ import annotations

from pathlib import Path

_SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def is_compound(head: bytes) -> bool:
    """Whether a file's first bytes are those of a compound file."""
    return head.startswith(_SIGNATURE)


def top_streams(path: Path) -> frozenset[str]:
    """Names of the streams at the top, where a document's own are; none for what is no sound compound file."""
    from olefile import OleFileIO

    try:
        with OleFileIO(path) as file:
            return frozenset(names[0] for names in file.listdir() if len(names) == 1)
    except Exception:  # noqa: BLE001 - whatever a damaged file makes a parser raise
        return frozenset()
