"""What an archive holds. Names follow OParl and Popolo: a Body has Organizations, a Document has Files.

A document has files (main, annex, translation), a file has versions, a version has pages. Identifiers are opaque
strings that never change once given. Times are UTC; dates are calendar dates with a precision.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from domain.failures import Failure


class DocumentStatus(StrEnum):
    """Who may see a document: staff only, everybody, or nobody any more; MOVED: it has no pages left, because they are
    shown in other documents.
    """

    DRAFT = "draft"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"
    MOVED = "moved"


class FileRole(StrEnum):
    """What a file is to its document."""

    MAIN = "main"
    ANNEX = "annex"
    TRANSLATION = "translation"


class ReadingState(StrEnum):
    """Where the reading of a version stands. DONE and REFUSED are final."""

    WAITING = "waiting"
    READING = "reading"
    DONE = "done"
    REFUSED = "refused"


class TextSource(StrEnum):
    """How a page's text was obtained; CORRECTED: a person wrote it, over whatever was read."""

    LAYER = "layer"
    REPAIRED = "repaired"
    OCR = "ocr"
    MARKUP = "markup"
    EMPTY = "empty"
    CORRECTED = "corrected"


class DatePrecision(StrEnum):
    """How much of a date is known."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class DatedValue:
    """A calendar date; parts finer than `precision` are set to 1 and mean nothing."""

    value: date
    precision: DatePrecision = DatePrecision.DAY


@dataclass(frozen=True, slots=True)
class WordBox:
    """A word of a page: the slice `text[start:end]` (code points) and its place on the page's image.

    `left`, `top`, `right`, `bottom` are fractions of the page's width and height, 0 to 1, origin at the top left.
    `confidence` is 0 to 1 for OCR and None for words of a text layer.
    """

    start: int
    end: int
    left: float
    top: float
    right: float
    bottom: float
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class PageReading:
    """One way in which a page was read and how good that was: kept so that the choice between two can be understood.

    `score` is the share of the text that is language, 0 to 1, None where nothing was read; `confidence` is the tool's
    own, 0 to 1, None when it gives none. `chosen` marks the reading whose text the page has. `failure` says why a reading
    came to nothing.
    """

    source: TextSource
    tool: str
    score: float | None = None
    confidence: float | None = None
    chosen: bool = False
    failure: Failure | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """One page's text, how it was obtained and where its words stand.

    `number` counts from 1. `width` and `height` are in points (1/72 inch), None where a format has no pages of its
    own. `tool` names the program and version that read it. `confidence` is 0 to 1, None when the tool gives none.
    `trust` is the share of the text that is language, 0 to 1, None before it was judged. `raw_text` is the file's own
    text layer before anything in it was put right, None where nothing was. `readings` are all that were tried. `turn` is
    by how many degrees clockwise, 0 to 270, the page was turned when it was read.
    """

    number: int
    text: str
    source: TextSource
    tool: str
    confidence: float | None = None
    width: float | None = None
    height: float | None = None
    words: tuple[WordBox, ...] = ()
    trust: float | None = None
    raw_text: str | None = None
    readings: tuple[PageReading, ...] = ()
    turn: int = 0


@dataclass(frozen=True, slots=True, order=True)
class PageKey:
    """Which page of which version; `number` counts from 1."""

    version_id: str
    number: int


@dataclass(frozen=True, slots=True)
class Body:
    """A council (OParl Body). `names` maps a language code (ar, fr, en) to the name in it."""

    id: str
    names: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Organization:
    """A part of a body that decides or deliberates: the plenary, the bureau, a committee (OParl Organization)."""

    id: str
    body_id: str
    names: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ReadingCopy:
    """Bytes of the blob store that are read in place of others, and what they are."""

    sha256: str
    media_type: str


@dataclass(frozen=True, slots=True)
class Version:
    """One state of a file's bytes and of their reading.

    `sha256` is the hexadecimal digest under which the blob store keeps the bytes; `size` is in bytes. `reason` is a
    failure code (see `domain.failures`) when `state` is REFUSED, else None. `copy` is the file that pages are read and
    drawn from where the bytes themselves can't be: unlocked, or converted to PDF.
    """

    id: str
    file_id: str
    sha256: str
    media_type: str
    size: int
    state: ReadingState
    created_at: datetime
    reason: str | None = None
    page_count: int = 0
    copy: ReadingCopy | None = None

    @property
    def readable(self) -> ReadingCopy:
        """What pages are read and drawn from: the copy, or the bytes themselves."""
        return self.copy or ReadingCopy(self.sha256, self.media_type)


@dataclass(frozen=True, slots=True)
class File:
    """A file of a document with its versions, oldest first. `name` is the name it was uploaded under, be it with folders.

    `contained_in` is the id of the file it came in, such as the message it was attached to; None for what was sent
    by itself.
    """

    id: str
    document_id: str
    name: str
    role: FileRole
    versions: tuple[Version, ...] = ()
    contained_in: str | None = None

    @property
    def plain_name(self) -> str:
        """The name without the folders it came from, which are nobody's business but the staff's."""
        return next((part for part in reversed(re.split(r"[/\\]", self.name)) if part.strip()), self.name)

    @property
    def current(self) -> Version:
        """The newest version."""
        return self.versions[-1]


@dataclass(frozen=True, slots=True)
class Document:
    """A decision, tender, set of minutes … with everything said of it but its pages.

    `row` is a number unique to the document, used to order what else is equal. `titles` maps language codes to
    titles; it is never empty. `languages` are the codes of the languages its text is written in, most used first.

    Its pages are those of its files, unless `arrangement` lists them: then exactly these, in this order, from its own
    files and from the `borrowed` ones, which belong to other documents.
    """

    id: str
    row: int
    type: str
    titles: Mapping[str, str]
    status: DocumentStatus
    entered_at: datetime
    body_id: str | None = None
    organization_id: str | None = None
    number: str | None = None
    decided_on: DatedValue | None = None
    published_at: datetime | None = None
    languages: tuple[str, ...] = ()
    files: tuple[File, ...] = ()
    arrangement: tuple[PageKey, ...] = ()
    borrowed: tuple[File, ...] = ()

    def title(self, language: str) -> tuple[str, str]:
        """The title in `language` or, where there is none, in another: (title, its language)."""
        for code in (language, *self.titles):
            if code in self.titles:
                return self.titles[code], code
        raise ValueError(f"document {self.id} has no title")

    def version(self, version_id: str) -> Version | None:
        """The version with that id when the document has pages of it, else None."""
        elsewhere = self.arrangement and all(key.version_id != version_id for key in self.arrangement)
        if elsewhere or self.status is DocumentStatus.MOVED:
            return None
        versions = (version for file in (*self.files, *self.borrowed) for version in file.versions)
        return next((version for version in versions if version.id == version_id), None)

    def position(self, key: PageKey) -> int | None:
        """The page's number for readers: its place, from 1, where pages are arranged, else that in its file. None for a
        page that is not one of the document's: nobody who sees this document may see that page because of it.
        """
        if self.arrangement:
            return self.arrangement.index(key) + 1 if key in self.arrangement else None
        return key.number if key.number > 0 and self.version(key.version_id) else None

    def holds(self, file: File) -> bool:
        """Whether the file's current bytes hold nothing but pages of this document, so that who may see it may have them.

        Where pages are arranged, all pages of the file and of files that came in it must be among them; of borrowed files
        only images are known to hold nothing else.
        """
        if not self.arrangement:
            return file in self.files and self.status is not DocumentStatus.MOVED
        whole = {PageKey(file.current.id, number) for number in range(1, file.current.page_count + 1)}
        if file not in self.files and not file.current.media_type.startswith("image/"):
            return False
        inner = (one for one in self.files if one.contained_in == file.id)
        return bool(whole) and whole <= set(self.arrangement) and all(self.holds(one) for one in inner)


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """Who did what to which record, and when. `actor` is an account, or `system:` and a command's name."""

    at: datetime
    actor: str
    action: str
    subject: str
    detail: Mapping[str, str] = field(default_factory=dict)
