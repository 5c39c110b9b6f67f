"""Names of a ZIP's members in whatever code page the archiver of some office wrote them.

The format says UTF-8 where a flag says so and code page 437 otherwise; archivers write the code page of their machine.
"""

from __future__ import annotations

import re
from zipfile import ZipInfo

_UTF8_NAME = 0x800
_CODE_PAGES = ("cp850", "cp1252", "cp720", "cp1256", "cp437")
"""DOS and Windows, Western and Arabic, and what the format itself says; the first of those that fit as well wins."""

_ARABIC = re.compile("[\u0621-\u063a\u0641-\u0652ݣگڭڤپچ]")
_FRENCH = re.compile("[àâäçéèêëîïôöùûüÿœæÀÂÄÇÉÈÊËÎÏÔÖÙÛÜŒÆ«»°’\xa0]")
_LATIN = re.compile("[A-Za-z]")


def member_name(member: ZipInfo) -> str:
    """The name: UTF-8 when it says so or is valid as such, else in the code page in which it reads best."""
    if member.flag_bits & _UTF8_NAME:
        return member.filename
    try:
        raw = member.filename.encode("cp437")
    except UnicodeError:
        return member.filename
    try:
        return raw.decode("utf-8")
    except UnicodeError:
        return max((raw.decode(page, "replace") for page in _CODE_PAGES), key=_sense)


def _sense(name: str) -> int:
    """How much a name looks like French or Arabic: each letter beyond ASCII speaks for it or against."""
    return sum(_letter_sense(name, at) for at, letter in enumerate(name) if letter > "\x7f")


def _letter_sense(name: str, at: int) -> int:
    """Arabic letters stand among their kind, most accented ones beside a plain one, and no capital behind a small
    letter; all else is unlikely.
    """
    around = name[max(0, at - 1) : at] + name[at + 1 : at + 2]
    if _ARABIC.match(name[at]):
        return 2 if not _LATIN.search(around) else -1
    if name[at].isupper() and name[at - 1 : at].islower():
        return -1
    if _FRENCH.match(name[at]):
        return 1 if _LATIN.search(around) or not around.strip() else -1
    return -2
