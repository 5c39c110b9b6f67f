"""Who did what: nothing is changed afterwards, and everything can be looked through."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from archive import audit
from archive.dialect import open_engine, writing
from archive.store import Archive
from domain.accounts import NewAccount
from domain.audit import AuditFilter
from tests.archive.samples import added


def record(url: str, *entries: tuple[str | None, str, str, str]) -> None:
    """Add entries: body, actor, action, subject."""
    engine = open_engine(url)
    with writing(engine).begin() as connection:
        for entry in entries:
            audit.record_in(connection, *entry)
    engine.dispose()


@pytest.fixture
def many(archive: Archive, url: str) -> Archive:
    """An archive in which a few people did a few things."""
    record(
        url,
        ("tafilalt", "nadia", "publish", "d1"),
        ("souss", "karim", "publish", "d2"),
        (None, "nadia", "create_token", "k1"),
        ("tafilalt", "karim", "withdraw", "d1"),
    )
    return archive


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit SET actor = 'somebody else'",
        "UPDATE audit SET at = '2020-01-01'",
        "DELETE FROM audit",
        "DELETE FROM audit WHERE number = 1",
    ],
)
def test_the_database_itself_refuses_to_change_an_entry(many: Archive, url: str, statement: str) -> None:
    before = many.staff.audit.page(AuditFilter())
    engine = open_engine(url)
    with pytest.raises(DatabaseError, match="never changed"), writing(engine).begin() as connection:
        connection.execute(text(statement))
    engine.dispose()
    assert many.staff.audit.page(AuditFilter()) == before


def test_postgresql_refuses_to_empty_the_audit(many: Archive, url: str) -> None:
    if url.startswith("sqlite"):
        pytest.skip("SQLite has no TRUNCATE")
    engine = open_engine(url)
    with pytest.raises(DatabaseError, match="never changed"), writing(engine).begin() as connection:
        connection.execute(text("TRUNCATE audit"))
    engine.dispose()
    assert len(many.staff.audit.page(AuditFilter())) == 4


@pytest.mark.parametrize(
    ("wanted", "subjects"),
    [
        (AuditFilter(), ["d1", "k1", "d2", "d1"]),
        (AuditFilter(actor="nadia"), ["k1", "d1"]),
        (AuditFilter(action="publish"), ["d2", "d1"]),
        (AuditFilter(subject="d1"), ["d1", "d1"]),
        (AuditFilter(subject="d1", action="withdraw", actor="karim"), ["d1"]),
        (AuditFilter(frozenset({"tafilalt"})), ["d1", "d1"]),
        (AuditFilter(frozenset({"tafilalt", "souss"}), action="publish"), ["d2", "d1"]),
        (AuditFilter(frozenset()), []),
        (AuditFilter(actor="' OR 1=1 --"), []),
    ],
)
def test_entries_are_found_by_who_what_which_and_where(many: Archive, wanted: AuditFilter, subjects: list[str]) -> None:
    assert [entry.subject for entry in many.staff.audit.page(wanted)] == subjects


def test_entries_are_found_by_when(many: Archive) -> None:
    now = datetime.now(UTC)
    day = timedelta(days=1)
    assert len(many.staff.audit.page(AuditFilter(since=now - day, until=now + day))) == 4
    assert many.staff.audit.page(AuditFilter(since=now + day)) == many.staff.audit.page(AuditFilter(until=now - day)) == []


def test_who_has_an_account_is_found_and_shown_by_address(archive: Archive, url: str) -> None:
    nadia = archive.staff.accounts.create_administrator(NewAccount("nadia@example.ma", "N", "ar"), None, "system:admin")
    record(url, (None, nadia, "publish", "d1"))
    (entry,) = archive.staff.audit.page(AuditFilter(actor="Nadia@example.ma"))
    assert (entry.actor, entry.email) == (nadia, "nadia@example.ma")
    assert archive.staff.audit.page(AuditFilter(action="create_administrator"))[0].email == ""


def test_walking_gives_every_entry_once_newest_first(archive: Archive, url: str) -> None:
    record(url, *((None, "nadia", "publish", f"d{number}") for number in range(1100)))
    subjects = [entry.subject for entry in archive.staff.audit.walk(AuditFilter())]
    assert subjects == [f"d{number}" for number in reversed(range(1100))]


def test_pages_of_entries_join_without_gap_or_repetition(many: Archive) -> None:
    first = many.staff.audit.page(AuditFilter(), limit=3)
    second = many.staff.audit.page(AuditFilter(), before=first[-1].number, limit=3)
    assert first + second == many.staff.audit.page(AuditFilter())


def test_the_kinds_of_action_are_listed(many: Archive) -> None:
    assert many.staff.audit.actions() == ["create_token", "publish", "withdraw"]


@pytest.mark.parametrize(
    ("bodies", "body"), [(None, None), (frozenset({"souss"}), "souss"), (frozenset({"souss", "tafilalt"}), None)]
)
def test_taking_a_copy_is_an_entry_too(many: Archive, bodies: frozenset[str] | None, body: str | None) -> None:
    many.staff.audit.exported("nadia", "csv", bodies)
    entry = many.staff.audit.page(AuditFilter())[0]
    assert (entry.action, entry.actor, entry.body_id, entry.detail) == ("export_audit", "nadia", body, {"form": "csv"})


def test_what_is_done_to_a_document_is_told_to_the_administrators_of_its_body(archive: Archive) -> None:
    document_id = added(archive, body_id="tafilalt").document_id
    archive.publish(document_id, "nadia")
    archive.withdraw(document_id, "nadia", "mistake")
    archive.remove([document_id], "nadia")
    entries = archive.staff.audit.page(AuditFilter(frozenset({"tafilalt"}), subject=document_id))
    assert [entry.action for entry in entries][:3] == ["remove", "withdraw", "publish"]
