"""Signing in and out in a browser: cookies that scripts and other sites never get, forms only from our own pages."""

from __future__ import annotations

from collections.abc import Callable
from http.cookies import SimpleCookie
from typing import Any

import httpx
import pyotp
import pytest

from accounts.second_factor import new_secret
from archive.store import Archive
from tests.accounts.staffed import PASSWORD, Office
from tests.databases import Databases
from tests.frontend.reading import parse, texts
from tests.frontend.staff.conftest import NADIA
from tests.frontend.staff.person import HOST, Person, application, faults, filled

SECURE = "https://archive.example.ma"


def cookies(response: httpx.Response) -> SimpleCookie:
    found = SimpleCookie()
    for header in response.headers.get_list("set-cookie"):
        found.load(header)
    return found


def test_who_wanted_a_page_is_led_there_after_signing_in(stranger: Person) -> None:
    asked = stranger.get("/staff/audit?action=sign_in&lang=fr")
    assert asked.status_code == 303
    form = filled(stranger.page(asked.headers["location"]), "/sign-in")
    response = stranger.post("/sign-in", form | {"email": NADIA, "password": PASSWORD})
    assert response.headers["location"] == "/staff/audit?action=sign_in&lang=fr"
    assert texts(stranger.follow(response), "//h1") == ["Journal des actions"]


def test_whoever_comes_before_the_first_account_is_told_how_to_make_it(databases: Databases, stranger: Person) -> None:
    with databases.migrated() as url:
        archive = Archive(url)
        with Person(application(Office(archive))) as first:
            assert "shaffaf admin create" in first.page("/sign-in").text_content()
        archive.close()
    assert "shaffaf admin create" not in stranger.page("/sign-in").text_content()


@pytest.mark.parametrize(("email", "password"), [(NADIA, "wrong"), ("nobody@example.ma", PASSWORD)])
def test_who_is_not_let_in_is_told_what_to_do_and_nothing_else(stranger: Person, email: str, password: str) -> None:
    response = stranger.sign_in(email, password)
    page = parse(response.text)
    assert response.status_code == 422
    assert faults(page) == ["E-mail address or password are not right. Check both and try again."]
    assert page.xpath("//input[@name='email']/@value") == [email]
    assert page.xpath("//input[@name='password']/@value") == [""]
    assert stranger.get("/account").status_code == 303


def test_who_guesses_is_told_how_long_to_wait(stranger: Person) -> None:
    answers = [stranger.sign_in(NADIA, f"guess {number}") for number in range(11)]
    assert [answer.status_code for answer in answers] == [422] * 10 + [429]
    assert answers[-1].headers["retry-after"] == "901"
    assert "16 min" in faults(parse(answers[-1].text))[0]


@pytest.mark.parametrize(
    "wanted",
    [
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "evil",
        "/a\r\nSet-Cookie: x=1",
        "/\t/evil",
    ],
)
def test_nobody_is_led_to_another_site(stranger: Person, wanted: str) -> None:
    form = filled(stranger.page("/sign-in"), "/sign-in")
    response = stranger.post("/sign-in", form | {"email": NADIA, "password": PASSWORD, "next": wanted})
    assert response.headers["location"] == "/account?lang=ar"


@pytest.mark.parametrize("site", [HOST, SECURE])
def test_scripts_and_other_sites_never_get_a_cookie(office: Office, site: str) -> None:
    with Person(application(office, site), site) as person:
        answers = [person.get("/sign-in"), person.sign_in(NADIA)]
    named = {name.rpartition("-")[2]: morsel for answer in answers for name, morsel in cookies(answer).items()}
    assert set(named) == {"visit", "session"}
    for morsel in named.values():
        assert (morsel["httponly"], morsel["samesite"], morsel["path"], morsel["domain"]) == (True, "lax", "/", "")
        assert (bool(morsel["secure"]), morsel.key.startswith("__Host-")) == (site == SECURE, site == SECURE)


@pytest.mark.parametrize("address", ["/", "/search?q=الطرق", "/help", "/documents/0tarik000001", "/nothing"])
def test_readers_get_no_cookie(stranger: Person, address: str) -> None:
    assert "set-cookie" not in stranger.get(address).headers


def test_signing_out_ends_the_session_for_whoever_kept_its_key(nadia: Person, somebody: Callable[[], Person]) -> None:
    thief = somebody()
    thief.take_cookies_of(nadia)
    thief._visitor._client.cookies = nadia._visitor._client.cookies.__class__(nadia._visitor._client.cookies)
    assert thief.get("/account").status_code == 200
    page = nadia.follow(nadia.submit("/account", "/sign-out"))
    assert texts(page, "//*[@role='status']")
    assert nadia.get("/account").status_code == thief.get("/account").status_code == 303


def test_a_code_is_asked_for_and_nothing_is_open_until_it_is_given(office: Office, stranger: Person) -> None:
    secret = new_secret()
    office.own.turn_on_second_factor(office.admin, secret, pyotp.TOTP(secret).at(office.clock()))
    office.clock.move(minutes=2)
    response = stranger.sign_in(NADIA)
    assert response.headers["location"].startswith("/sign-in/code?next=%2Faccount%3Flang%3Den&lang=en")
    assert stranger.get("/account").status_code == 303
    wrong = stranger.submit(response.headers["location"], "/sign-in/code", code="000000")
    assert (wrong.status_code, len(faults(parse(wrong.text)))) == (422, 1)
    right = stranger.submit(response.headers["location"], "/sign-in/code", code=pyotp.TOTP(secret).at(office.clock()))
    assert texts(stranger.follow(right), "//h1") == ["My account"]


def test_a_session_gets_another_key_when_the_code_is_given(office: Office, stranger: Person) -> None:
    secret = new_secret()
    office.own.turn_on_second_factor(office.admin, secret, pyotp.TOTP(secret).at(office.clock()))
    office.clock.move(minutes=2)
    first = cookies(stranger.sign_in(NADIA))["shaffaf-session"].value
    given = stranger.submit("/sign-in/code", "/sign-in/code", code=pyotp.TOTP(secret).at(office.clock()))
    assert cookies(given)["shaffaf-session"].value != first


FOREIGN: list[tuple[dict[str, str], dict[str, str]]] = [
    ({"form_key": ""}, {}),
    ({"form_key": "x" * 43}, {}),
    ({"form_key": "\ud7ff\u202e"}, {}),
    ({}, {"origin": "https://evil.example"}),
    ({}, {"origin": "null"}),
    ({}, {"sec-fetch-site": "cross-site"}),
    ({}, {"sec-fetch-site": "same-site"}),
    ({}, {"x-form-key": "wrong"}),
]


@pytest.mark.parametrize(("fields", "headers"), FOREIGN)
def test_a_form_that_another_site_sends_does_nothing(
    office: Office, nadia: Person, fields: dict[str, str], headers: dict[str, str]
) -> None:
    before = office.actions()
    form = filled(nadia.page("/account"), "/sign-out") | fields
    response = nadia.post("/sign-out", form, headers=headers)
    assert response.status_code == 403
    assert nadia.get("/account").status_code == 200
    assert office.actions() == before


@pytest.mark.parametrize("headers", [{}, {"origin": HOST}, {"sec-fetch-site": "same-origin", "origin": HOST}])
def test_a_form_of_our_own_is_taken_whatever_the_browser_says_of_it(nadia: Person, headers: dict[str, str]) -> None:
    form = filled(nadia.page("/account"), "/sign-out")
    assert nadia.post("/sign-out", form, headers=headers).status_code == 303


def test_the_key_of_somebody_elses_form_is_no_good(office: Office, nadia: Person, somebody: Callable[[], Person]) -> None:
    office.administrator("karim@example.ma", None)
    karim = somebody()
    karim.sign_in("karim@example.ma")
    form = filled(karim.page("/account"), "/sign-out")
    assert nadia.post("/sign-out", form).status_code == 403


@pytest.mark.parametrize(
    ("options", "status"),
    [
        ({"content": b"x" * 70_000, "headers": {"content-type": "application/x-www-form-urlencoded"}}, 413),
        ({"content": b"&".join([b"a=1"] * 200), "headers": {"content-type": "application/x-www-form-urlencoded"}}, 400),
        ({"content": b"\xff\xfe", "headers": {"content-type": "application/x-www-form-urlencoded"}}, 400),
        ({"json": {"email": NADIA}}, 400),
        ({"files": {"a": b"1"}}, 400),
        ({}, 400),
    ],
)
def test_what_is_no_form_is_refused(stranger: Person, options: dict[str, Any], status: int) -> None:
    stranger.get("/sign-in")
    response = stranger._visitor.request("POST", "/sign-in", **options)
    assert response.status_code == status
    assert response.headers["content-type"].startswith("text/html")


@pytest.mark.parametrize("address", ["/sign-in", "/account", "/staff/people/souss", "/staff/audit"])
def test_no_page_of_staff_is_kept_or_packed(nadia: Person, address: str) -> None:
    response = nadia.get(address, headers={"accept-encoding": "gzip"})
    assert response.status_code == 200
    assert response.headers["cache-control"] == "no-store"
    assert "content-encoding" not in response.headers


@pytest.mark.parametrize("typed", ["a\0b@example.ma", "\ud7ff@x.ma", "x" * 20_000, "<b>&\"'"])
def test_whatever_is_typed_is_no_error(stranger: Person, typed: str) -> None:
    assert stranger.sign_in(typed, typed).status_code == 422
