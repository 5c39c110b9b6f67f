"""Documents as DOCX and ODT: the smallest packages that word processors open, from templates."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence

from demo.drafting import Draft, render_marked
from demo.tables import HERE

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODT = "application/vnd.oasis.opendocument.text"
_EPOCH = (1980, 1, 1, 0, 0, 0)


def _pack(parts: Sequence[tuple[str, bytes]]) -> bytes:
    """A ZIP of `parts` in this order, the first one stored as it is; the same parts give the same bytes."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for index, (name, content) in enumerate(parts):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED if index else zipfile.ZIP_STORED
            package.writestr(entry, content)
    return stream.getvalue()


def _package(folder: str, draft: Draft, first: str) -> bytes:
    """The templates of a folder, filled and packed under their own names."""
    root = HERE / "templates" / folder
    names = [path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()]
    parts = []
    for name in sorted(names, key=lambda name: (name != first, name)):
        parts.append((name, render_marked(f"{folder}/{name}", draft).encode()))
    return _pack(parts)


def docx(draft: Draft) -> bytes:
    """A DOCX with the sample's mark in the page header too."""
    return _package("docx", draft, "[Content_Types].xml")


def odt(draft: Draft) -> bytes:
    """An ODT with the sample's mark in the page header too."""
    return _package("odt", draft, "mimetype")
