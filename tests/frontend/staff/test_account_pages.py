"""One's own account in a browser."""

from __future__ import annotations

from collections.abc import Callable

import pyotp
import pytest

from accounts.own import PREFIX
from accounts.signing_in import IDLE
from domain.accounts import Right, Role
from tests.accounts.staffed import PASSWORD, Office
from tests.frontend.reading import one, parse, texts
from tests.frontend.staff.conftest import NADIA
from tests.frontend.staff.person import Person, faults, filled

NEW = "nine calm herons at Merja"
ACCOUNT = "/account?lang=en"


def signed_in(office: Office, person: Person, role: Role, body: str) -> Person:
    """Somebody with a role in a body, signed in."""
    person.sign_in(office.member(f"{role}-{body}@example.ma", role, body).email)
    return person


def test_the_page_says_who_one_is_and_what_one_may_where(office: Office, stranger: Person) -> None:
    page = signed_in(office, stranger, Role.EDITOR, "souss").page("/account?lang=fr")
    assert texts(page, "//section[@aria-labelledby='who']//li") == ["Conseil du Souss rédacteur"]
    assert page.xpath("//input[@name='scope']/@value") == [Right.READ_DRAFTS, Right.UPLOAD, Right.EDIT]
    nav = texts(page, "//nav[@class='staff-nav']/a")
    assert nav == ["Mon compte", "Lots de fichiers", "À vérifier", "Propositions", "Ordre des résultats"]


def test_a_changed_password_lets_one_in_and_the_old_one_does_not(nadia: Person, stranger: Person) -> None:
    page = nadia.follow(nadia.submit(ACCOUNT, "/account/password", old=PASSWORD, new=NEW))
    assert texts(page, "//*[@role='status']") == ["The password was changed. Every other browser was signed out."]
    assert stranger.sign_in(NADIA).status_code == 422
    assert stranger.sign_in(NADIA, NEW).status_code == 303


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [("wrong", NEW, "This is not your present password."), (PASSWORD, "short", "at least 12 characters")],
)
def test_a_password_that_will_not_do_is_told(nadia: Person, old: str, new: str, fault: str) -> None:
    response = nadia.submit(ACCOUNT, "/account/password", old=old, new=new)
    page = parse(response.text)
    assert response.status_code == 422
    assert fault in faults(page)[0]
    assert page.xpath("//input[@aria-invalid]/@name") == ["old", "new"]
    assert new not in response.text


def test_a_second_factor_is_turned_on_with_its_recovery_codes_and_off_again(
    office: Office, nadia: Person, stranger: Person
) -> None:
    page = nadia.page("/account/second-factor?lang=en")
    form = filled(page, "/account/second-factor")
    assert form["secret"] == "".join(one(page, "//*[@class='secret']/code").text_content().split())
    wrong = nadia.post("/account/second-factor", form | {"code": "000000"})
    assert (wrong.status_code, filled(parse(wrong.text), "/account/second-factor")["secret"]) == (422, form["secret"])
    on = nadia.post("/account/second-factor", form | {"code": pyotp.TOTP(form["secret"]).at(office.clock())})
    codes = texts(parse(on.text), "//ul[@class='secret']/li")
    assert len(codes) == 10
    assert stranger.submit(stranger.sign_in(NADIA).headers["location"], "/sign-in/code", code=codes[0]).status_code == 303
    assert "left: 9" in texts(nadia.page(ACCOUNT), "//section[@aria-labelledby='factor']")[0]
    assert nadia.submit(ACCOUNT, "/account/second-factor/off", password="wrong").status_code == 422
    nadia.follow(nadia.submit(ACCOUNT, "/account/second-factor/off", password=PASSWORD))
    assert not office.account(office.admin.id).has_second_factor


@pytest.mark.parametrize("secret", ["", "A" * 32 + "B", "<script>", "a" * 32])
def test_a_secret_that_is_none_of_ours_is_not_taken(office: Office, nadia: Person, secret: str) -> None:
    form = filled(nadia.page("/account/second-factor"), "/account/second-factor")
    response = nadia.post("/account/second-factor", form | {"secret": secret, "code": "123456"})
    assert response.status_code == 422
    assert not office.account(office.admin.id).has_second_factor


def test_a_token_is_shown_once_and_lets_a_program_in_until_it_is_revoked(nadia: Person, stranger: Person) -> None:
    made = nadia.submit(ACCOUNT, "/account/tokens", name="press", scope=Right.READ_AUDIT, days="30")
    characters = one(parse(made.text), "//*[@id='token']").text
    assert characters.startswith(PREFIX)
    assert characters not in nadia.get(ACCOUNT).text
    headers = {"authorization": f"Bearer {characters}"}
    answer = stranger.get("/api/v1/me", headers=headers)
    assert answer.json()["scopes"] == ["audit:read"]
    page = nadia.page(ACCOUNT)
    (action,) = [form.get("action") for form in page.xpath("//form") if "/revoke" in form.get("action")]
    nadia.follow(nadia.submit(ACCOUNT, action.partition("?")[0]))
    assert stranger.get("/api/v1/me", headers=headers).status_code == 401


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ({"name": " ", "scope": Right.EDIT}, "Give a name."),
        ({"name": "x"}, "Choose at least one thing the token may be used for."),
        ({"name": "x", "scope": "everything"}, "Choose at least one thing the token may be used for."),
        ({"name": "x", "scope": Right.EDIT, "days": "99999"}, "Choose how long the token is good for."),
        ({"name": "x", "scope": Right.EDIT, "days": "٣٠"}, "Choose how long the token is good for."),
    ],
)
def test_a_token_without_all_it_takes_is_not_made(office: Office, nadia: Person, fields: dict[str, str], fault: str) -> None:
    response = nadia.submit(ACCOUNT, "/account/tokens", **fields)
    assert response.status_code == 422
    assert faults(parse(response.text)) == [fault]
    assert office.staff.tokens.of_account(office.admin.id) == []


def test_another_browser_is_signed_out_from_here(nadia: Person, somebody: Callable[[], Person]) -> None:
    elsewhere = somebody()
    elsewhere.sign_in(NADIA)
    page = nadia.page(ACCOUNT)
    assert len(page.xpath("//section[@aria-labelledby='sessions']//li")) == 2
    (action,) = [form.get("action") for form in page.xpath("//form") if "/end" in form.get("action")]
    nadia.follow(nadia.submit(ACCOUNT, action.partition("?")[0]))
    assert elsewhere.get("/account").status_code == 303
    assert nadia.get("/account").status_code == 200


def test_nobody_ends_the_sessions_or_tokens_of_others(office: Office, nadia: Person, somebody: Callable[[], Person]) -> None:
    office.own.make_token(office.admin, "press", [Right.EDIT], 30)
    (token,) = office.staff.tokens.of_account(office.admin.id)
    (session,) = office.staff.sessions.of_account(office.admin.id, office.clock(), IDLE)
    other = signed_in(office, somebody(), Role.ADMINISTRATOR, "souss")
    key = filled(other.page(ACCOUNT), "/sign-out")
    assert other.post(f"/account/tokens/{token.id}/revoke", key).status_code == 404
    assert other.post(f"/account/sessions/{session.id}/end", key).status_code == 404
    assert nadia.get("/account").status_code == 200
    assert office.staff.tokens.of_account(office.admin.id) == [token]
