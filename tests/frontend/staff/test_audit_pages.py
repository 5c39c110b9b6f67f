"""Who did what: each staff action is one entry, to be looked through and taken along."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable

import pyotp
import pytest

from archive import audit
from archive.dialect import open_engine, writing
from domain.accounts import Right, Role
from tests.accounts.staffed import PASSWORD, Office
from tests.frontend.reading import one, texts
from tests.frontend.staff.conftest import NADIA
from tests.frontend.staff.person import Person, filled

AUDIT = "/staff/audit?lang=en"


def record(office: Office, *entries: tuple[str | None, str, str, str], **detail: str) -> None:
    """Add entries: body, actor, action, subject."""
    engine = open_engine(office.archive._url)
    with writing(engine).begin() as connection:
        for entry in entries:
            audit.record_in(connection, *entry, **detail)
    engine.dispose()


def heads(person: Person, **asked: str) -> list[str]:
    """The actions of the entries that the page shows."""
    query = "".join(f"&{name}={value}" for name, value in asked.items())
    return texts(person.page(AUDIT + query), "//li[@class='entry']//strong")


def test_every_staff_action_is_one_entry(office: Office, nadia: Person, stranger: Person) -> None:
    karim = office.member("karim@example.ma", Role.EDITOR, "souss")
    secret = filled(nadia.page("/account/second-factor"), "/account/second-factor")["secret"]
    code = pyotp.TOTP(secret).at(office.clock())
    people, member = "/staff/people/souss", f"/staff/people/souss/members/{karim.id}"
    steps: list[tuple[str, Callable[[], object]]] = [
        ("sign_in", lambda: stranger.sign_in(NADIA)),
        ("sign_out", lambda: stranger.submit("/account", "/sign-out")),
        ("change_password", lambda: nadia.submit("/account", "/account/password", old=PASSWORD, new=f"{PASSWORD}!")),
        ("create_token", lambda: nadia.submit("/account", "/account/tokens", name="x", scope=Right.EDIT, days="30")),
        (
            "invite",
            lambda: nadia.submit(people, f"{people}/invitations", email="l@example.ma", role="viewer", language="ar"),
        ),
        ("change_role", lambda: nadia.submit(people, f"{member}/role", role="publisher")),
        ("remove_member", lambda: nadia.submit(people, f"{member}/remove")),
        ("export_audit", lambda: nadia.get("/staff/audit.csv")),
        (
            "turn_on_second_factor",
            lambda: nadia.submit("/account/second-factor", "/account/second-factor", secret=secret, code=code),
        ),
    ]
    for action, act in steps:
        before = office.actions()
        act()
        assert office.actions() == [*before, action]


@pytest.mark.parametrize(
    "address", ["/account", "/staff/people/souss", "/staff/audit", "/sign-in", "/account/second-factor"]
)
def test_looking_leaves_no_entry(office: Office, nadia: Person, address: str) -> None:
    before = office.actions()
    assert nadia.get(address).status_code == 200
    assert office.actions() == before


def test_an_entry_says_who_did_what_when_to_which_record(office: Office, nadia: Person) -> None:
    record(office, ("souss", office.admin.id, "withdraw", "0tarik000001"), reason="personal <data>")
    entry = nadia.page(AUDIT).xpath("//li[@class='entry']")[0]
    text = " ".join(entry.text_content().split())
    assert text.startswith("Withdrew")
    for part in (NADIA, "مجلس جهة سوس", "0tarik000001", "personal <data>"):
        assert part in text
    assert entry.xpath(".//time/@datetime")


def test_entries_are_filtered_by_what_the_form_asks_for(office: Office, nadia: Person) -> None:
    record(
        office,
        ("souss", "karim", "publish", "d1"),
        ("tafilalt", "karim", "publish", "d2"),
        ("souss", "latifa", "withdraw", "d1"),
    )
    assert heads(nadia, actor="karim") == ["Published", "Published"]
    assert heads(nadia, action="withdraw") == ["Withdrew"]
    assert heads(nadia, subject="d1") == ["Withdrew", "Published"]
    assert heads(nadia, body="tafilalt") == ["Published"]
    assert heads(nadia, actor="karim", body="souss", since="2020-01-01", until="2999-01-01") == ["Published"]
    assert heads(nadia, until="2020-01-01") == []
    assert heads(nadia, since="2999-12-31") == []


@pytest.mark.parametrize(
    "asked",
    [
        "since=0001-01-01",
        "until=9999-12-31",
        "since=x",
        "before=x",
        "before=" + "9" * 30,
        "actor=%00",
        "body=%00",
        "action=%F0%9F",
    ],
)
def test_whatever_is_asked_for_is_no_error(nadia: Person, asked: str) -> None:
    assert nadia.get(f"{AUDIT}&{asked}").status_code == 200


def test_the_form_keeps_what_was_asked_for(nadia: Person) -> None:
    page = nadia.page(f"{AUDIT}&actor=%22%3E%3Cb%3E&action=sign_in&since=2026-01-31")
    assert one(page, "//input[@name='actor']").value == '"><b>'
    assert one(page, "//input[@name='since']").value == "2026-01-31"
    assert one(page, "//select[@name='action']").value == "sign_in"


def test_older_entries_are_behind_a_link(office: Office, nadia: Person) -> None:
    record(office, *(("souss", "karim", "publish", f"d{number}") for number in range(120)))
    address, seen = f"{AUDIT}&actor=karim", list[str]()
    while address:
        page = nadia.page(address)
        seen += texts(page, "//li[@class='entry']//a")
        address = next(iter(page.xpath("//main//a[contains(@href, 'before=')]/@href")), "")
    assert seen == [f"d{number}" for number in reversed(range(120))]


def test_administrators_of_a_body_see_what_was_done_there_and_nothing_else(
    office: Office, somebody: Callable[[], Person]
) -> None:
    office.administrator("souss@example.ma", "souss")
    record(
        office, ("souss", "karim", "publish", "d1"), ("tafilalt", "karim", "withdraw", "d2"), (None, "karim", "remove", "d3")
    )
    person = somebody()
    person.sign_in("souss@example.ma")
    for address in ("/staff/audit.jsonl", "/staff/audit.jsonl?body=tafilalt", "/staff/audit.jsonl?actor=karim"):
        lines = [json.loads(line) for line in person.get(address).text.splitlines()]
        assert {line["body_id"] for line in lines} <= {"souss"}
    assert heads(person, subject="d1") == ["Published"]
    assert heads(person, subject="d2") == heads(person, body="tafilalt") == []


def test_a_copy_holds_exactly_what_was_asked_for(office: Office, nadia: Person) -> None:
    record(office, ("souss", "karim", "withdraw", "d1"), reason='معطيات شخصية, "x"\nسطر')
    record(office, ("souss", "latifa", "publish", "d1"))
    response = nadia.get("/staff/audit.csv?actor=karim")
    assert response.headers["content-disposition"] == 'attachment; filename="audit.csv"'
    assert response.text.startswith("\ufeff")
    (row,) = csv.DictReader(io.StringIO(response.text.removeprefix("\ufeff")))
    assert (row["actor"], row["action"], row["subject"], row["body_id"]) == ("karim", "withdraw", "d1", "souss")
    (line,) = nadia.get("/staff/audit.jsonl?actor=karim").text.splitlines()
    assert json.loads(row["detail"]) == json.loads(line)["detail"] == {"reason": 'معطيات شخصية, "x"\nسطر'}


@pytest.mark.parametrize("name", ["=HYPERLINK(1)", "+1", "-1", "@SUM(A1)", "\t=1"])
def test_no_cell_of_a_copy_is_a_formula(office: Office, nadia: Person, name: str) -> None:
    record(office, ("souss", name, "publish", "d1"))
    rows = list(csv.DictReader(io.StringIO(nadia.get("/staff/audit.csv").text.removeprefix("\ufeff"))))
    assert f"'{name}" in [row["actor"] for row in rows]


def test_there_is_no_copy_in_another_form(office: Office, nadia: Person) -> None:
    assert nadia.get("/staff/audit.xlsx").status_code == 404
    assert "export_audit" not in office.actions()


def test_programs_take_copies_by_token(office: Office, stranger: Person) -> None:
    token = office.own.make_token(office.admin, "backup", [Right.READ_AUDIT], 30)
    narrow = office.own.make_token(office.admin, "press", [Right.PUBLISH], 30)
    answer = stranger.get("/api/v1/audit.jsonl?action=create_token", headers={"authorization": f"Bearer {token}"})
    assert [json.loads(line)["email"] for line in answer.text.splitlines()] == [NADIA, NADIA]
    refused = stranger.get("/api/v1/audit.jsonl", headers={"authorization": f"Bearer {narrow}"})
    assert refused.status_code == 403
    assert 'scope="audit:read"' in refused.headers["www-authenticate"]
    assert refused.headers["content-type"] == "application/problem+json"
    wrong = stranger.get("/api/v1/audit.jsonl?acter=x", headers={"authorization": f"Bearer {token}"})
    assert (wrong.status_code, wrong.json()["invalid_parameters"][0]["name"]) == (400, "acter")
