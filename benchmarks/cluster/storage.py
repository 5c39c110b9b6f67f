"""An S3 store on loopback: moto, which speaks the protocol and keeps all in memory."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

from benchmarks.cluster.process import Part, listens
from benchmarks.ports import free_ports

KEYS: Mapping[str, str] = {
    "AWS_ACCESS_KEY_ID": "cluster",
    "AWS_SECRET_ACCESS_KEY": "cluster",
    "AWS_EC2_METADATA_DISABLED": "true",
}
"""What lets programs in: the store asks for keys and takes any."""


class Storage:
    """One store with one bucket, which is made when the first file comes."""

    def __init__(self, folder: Path) -> None:
        (self._port,) = free_ports(1)
        command = [sys.executable, "-W", "ignore", "-m", "moto.server", "-H", "127.0.0.1", "-p", str(self._port)]
        self.part = Part("storage", command, folder / "storage.log", lambda: listens(self._port), KEYS)

    @property
    def url(self) -> str:
        """Where originals go."""
        return f"s3://originals/files?endpoint=http://127.0.0.1:{self._port}"
