"""Tasks that no workflow of this version works on: another version of this program began with them, or the queue that knew
of them is gone. They are begun anew: every step of a file may be done twice.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from dbos import DBOS

_UNFINISHED = ("PENDING", "ENQUEUED")
_AT_ONCE = 500


def left_behind(name: str, version: str, task_ids: Sequence[str]) -> list[str]:
    """Those of the tasks, which have been enqueued, that no workflow is there for, and all that an unfinished workflow
    called `name`, of another version, is there for. DBOS has been launched.
    """
    known = {found for first in range(0, len(task_ids), _AT_ONCE) for found in _known(task_ids[first : first + _AT_ONCE])}
    unfinished = DBOS.list_workflows(name=name, status=list(_UNFINISHED), load_input=False, load_output=False)
    outdated = [workflow.workflow_id for workflow in unfinished if workflow.app_version != version]
    return list(dict.fromkeys([*(one for one in task_ids if one not in known), *outdated]))


def forget(task_ids: Collection[str]) -> None:
    """Forget the workflows of the tasks, if there are any."""
    DBOS.delete_workflows(list(task_ids))


def _known(task_ids: Sequence[str]) -> list[str]:
    found = DBOS.list_workflows(workflow_ids=list(task_ids), load_input=False, load_output=False)
    return [workflow.workflow_id for workflow in found]
