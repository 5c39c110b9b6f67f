"""Columns that many tables have."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer

from archive.column_types import Key


def row() -> Column[int]:
    """Numbers the rows in the order they came."""
    return Column("row", Integer, primary_key=True)


def identifier() -> Column[str]:
    """By which everybody else knows the row."""
    return Column("id", Key, nullable=False, unique=True)


def part_of(column: str, owner: str) -> Column[str]:
    """What goes when its owner goes."""
    return Column(column, Key, ForeignKey(owner, ondelete="CASCADE"), nullable=False, index=True)
