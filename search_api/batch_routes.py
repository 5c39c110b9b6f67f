"""Batches for programs: made, asked which files are worth sending, closed. The files come by `search_api.tus`."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel, ConfigDict, Field

from archive.batches import Batches
from domain.accounts import Right
from domain.batches import Batch, FileStanding, NewBatch, NewFile, Standing, UploadState
from domain.file_paths import relative_path
from ingest.receiving import Receiving
from search_api import bundles
from search_api.answers import Answer
from search_api.bundles import bundled, stood
from search_api.guard import body_named, caller_of
from search_api.offers import Body, OfferRequest, OfferResponse, StandingAnswer, read_json
from search_api.problems import PROBLEM_RESPONSES, Problem, found_or_404
from search_api.rights import Door, Where, needs
from search_api.tus.faults import told

PAGE_PREFIX = "/staff/api"
"""Where the scripts of our own pages find the routes."""


class BatchRequest(BaseModel):
    """A batch to be made; see `domain.batches.NewBatch`."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field("", max_length=200, description="What people call it.")
    publish: bool = Field(False, description="Publish what is read at once; else it stays a draft.")
    announce: bool = Field(True, description="Tell people whose saved searches find it.")
    resume_key: str = Field(
        "", max_length=64, description="An open batch of yours with the same key is gone on with instead of making one."
    )


class BatchAnswer(Answer):
    """A batch; `files` counts its files by state."""

    id: str
    name: str
    body: str | None
    publish: bool
    announce: bool
    closed: bool
    uploads: str
    files: dict[UploadState, int]


Sent = Annotated[bytes, Depends(Body("application/json", 4 * 1024**2))]
SentBundle = Annotated[bytes, Depends(Body(bundles.MEDIA_TYPE, bundles.LARGEST))]


class BatchRoutes:
    """The routes, for those who come in by `door`."""

    def __init__(self, batches: Batches, receiving: Receiving, door: Door, prefix: str) -> None:
        self._batches = batches
        self._receiving = receiving
        self._door = door
        self._prefix = prefix

    def router(self) -> APIRouter:
        """Those under the prefix."""
        shown = self._door is Door.API
        router = APIRouter(prefix=self._prefix, tags=["upload"], responses=PROBLEM_RESPONSES, include_in_schema=shown)
        add, may = router.add_api_route, [needs(self._door, Right.UPLOAD, Where.BATCH)]
        body = [needs(self._door, Right.UPLOAD, Where.BODY)]
        add("/bodies/{body_id}/batches", self.create, methods=["POST"], dependencies=body, summary="Begin a batch")
        add("/batches/{batch_id}", self.show, dependencies=may, summary="How far a batch is")
        add("/batches/{batch_id}/known", self.offer, methods=["POST"], dependencies=may, summary="Which files to send")
        add("/batches/{batch_id}/bundle", self.take, methods=["POST"], dependencies=may, summary="Send small files together")
        add("/batches/{batch_id}/close", self.close, methods=["POST"], dependencies=may, summary="End a batch")
        return router

    def create(self, request: Request, body_id: str, sent: Sent) -> BatchAnswer:
        """Make a batch, or find the open one of the same resume key."""
        caller, asked, body = caller_of(request), read_json(BatchRequest, sent), body_named(body_id)
        if asked.publish and not caller.may(Right.PUBLISH, body):
            raise Problem(403, "no_publisher")
        new = NewBatch(asked.name, body, caller.account.id, asked.publish, asked.announce, asked.resume_key)
        with told(request, self._receiving.allowance.file_bytes):
            self._receiving.sweep()
            return self._answer(self._batches.create(new))

    def show(self, batch_id: str) -> BatchAnswer:
        """The batch, and how many of its files are in which state."""
        return self._answer(found_or_404(self._batches.batch(batch_id)))

    def offer(self, request: Request, batch_id: str, sent: Sent) -> OfferResponse:
        """Which of the files are worth sending. Those that the archive has become part of the batch without being sent."""
        files = [NewFile(relative_path(one.path), one.size, one.sha256) for one in read_json(OfferRequest, sent).files]
        with told(request, self._receiving.allowance.file_bytes):
            batch = self._receiving.open_batch(batch_id)
            found = self._receiving.offer(batch, files, caller_of(request).account.id)
        return OfferResponse(files=[self._standing(batch, one) for one in found])

    def take(self, request: Request, batch_id: str, sent: SentBundle) -> OfferResponse:
        """Small files: a line of JSON as `known` takes it, then their bytes, one file's behind the other's. One that is
        `wanted` in the answer did not come as it was announced.
        """
        files = bundled(sent)
        with told(request, self._receiving.allowance.file_bytes):
            batch = self._receiving.open_batch(batch_id)
            found = self._receiving.take_bundle(batch, files, caller_of(request).account.id)
        standings = [stood(file, upload) for (file, _), upload in zip(files, found, strict=True)]
        return OfferResponse(files=[self._standing(batch, one) for one in standings])

    def close(self, request: Request, batch_id: str) -> BatchAnswer:
        """Let nothing more come into the batch."""
        self._batches.close(batch_id, caller_of(request).account.id)
        return self.show(batch_id)

    def _answer(self, batch: Batch) -> BatchAnswer:
        counts = self._batches.uploads.counts(batch.id)
        return BatchAnswer(
            id=batch.id,
            name=batch.name,
            body=batch.body_id,
            publish=batch.publish,
            announce=batch.announce,
            closed=batch.closed_at is not None,
            uploads=f"{self._prefix}/batches/{batch.id}/uploads",
            files={state: counts[state] for state in UploadState},
        )

    def _standing(self, batch: Batch, one: FileStanding) -> StandingAnswer:
        begun = one.upload if one.standing is Standing.BEGUN else None
        return StandingAnswer(
            path=one.file.path,
            sha256=one.file.sha256 or "",
            standing=one.standing,
            upload=f"{self._prefix}/batches/{batch.id}/uploads/{begun.id}" if begun else None,
            failure=one.upload.failure if one.upload else None,
        )
