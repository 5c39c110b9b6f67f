"""The durable part of ingest: one DBOS workflow a file, one step a page of OCR, resumed where a kill cut it.

A task's row is written with the record, by whoever uploads. The dispatcher in the worker starts a workflow whose id is
the task's id, so a task enqueued twice runs once. Steps return page numbers and codes, never text.

Workflows only wait, on DBOS's event loop; what steps do is done by a few threads, which all files share: each runs one
child at a time, so their number bounds the children. See docs/adr/0016.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol, TypeVar

from dbos import DBOS, DBOSConfig, Queue, SetWorkflowID

from domain.failures import Failure, RefusedFileError
from ingest.ocr import MissingModelError
from ingest.side_by_side import side_by_side

logger = logging.getLogger(__name__)

QUEUE = "files"
APPLICATION_VERSION = "1"
"""Set by hand: DBOS's default is a hash of the workflows' code, and pending work would wait for the old code."""

_FILES_A_THREAD = 4
"""Files under way for each thread: a short one need not wait until long ones are through."""

_PAGES_A_THREAD = 2
"""Pages of one file under way for each thread: one is read, and the next one is ready when that is done."""

_ENDED_BADLY = ("ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED")


T = TypeVar("T")


class FileSteps(Protocol):
    """What is done to a file; see `ingest.steps.Steps`. Threads share it, and any step may run twice."""

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


class DurableQueue:
    """Runs tasks to their end, `workers` steps at a time. One per worker process; `executor` is stable so that a restart
    resumes its own work.
    """

    def __init__(
        self,
        steps: FileSteps,
        url: str,
        workers: int,
        executor: str = "worker-1",
        others: Sequence[DurableWork] = (),
    ) -> None:
        config = DBOSConfig(
            name="shaffaf",
            system_database_url=url,
            application_version=APPLICATION_VERSION,
            executor_id=executor,
            enable_otlp=False,
            log_level="WARNING",
            notification_listener_polling_interval_sec=1.0,
        )
        DBOS(config=config)
        self._steps = steps
        self._threads = ThreadPoolExecutor(workers, thread_name_prefix="steps")
        self._read_file = _register(steps, self._threads, workers * _PAGES_A_THREAD)
        self._others = others
        for other in others:
            other.register()
        DBOS.launch()
        files = workers * _FILES_A_THREAD
        self._queue: Queue = DBOS.register_queue(QUEUE, worker_concurrency=files, polling_interval_sec=0.05)
        for other in others:
            other.open()

    def enqueue(self, task_id: str) -> None:
        """Run a task, once, however often it is asked for."""
        with SetWorkflowID(task_id):
            self._queue.enqueue(self._read_file, task_id)

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

    def prune(self) -> int:
        """Forget workflows that ended well: the archive holds their result. Returns how many."""
        done = DBOS.list_workflows(status="SUCCESS", limit=500, load_input=False, load_output=False)
        DBOS.delete_workflows([workflow.workflow_id for workflow in done])
        return len(done)

    def close(self) -> None:
        """Stop taking work; what is under way is resumed by the next worker."""
        DBOS.destroy(destroy_registry=True, workflow_completion_timeout_sec=0)
        self._threads.shutdown(wait=False, cancel_futures=True)


def _register(steps: FileSteps, threads: ThreadPoolExecutor, pages: int) -> Callable[[str], Awaitable[str]]:
    """The workflow of a file, registered with DBOS under stable names, with up to `pages` pages under way."""

    async def do(step: Callable[..., T], *arguments: object) -> T:
        return await asyncio.get_running_loop().run_in_executor(threads, step, *arguments)

    @DBOS.step(name="extract", retries_allowed=True, max_attempts=3, should_retry=_is_passing)
    async def extract(task_id: str) -> list[int]:
        return await do(steps.extract, task_id)

    @DBOS.step(name="read_page", retries_allowed=True, max_attempts=3, should_retry=_is_passing)
    async def read_page(task_id: str, number: int) -> None:
        await do(steps.read_page, task_id, number)

    @DBOS.step(name="finish", retries_allowed=True, max_attempts=3, should_retry=_is_passing)
    async def finish(task_id: str) -> None:
        await do(steps.finish, task_id)

    @DBOS.step(name="refuse", retries_allowed=True, max_attempts=3)
    async def refuse(task_id: str, failure: str, detail: str) -> None:
        await do(steps.refuse, task_id, Failure(failure), detail)

    @DBOS.workflow(name="read_file")
    async def read_file(task_id: str) -> str:
        try:
            numbers = await extract(task_id)
            # Taking a step from here numbers it: by page, not by when it begins or ends.
            await side_by_side((read_page(task_id, number) for number in numbers), pages)
            await finish(task_id)
        except RefusedFileError as refusal:
            await refuse(task_id, str(refusal.failure), refusal.detail)
            return str(refusal.failure)
        except Exception as error:
            # One document can never stop a batch: what nobody foresaw is a reason too, and the log holds the rest.
            logger.exception("task %s failed", task_id)
            await refuse(task_id, str(Failure.CRASHED), repr(error))
            return str(Failure.CRASHED)
        return "done"

    return read_file


def _is_passing(error: BaseException) -> bool:
    """Whether another try may help: a full disk or a locked database passes, a damaged file stays damaged."""
    return not isinstance(error, RefusedFileError | MissingModelError)
