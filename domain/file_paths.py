"""Names of files as people's computers send them, made fit to be shown: nothing is ever written under them."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 1_000
"""Characters of a path."""

_LONGEST_PART = 255
_UNNAMED = "unnamed"
_INVISIBLE = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
"""What nobody sees, and what would have a name read as another one: `annexe\u202efdp.exe`."""

_DRIVE = re.compile(r"[A-Za-z]:")


def relative_path(sent: str) -> str:
    """The path with `/` between its parts, composed (NFC), without anything that leads out of a folder, invisible or
    too long; "unnamed" where nothing is left. Doing it twice changes nothing.
    """
    parts = (_part(part) for part in _INVISIBLE.sub("", sent).replace("\\", "/").split("/"))
    kept = [part for part in parts if part not in ("", ".", "..") and not _DRIVE.fullmatch(part)]
    while len("/".join(kept)) > LONGEST:
        kept = kept[1:]
    return "/".join(kept) or _UNNAMED


def folded(path: str) -> str:
    """By what a path is compared with what people typed."""
    return relative_path(path).casefold()


def _part(part: str) -> str:
    """A part, cut in the middle: how it begins and its suffix are what people know it by."""
    composed = unicodedata.normalize("NFC", part).strip()
    if len(composed) <= _LONGEST_PART:
        return composed
    half = _LONGEST_PART // 2
    return f"{composed[:half].rstrip()}…{composed[-half:].lstrip()}"
