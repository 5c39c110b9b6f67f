"""How many documents an alert would have told of lately."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from archive.clock import now
from search_api import service as serving
from search_api.asking import SearchRequest
from tests.search_api.library import Library, Paper

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def counted(library: Library, query: str, *moments: datetime) -> tuple[list[int], bool]:
    return library.service.published_since(SearchRequest(query), moments)


def test_documents_count_by_when_they_were_published(library: Library) -> None:
    before = now()
    library.put(Paper("ميزانية أولى"), index=False)
    between = now()
    library.put(Paper("ميزانية ثانية"))
    assert counted(library, "ميزانية", before, between, now() + timedelta(seconds=1)) == ([2, 1, 0], True)


def test_only_what_is_public_and_found_whole_counts(library: Library) -> None:
    library.put(Paper("ميزانية"), index=False)
    library.put(Paper("ميزانية مسودة"), publish=False, index=False)
    gone = library.put(Paper("ميزانية زائلة"), index=False)
    library.put(Paper("صفقة"))
    library.withdraw(gone)
    assert counted(library, "ميزانية", LONG_AGO) == ([1], True)
    assert counted(library, "ميزانية صفقة", LONG_AGO) == ([0], True)
    assert counted(library, "", LONG_AGO) == ([2], True)


def test_of_too_many_it_is_said_that_not_all_were_looked_at(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "MOST_COUNTED", 2)
    for number in range(3):
        library.put(Paper(f"ميزانية {number}"), index=number == 2)
    assert counted(library, "ميزانية", LONG_AGO) == ([2], False)


def test_hits_are_shown_for_chosen_documents_whether_they_answer_or_not(library: Library) -> None:
    first = library.put(Paper("ميزانية", ("صادق المجلس على الميزانية",)), index=False)
    second, draft = library.put(Paper("صفقة"), index=False), library.put(Paper("ميزانية سرية"), publish=False)
    hits = library.service.shown(SearchRequest("ميزانية"), [second.document, draft.document, first.document, "none"])
    assert [hit.id for hit in hits] == [second.document, first.document]
    assert hits[1].snippets[0].highlights
    assert not hits[0].title.highlights
