"""A site that takes files in, served on loopback as it is in production; any number of servers share what it keeps."""

from __future__ import annotations

import base64
import hashlib
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import uvicorn
from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.types import ASGIApp

from accounts.services import services
from archive.blobs.directory import DirectoryBlobStore
from archive.store import Archive
from domain.accounts import Right, Role
from domain.batches import Batch, NewBatch
from domain.documents import Body
from ingest.disk import DiskReserve
from ingest.intake import FrontDoor
from ingest.limits import Limits
from ingest.partial_files import PartialFiles
from ingest.receiving import Allowance, Receiving
from ingest.sandbox import Sandbox
from ingest.sheets.intake import SheetDesk
from search_api.batch_routes import PAGE_PREFIX, BatchRoutes
from search_api.boundary import Boundary
from search_api.cookies import Cookies
from search_api.early import Early
from search_api.guard import Guard
from search_api.problems import ProblemWriter
from search_api.rights import Door, require_declared
from search_api.sheet_routes import SheetRoutes
from search_api.tus.protocol import PIECES
from search_api.tus.routes import TusRoutes
from tests.accounts.staffed import Office
from tests.visitor import Visitor

ORIGIN = "http://127.0.0.1:8000"
LARGEST = 8 * 1024**2
ALLOWANCE = Allowance(LARGEST)
TEXT = "قرر المجلس الجماعي الموافقة على الاتفاقية. Le conseil approuve.\n".encode()


def content(size: int, seed: int = 0) -> bytes:
    """A text file of so many bytes; another one for each seed."""
    return (f"{seed:09}\n".encode() + TEXT * (size // len(TEXT) + 1))[:size]


def sha256(data: bytes) -> str:
    """The hash under which the archive knows the bytes."""
    return hashlib.sha256(data).hexdigest()


def metadata(path: str = "12.txt", data: bytes | None = None, name: str = "filename") -> str:
    """What a client tells of a file; the hash of `data` too, if it is given."""
    told = {name: path} if data is None else {name: path, "sha256": sha256(data)}
    return ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in told.items())


@dataclass
class UploadSite:
    """An archive and all that takes files into it. `allowance` and `reserve` are for the servers that are opened next."""

    archive: Archive
    folder: Path
    office: Office
    allowance: Allowance = ALLOWANCE
    reserve: int = 0

    @property
    def sandbox(self) -> Sandbox:
        """Where hostile files are opened."""
        return Sandbox(Limits(), self.folder / "scratch")

    def receiving(self) -> Receiving:
        """What another process would open."""
        blobs, disk = DirectoryBlobStore(self.folder / "blobs"), DiskReserve(self.folder, self.reserve)
        door = FrontDoor(self.archive, blobs, self.sandbox, self.allowance.file_bytes, disk)
        return Receiving(self.archive.batches, door, PartialFiles(self.folder / "uploads"), self.allowance, disk)

    def app(self) -> FastAPI:
        """The application of one server."""
        app = FastAPI(openapi_url=None, middleware=[Middleware(Early, media_type=PIECES)])
        receiving, batches = self.receiving(), self.archive.batches
        for door, prefix in ((Door.API, "/api/v1"), (Door.PAGE, PAGE_PREFIX)):
            app.include_router(BatchRoutes(batches, receiving, door, prefix).router())
            app.include_router(TusRoutes(receiving, door, prefix).router())
            sheets = SheetDesk(self.archive, self.sandbox, self.folder / "scratch")
            app.include_router(SheetRoutes(batches.sheets, sheets, receiving, door, prefix).router())
        offered = services(self.office.staff, ORIGIN, passwords=self.office.passwords, clock=self.office.clock)
        guard = Guard(offered.callers, Cookies(secure=False), ORIGIN, lambda _: None, batches.body_of)
        guard.install(app)
        problems = ProblemWriter()
        problems.install(app)
        app.add_middleware(Boundary, problems=problems)
        require_declared(app)
        return app

    def batch(self, **said: Any) -> Batch:
        """A batch of the council."""
        return self.archive.batches.create(NewBatch("registre", "souss", self.office.admin.id, **said))

    def token(self, *scopes: Right, role: Role = Role.EDITOR) -> dict[str, str]:
        """The header of somebody of the council."""
        email = f"{role}@souss.ma"
        account = self.office.staff.accounts.by_email(email) or self.office.member(email, role, "souss")
        characters = self.office.own.make_token(account, "test", frozenset(scopes or Right), 30)
        return {"authorization": f"Bearer {characters}"}

    @contextmanager
    def visitor(self) -> Iterator[Visitor]:
        """Asks without a network."""
        with Visitor(self.app(), ORIGIN) as visitor:
            yield visitor

    @contextmanager
    def served(self, wrapped: Callable[[ASGIApp], ASGIApp] = lambda app: app) -> Iterator[Server]:
        """One server on loopback, `wrapped` in what makes it fail."""
        config = uvicorn.Config(wrapped(self.app()), port=0, log_level="warning", lifespan="off")
        server = _Thread(config)
        with server.running() as port:
            yield Server(port, self.token())

    def documents(self, batch: Batch) -> dict[str, str]:
        """The hashes of the documents that came with the batch, by the path of each."""
        found = self.archive.documents(self.archive.document_ids_of_batch(batch.id))
        return {file.name: file.current.sha256 for one in found.values() for file in one.files}

    def left_over(self) -> set[str]:
        """Files that lie about and that nobody will go on with."""
        lying = [file.stem for file in (self.folder / "uploads").iterdir()]
        return set(lying) - self.archive.batches.uploads.receiving(lying)


@dataclass(frozen=True)
class Server:
    """A server's port, and the header that lets an editor in."""

    port: int
    token: dict[str, str]

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def ask(self, method: str, path: str, *, data: bytes | None = None, **headers: str) -> httpx.Response:
        """The answer to a request of the protocol; headers have `_` for `-`."""
        said = {name.replace("_", "-"): value for name, value in headers.items()}
        sent = {"tus-resumable": "1.0.0", **self.token, **said}
        if data is not None:
            sent.setdefault("content-type", PIECES)
        return httpx.request(method, self.address + path, headers=sent, content=data, timeout=60)

    def create(self, batch: Batch, size: int, **more: Any) -> httpx.Response:
        """Begin a file of the batch."""
        more.setdefault("upload_metadata", metadata())
        return self.ask("POST", uploads(batch), upload_length=str(size), **more)

    def send(self, where: str, offset: int, data: bytes, **more: str) -> httpx.Response:
        """Send a piece of a file."""
        return self.ask("PATCH", where, data=data, upload_offset=str(offset), **more)

    def offset(self, where: str) -> int:
        """How much of a file the server says that it has."""
        return int(self.ask("HEAD", where).headers["upload-offset"])


def uploads(batch: Batch) -> str:
    """Where files of the batch are sent."""
    return f"/api/v1/batches/{batch.id}/uploads"


class _Thread(uvicorn.Server):
    """A server in a thread of its own."""

    @contextmanager
    def running(self) -> Iterator[int]:
        started = threading.Event()
        self.started_event = started
        thread = threading.Thread(target=self.run)
        thread.start()
        started.wait(60)
        try:
            yield self.servers[0].sockets[0].getsockname()[1]
        finally:
            self.should_exit = True
            thread.join()

    def install_signal_handlers(self) -> None:
        """Signals are for the main thread."""

    async def startup(self, sockets: Any = None) -> None:
        """As it is, and said."""
        await super().startup(sockets)
        self.started_event.set()


@contextmanager
def upload_site(url: str, folder: Path, **said: Any) -> Iterator[UploadSite]:
    """A site over a database without records."""
    archive = Archive(url)
    for body in ("souss", "tafilalt"):
        archive.put_body(Body(body, {"fr": body}))
    yield UploadSite(archive, folder, Office(archive), **said)
    archive.close()
