"""From bytes to text, for files that do not say, or say wrongly, how they are encoded."""

from __future__ import annotations

import codecs
import re

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_DOUBTFUL = frozenset({"iso8859-1", "cp1252", "ascii", "utf-8"})
"""Declared by programs that never looked: the bytes know better."""

_LETTER_RUN = re.compile(rb"[\x80-\xff]+")
_ARTICLE = {"cp1256": b"\xc7\xe1", "iso8859-6": b"\xc7\xe4"}
"""The Arabic article in each of the two encodings Arabic files came in before Unicode."""


def decode(data: bytes, declared: str | None = None) -> str:
    """The text of `data`, without its byte order mark and with `\\n` at line ends.

    A byte order mark decides, then UTF-8 if it is that, then `declared` unless it is one of those that are often
    declared without being true; else windows-1256, ISO 8859-6 or windows-1252, whichever fits. Never fails: what stays
    undecodable is U+FFFD.
    """
    return _decoded(data, declared).replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")


def has_bom(data: bytes) -> bool:
    """Whether `data` begins with a byte order mark."""
    return any(data.startswith(bom) for bom, _ in _BOMS)


def _decoded(data: bytes, declared: str | None) -> str:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return data[len(bom) :].decode(encoding, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode(_known(declared) or _guess(data), "replace")


def _known(declared: str | None) -> str | None:
    """A declared text encoding by Python's name for it, None where there is none to believe."""
    try:
        found = codecs.lookup((declared or "").strip())
        "".encode(found.name)
    except (LookupError, ValueError):
        return None
    return None if found.name in _DOUBTFUL else found.name


def _guess(data: bytes) -> str:
    """Arabic words are runs of high bytes; accents stand alone between plain letters."""
    runs = [len(run) for run in _LETTER_RUN.findall(data)]
    alone = sum(length == 1 for length in runs)
    if alone > sum(runs) - alone:
        return "cp1252"
    return max(_ARTICLE, key=lambda encoding: data.count(_ARTICLE[encoding]))
