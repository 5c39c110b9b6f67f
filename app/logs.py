"""Logs of every process: lines of text or of JSON, to files in the state folder or to standard error.

Each line has the id of the request it is about (`domain.tracing`). What people typed is in no line unless a setting asks
for it.
"""

from __future__ import annotations

import json
import logging
import logging.handlers
import sys
from datetime import UTC, datetime

from app.settings import LogFormat, LogTarget, Settings
from domain.tracing import current_request_id

_BYTES = 10_000_000
_KEPT = 3
_LINE = "%(asctime)s %(levelname)s %(name)s [%(request_id)s]: %(message)s"
FIELDS = "fields"
"""Give further fields of a line as `logger.info(…, extra={FIELDS: {…}})`."""


def configure(settings: Settings, process: str) -> None:
    """Send what this process logs where the settings say; `process` names it in the line, or names its file."""
    handler = _handler(settings, process)
    handler.addFilter(_add_request_id)
    handler.setFormatter(JsonLines(process) if settings.log_format is LogFormat.JSON else logging.Formatter(_LINE))
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)


class JsonLines(logging.Formatter):
    """One JSON object a line: time (UTC, ISO 8601), level, logger, process, request_id, message, fields, error."""

    def __init__(self, process: str) -> None:
        super().__init__()
        self._process = process

    def format(self, record: logging.LogRecord) -> str:
        """The line, without its end."""
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "process": self._process,
            "request_id": getattr(record, "request_id", ""),
            "message": record.getMessage(),
            **getattr(record, FIELDS, {}),
        }
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


def _handler(settings: Settings, process: str) -> logging.Handler:
    if settings.log_target is LogTarget.STDERR:
        return logging.StreamHandler(sys.stderr)
    folder = settings.state / "logs"
    folder.mkdir(parents=True, exist_ok=True)
    return logging.handlers.RotatingFileHandler(
        folder / f"{process}.log", maxBytes=_BYTES, backupCount=_KEPT, encoding="utf-8"
    )


def _add_request_id(record: logging.LogRecord) -> bool:
    record.request_id = current_request_id() or "-"
    return True
