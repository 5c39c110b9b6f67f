"""Every route of the application as it is served, asked by everybody there is: nobody gets what is not theirs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from app.settings import Settings
from app.web import application
from archive.store import Archive
from domain.accounts import Account, Right, Role
from domain.batches import NewBatch
from domain.documents import Body
from search_api.cookies import form_key
from search_api.rights import SAFE, Door, Requirement, Where, guarded_routes, needs, public, require_declared
from tests.accounts.staffed import HERE, Office
from tests.archive.samples import upload
from tests.visitor import Visitor

EVERYBODY, STAFF = "everybody", "whoever has an account"
HERE_ONLY = "souss"

ROUTES: dict[str, str | tuple[Right, Where]] = {
    "GET /account": STAFF,
    "GET /account/second-factor": STAFF,
    "POST /account/second-factor": STAFF,
    "POST /account/second-factor/off": STAFF,
    "POST /account/password": STAFF,
    "POST /account/sessions/{session_id}/end": STAFF,
    "POST /account/tokens": STAFF,
    "POST /account/tokens/{token_id}/revoke": STAFF,
    "POST /sign-out": STAFF,
    "GET /staff/people": (Right.ADMINISTER, Where.ANYWHERE),
    "GET /staff/people/{body_id}": (Right.ADMINISTER, Where.BODY),
    "POST /staff/people/{body_id}/invitations": (Right.ADMINISTER, Where.BODY),
    "POST /staff/people/{body_id}/invitations/{invitation_id}/cancel": (Right.ADMINISTER, Where.BODY),
    "POST /staff/people/{body_id}/members/{account_id}/role": (Right.ADMINISTER, Where.BODY),
    "POST /staff/people/{body_id}/members/{account_id}/remove": (Right.ADMINISTER, Where.BODY),
    "GET /staff/alerts": (Right.ADMINISTER, Where.ANYWHERE),
    "POST /staff/alerts": (Right.ADMINISTER, Where.ANYWHERE),
    "GET /staff/explain": STAFF,
    "GET /staff/documents": (Right.READ_DRAFTS, Where.ANYWHERE),
    "POST /staff/publication": (Right.PUBLISH, Where.ANYWHERE),
    "GET /staff/documents/{document_id}": (Right.READ_DRAFTS, Where.DOCUMENT),
    "POST /staff/documents/{document_id}/redactions": (Right.EDIT, Where.DOCUMENT),
    "GET /staff/documents/{document_id}/redactions/{version_id}/{number}": (Right.EDIT, Where.DOCUMENT),
    "GET /staff/documents/{document_id}/redactions/{version_id}/{number}/image": (Right.EDIT, Where.DOCUMENT),
    "GET /staff/documents/{document_id}/versions/{version_id}/original": (Right.EDIT, Where.DOCUMENT),
    "GET /staff/audit": (Right.READ_AUDIT, Where.ANYWHERE),
    "GET /staff/audit.{form}": (Right.READ_AUDIT, Where.ANYWHERE),
    "GET /staff/upload": (Right.UPLOAD, Where.ANYWHERE),
    "GET /staff/batches": (Right.READ_DRAFTS, Where.ANYWHERE),
    "GET /staff/batches/{batch_id}": (Right.READ_DRAFTS, Where.BATCH),
    "GET /staff/batches/{batch_id}/report.csv": (Right.READ_DRAFTS, Where.BATCH),
    "GET /staff/batches/{batch_id}/events": (Right.READ_DRAFTS, Where.BATCH),
    "POST /staff/batches/{batch_id}/retry": (Right.UPLOAD, Where.BATCH),
    "POST /staff/batches/{batch_id}/cancel": (Right.UPLOAD, Where.BATCH),
    "POST /staff/batches/{batch_id}/close": (Right.UPLOAD, Where.BATCH),
    "POST /staff/batches/{batch_id}/undo": (Right.UPLOAD, Where.BATCH),
    "GET /staff/review": (Right.EDIT, Where.ANYWHERE),
    "GET /staff/review/next": (Right.EDIT, Where.ANYWHERE),
    "GET /staff/review/{document_id}": (Right.EDIT, Where.DOCUMENT),
    "POST /staff/review/{document_id}/{field}/confirm": (Right.EDIT, Where.DOCUMENT),
    "POST /staff/review/{document_id}/{field}/change": (Right.EDIT, Where.DOCUMENT),
    "POST /staff/review/{document_id}/{field}/take-back": (Right.EDIT, Where.DOCUMENT),
    "GET /staff/documents/{document_id}/pages/{version_id}/{number}/image": (Right.READ_DRAFTS, Where.DOCUMENT),
    "GET /staff/documents/{document_id}/pages/{position}/text": (Right.EDIT, Where.DOCUMENT),
    "POST /staff/documents/{document_id}/pages/{position}/text": (Right.EDIT, Where.DOCUMENT),
    "POST /staff/documents/{document_id}/pages/{position}/text/restore": (Right.EDIT, Where.DOCUMENT),
    "POST /staff/documents/{document_id}/pages/{position}/text/keep": (Right.EDIT, Where.DOCUMENT),
    "GET /staff/documents/{document_id}/pages": (Right.EDIT, Where.DOCUMENT),
    "POST /staff/documents/{document_id}/pages/arrange": (Right.EDIT, Where.DOCUMENT),
    "POST /staff/documents/{document_id}/pages/turn": (Right.EDIT, Where.DOCUMENT),
    "POST /staff/documents/{document_id}/pages/merge": (Right.EDIT, Where.DOCUMENT),
    "POST /staff/documents/{document_id}/pages/undo": (Right.EDIT, Where.DOCUMENT),
    "GET /staff/proposals": (Right.EDIT, Where.ANYWHERE),
    "GET /staff/documents/{document_id}/proposals/{proposal_id}": (Right.EDIT, Where.DOCUMENT),
    "POST /staff/documents/{document_id}/proposals/{proposal_id}/accept": (Right.EDIT, Where.DOCUMENT),
    "POST /staff/documents/{document_id}/proposals/{proposal_id}/decline": (Right.EDIT, Where.DOCUMENT),
    "GET /api/v1/review": (Right.EDIT, Where.ANYWHERE),
    "GET /api/v1/review/{document_id}": (Right.EDIT, Where.DOCUMENT),
    "PUT /api/v1/review/{document_id}/{field}": (Right.EDIT, Where.DOCUMENT),
    "DELETE /api/v1/review/{document_id}/{field}": (Right.EDIT, Where.DOCUMENT),
    "GET /api/v1/me": STAFF,
    "GET /api/v1/audit.{form}": (Right.READ_AUDIT, Where.ANYWHERE),
    "POST /api/v1/bodies/{body_id}/batches": (Right.UPLOAD, Where.BODY),
    "GET /api/v1/batches/{batch_id}": (Right.UPLOAD, Where.BATCH),
    "POST /api/v1/batches/{batch_id}/known": (Right.UPLOAD, Where.BATCH),
    "POST /api/v1/batches/{batch_id}/bundle": (Right.UPLOAD, Where.BATCH),
    "PUT /api/v1/batches/{batch_id}/sheet": (Right.UPLOAD, Where.BATCH),
    "GET /api/v1/batches/{batch_id}/sheet": (Right.UPLOAD, Where.BATCH),
    "POST /api/v1/batches/{batch_id}/close": (Right.UPLOAD, Where.BATCH),
    "OPTIONS /api/v1/batches/{batch_id}/uploads": (Right.UPLOAD, Where.BATCH),
    "POST /api/v1/batches/{batch_id}/uploads": (Right.UPLOAD, Where.BATCH),
    "OPTIONS /api/v1/batches/{batch_id}/uploads/{upload_id}": (Right.UPLOAD, Where.BATCH),
    "PATCH /api/v1/batches/{batch_id}/uploads/{upload_id}": (Right.UPLOAD, Where.BATCH),
    "DELETE /api/v1/batches/{batch_id}/uploads/{upload_id}": (Right.UPLOAD, Where.BATCH),
    "POST /api/v1/batches/{batch_id}/uploads/{upload_id}": (Right.UPLOAD, Where.BATCH),
    "POST /staff/api/bodies/{body_id}/batches": (Right.UPLOAD, Where.BODY),
    "GET /staff/api/batches/{batch_id}": (Right.UPLOAD, Where.BATCH),
    "POST /staff/api/batches/{batch_id}/known": (Right.UPLOAD, Where.BATCH),
    "POST /staff/api/batches/{batch_id}/bundle": (Right.UPLOAD, Where.BATCH),
    "PUT /staff/api/batches/{batch_id}/sheet": (Right.UPLOAD, Where.BATCH),
    "GET /staff/api/batches/{batch_id}/sheet": (Right.UPLOAD, Where.BATCH),
    "POST /staff/api/batches/{batch_id}/close": (Right.UPLOAD, Where.BATCH),
    "OPTIONS /staff/api/batches/{batch_id}/uploads": (Right.UPLOAD, Where.BATCH),
    "POST /staff/api/batches/{batch_id}/uploads": (Right.UPLOAD, Where.BATCH),
    "OPTIONS /staff/api/batches/{batch_id}/uploads/{upload_id}": (Right.UPLOAD, Where.BATCH),
    "PATCH /staff/api/batches/{batch_id}/uploads/{upload_id}": (Right.UPLOAD, Where.BATCH),
    "DELETE /staff/api/batches/{batch_id}/uploads/{upload_id}": (Right.UPLOAD, Where.BATCH),
    "POST /staff/api/batches/{batch_id}/uploads/{upload_id}": (Right.UPLOAD, Where.BATCH),
}
"""Every route that is not for everybody, and whom it is for. A new one is added here, or the test below fails."""

PUBLIC_FORMS = {
    "POST /sign-in",
    "POST /sign-in/code",
    "POST /invitation/{key}",
    "POST /documents/{document_id}/propose",
    "POST /alerts/new",
    "POST /alerts/link",
    "POST /alerts/confirm/{alert_id}/{until}/{signature}",
    "POST /alerts/manage/{subscriber_id}/{signature}",
}
"""What everybody may send, from our own pages."""

WITHOUT_COOKIES = {"POST /alerts/stop/{subscriber_id}/{signature}"}
"""What everybody may send from anywhere: mail programs do, with one click (RFC 8058), to an address that is signed."""

PARTS = {"body_id": HERE_ONLY, "form": "jsonl", "field": "number", "number": "1", "position": "1"}
"""What stands for parts of addresses that can't be just anything."""

PEOPLE: dict[str, tuple[tuple[str | None, Role], ...]] = {
    "nobody": (),
    "somebody without a role": (),
    **{f"{role} of souss": ((HERE_ONLY, role),) for role in Role},
    "administrator of tafilalt": (("tafilalt", Role.ADMINISTRATOR),),
    "publisher of all": ((None, Role.PUBLISHER),),
    "administrator of all": ((None, Role.ADMINISTRATOR),),
}


@dataclass
class House:
    """The application, its office, the people by their names in PEOPLE, and a draft of souss."""

    app: FastAPI
    office: Office
    visitor: Visitor
    people: dict[str, Account | None]
    batch_id: str
    document_id: str

    def routes(self) -> dict[str, Requirement]:
        """All routes by method and path; HEAD is answered as GET."""
        found = [route for route in guarded_routes(self.app) if route.method != "HEAD"]
        return {f"{route.method} {route.path}": route.requirements[0] for route in found}

    def ask(self, name: str, who: str, scopes: frozenset[Right] = frozenset(Right)) -> httpx.Response:
        """Ask a route of `routes` as one of the people: with a session and its form's key, or with a token."""
        method, path = self.address(name)
        self.visitor.cookies.clear()
        account = self.people[who]
        if path.startswith("/api/"):
            return self.visitor.request(method, path, headers=self._token(account, scopes))
        key = "visit" if account is None else self.office.sign_in.open_for(account.id, HERE).key
        headers = {"cookie": f"shaffaf-{'visit' if account is None else 'session'}={key}"}
        if method in ("PATCH", "PUT", "DELETE"):
            headers["x-form-key"] = form_key(key)
        fields = {"form_key": form_key(key)} if method == "POST" else None
        return self.visitor.request(method, path, headers=headers, data=fields)

    def address(self, name: str) -> tuple[str, str]:
        """Method and path of a route, filled: with the body, its batch and document, records that are not there."""
        method, path = name.split(" ")
        known = {
            "body_id": HERE_ONLY,
            "batch_id": self.batch_id,
            "document_id": self.document_id,
            "form": "jsonl",
            "field": "number",
            "number": "1",
            "position": "1",
        }
        return method, re.sub(r"\{(\w+)\}", lambda part: known.get(part[1], "x"), path)

    def _token(self, account: Account | None, scopes: frozenset[Right]) -> dict[str, str]:
        if account is None:
            return {}
        return {"authorization": f"Bearer {self.office.own.make_token(account, 'test', scopes, 30)}"}


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, lexicon_path: Path) -> Iterator[House]:
    settings = Settings(state=tmp_path_factory.mktemp("house"), lexicon=lexicon_path, _env_file=None)
    app = application(settings)
    archive = Archive(settings.archive_url)
    for body in (HERE_ONLY, "tafilalt"):
        archive.put_body(Body(body, {"fr": body}))
    office = Office(archive)
    people: dict[str, Account | None] = {}
    for number, (who, roles) in enumerate(PEOPLE.items()):
        people[who] = None if who == "nobody" else employed(office, f"p{number}@example.ma", roles)
    with Visitor(app, "http://127.0.0.1:8000") as visitor:
        batch = archive.batches.create(NewBatch("registre", HERE_ONLY, office.admin.id))
        # What goes on as long as something may change would not end in a test.
        archive.batches.close(batch.id, office.admin.id)
        document = archive.add(upload(body_id=HERE_ONLY)).document_id
        yield House(app, office, visitor, people, batch.id, document)
    archive.close()


def employed(office: Office, email: str, roles: tuple[tuple[str | None, Role], ...]) -> Account:
    """An account with the roles, or with one that was taken away again."""
    for body, role in roles:
        return office.member(email, role, body)
    account = office.member(email, Role.VIEWER, HERE_ONLY)
    office.staff.members.remove(HERE_ONLY, account.id, office.admin.id)
    return office.account(account.id)


def expected(wanted: str | tuple[Right, Where], who: str) -> bool:
    """Whether the table lets one of the people in."""
    if wanted == EVERYBODY or who == "nobody":
        return wanted == EVERYBODY
    if isinstance(wanted, str):
        return True
    right, where = wanted
    having = [body for body, role in PEOPLE[who] if right in role.rights]
    return bool(having) if where is Where.ANYWHERE else any(body in (None, HERE_ONLY) for body in having)


def was_let_in(response: httpx.Response) -> bool:
    """Whether a route answered, and not its guard."""
    to_sign_in = response.status_code == 303 and response.headers["location"].startswith("/sign-in?next=")
    return not to_sign_in and response.status_code not in (401, 403)


def test_every_route_that_is_not_public_is_in_the_table(house: House) -> None:
    private = {name for name, wanted in house.routes().items() if not wanted.public}
    assert private == set(ROUTES)


def test_what_everybody_may_send_is_known(house: House) -> None:
    public = {name for name, wanted in house.routes().items() if wanted.public}
    assert {name for name in public if not name.startswith("GET ")} == PUBLIC_FORMS | WITHOUT_COOKIES


@pytest.mark.parametrize(("name", "who"), list(product(ROUTES, PEOPLE)))
def test_each_route_lets_in_whom_it_is_for(house: House, name: str, who: str) -> None:
    response = house.ask(name, who)
    assert was_let_in(response) == expected(ROUTES[name], who), response.status_code
    assert response.status_code < 500


@pytest.mark.parametrize(("name", "who"), list(product(ROUTES, PEOPLE)))
def test_who_is_not_let_in_changes_nothing(house: House, name: str, who: str) -> None:
    if expected(ROUTES[name], who):
        return
    before = len(house.office.archive.audit(limit=10_000))
    response = house.ask(name, who)
    # Signing in, or making a token, which asking takes, is an entry itself.
    assert len(house.office.archive.audit(limit=10_000)) == before + (who != "nobody")
    assert house.people[who] is None or "karim" not in response.text


@pytest.mark.parametrize("who", PEOPLE)
def test_what_is_public_is_for_everybody(house: House, who: str) -> None:
    public = [name for name, wanted in house.routes().items() if wanted.public and name.startswith("GET ")]
    assert len(public) > 15
    for name in public:
        response = house.ask(name, who)
        assert was_let_in(response), name
        assert response.status_code < 500, name


@pytest.mark.parametrize(("name", "right"), list(product([name for name in ROUTES if "/api/v1/" in name], Right)))
def test_a_token_opens_what_its_scopes_say_even_to_an_administrator(house: House, name: str, right: Right) -> None:
    wanted = ROUTES[name]
    response = house.ask(name, "administrator of all", frozenset({right}))
    assert was_let_in(response) == (isinstance(wanted, str) or wanted[0] == right)


@pytest.mark.parametrize("name", ROUTES)
def test_a_session_never_opens_the_api_and_a_token_never_a_page(house: House, name: str) -> None:
    method, path = house.address(name)
    admin = house.people["administrator of all"]
    assert admin is not None
    key = house.office.sign_in.open_for(admin.id, HERE).key
    token = house.office.own.make_token(admin, "test", Right, 30)
    wrong = {"cookie": f"shaffaf-session={key}"} if path.startswith("/api/") else {"authorization": f"Bearer {token}"}
    house.visitor.cookies.clear()
    assert not was_let_in(
        house.visitor.request(method, path, headers=wrong, data={"form_key": form_key(key)} if method not in SAFE else None)
    )


@pytest.mark.parametrize(
    "name", [name for name in [*ROUTES, *sorted(PUBLIC_FORMS)] if name.startswith("POST") and "/api/v1/" not in name]
)
def test_no_form_is_taken_without_its_key(house: House, name: str) -> None:
    method, path = house.address(name)
    admin = house.people["administrator of all"]
    assert admin is not None
    key = house.office.sign_in.open_for(admin.id, HERE).key
    house.visitor.cookies.clear()
    response = house.visitor.request(method, path, headers={"cookie": f"shaffaf-session={key}"}, data={"form_key": "guess"})
    assert response.status_code == 403
    assert house.office.callers.by_session(key) is not None


def test_a_route_that_does_not_say_whom_it_is_for_stops_the_start(house: House) -> None:
    for wrong in ([], [public(Door.API), needs(Door.API, Right.EDIT)]):
        app = FastAPI()
        app.add_api_route("/new", lambda: None, dependencies=wrong)
        with pytest.raises(RuntimeError, match="/new"):
            require_declared(app)
    require_declared(house.app)
