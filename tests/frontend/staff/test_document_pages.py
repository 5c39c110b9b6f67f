"""Documents are looked up, published, scheduled and withdrawn by those who may, and personal data are shown before."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from lxml.html import HtmlElement

from domain.accounts import Role
from domain.documents import DocumentStatus
from domain.publication import PublicationError, PublicationFault
from frontend.staff.publishing import moment_in
from tests.accounts.staffed import Office
from tests.archive.samples import added, document, read
from tests.frontend.reading import parse, texts
from tests.frontend.staff.person import Person, faults, filled

LIST, DEEDS = "/staff/documents", "/staff/publication"
ENGLISH = f"{LIST}?lang=en"
CASABLANCA = ZoneInfo("Africa/Casablanca")
CARD = "CIN BK123456"


def draft(office: Office, name: str = "one", text: str = "مقرر", body: str | None = "souss") -> str:
    """A document of the council that was read."""
    intake = added(office.archive, name, body_id=body, title=f"مقرر {name}")
    read(office.archive, intake, text)
    return intake.document_id


def status(office: Office, document_id: str) -> DocumentStatus:
    return document(office.archive, document_id).status


def order(person: Person, deed: str, *ids: str, **fields: Any) -> HtmlElement:
    """Choose documents in the list and press a button; the page one gets to see then."""
    response = person.submit(ENGLISH, DEEDS, deed=deed, document=list(ids), **fields)
    return person.follow(response) if response.status_code == 303 else parse(response.text)


def karim(office: Office, person: Person, role: Role, body: str = "souss") -> Person:
    """Somebody with a role in a council, signed in."""
    person.sign_in(office.member(f"{role}-{body}@example.ma", role, body).email)
    return person


def there(**later: float) -> str:
    """A time as a browser sends it."""
    return (datetime.now(CASABLANCA) + timedelta(**later)).strftime("%Y-%m-%dT%H:%M")


def test_the_list_shows_what_the_filters_ask_for(office: Office, nadia: Person) -> None:
    one, two = draft(office, "one"), draft(office, "two", body="tafilalt")
    office.archive.publish(two, "nadia")
    listed = "//li[contains(@class, 'entry')]//p/a[1]"
    assert texts(nadia.page(ENGLISH), listed)[::2] == ["مقرر two", "مقرر one"]
    for query, expected in (("status=draft", one), ("status=published", two), ("body=souss", one), ("text=TWO", two)):
        assert nadia.page(f"{ENGLISH}&{query}").xpath("//input[@name='document']/@value") == [expected], query
    for query in ("status=withdrawn", "status=scheduled", "body=none", "batch=none"):
        assert texts(nadia.page(f"{ENGLISH}&{query}"), "//*[@class='empty']"), query


def test_a_long_list_goes_on(office: Office, nadia: Person) -> None:
    ids = [added(office.archive, str(number)).document_id for number in range(52)]
    page = nadia.page(ENGLISH)
    (older,) = page.xpath("//p[@class='steps']/a/@href")
    shown = [*page.xpath("//input[@name='document']/@value"), *nadia.page(older).xpath("//input[@name='document']/@value")]
    assert shown == ids[::-1]


def test_many_are_published_at_once_each_with_its_entry(office: Office, nadia: Person) -> None:
    ids = [draft(office, name) for name in "abc"]
    page = order(nadia, "publish", *ids[:2])
    assert texts(page, "//*[@role='status']") == ["It is published."]
    assert [status(office, one).value for one in ids] == ["published", "published", "draft"]
    entries = [office.archive.audit(one)[0] for one in ids[:2]]
    assert [(entry.action, entry.actor) for entry in entries] == [("publish", office.admin.id)] * 2


def test_personal_data_are_shown_before_anything_of_theirs_is_public(office: Office, nadia: Person) -> None:
    private, plain = draft(office, "private", f"السيد علي {CARD} طلب"), draft(office, "plain")
    page = order(nadia, "publish", private, plain)
    assert (status(office, private), status(office, plain)) == (DocumentStatus.DRAFT, DocumentStatus.PUBLISHED)
    assert texts(page, "//ol[@class='finds']//mark") == ["BK123456"]
    assert page.xpath("//input[@name='document']/@value") == [private]
    again = nadia.post(DEEDS, filled(page, DEEDS))  # without the box ticked
    assert status(office, private) is DocumentStatus.DRAFT
    sure = nadia.post(DEEDS, filled(parse(again.text), DEEDS) | {"sure": "1"})
    assert sure.status_code == 303
    assert status(office, private) is DocumentStatus.PUBLISHED
    assert office.archive.audit(private)[0].detail == {"personal_data": "1"}


def test_a_yes_is_for_what_was_shown_and_not_for_what_came_since(office: Office, nadia: Person) -> None:
    private = draft(office, "private", CARD)
    seen = filled(order(nadia, "publish", private), DEEDS) | {"sure": "1"}
    intake = added(office.archive, "annex", document_id=private)
    read(office.archive, intake, "GSM 0661234567")
    page = parse(nadia.post(DEEDS, seen).text)
    assert texts(page, "//ol[@class='finds']//mark") == ["BK123456", "0661234567"]
    assert status(office, private) is DocumentStatus.DRAFT


def test_a_schedule_is_of_the_time_of_morocco(office: Office, nadia: Person) -> None:
    one, at = draft(office), there(days=3)
    page = order(nadia, "schedule", one, at=at)
    planned = office.archive.publishing.schedules([one])[one].at
    assert planned == datetime.fromisoformat(at).replace(tzinfo=CASABLANCA)
    assert at[-5:] in texts(page, "//li[contains(@class, 'entry')]")[0]
    assert status(office, one) is DocumentStatus.DRAFT
    order(nadia, "cancel", one)
    assert office.archive.publishing.schedules([one]) == {}


def test_a_schedule_keeps_what_was_confirmed(office: Office, nadia: Person) -> None:
    one = draft(office, "private", CARD)
    page = order(nadia, "schedule", one, at=there(days=1))
    assert office.archive.publishing.schedules([one]) == {}
    nadia.post(DEEDS, filled(page, DEEDS) | {"sure": "1"})
    assert len(office.archive.publishing.schedules([one])[one].confirmed) == 1


@pytest.mark.parametrize(
    ("deed", "fields", "fault"),
    [
        ("schedule", {"at": there(days=-1)}, "This moment is past."),
        ("schedule", {"at": ""}, "Give a day and a time that exist."),
        ("schedule", {"at": "2026-13-01T09:00"}, "Give a day and a time that exist."),
        ("withdraw", {"reason": "  "}, "Give the reason of the withdrawal."),
        ("publish", {"document": []}, "Choose at least one document."),
    ],
)
def test_what_can_not_be_done_is_told_and_changes_nothing(
    office: Office, nadia: Person, deed: str, fields: dict[str, Any], fault: str
) -> None:
    one = draft(office)
    response = nadia.submit(ENGLISH, DEEDS, **({"deed": deed, "document": [one]} | fields))
    assert response.status_code == 422
    assert faults(parse(response.text)) == [fault]
    assert status(office, one) is DocumentStatus.DRAFT
    assert office.archive.publishing.schedules([one]) == {}


def test_the_clock_of_morocco_leaves_out_an_hour_and_has_one_twice() -> None:
    ahead = datetime.now(UTC).year + 1
    days = [datetime(ahead, 1, 1, tzinfo=UTC) + timedelta(days=number) for number in range(365)]
    jumps = [
        day.date()
        for day in days
        if (day + timedelta(days=1)).astimezone(CASABLANCA).utcoffset() > day.astimezone(CASABLANCA).utcoffset()
    ]  # type: ignore[operator]
    assert jumps
    with pytest.raises(PublicationError) as refused:
        moment_in(f"{jumps[0]}T02:30", CASABLANCA)
    assert refused.value.fault is PublicationFault.NO_TIME
    assert moment_in(f"{jumps[0]}T04:30", CASABLANCA).tzinfo is UTC


def test_what_is_withdrawn_says_why_on_its_page(office: Office, nadia: Person) -> None:
    one = draft(office)
    order(nadia, "publish", one)
    order(nadia, "withdraw", one, reason="Une <erreur>  de date")
    page = nadia.page(f"{LIST}/{one}?lang=en")
    assert "Reason: Une <erreur> de date" in " ".join(texts(page, "//section[@aria-labelledby='state']/p"))
    assert status(office, one) is DocumentStatus.WITHDRAWN


def test_the_page_of_a_document_publishes_it_and_leads_back_to_itself(office: Office, nadia: Person) -> None:
    one = draft(office, "private", CARD)
    address = f"{LIST}/{one}"
    page = nadia.page(f"{address}?lang=en")
    assert texts(page, "//section[@aria-labelledby='personal']//mark") == ["BK123456"]
    asked = parse(nadia.submit(f"{address}?lang=en", DEEDS, deed="publish").text)
    response = nadia.post(DEEDS, filled(asked, DEEDS) | {"sure": "1"})
    assert response.headers["location"].startswith(f"{address}?")
    shown = nadia.follow(response)
    assert shown.xpath(f"//a[starts-with(@href, '/documents/{one}')]")
    wrong = nadia.submit(f"{address}?lang=en", DEEDS, deed="withdraw", reason="")
    assert faults(parse(wrong.text)) == ["Give the reason of the withdrawal."]
    assert texts(parse(wrong.text), "//h1") == ["مقرر private"]


@pytest.mark.parametrize("back", ["https://evil.example", "//evil.example", "/staff/documents/none"])
def test_nobody_is_led_astray(office: Office, nadia: Person, back: str) -> None:
    response = nadia.submit(ENGLISH, DEEDS, deed="publish", document=[draft(office)], back=back)
    assert response.headers["location"].startswith(("/account", "/staff/documents"))


def test_editors_see_documents_and_publish_none(office: Office, stranger: Person) -> None:
    one = draft(office)
    editor = karim(office, stranger, Role.EDITOR)
    page = editor.page(ENGLISH)
    assert page.xpath(f"//a[starts-with(@href, '{LIST}/{one}')]")
    assert not page.xpath("//input[@name='document'] | //button[@name='deed']")
    key = filled(page, "/sign-out")
    assert editor.post(DEEDS, key | {"deed": "publish", "document": one}).status_code == 403
    assert status(office, one) is DocumentStatus.DRAFT


def test_nobody_sees_or_publishes_documents_of_other_councils(office: Office, somebody: Callable[[], Person]) -> None:
    theirs, ours, nobodys = draft(office, "theirs", body="tafilalt"), draft(office), draft(office, "none", body=None)
    publisher = karim(office, somebody(), Role.PUBLISHER)
    assert publisher.page(ENGLISH).xpath("//input[@name='document']/@value") == [ours]
    for one in (theirs, nobodys):
        assert publisher.get(f"{LIST}/{one}").status_code == 403
        response = publisher.submit(ENGLISH, DEEDS, deed="publish", document=[ours, one])
        assert response.status_code == 403
        assert status(office, one) is DocumentStatus.DRAFT
    assert status(office, ours) is DocumentStatus.DRAFT


def test_a_deed_there_is_not_is_a_bad_request(office: Office, nadia: Person) -> None:
    response = nadia.submit(ENGLISH, DEEDS, deed="burn", document=[draft(office)])
    assert response.status_code == 400
