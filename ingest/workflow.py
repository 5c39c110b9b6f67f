"""The durable part of ingest: one DBOS workflow a file, one step a page of OCR, resumed where a kill cut it.

A task's row is written with the record, by whoever uploads. The dispatcher in the worker starts a workflow whose id is
the task's id, so a task enqueued twice runs once. Steps return page numbers and codes, never text.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable

from dbos import DBOS, DBOSConfig, Queue, SetWorkflowID

from domain.failures import Failure, RefusedFileError
from ingest.steps import Steps

logger = logging.getLogger(__name__)

QUEUE = "files"
APPLICATION_VERSION = "1"
"""Set by hand: DBOS's default is a hash of the workflows' code, and pending work would wait for the old code."""

_ENDED_BADLY = ("ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED")


class DurableQueue:
    """Runs tasks to their end. One per worker process; `executor` is stable so that a restart resumes its own work."""

    def __init__(self, steps: Steps, url: str, workers: int, executor: str = "worker-1") -> None:
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
        self._read_file = _register(steps)
        DBOS.launch()
        self._queue: Queue = DBOS.register_queue(QUEUE, worker_concurrency=workers, polling_interval_sec=0.05)

    def enqueue(self, task_id: str) -> None:
        """Run a task, once, however often it is asked for."""
        with SetWorkflowID(task_id):
            self._queue.enqueue(self._read_file, task_id)

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


def _register(steps: Steps) -> Callable[[str], str]:
    """The workflow of a file, registered with DBOS under stable names."""

    @DBOS.step(name="extract", retries_allowed=True, max_attempts=3, should_retry=_is_passing)
    def extract(task_id: str) -> list[int]:
        return steps.extract(task_id)

    @DBOS.step(name="read_page", retries_allowed=True, max_attempts=3, should_retry=_is_passing)
    def read_page(task_id: str, number: int) -> None:
        steps.read_page(task_id, number)

    @DBOS.step(name="finish", retries_allowed=True, max_attempts=3, should_retry=_is_passing)
    def finish(task_id: str) -> None:
        steps.finish(task_id)

    @DBOS.step(name="refuse", retries_allowed=True, max_attempts=3)
    def refuse(task_id: str, failure: str, detail: str) -> None:
        steps.refuse(task_id, Failure(failure), detail)

    @DBOS.workflow(name="read_file")
    def read_file(task_id: str) -> str:
        try:
            for number in extract(task_id):
                read_page(task_id, number)
            finish(task_id)
        except RefusedFileError as refusal:
            refuse(task_id, str(refusal.failure), refusal.detail)
            return str(refusal.failure)
        except Exception as error:
            # One document can never stop a batch: what nobody foresaw is a reason too, and the log holds the rest.
            logger.exception("task %s failed", task_id)
            refuse(task_id, str(Failure.CRASHED), repr(error))
            return str(Failure.CRASHED)
        return "done"

    return read_file


def _is_passing(error: BaseException) -> bool:
    """Whether another try may help: a full disk or a locked database passes, a damaged file stays damaged."""
    return not isinstance(error, RefusedFileError)
