"""What goes into an archive and what it reports: uploads, tasks, descriptions, changes, counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum, StrEnum

from domain.description import DescribedValue
from domain.documents import DatedValue, FileRole, ReadingCopy
from domain.failures import Failure

UNDETERMINED = "und"
"""The language code of a title whose language nobody has told yet (ISO 639-2)."""


class TaskState(StrEnum):
    """Where a task stands between the archive and the workflows: each state is left once, in this order."""

    WAITING = "waiting"
    ENQUEUED = "enqueued"
    FINISHED = "finished"


class Urgency(IntEnum):
    """Whom a task keeps waiting; lower numbers go first."""

    SOON = 1
    """Somebody: whoever handed the file in, or turned its page."""

    LATER = 2
    """Nobody: what was read before is found meanwhile."""


@dataclass(frozen=True, slots=True)
class StoredBlob:
    """Bytes a blob store keeps: the hexadecimal SHA-256 they are kept under and their number."""

    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Upload:
    """A file handed in, its bytes already in the blob store under `sha256`.

    `name` is the file's name where it came from. `publish` asks for publication as soon as it is read.
    `batch` names the files handed in together. `actor` is an account, or `system:` and a command's name. A
    `title` and a `body_id` given here were said by a person: no description made by a program replaces them.
    Without `document_id` the file is the main file of a new document; with it, it joins that document as
    `role`. `copy` is what is read in place of the bytes (see `Version`); `contained_in` is as in `File`. `announce`:
    people whose saved searches find it are told.
    """

    name: str
    sha256: str
    size: int
    media_type: str
    body_id: str | None
    publish: bool
    batch: str
    actor: str
    title: str | None = None
    document_id: str | None = None
    role: FileRole = FileRole.MAIN
    copy: ReadingCopy | None = None
    contained_in: str | None = None
    announce: bool = True


@dataclass(frozen=True, slots=True)
class Intake:
    """What became of an upload.

    `duplicate` says that the same bytes were there already; the ids are then those of what was there.
    `task_id` is the task that will read it, None when it was read already or is being read.
    """

    document_id: str
    version_id: str
    task_id: str | None
    duplicate: bool


@dataclass(frozen=True, slots=True)
class Task:
    """The order to read a version, and to publish its document then if `publish`. `name` is the file's for people.

    `turned` is the order to read only those of its pages again that were turned since they were read. `request_id` is
    the id of the request that made it (`domain.tracing`). `announce`: people are
    told of what becomes public by it.
    """

    id: str
    version_id: str
    name: str
    publish: bool
    batch: str
    actor: str
    state: TaskState = TaskState.WAITING
    turned: bool = False
    urgency: Urgency = Urgency.SOON
    request_id: str = ""
    announce: bool = True


@dataclass(frozen=True, slots=True)
class QueueState:
    """How many tasks wait for a workflow, how many have one, and when (UTC) the oldest of them was made."""

    waiting: int
    enqueued: int
    oldest: datetime | None


@dataclass(frozen=True, slots=True)
class Rereading:
    """Which files are to be read again: all of them, or those that meet every condition given.

    `document_ids` are documents; `tool` is the beginning of a tool's name and version (`tesseract 5.3`) that read one
    of the pages shown; `below` a score under which one of the pages shown stays.
    """

    document_ids: tuple[str, ...] = ()
    tool: str | None = None
    below: float | None = None


@dataclass(frozen=True, slots=True)
class ToolCount:
    """How many pages shown a tool has read, and their mean score (None: none was judged)."""

    tool: str
    pages: int
    score: float | None


@dataclass(frozen=True, slots=True)
class Description:
    """What a program found out; `titles` and `languages` are as in `domain.documents.Document`.

    Empty `titles` and a `body_id` of None say nothing; every other field is an answer, None included. `values` are all
    that was found, with where it stands and how sure it is.
    """

    type: str
    titles: Mapping[str, str] = field(default_factory=dict)
    number: str | None = None
    decided_on: DatedValue | None = None
    organization_id: str | None = None
    languages: tuple[str, ...] = ()
    body_id: str | None = None
    values: tuple[DescribedValue, ...] = ()


@dataclass(frozen=True, slots=True)
class BatchFailure:
    """A file of a batch that was refused. `name` is the upload's name, `detail` is for developers only."""

    name: str
    failure: Failure
    document_id: str
    detail: str


@dataclass(frozen=True, slots=True)
class BatchReport:
    """How far a batch is, in tasks: `total` is the sum of the four states. `failures` go by upload."""

    total: int
    waiting: int
    reading: int
    done: int
    refused: int
    failures: tuple[BatchFailure, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """Something the index holds of a document may have changed. Numbers rise and are never given twice."""

    number: int
    document_id: str


@dataclass(frozen=True, slots=True)
class ArchiveCounts:
    """How much an archive holds. `waiting` counts tasks that are not finished."""

    documents: int
    published: int
    pages: int
    waiting: int


@dataclass(frozen=True, slots=True)
class Edition:
    """Which reading of a version is shown: the number of the attempt. `own_text_differs` says whether on any page the
    text is another than the file itself gives; `texts` counts the texts that people wrote of its pages so far.
    """

    attempt: int
    own_text_differs: bool
    texts: int = 0

    @property
    def name(self) -> str:
        """Names the texts of its pages, in digits and letters: other texts have another name."""
        return f"{self.attempt}t{self.texts}" if self.texts else str(self.attempt)
