"""The guard lets in by the right a route declares, in the body it is about: the one named, or that of a document."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import httpx
import pytest
from fastapi import FastAPI, Request

from accounts.services import services
from archive.store import Archive
from domain.accounts import Account, Right, Role
from domain.documents import Body
from search_api.cookies import Cookies, form_key
from search_api.forms import form_of
from search_api.guard import Guard, caller_of
from search_api.problems import ProblemWriter
from search_api.rights import Door, Where, needs, require_declared, signed_in
from tests.accounts.staffed import HERE, Office
from tests.databases import Databases
from tests.visitor import Visitor

DOCUMENTS = {"d-souss": "souss", "d-tafilalt": "tafilalt", "d-nobodys": None}


def body_of(document_id: str) -> str | None:
    return DOCUMENTS[document_id]


def application(office: Office) -> FastAPI:
    """A route for each right, in a body and on a document; and two that take forms and other things."""
    app = FastAPI(openapi_url=None)
    for right in Right:
        for where, path in ((Where.BODY, "/bodies/{body_id}"), (Where.DOCUMENT, "/documents/{document_id}")):
            app.add_api_route(f"/{right}{path}", _who, dependencies=[needs(Door.API, right, where)])
    app.add_api_route("/form", _typed, methods=["POST"], dependencies=[signed_in(Door.PAGE)])
    app.add_api_route("/upload", _sent, methods=["POST"], dependencies=[signed_in(Door.PAGE)])
    offered = services(office.staff, "http://testserver", passwords=office.passwords, clock=office.clock)
    Guard(offered.callers, Cookies(secure=False), "http://testserver", body_of).install(app)
    ProblemWriter().install(app)
    require_declared(app)
    return app


def _who(request: Request) -> str:
    return caller_of(request).account.email


def _typed(request: Request) -> list[str]:
    return form_of(request).all("word")


async def _sent(request: Request) -> int:
    return len(await request.body())


@pytest.fixture(scope="module")
def office(databases: Databases) -> Iterator[Office]:
    with databases.migrated() as url:
        archive = Archive(url)
        for body in ("souss", "tafilalt"):
            archive.put_body(Body(body, {"fr": body}))
        yield Office(archive)
        archive.close()


@pytest.fixture(scope="module")
def people(office: Office) -> dict[str, Account]:
    found = {f"{role}@souss.ma": office.member(f"{role}@souss.ma", role, "souss") for role in Role}
    return found | {"admin@all.ma": office.admin}


@pytest.fixture(scope="module")
def visitor(office: Office) -> Iterator[Visitor]:
    with Visitor(application(office)) as opened:
        yield opened


def ask(visitor: Visitor, office: Office, account: Account, path: str) -> httpx.Response:
    token = office.own.make_token(account, "test", Right, 30)
    return visitor.get(path, headers={"authorization": f"bearer {token}"})


@pytest.mark.parametrize(("role", "right"), list(product(Role, Right)))
def test_a_role_opens_what_it_allows_in_its_own_body_only(
    visitor: Visitor, office: Office, people: dict[str, Account], role: Role, right: Right
) -> None:
    account = people[f"{role}@souss.ma"]
    opened = 200 if right in role.rights else 403
    assert ask(visitor, office, account, f"/{right}/bodies/souss").status_code == opened
    assert ask(visitor, office, account, f"/{right}/documents/d-souss").status_code == opened
    for elsewhere in ("bodies/tafilalt", "bodies/all", "documents/d-tafilalt", "documents/d-nobodys"):
        assert ask(visitor, office, account, f"/{right}/{elsewhere}").status_code == 403, elsewhere


def test_only_who_may_see_everything_is_told_that_a_document_is_not_there(
    visitor: Visitor, office: Office, people: dict[str, Account]
) -> None:
    missing = f"/{Right.EDIT}/documents/nothing"
    assert ask(visitor, office, people["publisher@souss.ma"], missing).status_code == 403
    assert ask(visitor, office, people["admin@all.ma"], missing).status_code == 404
    assert ask(visitor, office, people["admin@all.ma"], f"/{Right.EDIT}/documents/d-nobodys").status_code == 200


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer ", "Basic abc", "Bearer shaffaf_nothing", "Bearer \u00e9"])
def test_a_program_that_is_not_known_is_told_how_to_be(visitor: Visitor, header: str) -> None:
    answer = visitor.get(f"/{Right.EDIT}/bodies/souss", headers={"authorization": header.encode("latin-1")})
    assert (answer.status_code, answer.headers["content-type"]) == (401, "application/problem+json")
    assert answer.headers["www-authenticate"].startswith("Bearer")


def session(office: Office) -> tuple[dict[str, str], str]:
    """The cookie of a new session, and the key its forms carry."""
    key = office.sign_in.open_for(office.admin.id, HERE).key
    return {"cookie": f"shaffaf-session={key}"}, form_key(key)


def test_a_form_is_read_with_all_its_values(visitor: Visitor, office: Office) -> None:
    cookie, key = session(office)
    fields = {"word": ["مقرر", "a&b=c", ""], "form_key": key}
    assert visitor.request("POST", "/form", data=fields, headers=cookie).json() == ["مقرر", "a&b=c", ""]


def test_a_script_sends_other_things_with_the_key_in_a_header(visitor: Visitor, office: Office) -> None:
    cookie, key = session(office)
    sent = visitor.request("POST", "/upload", content=b"x" * 100_000, headers=cookie | {"x-form-key": key})
    assert sent.json() == 100_000
    for wrong in ({}, {"x-form-key": ""}, {"x-form-key": key[:-1]}):
        answer = visitor.request("POST", "/upload", content=b"x", headers=cookie | wrong)
        assert answer.status_code in (400, 403)


def test_the_key_in_a_page_does_not_tell_the_key_of_the_session(office: Office) -> None:
    cookie, key = session(office)
    assert key not in str(cookie)
    assert office.callers.by_session(key) is None
    assert session(office)[1] != key
