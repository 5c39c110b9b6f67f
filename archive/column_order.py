"""For migrations: where a table's new columns lie, on databases where it matters."""

from __future__ import annotations

from typing import Any, Literal

from alembic import op

from archive.dialect import columns_lie_in_order


def recreate() -> Literal["always", "never"]:
    """How `op.batch_alter_table` makes room between columns: by a new table, or not at all."""
    return "always" if columns_lie_in_order(op.get_bind()) else "never"


def behind(column: str) -> dict[str, Any]:
    """What to tell `batch.add_column` to have a column behind another."""
    return {"insert_after": column} if columns_lie_in_order(op.get_bind()) else {}
