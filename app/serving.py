"""`shaffaf serve`: server and worker under one supervisor, samples on the first run, Ctrl-C stops everything."""

from __future__ import annotations

import json
import signal
import socket
import time
import urllib.error
import urllib.request
from http import HTTPStatus
from types import FrameType
from typing import Any, NoReturn

from app.console import Speaker
from app.settings import Settings
from app.supervision import KeepsDyingError, Supervisor
from ingest.worker_files import worker_is_running

_READY_SECONDS = 60.0
_LOOK_SECONDS = 0.1


def serve(settings: Settings, speaker: Speaker, *, with_samples: bool) -> int:
    """Run everything until Ctrl-C or SIGTERM; returns the exit code."""
    if worker_is_running(settings.state):
        speaker.complain("cli.already_served", state=settings.state)
        return 1
    if not _port_is_free(settings):
        speaker.complain("cli.port_taken", port=settings.port)
        return 1
    signal.signal(signal.SIGTERM, _interrupt)
    speaker.say("cli.starting")
    try:
        with Supervisor(["worker"], ["server"]) as supervisor:
            _watch(settings, speaker, supervisor, with_samples=with_samples)
    except KeyboardInterrupt:
        speaker.say("cli.stopped")
        return 0
    except KeepsDyingError as error:
        speaker.complain("cli.keeps_dying", part=error, log=settings.state / "logs")
        return 1


def _watch(settings: Settings, speaker: Speaker, supervisor: Supervisor, *, with_samples: bool) -> NoReturn:
    health = _wait_until_ready(settings, supervisor)
    address = f"http://{settings.host}:{settings.port}/"
    if with_samples and health.get("archive_change") == 0:
        # Imported only now: it takes a second, in which the children start.
        from app import samples

        speaker.say("cli.loading_samples", address=address)
        samples.load(settings, speaker)
    speaker.say("cli.ready", address=address)
    while True:
        supervisor.keep_alive()
        time.sleep(_LOOK_SECONDS)


def _wait_until_ready(settings: Settings, supervisor: Supervisor) -> dict[str, Any]:
    """What the server says of its health, as soon as it answers."""
    deadline = time.monotonic() + _READY_SECONDS
    while not (health := _health(settings)):
        supervisor.keep_alive()
        if time.monotonic() > deadline:
            raise KeepsDyingError("server")
        time.sleep(_LOOK_SECONDS)
    return health


def _health(settings: Settings) -> dict[str, Any]:
    """Empty while the server does not answer. It is there, too, when it answers that the search engine is away."""
    url = f"http://{settings.host}:{settings.port}/api/v1/health"
    try:
        with urllib.request.urlopen(url, timeout=2) as answer:
            found: dict[str, Any] = json.load(answer)
    except urllib.error.HTTPError as error:
        return {"status": error.code} if error.code == HTTPStatus.SERVICE_UNAVAILABLE else {}
    except (urllib.error.URLError, OSError, ValueError):
        return {}
    return found


def _port_is_free(settings: Settings) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError:
            return False
    return True


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
