"""Bringing a database's tables to the shape this version works with. Alembic is imported only where there is work for it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DatabaseError

from archive.dialect import migrating

if TYPE_CHECKING:
    from alembic.config import Config

NEWEST = "0016_events"
"""The revision this version works with."""

_SCRIPTS = Path(__file__).parent / "migrations"


def is_newest(engine: Engine) -> bool:
    """Whether the database's tables have the shape this version works with."""
    try:
        with engine.begin() as connection:
            found = connection.scalar(text("SELECT version_num FROM alembic_version"))
    except DatabaseError:
        return False
    return bool(found == NEWEST)


def upgrade(url: str, revision: str = "head") -> None:
    """Up to `revision`, whole or not at all; waits while another process does the same."""
    from alembic import command

    with migrating(url) as connection:
        command.upgrade(_config(connection), revision)


def downgrade(url: str, revision: str) -> None:
    """Down to `revision` ("base": no tables), whole or not at all."""
    from alembic import command

    with migrating(url) as connection:
        command.downgrade(_config(connection), revision)


def _config(connection: Connection) -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
