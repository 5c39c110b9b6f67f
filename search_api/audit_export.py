"""Entries of the audit as files: CSV for spreadsheets, JSON lines for programs."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType

from domain.audit import LoggedAction
from search_api.csv_rows import MARK, row

COLUMNS = ("number", "at", "actor", "email", "action", "subject", "body_id", "detail")


def as_record(entry: LoggedAction) -> dict[str, object]:
    """The entry as JSON has it; times are UTC."""
    return {
        "number": entry.number,
        "at": entry.at.isoformat(),
        "actor": entry.actor,
        "email": entry.email,
        "action": entry.action,
        "subject": entry.subject,
        "body_id": entry.body_id,
        "detail": dict(entry.detail),
    }


def as_json_lines(entries: Iterable[LoggedAction]) -> Iterator[str]:
    """One object a line."""
    for entry in entries:
        yield json.dumps(as_record(entry), ensure_ascii=False) + "\n"


def as_csv(entries: Iterable[LoggedAction]) -> Iterator[str]:
    """One row an entry, `detail` as JSON. No cell is taken for a formula."""
    yield MARK + row(COLUMNS)
    for entry in entries:
        record = as_record(entry) | {"detail": json.dumps(dict(entry.detail), ensure_ascii=False)}
        yield row(record[column] for column in COLUMNS)


Writer = Callable[[Iterable[LoggedAction]], Iterator[str]]

FORMS: Mapping[str, tuple[Writer, str]] = MappingProxyType(
    {"csv": (as_csv, "text/csv; charset=utf-8"), "jsonl": (as_json_lines, "application/jsonl; charset=utf-8")}
)
"""By the ending of the file's name: what writes it, and its media type."""
