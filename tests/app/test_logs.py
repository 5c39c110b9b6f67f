"""Logs: lines that a program can read, each with the request that it is about."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from app import logs
from app.settings import LogFormat, LogTarget, Settings
from domain.tracing import following

logger = logging.getLogger("tests.logs")


@pytest.fixture(autouse=True)
def _own_handlers() -> Iterator[None]:
    """Logging is one for the whole process: as it was afterwards."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    root.handlers.clear()
    yield
    for handler in root.handlers:
        handler.close()
    root.handlers[:] = handlers
    root.setLevel(level)


def settings(state: Path, **said: Any) -> Settings:
    return Settings(state=state, log_format=LogFormat.JSON, **said)


def lines(state: Path) -> list[dict[str, Any]]:
    text = (state / "logs" / "server.log").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def test_a_line_says_when_who_what_and_for_which_request(tmp_path: Path) -> None:
    logs.configure(settings(tmp_path), "server")
    with following("upload-2026-11"):
        logger.warning("مقرر %s", "12/2021")
    (line,) = lines(tmp_path)
    assert datetime.fromisoformat(line.pop("time")).utcoffset() == timedelta(0)
    assert line == {
        "level": "WARNING",
        "logger": "tests.logs",
        "process": "server",
        "request_id": "upload-2026-11",
        "message": "مقرر 12/2021",
    }


def test_a_line_outside_of_any_request_says_so(tmp_path: Path) -> None:
    logs.configure(settings(tmp_path), "server")
    logger.info("started")
    assert [line["request_id"] for line in lines(tmp_path)] == ["-"]


@pytest.mark.parametrize("said", ["two\nlines", 'quotes "', "\u2028", "\x1b[31mred"])
def test_whatever_is_said_is_one_line(tmp_path: Path, said: str) -> None:
    logs.configure(settings(tmp_path), "server")
    logger.info("%s", said)
    text = (tmp_path / "logs" / "server.log").read_text(encoding="utf-8")
    assert text.count("\n") == 1
    assert "\x1b" not in text
    assert json.loads(text)["message"] == said


def test_fields_and_errors_are_told_apart_from_the_message(tmp_path: Path) -> None:
    logs.configure(settings(tmp_path), "server")
    try:
        raise KeyError("gone")
    except KeyError:
        logger.exception("failed", extra={logs.FIELDS: {"status": 500, "path": Path("a")}})
    (line,) = lines(tmp_path)
    assert (line["message"], line["status"], line["path"]) == ("failed", 500, "a")
    assert line["error"].endswith("KeyError: 'gone'")


def test_a_line_of_text_has_the_request_too(tmp_path: Path) -> None:
    logs.configure(Settings(state=tmp_path), "server")
    with following("upload-2026-11"):
        logger.info("read")
    assert (tmp_path / "logs" / "server.log").read_text(encoding="utf-8").endswith("[upload-2026-11]: read\n")


def test_lines_go_to_standard_error_where_something_collects_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    logs.configure(settings(tmp_path, log_target=LogTarget.STDERR), "worker")
    logger.info("read")
    assert json.loads(capsys.readouterr().err)["process"] == "worker"
    assert not (tmp_path / "logs").exists()
