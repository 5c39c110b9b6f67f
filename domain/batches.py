"""Files that people hand in together, and how each of them comes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from domain.failures import Failure


class UploadState(StrEnum):
    """How far a file of a batch is. Only a RECEIVING one may change; what becomes of a TAKEN one is told by its task."""

    RECEIVING = "receiving"
    TAKEN = "taken"
    KNOWN = "known"
    """The archive had its bytes before."""

    REFUSED = "refused"


ENDED = (UploadState.TAKEN, UploadState.KNOWN, UploadState.REFUSED)


@dataclass(frozen=True, slots=True)
class NewBatch:
    """A batch to be made, of a body (None: of none). What it brings is `publish`ed as soon as it is read, else it stays a
    draft; `announce`: people whose saved searches find it are told.

    An open batch that the same actor made under the same `resume_key` is gone on with instead; "" is no such key.
    """

    name: str
    body_id: str | None
    actor: str
    publish: bool = False
    announce: bool = True
    resume_key: str = ""


@dataclass(frozen=True, slots=True)
class Batch:
    """Files handed in together. Nothing more comes once it is closed; its `row` tells the order in which batches came."""

    id: str
    row: int
    name: str
    body_id: str | None
    actor: str
    publish: bool
    announce: bool
    created_at: datetime
    closed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file that is to come: `path` is relative (see `domain.file_paths`), `size` in bytes, `sha256` that of its bytes as
    its sender says, if at all.
    """

    path: str
    size: int
    sha256: str | None = None


@dataclass(frozen=True, slots=True)
class FileUpload:
    """A file of a batch. `failure` says why it was refused, `detail` is for developers only.

    `document_id` is the document that has its bytes, `task_id` the task that reads them, None where they had been read
    before. `row` tells the order in which files came.
    """

    id: str
    row: int
    batch_id: str
    file: NewFile
    state: UploadState
    actor: str
    created_at: datetime
    expires_at: datetime
    failure: Failure | None = None
    detail: str = ""
    document_id: str | None = None
    task_id: str | None = None


class Standing(StrEnum):
    """What is to be done about a file that somebody could send: send it, go on sending it, or nothing."""

    WANTED = "wanted"
    BEGUN = "begun"
    SENT = "sent"
    """With this batch."""

    KNOWN = "known"
    """Before this batch, or by another one."""

    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class FileStanding:
    """How one offered file stands; `upload` is the one of this batch, None for a file that is WANTED."""

    file: NewFile
    standing: Standing
    upload: FileUpload | None = None


@dataclass(frozen=True, slots=True)
class BatchCounts:
    """How many files of a batch are in each state, and how many bytes all of them have."""

    files: Mapping[UploadState, int] = field(default_factory=dict)
    size: int = 0

    def __getitem__(self, state: UploadState) -> int:
        return self.files.get(state, 0)

    @property
    def total(self) -> int:
        """All files."""
        return sum(self.files.values())
