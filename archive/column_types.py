"""Columns that give back what the domain speaks of: any text, aware times, enumerations, word boxes."""

from __future__ import annotations

import json
import re
from dataclasses import astuple, replace
from datetime import UTC, datetime
from enum import StrEnum
from itertools import starmap
from typing import Any, TypeVar

from sqlalchemy import JSON, DateTime, Dialect, LargeBinary, String, Text
from sqlalchemy.types import TypeDecorator

from archive.word_boxes import pack, unpack
from domain.documents import PageReading, TextSource, WordBox
from domain.failures import Failure

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")

Kind = TypeVar("Kind", bound=StrEnum)


def storable(text: str) -> str:
    """`text` with U+FFFD for what no database keeps (NUL, lone surrogates); its offsets still hold."""
    return _UNSTORABLE.sub("\ufffd", text)


def to_json(value: object) -> str:
    """`value` as JSON that stays readable in Arabic and can always be stored."""
    return storable(json.dumps(value, ensure_ascii=False))


class AnyText(TypeDecorator[str]):
    """Text from outside, made `storable`."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """What is stored."""
        return None if value is None else storable(value)


class Key(TypeDecorator[str]):
    """An id of a record. What was asked for by an id that no database could keep is not found, rather than an error."""

    impl = String(64)
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """What is stored."""
        return None if value is None else storable(value)


class UtcTime(TypeDecorator[datetime]):
    """An aware moment, stored in UTC. Raises ValueError for a naive one."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """What is stored: UTC without saying so."""
        if value is not None and value.tzinfo is None:
            raise ValueError(f"{value} does not say in which zone it is")
        return None if value is None else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The moment, in UTC."""
        return None if value is None else value.replace(tzinfo=UTC)


class Choice(TypeDecorator[Kind]):
    """A member of an enumeration, stored as its value of up to `length` characters."""

    impl = String
    cache_ok = True

    def __init__(self, kind: type[Kind], length: int = 16) -> None:
        super().__init__(length)
        self.kind = kind

    def process_bind_param(self, value: Kind | None, dialect: Dialect) -> str | None:
        """What is stored."""
        return None if value is None else value.value

    def process_result_value(self, value: str | None, dialect: Dialect) -> Kind | None:
        """The member. Raises ValueError for a value the enumeration does not have."""
        return None if value is None else self.kind(value)


class WordBoxes(TypeDecorator[tuple[WordBox, ...]]):
    """The words of a page (see `archive.word_boxes`)."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: tuple[WordBox, ...] | None, dialect: Dialect) -> bytes | None:
        """What is stored."""
        return None if value is None else pack(value)

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> tuple[WordBox, ...] | None:
        """The words."""
        return None if value is None else unpack(value)


class PageReadings(TypeDecorator[tuple[PageReading, ...]]):
    """How a page was read: a row of the fields of `PageReading` each."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: tuple[PageReading, ...] | None, dialect: Dialect) -> list[object] | None:
        """What is stored."""
        return None if value is None else [list(astuple(reading)) for reading in value]

    def process_result_value(self, value: list[list[Any]] | None, dialect: Dialect) -> tuple[PageReading, ...] | None:
        """The readings."""
        return None if value is None else tuple(starmap(_reading, value))


def _reading(source: str, *rest: Any) -> PageReading:
    """A stored reading; those of earlier releases have no failure."""
    reading = PageReading(TextSource(source), *rest)
    return reading if reading.failure is None else replace(reading, failure=Failure(reading.failure))
