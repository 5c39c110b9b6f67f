"""The routes of the tus protocol, for the files of a batch."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from archive.clock import now
from domain.accounts import Right
from domain.batches import Batch, FileUpload, NewFile, UploadState
from domain.failures import Failure, RefusedFileError
from ingest.receiving import Receiving
from search_api.guard import caller_of
from search_api.problems import not_found
from search_api.rights import Door, Where, needs
from search_api.tus import protocol
from search_api.tus.faults import told
from search_api.tus.incoming import Incoming
from search_api.tus.protocol import SPOKEN, fault

WHOLE_BYTES = 1 << 20
"""A file up to this size, sent with the request that makes it, is held in memory and never lies about half-sent."""

_OVERRIDE = "x-http-method-override"


class TusRoutes:
    """Files into batches, under `PREFIX/batches/{batch_id}/uploads`, for those who come in by `door`."""

    def __init__(self, receiving: Receiving, door: Door, prefix: str) -> None:
        self._receiving = receiving
        self._largest = receiving.allowance.file_bytes
        self._door = door
        self._prefix = prefix

    def router(self) -> APIRouter:
        """The routes."""
        router = APIRouter(prefix=f"{self._prefix}/batches/{{batch_id}}/uploads", tags=["upload"])
        may = [needs(self._door, Right.UPLOAD, Where.BATCH)]
        options: dict[str, Any] = {"dependencies": may, "include_in_schema": False, "response_class": Response}
        routes: dict[str, dict[str, Callable[..., Any]]] = {
            "": {"OPTIONS": self.discover, "POST": self.create},
            "/{upload_id}": {
                "OPTIONS": self.discover,
                "HEAD": self.look,
                "PATCH": self.go_on,
                "DELETE": self.drop,
                "POST": self.overridden,
            },
        }
        for path, methods in routes.items():
            for method, endpoint in methods.items():
                router.add_api_route(path, endpoint, methods=[method], **options)
        return router

    def discover(self) -> Response:
        """What this server can do."""
        abilities = {
            "Tus-Version": protocol.VERSION,
            "Tus-Extension": protocol.EXTENSIONS,
            "Tus-Max-Size": str(self._largest),
            "Tus-Checksum-Algorithm": ",".join(protocol.ALGORITHMS),
        }
        return _answer(204, abilities)

    async def create(self, request: Request, batch_id: str) -> Response:
        """A file is to come; its first bytes may come with the request."""
        protocol.require_version(request.headers)
        file, checksum = protocol.coming_file(request.headers), protocol.checksum(request.headers)
        actor = caller_of(request).account.id
        with told(request, self._largest):
            batch = await run_in_threadpool(self._receiving.open_batch, batch_id)
            if not _has_body(request):
                upload = await run_in_threadpool(self._receiving.begin, batch, file, actor)
                if file.size:
                    return self._created(upload, 0)
                return self._created(await run_in_threadpool(self._finish, batch, upload), 0)
            protocol.require_pieces(request.headers)
            if file.size <= WHOLE_BYTES:
                return await self._create_whole(request, batch, file, checksum)
            upload = await run_in_threadpool(self._receiving.begin, batch, file, actor)
            upload, offset = await self._receive(request, batch, upload, 0, checksum)
            return self._created(upload, offset)

    async def look(self, request: Request, batch_id: str, upload_id: str) -> Response:
        """How much of the file is here. One that is whole and was not taken in, for want of room or by a kill, is now."""
        protocol.require_version(request.headers)
        with told(request, self._largest):
            upload = await run_in_threadpool(self._upload, batch_id, upload_id)
            offset = await run_in_threadpool(self._receiving.offset, upload)
            if upload.state is UploadState.RECEIVING and offset == upload.file.size:
                batch = await run_in_threadpool(self._receiving.open_batch, batch_id)
                upload = await run_in_threadpool(self._finish, batch, upload)
        known = {"Upload-Length": str(upload.file.size), "Upload-Metadata": protocol.metadata_of(upload.file)}
        return _answer(200, {**_standing(upload, offset), **known})

    async def go_on(self, request: Request, batch_id: str, upload_id: str) -> Response:
        """The next bytes of the file."""
        protocol.require_version(request.headers)
        protocol.require_pieces(request.headers)
        offset, checksum = protocol.number(request.headers, "upload-offset"), protocol.checksum(request.headers)
        with told(request, self._largest):
            batch = await run_in_threadpool(self._receiving.open_batch, batch_id)
            upload = await run_in_threadpool(self._upload, batch_id, upload_id)
            if await run_in_threadpool(self._receiving.offset, upload) != offset:
                raise fault(409, "other_offset")
            if upload.state is UploadState.RECEIVING:
                await run_in_threadpool(self._receiving.require_room, upload, offset)
                upload, offset = await self._receive(request, batch, upload, offset, checksum)
        return _answer(204, _standing(upload, offset))

    def drop(self, request: Request, batch_id: str, upload_id: str) -> Response:
        """The rest of the file will not come."""
        protocol.require_version(request.headers)
        upload = self._upload(batch_id, upload_id)
        if not self._receiving.drop(upload, caller_of(request).account.id):
            raise fault(410, "upload_gone")
        return _answer(204, {})

    async def overridden(self, request: Request, batch_id: str, upload_id: str) -> Response:
        """For whoever can send POST only: the header says what is meant."""
        meant = request.headers.get(_OVERRIDE, "").upper()
        if meant == "PATCH":
            return await self.go_on(request, batch_id, upload_id)
        if meant == "DELETE":
            return await run_in_threadpool(self.drop, request, batch_id, upload_id)
        raise fault(405, "method_not_allowed", {"Allow": "OPTIONS, HEAD, PATCH, DELETE"})

    async def _create_whole(
        self, request: Request, batch: Batch, file: NewFile, checksum: protocol.Checksum | None
    ) -> Response:
        """A small file in one request: it is written once. Where it was cut, what came is kept."""
        actor, incoming, data = caller_of(request).account.id, Incoming(request), bytearray()
        async for piece in incoming.pieces():
            data += piece
            if len(data) > file.size:
                raise fault(413, "too_large")
        _compare(checksum, bytes(data), incoming.whole)
        if len(data) == file.size:
            whole = await run_in_threadpool(self._receiving.take_whole, batch, file, actor, bytes(data))
            return self._created(_unless_refused(whole), len(data))
        kept = bytes(data) if checksum is None or incoming.whole else b""
        return self._created(await run_in_threadpool(self._receiving.begin, batch, file, actor, kept), len(kept))

    async def _receive(
        self, request: Request, batch: Batch, upload: FileUpload, offset: int, checksum: protocol.Checksum | None
    ) -> tuple[FileUpload, int]:
        """Keep what comes, and take the file in if it is whole then; returns how it stands and how much of it is here."""
        incoming, first = Incoming(request), offset
        running = None if checksum is None else checksum.begin()
        async for piece in incoming.pieces():
            if offset + len(piece) > upload.file.size:
                raise fault(413, "too_large")
            if running is not None:
                running.update(piece)
            offset = await run_in_threadpool(self._receiving.append, upload, offset, piece)
        if checksum is not None and running is not None and (not incoming.whole or running.digest() != checksum.digest):
            # What can't be compared, since its end is missing, is not believed.
            await run_in_threadpool(self._receiving.take_back, upload, first)
            raise fault(protocol.CHECKSUM_MISMATCH, "file_altered")
        if offset < upload.file.size:
            await run_in_threadpool(self._receiving.settle, upload)
            return upload, offset
        return await run_in_threadpool(self._finish, batch, upload), offset

    def _finish(self, batch: Batch, upload: FileUpload) -> FileUpload:
        """The file taken in. Raises what it was refused for."""
        return _unless_refused(self._receiving.finish(batch, upload))

    def _upload(self, batch_id: str, upload_id: str) -> FileUpload:
        upload = self._receiving.upload(batch_id, upload_id)
        if upload is None:
            raise not_found()
        late = upload.state is UploadState.RECEIVING and protocol.is_late(upload, now())
        if late or upload.state is UploadState.REFUSED:
            raise fault(410, "upload_gone", {"Upload-Failure": upload.failure or ""})
        return upload

    def _created(self, upload: FileUpload, offset: int) -> Response:
        address = f"{self._prefix}/batches/{upload.batch_id}/uploads/{upload.id}"
        return _answer(201, {**_standing(upload, offset), "Location": address})


def _compare(checksum: protocol.Checksum | None, data: bytes, whole: bool) -> None:
    if checksum is None or not whole:
        return
    running = checksum.begin()
    running.update(data)
    if running.digest() != checksum.digest:
        raise fault(protocol.CHECKSUM_MISMATCH, "file_altered")


def _has_body(request: Request) -> bool:
    return request.headers.get("content-length", "0") != "0" or "transfer-encoding" in request.headers


def _unless_refused(upload: FileUpload) -> FileUpload:
    if upload.state is UploadState.REFUSED:
        raise RefusedFileError(upload.failure or Failure.BROKEN, upload.detail)
    return upload


def _standing(upload: FileUpload, offset: int) -> dict[str, str]:
    known = {"Upload-Offset": str(offset), "Upload-State": upload.state.value}
    return known if upload.state is not UploadState.RECEIVING else {**known, "Upload-Expires": protocol.expiry(upload)}


def _answer(status: int, known: Mapping[str, str]) -> Response:
    return Response(status_code=status, headers={**SPOKEN, **known})
