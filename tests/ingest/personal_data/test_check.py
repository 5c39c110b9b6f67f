"""A document is looked through as its readers get it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.store import Archive
from domain.documents import Page, PageKey, TextSource
from domain.personal_data import PersonalKind, PersonalMention
from ingest.personal_data.check import PersonalDataCheck, find_on
from tests.archive.samples import added, document, done, read, split
from tests.databases import archive_in

LONG = "بعد المناقشة تقرر في شأن الطلب الذي تقدم به السيد علي CIN BK123456 والذي أحيل على اللجنة المكلفة بالتعمير للدراسة"


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return archive_in(tmp_path)


def test_finds_are_those_of_all_pages_in_order_each_named_by_what_it_is(archive: Archive) -> None:
    intake = added(archive)
    read(archive, intake, "CIN BK123456", "نص", "GSM 0661234567 CIN BK123456")
    finds = PersonalDataCheck(archive).finds(document(archive, intake.document_id))
    assert [(find.position, find.text) for find in finds] == [(1, "BK123456"), (3, "0661234567"), (3, "BK123456")]
    assert len({find.digest for find in finds}) == 3
    assert not any(find.text in find.digest for find in finds)


def test_pages_that_are_shown_elsewhere_are_not_looked_at(archive: Archive) -> None:
    intake = done(archive, "CIN BK123456 page", 2)
    first, second = split(archive, intake.document_id, [1], [2])
    check = PersonalDataCheck(archive)
    for one in (first, second):
        assert [find.position for find in check.finds(document(archive, one))] == [1]
    assert check.digests(document(archive, intake.document_id)) == frozenset()


def test_what_stands_beside_a_find_is_whole_words() -> None:
    start = LONG.index("BK123456")
    mention = PersonalMention(start, start + 8, PersonalKind.CIN, 0.9)
    find = find_on(Page(1, LONG, TextSource.LAYER, ""), PageKey("v", 1), 1, mention)
    assert find.before == "في شأن الطلب الذي تقدم به السيد علي CIN"
    assert find.after == "والذي أحيل على اللجنة المكلفة بالتعمير"


@given(st.text(max_size=120), st.integers(0, 120), st.integers(1, 9))
def test_what_stands_beside_is_in_the_text(text: str, start: int, length: int) -> None:
    mention = PersonalMention(min(start, len(text)), min(start + length, len(text)), PersonalKind.CIN, 0.9)
    find = find_on(Page(1, text, TextSource.LAYER, ""), PageKey("v", 1), 1, mention)
    words = text.split()
    assert all(any(part in word for word in words) for part in (*find.before.split(), *find.after.split()))
