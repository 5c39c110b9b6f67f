"""The durable part of ingest: one DBOS workflow a file, one step a page of OCR, resumed where a kill cut it.

A task's row is written with the record, by whoever uploads. The dispatcher in the worker starts a workflow whose id is
the task's id, so a task enqueued twice runs once. Steps return page numbers and codes, never text.

Workflows only wait, on DBOS's event loop; what steps do is done by a crew of a few threads, which all files share: each runs
one child at a time, so their number bounds the children. See docs/adr/0016, and 0031 for many workers.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from dbos import DBOS, DBOSConfig, Queue, SetWorkflowID

from domain.failures import Failure, RefusedFileError
from domain.records import Urgency
from domain.tracing import following
from ingest.crew import Crew
from ingest.disk import DiskReserve
from ingest.figures import FILES, OCR_PAGES
from ingest.left_behind import forget, left_behind
from ingest.ocr import MissingModelError
from ingest.room import Room
from ingest.side_by_side import side_by_side

logger = logging.getLogger(__name__)

QUEUES = {Urgency.SOON: "files", Urgency.LATER: "files-again"}
"""Apart, so that files of which nobody waits for any never take the places of the others."""

APPLICATION_VERSION = "1"
"""Set by hand: DBOS's default is a hash of the workflows' code, and pending work would wait for the old code. Raise it
when the steps of a file or their arguments change: what other versions began is then begun anew (`ingest.left_behind`).
"""

_WORKFLOW = "read_file"

_FILES_A_THREAD = 4
"""Files under way for each thread: a short one need not wait until long ones are through."""

_PAGES_A_THREAD = 2
"""Pages of one file under way for each thread: one is read, and the next one is ready when that is done."""

_POLLING_SECONDS = {Urgency.SOON: 0.05, Urgency.LATER: 1.0}
"""How often a worker looks for files to begin with."""

_RECORDING_SECONDS = 0.3
"""After the last step: time for DBOS to record it. What is not recorded is done again."""

_ENDED_BADLY = ("ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED")


class FileSteps(Protocol):
    """What is done to a file; see `ingest.steps.Steps`. Threads share it, and any step may run twice."""

    def request_id(self, task_id: str) -> str:
        """The id of the request that made the task, for the logs."""

    def extract(self, task_id: str) -> list[int]:
        """Store what the file itself says; returns the numbers of the pages to be read by OCR."""

    def read_page(self, task_id: str, number: int) -> None:
        """Read one page by OCR."""

    def finish(self, task_id: str) -> None:
        """Describe the document and end the task."""

    def refuse(self, task_id: str, failure: Failure, detail: str) -> None:
        """End the task with a reason."""


class DurableWork(Protocol):
    """Workflows of another kind that run in the same worker."""

    def register(self) -> None:
        """Tell DBOS of the workflows, before it starts."""

    def open(self) -> None:
        """Begin to take work, once DBOS has started."""

    def dispatch(self) -> None:
        """Start what is due; called again and again."""

    def close(self) -> None:
        """End what goes on beside DBOS."""


@dataclass(frozen=True, slots=True)
class Post:
    """A worker's place: the name under which its work is known, stable, so that a restart resumes its own work.

    `threads` do the steps, up to `again` of them at a time for files that are read again. When it is told to stop, steps
    under way have `stop_seconds` to end. While `disk` is short no step begins; None when nobody knows.
    """

    name: str
    threads: int
    again: int = 1
    stop_seconds: float = 5.0
    disk: DiskReserve | None = None


class DurableQueue:
    """Runs tasks to their end. One per worker process; workers of one database share its tasks."""

    def __init__(self, steps: FileSteps, url: str, post: Post, others: Sequence[DurableWork] = ()) -> None:
        config = DBOSConfig(
            name="shaffaf",
            system_database_url=url,
            application_version=APPLICATION_VERSION,
            executor_id=post.name,
            enable_otlp=False,
            log_level="WARNING",
            notification_listener_polling_interval_sec=1.0,
        )
        DBOS(config=config)
        self._steps = steps
        self._post = post
        self._crew = Crew(post.threads, {Urgency.LATER: post.again})
        room = Room(post.name, self._crew, post.disk)
        self._read_file = _register(steps, room, post.threads * _PAGES_A_THREAD, post.name)
        self._others = others
        for other in others:
            other.register()
        DBOS.launch()
        self._queues = {urgency: self._queue(urgency) for urgency in QUEUES}
        for other in others:
            other.open()

    def _queue(self, urgency: Urgency) -> Queue:
        threads = min(self._post.threads, self._post.again) if urgency is Urgency.LATER else self._post.threads
        files, pause = threads * _FILES_A_THREAD, _POLLING_SECONDS[urgency]
        return DBOS.register_queue(QUEUES[urgency], worker_concurrency=files, polling_interval_sec=pause)

    def enqueue(self, task_id: str, urgency: Urgency = Urgency.SOON) -> None:
        """Run a task, once, however often it is asked for."""
        with SetWorkflowID(task_id):
            self._queues[urgency].enqueue(self._read_file, task_id, int(urgency))

    def waiting(self, urgency: Urgency) -> int:
        """How many steps of files under way wait for a thread of this worker."""
        return self._crew.waiting(urgency)

    def executors(self) -> Collection[str]:
        """The names of the workers whose tasks are under way, or were when they died."""
        pending = DBOS.list_workflows(status="PENDING", load_input=False, load_output=False)
        return {str(workflow.executor_id) for workflow in pending}

    def take_over(self, names: Collection[str]) -> None:
        """Have what workers of these names left be done by whoever has time. Does nothing the second time."""
        if names:
            logger.warning("the work of %s is taken over", ", ".join(sorted(names)))
            DBOS._recover_pending_workflows(list(names))

    def dispatch_others(self) -> None:
        """Start what is due of work of other kinds."""
        for other in self._others:
            other.dispatch()

    def refuse_dead(self, task_ids: Iterable[str]) -> None:
        """End the tasks whose workflow ended without ending them, so that none waits for ever."""
        ids = list(task_ids)
        if not ids:
            return
        for workflow in DBOS.list_workflows(workflow_ids=ids, status=list(_ENDED_BADLY), load_output=False):
            logger.error("task %s ended as %s", workflow.workflow_id, workflow.status)
            self._steps.refuse(workflow.workflow_id, Failure.CRASHED, str(workflow.status))

    def left_behind(self, task_ids: Sequence[str]) -> list[str]:
        """Which tasks, of these that have been enqueued and of all that are in the queue, nobody would end."""
        return left_behind(_WORKFLOW, APPLICATION_VERSION, task_ids)

    def forget(self, task_ids: Collection[str]) -> None:
        """Know nothing of the tasks any more: they can be enqueued anew."""
        forget(task_ids)

    def prune(self) -> int:
        """Forget workflows that ended well: the archive holds their result. Returns how many."""
        done = DBOS.list_workflows(status="SUCCESS", limit=500, load_input=False, load_output=False)
        DBOS.delete_workflows([workflow.workflow_id for workflow in done])
        return len(done)

    def close(self) -> None:
        """Begin nothing any more, let steps under way end, and go; files under way are resumed by the next worker."""
        for other in self._others:
            other.close()
        if self._crew.rest(self._post.stop_seconds):
            time.sleep(_RECORDING_SECONDS)
        DBOS.destroy(destroy_registry=True, workflow_completion_timeout_sec=0)


def _register(steps: FileSteps, room: Room, pages: int, worker: str) -> Callable[..., Awaitable[str]]:
    """The workflow of a file, registered with DBOS under stable names, with up to `pages` pages under way."""

    @DBOS.step(name="extract", retries_allowed=True, max_attempts=3, should_retry=_is_passing)
    async def extract(urgency: int, task_id: str) -> list[int]:
        return await room.run_when_possible(urgency, steps.extract, task_id)

    @DBOS.step(name="read_page", retries_allowed=True, max_attempts=3, should_retry=_is_passing)
    async def read_page(urgency: int, task_id: str, number: int) -> None:
        await room.run_when_possible(urgency, steps.read_page, task_id, number)
        OCR_PAGES.labels(worker).inc()

    @DBOS.step(name="finish", retries_allowed=True, max_attempts=3, should_retry=_is_passing)
    async def finish(urgency: int, task_id: str) -> None:
        await room.run_when_possible(urgency, steps.finish, task_id)

    @DBOS.step(name="refuse", retries_allowed=True, max_attempts=3)
    async def refuse(urgency: int, task_id: str, failure: str, detail: str) -> None:
        await room.run_when_possible(urgency, steps.refuse, task_id, Failure(failure), detail)

    @DBOS.workflow(name=_WORKFLOW)
    async def read_file(task_id: str, urgency: int = Urgency.SOON) -> str:
        # Beside the crew: whoever waits for its turn there would lose it between two steps.
        with following(await asyncio.to_thread(steps.request_id, task_id)):
            logger.info("task %s begins", task_id)
            outcome = await read_whole(task_id, urgency)
            logger.info("task %s ended: %s", task_id, outcome)
        FILES.labels(worker, outcome).inc()
        return outcome

    async def read_whole(task_id: str, urgency: int) -> str:
        try:
            numbers = await extract(urgency, task_id)
            # Taking a step from here numbers it: by page, not by when it begins or ends.
            await side_by_side((read_page(urgency, task_id, number) for number in numbers), pages)
            await finish(urgency, task_id)
        except RefusedFileError as refusal:
            await refuse(urgency, task_id, str(refusal.failure), refusal.detail)
            return str(refusal.failure)
        except Exception as error:
            # One document can never stop a batch: what nobody foresaw is a reason too, and the log holds the rest.
            logger.exception("task %s failed", task_id)
            await refuse(urgency, task_id, str(Failure.CRASHED), repr(error))
            return str(Failure.CRASHED)
        return "done"

    return read_file


def _is_passing(error: BaseException) -> bool:
    """Whether another try may help: a full disk or a locked database passes, a damaged file stays damaged."""
    return not isinstance(error, RefusedFileError | MissingModelError)
