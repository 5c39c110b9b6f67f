"""Inviting people, changing roles, taking them away: each administrator in their own body."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from domain.accounts import Role
from tests.accounts.staffed import PASSWORD, Office
from tests.frontend.reading import parse, texts
from tests.frontend.staff.conftest import NADIA
from tests.frontend.staff.person import Person, faults, filled

SOUSS = "/staff/people/souss?lang=en"
KARIM = "karim@example.ma"


def invited(office: Office, nadia: Person, role: Role = Role.EDITOR, language: str = "fr") -> str:
    """Invite Karim to Souss; the address in the letter."""
    nadia.follow(nadia.submit(SOUSS, "/staff/people/souss/invitations", email=KARIM, role=role, language=language))
    found = re.search(r"https?://\S+", office.letters()[-1].text)
    assert found is not None
    return found.group()


def actions(person: Person, end: str, address: str = SOUSS) -> list[str]:
    """The paths of the page's forms that end so."""
    paths = [form.get("action").partition("?")[0] for form in person.page(address).xpath("//form")]
    return [path for path in paths if path.endswith(end)]


def test_somebody_is_invited_accepts_and_works_there(office: Office, nadia: Person, stranger: Person) -> None:
    link = invited(office, nadia)
    page = stranger.page(link)
    assert "Nadia" in texts(page, "//p[@class='lead']")[0]
    assert "Conseil du Souss" in texts(page, "//p[@class='lead']")[0]
    path = link.partition("example.ma")[2].partition("?")[0]
    page = stranger.follow(stranger.submit(link, path, name="Karim", password=PASSWORD))
    assert texts(page, "//*[@role='status']") == ["Bienvenue. Vous pouvez commencer."]
    assert stranger.page(link, status=404) is not None
    assert texts(nadia.page(SOUSS), "//section[@aria-labelledby='members']//p")[0] == "Karim"


@pytest.mark.parametrize(
    ("name", "password", "fault"),
    [("", PASSWORD, "Donnez un nom."), ("Karim", "short", "au moins 12"), ("Karim", "karim@example.ma", "trop facile")],
)
def test_what_is_missing_is_told_and_the_invitation_stays(
    office: Office, nadia: Person, stranger: Person, name: str, password: str, fault: str
) -> None:
    link = invited(office, nadia)
    path = link.partition("example.ma")[2].partition("?")[0]
    response = stranger.submit(link, path, name=name, password=password)
    assert response.status_code == 422
    assert fault in faults(parse(response.text))[0]
    assert stranger.submit(link, path, name="Karim", password=PASSWORD).status_code == 303


def test_somebody_with_an_account_signs_in_and_comes_back_to_accept(office: Office, nadia: Person, stranger: Person) -> None:
    office.member(KARIM, Role.VIEWER, "tafilalt")
    link = invited(office, nadia)
    (sign_in,) = stranger.page(link).xpath("//main//a[contains(@href, '/sign-in')]/@href")
    form = filled(stranger.page(sign_in), "/sign-in")
    answer = stranger.post("/sign-in", form | {"email": KARIM, "password": PASSWORD})
    back = answer.headers["location"]
    assert back.partition("?")[0] in link
    page = stranger.follow(stranger.submit(back, back.partition("?")[0]))
    assert len(texts(page, "//section[@aria-labelledby='who']//li")) == 2


def test_nobody_accepts_for_somebody_else(office: Office, nadia: Person) -> None:
    link = invited(office, nadia)
    response = nadia.submit(link, link.partition("example.ma")[2].partition("?")[0])
    assert response.status_code == 422
    assert KARIM in faults(parse(response.text))[0]


@pytest.mark.parametrize("key", ["nothing", "x" * 500, "%00", "..%2Fstaff"])
def test_an_invitation_that_is_none_says_so(stranger: Person, key: str) -> None:
    assert stranger.get(f"/invitation/{key}").status_code == 404


def test_an_invitation_is_taken_back(office: Office, nadia: Person, stranger: Person) -> None:
    link = invited(office, nadia)
    (cancel,) = actions(nadia, "/cancel")
    nadia.follow(nadia.submit(SOUSS, cancel))
    assert stranger.page(link, status=404) is not None
    assert actions(nadia, "/cancel") == []


def test_a_role_is_changed_and_taken_away(office: Office, nadia: Person) -> None:
    karim = office.member(KARIM, Role.EDITOR, "souss")
    nadia.follow(nadia.submit(SOUSS, f"/staff/people/souss/members/{karim.id}/role", role="publisher"))
    assert office.account(karim.id).memberships[0].role == Role.PUBLISHER
    nadia.follow(nadia.submit(SOUSS, f"/staff/people/souss/members/{karim.id}/remove"))
    assert office.account(karim.id).memberships == ()
    assert texts(nadia.page(SOUSS), "//section[@aria-labelledby='members']/p") == ["Nobody yet."]


def test_the_last_administrator_of_all_stays(office: Office, nadia: Person) -> None:
    response = nadia.submit("/staff/people/all?lang=en", f"/staff/people/all/members/{office.admin.id}/remove")
    assert "last administrator" in faults(parse(response.text))[0]
    assert nadia.get("/staff/people/all").status_code == 200


def test_who_takes_their_own_right_away_is_led_to_their_account(office: Office, nadia: Person) -> None:
    office.administrator("second@example.ma", None)
    page = nadia.follow(nadia.submit("/staff/people/all", f"/staff/people/all/members/{office.admin.id}/remove"))
    assert texts(page, "//h1") == ["حسابي"]
    assert nadia.get("/staff/people/all").status_code == 403


def test_an_administrator_of_one_body_sees_and_changes_only_its_people(
    office: Office, somebody: Callable[[], Person]
) -> None:
    office.administrator("souss@example.ma", "souss")
    other = office.member(KARIM, Role.VIEWER, "tafilalt")
    person = somebody()
    person.sign_in("souss@example.ma")
    assert person.page("/staff/people?lang=en").xpath("//nav[@class='tabs']") == []
    key = filled(person.page(SOUSS), "/sign-out")
    for body in ("tafilalt", "all", "nothing"):
        assert person.get(f"/staff/people/{body}").status_code == 403
        assert person.post(f"/staff/people/{body}/members/{other.id}/remove", key).status_code == 403
        invitation = key | {"email": "x@example.ma", "role": "administrator", "language": "fr"}
        assert person.post(f"/staff/people/{body}/invitations", invitation).status_code == 403
    assert person.post(f"/staff/people/souss/members/{other.id}/remove", key).status_code == 404
    assert office.account(other.id).memberships == other.memberships


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"email": "not an address"}, 422),
        ({"email": NADIA, "role": "king"}, 400),
        ({"email": f"{KARIM}\r\nBcc: all@example.ma"}, 422),
    ],
)
def test_what_can_not_be_sent_is_told(office: Office, nadia: Person, fields: dict[str, str], status: int) -> None:
    assert nadia.submit(SOUSS, "/staff/people/souss/invitations", **fields).status_code == status
    assert office.letters() == []


def test_a_body_that_is_not_there_has_no_people(nadia: Person) -> None:
    assert nadia.get("/staff/people/nothing").status_code == 404
    key = filled(nadia.page(SOUSS), "/sign-out") | {"email": KARIM, "role": "viewer", "language": "fr"}
    assert nadia.post("/staff/people/nothing/invitations", key).status_code == 404
