"""Sessions end, attempts to sign in are counted, tokens expire: by the moment they are asked at."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.store import Archive
from domain.accounts import NewAccount, NewSession, NewToken, Right

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
IDLE, WINDOW = timedelta(hours=12), timedelta(minutes=15)


def after(**by: float) -> datetime:
    return NOW + timedelta(**by)


@pytest.fixture
def nadia(archive: Archive) -> str:
    """The id of an account."""
    return archive.staff.accounts.create_administrator(NewAccount("nadia@example.ma", "N", "ar"), None, "system:admin")


def new(account_id: str, digest: str = "d", *, proven: bool = True) -> NewSession:
    return NewSession(account_id, digest, NOW, after(days=7), "192.0.2.1", "Firefox", proven)


def test_a_session_is_found_until_it_expires(archive: Archive, nadia: str) -> None:
    sessions = archive.staff.sessions
    session_id = sessions.open(new(nadia))
    for hours in range(0, 168, 8):
        found = sessions.find("d", after(hours=hours), IDLE)
        assert found is not None
        assert (found.id, found.account_id) == (session_id, nadia)
    assert sessions.find("d", after(days=7), IDLE) is None
    assert sessions.find("e", NOW, IDLE) is None


def test_a_session_that_was_not_seen_for_long_has_ended(archive: Archive, nadia: str) -> None:
    sessions = archive.staff.sessions
    sessions.open(new(nadia))
    assert sessions.find("d", after(hours=11), IDLE) is not None
    assert sessions.find("d", after(hours=22), IDLE) is not None
    assert sessions.find("d", after(hours=34), IDLE) is None
    assert sessions.of_account(nadia, after(hours=34), IDLE) == []


def test_looking_at_pages_writes_once_a_minute_at_most(archive: Archive, nadia: str) -> None:
    sessions = archive.staff.sessions
    sessions.open(new(nadia))
    sessions.find("d", after(seconds=59), IDLE)
    (unseen,) = sessions.of_account(nadia, NOW, IDLE)
    sessions.find("d", after(seconds=60), IDLE)
    (seen,) = sessions.of_account(nadia, NOW, IDLE)
    assert (unseen.seen_at, seen.seen_at) == (NOW, after(seconds=60))


def test_a_session_without_its_code_is_not_listed_and_not_in_the_audit(archive: Archive, nadia: str) -> None:
    sessions = archive.staff.sessions
    session_id = sessions.open(new(nadia, proven=False))
    assert sessions.of_account(nadia, NOW, IDLE) == []
    before = len(archive.audit(nadia))
    sessions.prove(session_id, "f", after(days=7))
    assert sessions.find("d", NOW, IDLE) is None
    assert sessions.find("f", NOW, IDLE) is not None
    assert len(archive.audit(nadia)) == before + 1


def test_what_a_browser_says_of_itself_is_kept_within_bounds(archive: Archive, nadia: str) -> None:
    session = NewSession(nadia, "d", NOW, after(days=1), "1" * 500, "A\0\ud800" * 500, proven=True)
    archive.staff.sessions.open(session)
    (found,) = archive.staff.sessions.of_account(nadia, NOW, IDLE)
    assert (len(found.address), len(found.agent)) == (64, 300)


def test_sessions_that_have_expired_are_forgotten_when_the_next_begins(archive: Archive, nadia: str) -> None:
    sessions = archive.staff.sessions
    sessions.open(new(nadia))
    sessions.open(NewSession(nadia, "e", after(days=8), after(days=9), "192.0.2.1", "", proven=True))
    assert sessions.find("d", NOW, IDLE) is None


def test_attempts_are_counted_under_each_subject(archive: Archive) -> None:
    attempt = archive.staff.sessions.attempt
    assert [attempt({"a": 2, "x": 3}, after(seconds=n), WINDOW) for n in range(3)] == [None, None, NOW + WINDOW]
    assert attempt({"b": 2, "x": 3}, after(seconds=3), WINDOW) is None
    assert attempt({"c": 2, "x": 3}, after(seconds=4), WINDOW) == NOW + WINDOW


def test_an_attempt_that_had_to_wait_does_not_make_the_wait_longer(archive: Archive) -> None:
    attempt = archive.staff.sessions.attempt
    assert attempt({"a": 1}, NOW, WINDOW) is None
    for minute in range(1, 15):
        assert attempt({"a": 1}, after(minutes=minute), WINDOW) == NOW + WINDOW
    assert attempt({"a": 1}, after(minutes=15), WINDOW) is None


def test_forgiven_attempts_do_not_count(archive: Archive) -> None:
    sessions = archive.staff.sessions
    sessions.attempt({"a": 1, "x": 9}, NOW, WINDOW)
    sessions.forgive("a")
    assert sessions.attempt({"a": 1}, NOW, WINDOW) is None
    assert sessions.attempt({"a": 1}, NOW, WINDOW) is not None


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.floats(0, 3600), min_size=1, max_size=25))
def test_no_window_ever_holds_more_attempts_than_its_number(archive: Archive, gaps: list[float]) -> None:
    subject, moment, let_through = f"s{id(gaps)}{len(gaps)}", NOW, list[datetime]()
    for gap in gaps:
        moment += timedelta(seconds=gap)
        if archive.staff.sessions.attempt({subject: 3}, moment, WINDOW) is None:
            let_through.append(moment)
    archive.staff.sessions.forgive(subject)
    for first, fourth in zip(let_through, let_through[3:], strict=False):
        assert fourth - first >= WINDOW


def test_a_token_is_found_by_its_digest_until_it_expires(archive: Archive, nadia: str) -> None:
    tokens = archive.staff.tokens
    token_id = tokens.make(NewToken(nadia, "n\0", frozenset({Right.EDIT}), "t", NOW, after(days=30)))
    found = tokens.find("t", after(days=29))
    assert found is not None
    assert (found.id, found.account_id, found.scopes) == (token_id, nadia, {Right.EDIT})
    assert tokens.find("t", after(days=30)) is tokens.find("u", NOW) is None
    (listed,) = tokens.of_account(nadia)
    assert listed.used_at == after(days=29)


def test_a_token_leaves_the_audit_when_made_and_when_revoked(archive: Archive, nadia: str) -> None:
    tokens = archive.staff.tokens
    token_id = tokens.make(NewToken(nadia, "press", frozenset({Right.PUBLISH}), "t", NOW, after(days=30)))
    assert tokens.revoke(nadia, token_id)
    assert not tokens.revoke(nadia, token_id)
    actions = [(entry.action, entry.detail) for entry in archive.audit(token_id)]
    assert actions == [("revoke_token", {}), ("create_token", {"name": "press", "scopes": "documents:publish"})]
