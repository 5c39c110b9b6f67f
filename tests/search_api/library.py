"""A small archive with its index and its application, all real, in a folder."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from PIL import Image

from analyzers.pipeline import Analyzer
from archive.blobs.directory import DirectoryBlobStore
from domain.documents import Body, DatedValue, Organization, Page, TextSource, WordBox
from domain.records import Description, Rereading, Upload
from domain.searching import Space
from index.engine import SearchEngine
from index.open import engine
from ingest.indexing import Indexer
from ingest.limits import Limits
from ingest.rebuilding import RebuildNote
from ingest.sandbox import Sandbox
from search_api.application import create_application
from search_api.asking import SearchRequest
from search_api.kept_files import KeepingLimits
from search_api.page_images import PageImages
from search_api.part_files import PartFiles
from search_api.searchable_pdfs import DerivedFiles, SearchablePdfs
from search_api.service import SearchService
from tests.databases import archive_in
from tests.visitor import Visitor

WAHA = Body("waha", {"ar": "مجلس جهة الواحة", "fr": "Conseil de la région Al Waha"})
BUREAU = Organization("bureau", "waha", {"ar": "المكتب", "fr": "Le bureau"})


@dataclass(frozen=True)
class Paper:
    """A document to put into a library, and how its reading went. Its bytes are `content`, or made of its texts."""

    title: str
    texts: Sequence[str] = ("نص",)
    language: str = "ar"
    type: str = "decision"
    number: str | None = None
    day: date | None = None
    organization: str | None = None
    name: str = "paper.txt"
    media_type: str = "text/plain"
    content: bytes = b""
    titles: Mapping[str, str] = field(default_factory=dict)
    source: TextSource = TextSource.OCR
    pages: Sequence[Page] = ()


@dataclass(frozen=True)
class Put:
    """Where a paper ended up."""

    document: str
    version: str
    file: str

    @property
    def url(self) -> str:
        return f"/api/v1/documents/{self.document}"

    def page(self, number: int = 1) -> str:
        return f"{self.url}/pages/{self.version}/{number}"

    @property
    def original(self) -> str:
        return f"{self.url}/files/{self.file}/original"

    @property
    def searchable(self) -> str:
        return f"{self.url}/files/{self.file}/searchable.pdf"


class Library:
    """Holds the parts; `client` is a visitor."""

    def __init__(
        self,
        folder: Path,
        analyzer: Analyzer,
        images: KeepingLimits | None = None,
        search_engine: SearchEngine | None = None,
    ) -> None:
        self.folder = folder
        self.archive = archive_in(folder)
        self.archive.put_body(WAHA)
        self.archive.put_organization(BUREAU)
        self.blobs = DirectoryBlobStore(folder / "blobs")
        self.engine = search_engine or engine("tantivy", folder / "index")
        self.analyzer = analyzer
        self.indexer = self.new_indexer()
        self.reader = self.engine.reader(Space.PUBLIC)
        sandbox = Sandbox(Limits(seconds=60), folder / "scratch")
        self.images = PageImages(folder / "images", self.blobs, sandbox, images or KeepingLimits())
        parts = PartFiles(folder / "parts", self.blobs, sandbox)
        searchable = SearchablePdfs(folder / "searchable", self.archive, self.blobs, sandbox, parts)
        derived = DerivedFiles(self.images, searchable, parts)
        self.service = SearchService(self.archive, self.reader, analyzer, self.blobs, derived)
        self.application = create_application(self.service)
        self.client = Visitor(self.application)

    def new_indexer(self) -> Indexer:
        """An indexer as a worker has it that was just started."""
        return Indexer(self.archive, self.engine, self.analyzer, RebuildNote(self.folder / "rebuild.json"))

    def put(self, paper: Paper, publish: bool = True, index: bool = True, body: str = WAHA.id) -> Put:
        """Take a paper in as the worker would: bytes, record, pages, description, end of its task, index."""
        stored = self.blobs.put(io.BytesIO(paper.content or _content(paper)))
        intake = self.archive.add(
            Upload(
                name=paper.name,
                sha256=stored.sha256,
                size=stored.size,
                media_type=paper.media_type,
                body_id=body,
                publish=publish,
                batch="batch",
                actor="system:test",
            )
        )
        assert intake.task_id, "the same bytes twice"
        pages = paper.pages or [_page(number, paper) for number in _numbers(paper)]
        self.archive.start_reading(intake.task_id, len(pages))
        self.archive.put_pages(intake.task_id, pages)
        self.archive.describe(intake.document_id, _description(paper))
        self.archive.finish(intake.task_id)
        if index:
            self.indexer.catch_up()
        document = self.archive.document(intake.document_id)
        assert document
        return Put(intake.document_id, intake.version_id, document.files[0].id)

    def withdraw(self, put: Put, index: bool = True) -> None:
        """Take a document from the public."""
        self.archive.withdraw(put.document, "system:test", "names a private person")
        if index:
            self.indexer.catch_up()

    def read_again(self, put: Put, text: str, finish: bool) -> None:
        """Read a document's file again, to the end or just before it."""
        self.archive.read_again(Rereading((put.document,)), "again", "system:test")
        task = self.archive.waiting_tasks()[0]
        self.archive.put_pages(task.id, [Page(1, text, TextSource.MARKUP, "text")])
        if finish:
            self.archive.finish(task.id)
        self.indexer.catch_up()

    def found(self, query: str) -> list[str]:
        """The documents that match a query whole."""
        answer = self.service.search(SearchRequest(query))
        return [hit.id for hit in answer.hits if hit.full]

    def close(self) -> None:
        self.client.close()
        self.indexer.close()
        self.reader.close()
        self.archive.close()


@contextmanager
def opened(folder: Path, analyzer: Analyzer, images: KeepingLimits | None = None) -> Iterator[Library]:
    """A library that is closed at the end."""
    library = Library(folder, analyzer, images)
    try:
        yield library
    finally:
        library.close()


def pdf(*colours: str) -> bytes:
    """A PDF of one page of plain colour each."""
    pages = [Image.new("RGB", (300, 400), colour) for colour in colours]
    target = io.BytesIO()
    pages[0].save(target, "PDF", save_all=True, append_images=pages[1:], resolution=72.0)
    return target.getvalue()


def png(colour: str) -> bytes:
    """A PNG of plain colour."""
    target = io.BytesIO()
    Image.new("RGB", (120, 80), colour).save(target, "PNG")
    return target.getvalue()


def boxes_of(text: str) -> tuple[WordBox, ...]:
    """A box for every run of letters between spaces, side by side on one line."""
    found = list(re.finditer(r"\S+", text))
    step = 1 / max(len(found), 1)
    return tuple(
        WordBox(word.start(), word.end(), round(at * step, 4), 0.1, round((at + 1) * step, 4), 0.15, 0.9)
        for at, word in enumerate(found)
    )


def _numbers(paper: Paper) -> range:
    return range(1, len(paper.texts) + 1)


def _page(number: int, paper: Paper) -> Page:
    text = paper.texts[number - 1]
    return Page(number, text, paper.source, "tesseract 5.3", 0.9, 300.0, 400.0, boxes_of(text), 0.95)


def _description(paper: Paper) -> Description:
    return Description(
        type=paper.type,
        titles={paper.language: paper.title, **paper.titles},
        number=paper.number,
        decided_on=DatedValue(paper.day) if paper.day else None,
        organization_id=paper.organization,
        languages=(paper.language,),
    )


def _content(paper: Paper) -> bytes:
    text = "\f".join((paper.title, *paper.texts))
    return f"{hashlib.sha256(repr(paper).encode()).hexdigest()}\n{text}".encode()
