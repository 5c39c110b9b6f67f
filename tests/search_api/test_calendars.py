"""The meetings and deadlines of a search as a calendar: of what matches and is public, and what was taken back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from icalendar import Calendar, Event

from domain.description import Field, SaidValue
from search_api.asking import SearchRequest
from search_api.calendars import PAST
from tests.archive.alerts.tenders import described, tender
from tests.search_api.library import WAHA, Library

TODAY = datetime.now(UTC).date()


def day(days: int) -> str:
    return (TODAY + timedelta(days=days)).isoformat()


def put(library: Library, content: str, **told: str) -> str:
    """A public tender of WAHA with these words."""
    made = tender(library.archive, content, body=WAHA.id, **told)
    library.indexer.catch_up()
    return made


def asked(library: Library, headers: dict[str, str] | None = None, **parameters: Any) -> httpx.Response:
    parameters.setdefault("lang", "fr")
    return library.client.get("/feeds/search.ics", params=parameters, headers=headers)


def events(library: Library, **parameters: Any) -> list[Event]:
    response = asked(library, **parameters)
    assert response.status_code == 200
    assert response.headers["content-type"] == "text/calendar; charset=utf-8"
    return [event for event in Calendar.from_ical(response.content).walk("VEVENT") if isinstance(event, Event)]


def test_only_what_matches_is_in_it(library: Library) -> None:
    document = put(library, "voirie", tender_reference="12/2026", deadline=day(5), opening=day(6))
    put(library, "piscine", deadline=day(7))
    first, second = events(library, q="voirie")
    assert [one.decoded("DTSTART") for one in (first, second)] == [TODAY + timedelta(days=5), TODAY + timedelta(days=6)]
    assert str(first["SUMMARY"]) == "Date limite de remise des offres : Appel d’offres"
    assert str(first["DESCRIPTION"]).startswith("Marché public · Conseil de la région Al Waha · 12/2026\nhttp")
    assert str(first["URL"]) == f"http://testserver/documents/{document}?lang=fr"
    assert first["UID"] != second["UID"]
    assert len(events(library, type="tender")) == 3
    assert events(library, type="decision") == []


def test_what_was_long_ago_is_left_out(library: Library) -> None:
    put(library, "voirie", deadline=day(-PAST.days - 1), opening=day(-PAST.days))
    assert [one.decoded("DTSTART") for one in events(library)] == [TODAY - PAST]


def test_minutes_tell_of_a_meeting(library: Library) -> None:
    put(library, "procès-verbal", type="session_minutes", date=day(-2))
    (meeting,) = events(library, lang="ar")
    assert str(meeting["SUMMARY"]).startswith("اجتماع: ")


def test_a_change_has_a_higher_number_and_the_same_name(library: Library) -> None:
    document = put(library, "voirie", deadline=day(5))
    (before,) = events(library)
    library.archive.descriptions.correct(document, Field.DEADLINE, [SaidValue(day(9))], "account:clerk")
    (after,) = events(library)
    assert (after["UID"], after["SEQUENCE"], before["SEQUENCE"]) == (before["UID"], 1, 0)
    assert after.decoded("DTSTART") == TODAY + timedelta(days=9)
    assert after.decoded("LAST-MODIFIED") >= before.decoded("LAST-MODIFIED")


@pytest.mark.parametrize("query", ["", "voirie", "secret", "piscine"])
def test_what_was_withdrawn_is_cancelled_and_not_a_word_of_it_is_told(library: Library, query: str) -> None:
    document = put(library, "voirie secret", tender_reference="12/2026", deadline=day(5))
    (before,) = events(library)
    library.archive.withdraw(document, "system:test", "names somebody")
    for _ in ("the index still holds it", "and does not any more"):
        response = asked(library, q=query)
        (event,) = Calendar.from_ical(response.content).walk("VEVENT")
        assert (event["UID"], event["STATUS"], event["SEQUENCE"]) == (before["UID"], "CANCELLED", 1)
        assert str(event["SUMMARY"]) == "Date limite de remise des offres : annulé"
        for word in ("secret", "12/2026", document, "Appel"):
            assert word == query or word not in response.text
        library.indexer.catch_up()


def test_what_was_withdrawn_is_cancelled_only_where_it_could_have_stood(library: Library) -> None:
    document = put(library, "voirie", deadline=day(5))
    library.archive.withdraw(document, "system:test", "a mistake")
    library.indexer.catch_up()
    assert len(events(library, type="tender", body=WAHA.id)) == 1
    assert events(library, type="decision") == events(library, body="other") == []


def test_what_never_was_public_or_is_over_is_not_cancelled(library: Library) -> None:
    draft = tender(library.archive, "draft", publish=False, body=WAHA.id, deadline=day(5))
    library.archive.withdraw(draft, "system:test", "a mistake")
    library.archive.withdraw(put(library, "over", deadline=day(-1)), "system:test", "a mistake")
    library.indexer.catch_up()
    assert events(library) == []


def test_a_deadline_that_was_never_meant_is_cancelled_with_its_title(library: Library) -> None:
    document = put(library, "voirie", deadline=day(5))
    library.archive.descriptions.correct(document, Field.DEADLINE, [], "account:clerk")
    (event,) = events(library, q="voirie")
    assert (event["STATUS"], event["SEQUENCE"]) == ("CANCELLED", 1)
    assert str(event["SUMMARY"]).endswith("Appel d’offres")


def test_it_is_not_sent_again_until_it_changes(library: Library) -> None:
    document = put(library, "voirie", deadline=day(5))
    first = asked(library)
    for header, value in (("If-None-Match", "etag"), ("If-Modified-Since", "last-modified")):
        again = asked(library, {header: first.headers[value]})
        assert (again.status_code, again.content) == (304, b"")
    described(library.archive, document, deadline=day(6))
    changed = asked(library, {"If-None-Match": first.headers["etag"]})
    assert (changed.status_code, changed.headers["etag"] == first.headers["etag"]) == (200, False)


def test_another_search_or_language_is_another_calendar(library: Library) -> None:
    put(library, "voirie", deadline=day(5))
    calendars = [asked(library), asked(library, q="voirie"), asked(library, lang="ar")]
    uids = {str(Calendar.from_ical(one.content)["UID"]) for one in calendars}
    assert len(uids) == 3
    assert len({str(event["UID"]) for one in calendars for event in Calendar.from_ical(one.content).walk("VEVENT")}) == 1


def test_known_documents_are_found_among_many_matches(library: Library) -> None:
    wanted = put(library, "voirie", deadline=day(5))
    other = put(library, "piscine", deadline=day(0))
    known = {wanted, other}
    assert library.service.matching(SearchRequest("voirie"), known) == {wanted}
    assert library.service.matching(SearchRequest(""), known) == known
    assert library.service.matching(SearchRequest(""), ()) == frozenset()
