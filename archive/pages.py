"""The pages of versions, and of the attempts at reading them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import fields
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, Row, bindparam, delete, func, literal, select, update

from archive import page_texts, schema
from archive.dialect import upsert
from domain.documents import Page, PageKey, ReadingState, TextSource
from domain.records import Edition, TaskState
from domain.turning import turned

_FIELDS = tuple(field.name for field in fields(Page))
_LIGHT_FIELDS = tuple(name for name in _FIELDS if name not in ("words", "raw_text"))


def start(connection: Connection, task_id: str, page_count: int) -> None:
    """The task's version has so many pages; what an earlier run of the task wrote beyond them goes."""
    task = _open_task(connection, task_id)
    if task is None:
        return
    table, versions = schema.pages, schema.versions
    # A version that is read again is shown as it was until the new reading is complete.
    first = update(versions).where(versions.c.id == task.version_id, versions.c.state != ReadingState.DONE)
    connection.execute(first.values(state=ReadingState.READING, page_count=page_count))
    connection.execute(delete(table).where(*_of_attempt(task), table.c.number > page_count))


def put(connection: Connection, task_id: str, written: Sequence[Page]) -> None:
    """Add the pages to the task's attempt, each in place of the one with its number."""
    task = _open_task(connection, task_id)
    if task is None or not written:
        return
    statement = upsert(connection, schema.pages)
    replaced = {name: statement.excluded[name] for name in _FIELDS if name != "number"}
    statement = statement.on_conflict_do_update(index_elements=["version_id", "attempt", "number"], set_=replaced)
    key = {"version_id": task.version_id, "attempt": task.attempt}
    connection.execute(statement, [key | _values(page) for page in written])


def load_some(connection: Connection, version_id: str, after: int, limit: int, full: bool) -> list[Page]:
    """The next pages behind number `after`, of the attempt that is shown, with the texts that people wrote, turned as people
    set them; with words and raw text if `full`.
    """
    return _as_shown(connection, version_id, _load(connection, shown(version_id), after, limit, full), full)


def load_one(connection: Connection, version_id: str, number: int) -> Page | None:
    """The whole page with the text that people wrote, turned as people set it, or None."""
    found = load_machine(connection, PageKey(version_id, number))
    return None if found is None else _as_shown(connection, version_id, [found], full=True)[0]


def load_machine(connection: Connection, key: PageKey) -> Page | None:
    """The whole page as it was read, whatever people wrote, lying as the file has it, or None."""
    return _only(_load(connection, shown(key.version_id), key.number - 1, 1, full=True), key.number)


def load_texts(connection: Connection, keys: Collection[PageKey]) -> dict[PageKey, str]:
    """The texts of those of the pages that are there."""
    wanted = set(keys)
    asked = {"versions": sorted({key.version_id for key in wanted}), "numbers": sorted({key.number for key in wanted})}
    rows = connection.execute(_TEXTS, asked) if wanted else ()
    found = {PageKey(version_id, number): text for version_id, number, text in rows}
    return {key: text for key, text in found.items() if key in wanted}


def load_listed(connection: Connection, keys: Collection[PageKey], full: bool) -> list[tuple[str, Page]]:
    """Those of the pages that are there, as `load_some` gives them, in the order of `keys`."""
    found: dict[PageKey, Page] = {}
    for version_id, numbers in _by_version(keys).items():
        listed = *shown(version_id), schema.pages.c.number.in_(numbers)
        for page in _as_shown(connection, version_id, _load(connection, listed, 0, len(numbers), full), full):
            found[PageKey(version_id, page.number)] = page
    return [(key.version_id, found[key]) for key in keys if key in found]


def turns(connection: Connection, version_id: str) -> dict[int, int]:
    """By how many degrees clockwise people turned pages of the version, by number; the others are not in it."""
    table = schema.page_turns
    found = select(table.c.number, table.c.degrees).where(table.c.version_id == version_id)
    return {row.number: row.degrees for row in connection.execute(found)}


def sizes(connection: Connection, version_ids: Iterable[str]) -> dict[PageKey, float | None]:
    """The pages shown of the versions, in order, each with its width: None for what can't be drawn."""
    table = schema.pages
    found: dict[PageKey, float | None] = {}
    for version_id in version_ids:
        rows = connection.execute(select(table.c.number, table.c.width).where(*shown(version_id)).order_by(table.c.number))
        found |= {PageKey(version_id, row.number): row.width for row in rows}
    return found


def copy_shown(connection: Connection, task_id: str) -> None:
    """Begin the task's attempt with the pages shown, where it has not read them itself."""
    task = _open_task(connection, task_id)
    if task is None:
        return
    table = schema.pages
    columns = [column for column in table.c if column.name != "attempt"]
    taken = select(literal(task.attempt), *columns).where(*shown(task.version_id))
    names = ["attempt", *(column.name for column in columns)]
    connection.execute(upsert(connection, table).from_select(names, taken).on_conflict_do_nothing())


def load_some_read(connection: Connection, task_id: str, after: int, limit: int) -> list[Page]:
    """The next pages behind number `after` that the task has read so far, with the texts that people wrote, lying as the
    file has them.
    """
    task = _task(connection, task_id)
    if task is None:
        return []
    found = _load(connection, _of_attempt(task), after, limit, full=False)
    return page_texts.lay_over(connection, task.version_id, found, full=False)


def load_one_read(connection: Connection, task_id: str, number: int) -> Page | None:
    """The whole page as the task has read it, lying as the file has it, or None."""
    task = _task(connection, task_id)
    return None if task is None else _only(_load(connection, _of_attempt(task), number - 1, 1, full=True), number)


def edition(connection: Connection, version_id: str) -> Edition:
    """Which reading of the version is shown, and whether its file gives another text."""
    table, versions = schema.pages, schema.versions
    attempt = connection.scalar(select(versions.c.attempt).where(versions.c.id == version_id))
    other = table.c.source.in_((TextSource.OCR, TextSource.REPAIRED)) | table.c.raw_text.is_not(None)
    found = connection.scalar(select(table.c.number).where(*shown(version_id), other).limit(1))
    count, written = page_texts.count(connection, version_id)
    return Edition(attempt or 0, found is not None or written, count)


def shown(version_id: str) -> tuple[ColumnElement[bool], ...]:
    """The condition on a page to be one of the version, of the attempt that is shown."""
    table, versions = schema.pages, schema.versions
    attempt = select(versions.c.attempt).where(versions.c.id == version_id).scalar_subquery()
    return table.c.version_id == version_id, table.c.attempt == attempt


def all_shown() -> FromClause:
    """The pages of all versions, each of the attempt that is shown."""
    table, versions = schema.pages, schema.versions
    return table.join(versions, (table.c.version_id == versions.c.id) & (table.c.attempt == versions.c.attempt))


def keep_attempt(connection: Connection, version_id: str, attempt: int) -> None:
    """Show the pages of the attempt; those of others go."""
    table, versions = schema.pages, schema.versions
    connection.execute(delete(table).where(table.c.version_id == version_id, table.c.attempt != attempt))
    connection.execute(update(versions).where(versions.c.id == version_id).values(attempt=attempt))


def forget(connection: Connection, version_id: str) -> None:
    """The version is to be read as if for the first time."""
    table, versions = schema.pages, schema.versions
    connection.execute(delete(table).where(table.c.version_id == version_id))
    fresh = {"state": ReadingState.WAITING, "reason": None, "page_count": 0}
    connection.execute(update(versions).where(versions.c.id == version_id).values(fresh))


def drop_attempt(connection: Connection, version_id: str, attempt: int) -> None:
    """Forget what an attempt that failed wrote."""
    table = schema.pages
    connection.execute(delete(table).where(table.c.version_id == version_id, table.c.attempt == attempt))


def _task(connection: Connection, task_id: str) -> Row[Any, Any, Any] | None:
    table = schema.tasks
    found = select(table.c.version_id, table.c.attempt, table.c.state).where(table.c.id == task_id)
    return connection.execute(found).one_or_none()


def _open_task(connection: Connection, task_id: str) -> Row[Any, Any, Any] | None:
    """The task while it may still write: a step may run late, after the task has ended or its document is gone."""
    task = _task(connection, task_id)
    return None if task is None or task.state == TaskState.FINISHED else task


def _of_attempt(task: Row[Any, Any, Any]) -> tuple[ColumnElement[bool], ...]:
    table = schema.pages
    return table.c.version_id == task.version_id, table.c.attempt == task.attempt


def _load(connection: Connection, which: Sequence[ColumnElement[bool]], after: int, limit: int, full: bool) -> list[Page]:
    table = schema.pages
    columns = [table.c[name] for name in (_FIELDS if full else _LIGHT_FIELDS)]
    behind = select(*columns).where(*which, table.c.number > after)
    return [_page(row) for row in connection.execute(behind.order_by(table.c.number).limit(limit))]


def _as_shown(connection: Connection, version_id: str, found: Sequence[Page], full: bool) -> list[Page]:
    """Boxes and sizes are stored as the file has the pages, so that turning a page takes effect at once."""
    degrees: Mapping[int, int] = turns(connection, version_id) if found else {}
    written = page_texts.lay_over(connection, version_id, found, full)
    return [turned(page, degrees.get(page.number, 0)) for page in written]


def _by_version(keys: Iterable[PageKey]) -> dict[str, list[int]]:
    numbers: dict[str, list[int]] = defaultdict(list)
    for key in keys:
        numbers[key.version_id].append(key.number)
    return numbers


def _only(found: Sequence[Page], number: int) -> Page | None:
    return found[0] if found and found[0].number == number else None


def _values(page: Page) -> dict[str, object]:
    return {name: getattr(page, name) for name in _FIELDS}


def _page(row: Row[Any]) -> Page:
    return Page(**row._mapping)


# Made once: making a statement takes longer than running it. SQLite finds no pairs of columns by an index: some texts too
# many are read, those of the numbers wanted in all of the versions.
_TEXTS = (
    select(
        schema.pages.c.version_id,
        schema.pages.c.number,
        func.coalesce(page_texts.standing(schema.pages.c.version_id, schema.pages.c.number), schema.pages.c.text),
    )
    .select_from(all_shown())
    .where(
        schema.pages.c.version_id.in_(bindparam("versions", expanding=True)),
        schema.pages.c.number.in_(bindparam("numbers", expanding=True)),
    )
)
