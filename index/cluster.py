"""Where an engine of many machines runs, and how to get in."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Cluster:
    """A cluster of servers: any of `hosts` (URLs) answers for all of them.

    Either `user` and `password` or `api_key` get in. `authority` is a file with the certificate (PEM) that those of the
    servers are checked against, where it is none that the machine trusts. All that is kept there has a name that begins
    with `prefix`. `seconds` is the longest that one search may take, `writing_seconds` a parcel of documents, or to show it.
    """

    hosts: tuple[str, ...] = ("http://127.0.0.1:9200",)
    user: str = ""
    password: str = field(default="", repr=False)
    api_key: str = field(default="", repr=False)
    authority: Path | None = None
    prefix: str = "shaffaf"
    shards: int = 1
    seconds: float = 10.0
    writing_seconds: float = 60.0
