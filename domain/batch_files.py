"""The files of a batch one by one: how far each is, and what is asked of the list of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from domain.documents import DocumentStatus
from domain.failures import Failure


class FileState(StrEnum):
    """How far a file of a batch is. The words are under `batch.state` in `domain/locale`."""

    COMING = "coming"
    """Part of it is here."""

    WAITING = "waiting"
    READING = "reading"
    DONE = "done"
    KNOWN = "known"
    """The archive had its bytes before the batch."""

    REFUSED = "refused"
    CANCELLED = "cancelled"

    @property
    def is_final(self) -> bool:
        """Whether nothing happens to the file by itself any more."""
        return self not in UNDER_WAY


UNDER_WAY = (FileState.COMING, FileState.WAITING, FileState.READING)
"""What is not over."""

FAILED = (FileState.REFUSED, FileState.CANCELLED)
"""What another try makes sense for."""


@dataclass(frozen=True, slots=True)
class BatchFile:
    """A file of a batch. `place` rises along the list; `failure` says why it is refused or cancelled, None otherwise.

    What did not get into the archive has no version and no document; a file of which the archive had the bytes has the
    document that has them.
    """

    place: int
    name: str
    state: FileState
    failure: Failure | None = None
    version_id: str | None = None
    document_id: str | None = None
    document_status: DocumentStatus | None = None

    @property
    def can_be_tried_again(self) -> bool:
        """Whether it is here and was refused; what was refused at the door has to be sent again."""
        return self.state in FAILED and self.version_id is not None


@dataclass(frozen=True, slots=True)
class FileFilter:
    """Which files are wanted: of a state (None: of any), with this somewhere in their name."""

    state: FileState | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class FileCounts:
    """How many files of a batch are how far, every state named, and how many of those that failed can be tried again."""

    by_state: Mapping[FileState, int]
    retryable: int

    @property
    def total(self) -> int:
        """All files."""
        return sum(self.by_state.values())

    @property
    def ended(self) -> int:
        """Those that nothing happens to by itself any more."""
        return sum(count for state, count in self.by_state.items() if state.is_final)

    @property
    def waiting(self) -> int:
        """Those that can still be cancelled."""
        return self.by_state[FileState.WAITING]


class PublishedBatchError(ValueError):
    """A batch can't be undone: of its documents, `count` have been public, or have pages that are shown in such."""

    def __init__(self, count: int) -> None:
        super().__init__(f"{count} documents have been public")
        self.count = count
