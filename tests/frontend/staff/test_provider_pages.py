"""Signing in through an identity provider, in a browser."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import requests

from accounts.clients import Client
from accounts.services import services
from tests.accounts import identity_provider
from tests.accounts.staffed import Office
from tests.frontend.reading import parse, texts
from tests.frontend.staff.person import HOST, Person, application, faults

PROVIDER = "/sign-in/provider"


@pytest.fixture(scope="module")
def started() -> Iterator[identity_provider.Provider]:
    with identity_provider.running() as provider:
        yield provider


@pytest.fixture
def remote(started: identity_provider.Provider) -> identity_provider.Provider:
    started.person, started.forgery = identity_provider.Person(), identity_provider.Forgery()
    return started


@pytest.fixture
def person(office: Office, remote: identity_provider.Provider) -> Iterator[Person]:
    """Somebody in front of a site that knows the provider."""
    with Person(application(office, client=remote.client)) as somebody:
        yield somebody


def there_and_back(person: Person, address: str = PROVIDER) -> str:
    """Go to the provider; the address on our site that it leads back to."""
    leaving = person.get(address)
    assert leaving.status_code == 303
    answer = requests.get(leaving.headers["location"], allow_redirects=False, timeout=10)
    return answer.headers["location"].removeprefix(HOST)


def test_who_is_signed_in_there_is_signed_in_here_and_led_on(person: Person) -> None:
    page = person.page("/sign-in?next=/staff/audit%3Flang%3Dfr&lang=fr")
    (link,) = page.xpath("//main//a[contains(@class, 'button')]/@href")
    response = person.get(there_and_back(person, link))
    assert response.headers["location"] == "/staff/audit?lang=fr"
    assert texts(person.follow(response), "//h1") == ["Journal des actions"]


@pytest.mark.parametrize(
    "who",
    [
        identity_provider.Person(email="stranger@example.ma"),
        identity_provider.Person(sub="other", email_verified=False),
        None,
    ],
)
def test_who_does_not_work_here_is_told_so(
    person: Person, remote: identity_provider.Provider, who: identity_provider.Person | None
) -> None:
    remote.person = who
    response = person.get(there_and_back(person))
    assert response.status_code in (422, 502)
    assert faults(parse(response.text))
    assert person.get("/account").status_code == 303


def test_an_answer_that_this_browser_did_not_ask_for_signs_nobody_in(
    office: Office, person: Person, remote: identity_provider.Provider
) -> None:
    link = there_and_back(person)
    with Person(application(office, client=remote.client)) as victim:
        assert victim.get(link).status_code == 502
        assert victim.get("/account").status_code == 303
        there_and_back(victim)
        assert victim.get(link).status_code == 502


def test_an_answer_is_taken_once(person: Person) -> None:
    link = there_and_back(person)
    assert person.get(link).status_code == 303
    assert person.get(link).status_code == 502


def test_a_provider_that_is_away_is_told_and_passwords_still_work(office: Office) -> None:
    away = Client("http://127.0.0.1:9", "shaffaf", "secret")
    with Person(application(office, client=away)) as person:
        response = person.get(PROVIDER)
        assert response.status_code == 502
        assert faults(parse(response.text))
        assert person.sign_in("nadia@example.ma").status_code == 303


def test_without_a_provider_there_is_no_way_to_one(office: Office, stranger: Person) -> None:
    assert stranger.get(PROVIDER).status_code == stranger.get(f"{PROVIDER}/back?code=x").status_code == 404
    assert services(office.staff, HOST).provider is None
