"""Forgetting the durable queue, for when the archive has become another one: the archive's tasks are enqueued anew."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import NullPool, create_engine, make_url, text

_SCHEMA = "dbos"
"""Where DBOS keeps its tables on a server."""


def forget_queue(url: str) -> None:
    """Forget all workflows of the queue at the SQLAlchemy URL. No worker may run."""
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        file = Path(str(address.database))
        for ending in ("", "-wal", "-shm"):
            file.with_name(file.name + ending).unlink(missing_ok=True)
        return
    engine = create_engine(address.set(drivername="postgresql+psycopg"), poolclass=NullPool)
    with engine.begin() as connection:
        connection.execute(text(f"DROP SCHEMA IF EXISTS {_SCHEMA} CASCADE"))
