"""An S3 server of the tests' own: moto as a process on loopback, which speaks the protocol that boto3 speaks to AWS."""

from __future__ import annotations

import itertools
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from benchmarks.ports import free_port

KEYS = {"AWS_ACCESS_KEY_ID": "tests", "AWS_SECRET_ACCESS_KEY": "tests", "AWS_EC2_METADATA_DISABLED": "true"}


@dataclass
class S3Server:
    """A running server."""

    port: int
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def bucket(self) -> str:
        """The location of a bucket that is not there yet."""
        return f"s3://bucket-{next(self._numbers)}/originals?endpoint={self.endpoint}"


@contextmanager
def running() -> Iterator[S3Server]:
    """A server for as long as the context lasts."""
    port = free_port()
    command = [sys.executable, "-W", "ignore", "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=os.environ | KEYS)
    try:
        while not _answers(port):
            assert process.poll() is None, "the S3 server ended"
            time.sleep(0.05)
        yield S3Server(port)
    finally:
        process.kill()
        process.wait()


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
