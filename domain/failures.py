"""Why a file could not be read: codes that travel through the system, and their words in each language.

The words are in `domain/locale/*.toml` under `[failure.CODE]`: `reason` says what is wrong, `remedy` what to do.
"""

from __future__ import annotations

from enum import StrEnum


class Failure(StrEnum):
    """The reasons for which a file is refused. Every one has its words in all interface languages."""

    EMPTY = "empty"
    BROKEN = "broken"
    ENCRYPTED = "encrypted"
    TOO_LARGE = "too_large"
    TOO_MANY_PAGES = "too_many_pages"
    TIMED_OUT = "timed_out"
    OUT_OF_MEMORY = "out_of_memory"
    UNSUPPORTED = "unsupported"
    NO_TEXT = "no_text"
    CRASHED = "crashed"
    UNREADABLE = "unreadable"
    NEEDS_LIBREOFFICE = "needs_libreoffice"
    GIVEN_UP = "given_up"
    DISK_FULL = "disk_full"
    CANCELLED = "cancelled"


class RefusedFileError(Exception):
    """A file that can't be read, for a reason a clerk understands. `detail` is for developers' logs only."""

    def __init__(self, failure: Failure, detail: str = "") -> None:
        super().__init__(f"{failure}: {detail}" if detail else str(failure))
        self.failure = failure
        self.detail = detail


class FullDiskError(RefusedFileError):
    """A file that there is no room for. It is not the file's fault: once there is room it can be sent again."""

    def __init__(self, detail: str = "") -> None:
        super().__init__(Failure.DISK_FULL, detail)
