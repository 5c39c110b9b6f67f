"""Runs migrations inside the transaction that `archive.migration` opened."""

from __future__ import annotations

from alembic import context

from archive import account_tables, batch_tables, outbox, text_tables  # noqa: F401 (their tables are in the metadata)
from archive.alerts import tables  # noqa: F401 (likewise)
from archive.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, render_as_batch=True)
context.run_migrations()
