"""Batches: how far each is, what failed and why, and what can be done about it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from starlette.datastructures import QueryParams
from starlette.responses import Response, StreamingResponse

from archive.batch_files import BatchFiles
from archive.batches import Batches
from archive.blob_store import BlobStore
from domain.accounts import Right
from domain.batch_files import BatchFile, FileCounts, FileFilter, FileState, PublishedBatchError
from domain.batches import Batch
from frontend.staff.batch_news import BatchNews, CrowdedError, Told
from frontend.staff.desk import READ, Desk
from frontend.words import Words, words
from search_api.csv_rows import MARK, row
from search_api.forms import form_of
from search_api.guard import caller_of
from search_api.problems import Problem, found_or_404, request_language
from search_api.rights import Door, Where, needs

BATCHES = "/staff/batches"
_BATCH = f"{BATCHES}/{{batch_id}}"
_BATCHES_AT_ONCE, _FILES_AT_ONCE = 30, 100
_LARGEST_PLACE = 2**62
_CONFLICT = 409
_COLUMNS = ("name", "state", "reason", "remedy", "document")


@dataclass(frozen=True, slots=True)
class Asked:
    """Which files the form asks for; what can't be understood is left out."""

    state: FileState | None = None
    name: str = ""
    after: int = 0

    @classmethod
    def of(cls, parameters: QueryParams) -> Asked:
        """What the address asks for."""
        state, after = parameters.get("state", ""), parameters.get("after", "")
        place = int(after) if after.isascii() and after.isdigit() and len(after) < 20 else 0
        return cls(FileState(state) if state in list(FileState) else None, parameters.get("name", "").strip(), place)

    def parameters(self) -> list[tuple[str, str]]:
        """What a link to the same files carries."""
        return [("state", self.state or ""), ("name", self.name)]

    @property
    def filter(self) -> FileFilter:
        """What the archive is asked for."""
        return FileFilter(self.state, self.name)


@dataclass(frozen=True, slots=True)
class BatchPages:
    """The pages at /staff/batches."""

    desk: Desk
    batches: Batches
    files: BatchFiles
    blobs: BlobStore

    def router(self) -> APIRouter:
        """Their addresses."""

        def events(request: Request, batch_id: str) -> Response:
            return _events(news, request, batch_id)

        routes = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
        add, news = routes.add_api_route, BatchNews(self._tell)
        anywhere = needs(Door.PAGE, Right.READ_DRAFTS)
        seen, changed = (needs(Door.PAGE, right, Where.BATCH) for right in (Right.READ_DRAFTS, Right.UPLOAD))
        add(BATCHES, self.list, methods=READ, dependencies=[anywhere])
        add(_BATCH, self.show, methods=READ, dependencies=[seen])
        add(f"{_BATCH}/report.csv", self.report, methods=["GET"], dependencies=[seen])
        add(f"{_BATCH}/events", events, methods=["GET"], dependencies=[seen])
        for path, act in (("retry", self.retry), ("cancel", self.cancel), ("close", self.close), ("undo", self.undo)):
            add(f"{_BATCH}/{path}", act, methods=["POST"], dependencies=[changed])
        return routes

    def list(self, request: Request) -> Response:
        """The newest batches of one's bodies."""
        before = Asked.of(QueryParams({"after": request.query_params.get("before", "")})).after
        bodies = caller_of(request).bodies(Right.READ_DRAFTS)
        found = self.batches.newest(bodies, min(before, _LARGEST_PLACE) or None, _BATCHES_AT_ONCE + 1)
        shown = found[:_BATCHES_AT_ONCE]
        context = {
            "batches": [(batch, self.files.counts(batch.id)) for batch in shown],
            "older": shown[-1].row if len(found) > len(shown) else None,
            "states": tuple(FileState),
            "name_of": self.desk.name_of(request),
            "maker": self._maker,
        }
        return self.desk.page(request, "batches", context)

    def show(self, request: Request, batch_id: str) -> Response:
        """How far the batch is and the files of it that are asked for."""
        return self._page(request, batch_id)

    def report(self, request: Request, batch_id: str) -> Response:
        """All files that are asked for, for a spreadsheet."""
        batch, language = self._batch(batch_id), request_language(request)
        found = self.files.walk(batch.id, Asked.of(request.query_params).filter)
        headers = {"Content-Disposition": f'attachment; filename="{batch.id}.csv"', "Cache-Control": "no-store"}
        rows = as_csv(found, words(language), self.desk.site)
        return StreamingResponse(rows, headers=headers, media_type="text/csv; charset=utf-8")

    def retry(self, request: Request, batch_id: str) -> Response:
        """Read again what failed: one file, or all that did."""
        version_id = form_of(request).get("version") or None
        count = self.files.retry(self._batch(batch_id).id, caller_of(request).account.id, version_id)
        return self._back(request, batch_id, "retried" if count else "nothing_to_retry")

    def cancel(self, request: Request, batch_id: str) -> Response:
        """End what waits."""
        count = self.files.cancel(self._batch(batch_id).id, caller_of(request).account.id)
        return self._back(request, batch_id, "batch_cancelled" if count else "nothing_to_cancel")

    def close(self, request: Request, batch_id: str) -> Response:
        """Let nothing more come into the batch."""
        self.batches.close(self._batch(batch_id).id, caller_of(request).account.id)
        return self._back(request, batch_id, "batch_closed")

    def undo(self, request: Request, batch_id: str) -> Response:
        """Take everything out again that came with the batch."""
        batch, actor = self._batch(batch_id), caller_of(request).account.id
        self.batches.close(batch.id, actor)
        try:
            self.files.undo(batch.id, actor, self.blobs.delete)
        except PublishedBatchError as error:
            return self._page(request, batch_id, error)
        return self._back(request, batch_id, "undone")

    def _page(self, request: Request, batch_id: str, refusal: PublishedBatchError | None = None) -> Response:
        batch, asked = self._batch(batch_id), Asked.of(request.query_params)
        found = self.files.page(batch.id, asked.filter, min(asked.after, _LARGEST_PLACE), _FILES_AT_ONCE + 1)
        shown = found[:_FILES_AT_ONCE]
        context = {
            "batch": batch,
            "counts": self.files.counts(batch.id),
            "files": shown,
            "after": shown[-1].place if len(found) > len(shown) else None,
            "asked": asked,
            "states": tuple(FileState),
            "may_act": caller_of(request).may(Right.UPLOAD, batch.body_id),
            "refusal": refusal,
            "name_of": self.desk.name_of(request),
            "maker": self._maker,
        }
        response = self.desk.page(request, "batch", context)
        response.status_code = _CONFLICT if refusal else response.status_code
        return response

    def _tell(self, batch_id: str, language: str) -> Told:
        batch = self.batches.batch(batch_id)
        return told(self.files.counts(batch_id), words(language), batch is None or batch.closed_at is not None)

    def _back(self, request: Request, batch_id: str, done: str) -> Response:
        return self.desk.onward(request, f"{BATCHES}/{batch_id}", done=done)

    def _batch(self, batch_id: str) -> Batch:
        return found_or_404(self.batches.batch(batch_id))

    def _maker(self, actor: str) -> str:
        """Whom people know by that id."""
        account = self.desk.services.staff.accounts.account(actor)
        return account.name if account else actor


def told(counts: FileCounts, t: Words, closed: bool) -> Mapping[str, object]:
    """What a page that is open is told of a batch, in the language of the page."""
    return {
        "counts": {state.value: t.number(count) for state, count in counts.by_state.items()},
        "ended": counts.ended,
        "total": counts.total,
        "said": t("batch.said", ended=t.number(counts.ended), total=t.number(counts.total)),
        "failed": sum(
            count for state, count in counts.by_state.items() if state in (FileState.REFUSED, FileState.CANCELLED)
        ),
        "finished": closed and counts.ended == counts.total,
    }


def as_csv(files: Iterator[BatchFile], t: Words, site: str) -> Iterator[str]:
    """One row a file, headings and reasons in the language of the words."""
    yield MARK + row(t(f"batch.column.{column}").unescape() for column in _COLUMNS)
    for file in files:
        said = [t(f"failure.{file.failure}.{part}").unescape() if file.failure else "" for part in ("reason", "remedy")]
        address = f"{site}/documents/{file.document_id}" if file.document_id else ""
        yield row([file.name, t(f"batch.state.{file.state}").unescape(), *said, address])


def _events(news: BatchNews, request: Request, batch_id: str) -> StreamingResponse:
    """How far the batch is, as it changes (`text/event-stream`)."""
    try:
        stream = news.watch(batch_id, request_language(request))
    except CrowdedError:
        raise Problem(503, "busy", {"Retry-After": "30"}, seconds=30) from None
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(stream, headers=headers, media_type="text/event-stream")
