"""Administrators see which messages of alerts failed and why, never to whom, and have them sent again."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from fastapi import FastAPI

from domain.accounts import Role
from domain.alerts import DeliveryState, Frequency
from frontend.alerts.staff_pages import AlertStaffPages
from tests.accounts.staffed import Office
from tests.archive.alerts.people import ADDRESS, confirmed, match, published
from tests.frontend.reading import texts
from tests.frontend.staff.person import Person, application, desk_of

PAGE = "/staff/alerts?lang=en"


@pytest.fixture
def app(office: Office) -> FastAPI:
    made = application(office)
    made.include_router(AlertStaffPages(desk_of(office), office.archive.alerts.outbox).router())
    return made


@pytest.fixture
def failed(office: Office) -> str:
    """The id of a message that failed."""
    alert = confirmed(office.archive, frequency=Frequency.AT_ONCE)
    published(office.archive)
    match(office.archive, alert)
    message = office.archive.alerts.outbox.newest(limit=1)[0].id
    office.archive.alerts.outbox.failed(message, "550 …: no such user")
    return message


def test_a_failure_is_shown_with_its_reason_and_without_the_address(failed: str, nadia: Person) -> None:
    page = nadia.page(f"{PAGE}&state=failed")
    assert texts(page, "//li[@class='entry']//strong") == ["Failed"]
    assert "550 …: no such user" in page.text_content()
    assert failed in page.text_content()
    assert ADDRESS not in page.text_content()


def test_a_message_that_failed_is_sent_again(office: Office, failed: str, nadia: Person) -> None:
    page = nadia.follow(nadia.submit(f"{PAGE}&state=failed", "/staff/alerts"))
    assert texts(page, "//li[@class='entry']") == []
    found = office.archive.alerts.outbox.delivery(failed)
    assert found is not None
    assert found.state is DeliveryState.WAITING


def test_what_did_not_fail_is_not_sent_again(office: Office, failed: str, nadia: Person) -> None:
    nadia.submit(f"{PAGE}&state=failed", "/staff/alerts")
    confirmed(office.archive, "other@example.org")
    key = nadia.page("/staff/people/all?lang=en").xpath("//input[@name='form_key']/@value")[0]
    assert nadia.post("/staff/alerts", {"form_key": key, "message": failed}).status_code == 404


@pytest.mark.parametrize("state", ["", *DeliveryState])
def test_messages_are_shown_by_their_state(failed: str, nadia: Person, state: str) -> None:
    shown = texts(nadia.page(f"{PAGE}&state={state}"), "//li[@class='entry']//strong")
    assert ("Failed" in shown) == (state in {"", "failed"})


def test_a_state_there_is_not_is_a_bad_request(nadia: Person) -> None:
    assert nadia.get(f"{PAGE}&state=lost").status_code == 400


def test_only_administrators_see_it(office: Office, somebody: Callable[[], Person], stranger: Person) -> None:
    office.member("karim@example.ma", Role.PUBLISHER, "souss")
    karim = somebody()
    karim.sign_in("karim@example.ma")
    assert karim.get(PAGE).status_code == 403
    assert stranger.get(PAGE).status_code == 303
    assert stranger.post("/staff/alerts", {"message": "n1"}).status_code in {303, 403}
