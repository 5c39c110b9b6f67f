"""What the API says that a document's words tell, and the routes by which people review it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

import pytest
from fastapi import FastAPI

from analyzers.pipeline import Analyzer
from app.wiring import body_of
from domain.accounts import Right, Role
from domain.description import NOT_FOUND, DescribedValue, Evidence, Field, SaidValue
from domain.documents import Body, PageKey
from domain.records import Description
from domain.translation import LANGUAGES, messages
from search_api.application import create_application
from search_api.cookies import Cookies
from search_api.description_answers import DescriptionResponse
from search_api.descriptions import DescriptionWriter
from search_api.guard import Guard
from search_api.labels import Labels
from search_api.problems import ProblemWriter
from search_api.review_routes import ReviewRoutes
from search_api.rights import require_declared
from tests.accounts.staffed import SITE, Office
from tests.search_api.library import BUREAU, WAHA, Library, Paper, Put, opened
from tests.visitor import Visitor

TEXT = "مقرر رقم 12/2022 المنعقد يوم 5 أكتوبر 2022 بغلاف مالي قدره 1.250.000,00 درهم"
NUMBERS = count(1)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory, analyzer: Analyzer) -> Iterator[Library]:
    """One for all tests, each of which has papers of its own."""
    with opened(tmp_path_factory.mktemp("library"), analyzer) as made:
        yield made


def at(put: Put, words: str) -> Evidence:
    start = TEXT.index(words)
    return Evidence(PageKey(put.version, 1), start, start + len(words))


def described(library: Library, publish: bool = True) -> Put:
    """A paper with a sure number, an unsure session, an amount, and a date that was not found."""
    put = library.put(Paper(f"مقرر السوق {next(NUMBERS)}", (TEXT,), number="12/2022"), publish=publish, index=False)
    values = (
        DescribedValue(Field.NUMBER, "12/2022", 0.95, at(put, "12/2022")),
        DescribedValue(Field.SESSION, "ordinary/2022-10", 0.5, at(put, "أكتوبر")),
        DescribedValue(Field.AMOUNT, "1250000", 0.9, at(put, "1.250.000,00 درهم")),
        DescribedValue(Field.DATE, NOT_FOUND, 0.0),
        DescribedValue(Field.PLACE, "الحسيمة", 0.8, Evidence(PageKey("vanother", 3), 0, 4)),
    )
    library.archive.describe(put.document, Description("decision", {"ar": "مقرر السوق"}, "12/2022", values=values))
    return put


def fields_of(client: Visitor, address: str, **headers: str) -> dict[str, dict[str, object]]:
    answer = DescriptionResponse.model_validate(client.get(address, headers=headers).json())
    return {field.field: field.model_dump() for field in answer.fields}


def test_every_value_comes_with_its_place(library: Library) -> None:
    put = described(library)
    answer = library.client.get(f"{put.url}/description?lang=fr").json()
    number, session, amount, place = answer["fields"]
    assert (number["field"], number["label"], number["corrected"]) == ("number", "Numéro", False)
    evidence = number["values"][0]["evidence"]
    assert TEXT[evidence["start"] : evidence["end"]] == "12/2022"
    assert evidence["page"] == {"version_id": put.version, "number": 1, "position": None, "image": False}
    assert (session["values"][0]["label"], session["values"][0]["unsure"]) == ("Session ordinaire, octobre 2022", True)
    assert (amount["values"][0]["value"], amount["values"][0]["unsure"]) == ("1250000", False)
    assert place["values"][0]["evidence"] is None  # the page is none of the document's


def test_the_address_of_a_place_highlights_just_that(library: Library) -> None:
    put = described(library)
    evidence = library.client.get(f"{put.url}/description").json()["fields"][2]["values"][0]["evidence"]
    text = library.client.get(evidence["text"]).json()
    assert [text["text"][start:end] for start, end in text["highlights"]] == ["1.250.000,00 درهم"]
    boxes = library.client.get(evidence["boxes"]).json()["boxes"]
    assert [box["text"] for box in boxes] == ["1.250.000,00", "درهم"]


@pytest.mark.parametrize("span", ["start=0&end=99999", "start=99998&end=99999", "start=7&end=7", "start=9&end=3"])
def test_a_place_beyond_the_text_is_cut(library: Library, span: str) -> None:
    put = described(library)
    highlights = library.client.get(f"{put.page()}?{span}").json()["highlights"]
    assert highlights in ([], [[0, len(TEXT)]])


def test_a_draft_tells_nothing(library: Library) -> None:
    put = described(library, publish=False)
    assert library.client.get(f"{put.url}/description").status_code == 404


def test_what_a_person_said_is_told_in_place_of_what_was_found(library: Library) -> None:
    put = described(library)
    library.archive.descriptions.correct(put.document, Field.SESSION, [SaidValue("extraordinary/2022-10")], "clerk")
    library.archive.descriptions.correct(put.document, Field.AMOUNT, [], "clerk")
    library.archive.descriptions.correct(put.document, Field.NUMBER, [SaidValue("12/2022")], "clerk")
    fields = fields_of(library.client, f"{put.url}/description")
    assert fields["session"]["corrected"]
    assert [value["value"] for value in fields["session"]["values"]] == ["extraordinary/2022-10"]  # type: ignore[attr-defined]
    assert (fields["amount"]["values"], fields["amount"]["corrected"]) == ([], True)
    (number,) = fields["number"]["values"]  # type: ignore[misc]
    assert (number["confidence"], number["evidence"]["start"]) == (None, TEXT.index("12/2022"))


LABELS = [
    (Field.SESSION, "ordinary/2022-10", "fr", "Session ordinaire, octobre 2022"),
    (Field.SESSION, "extraordinary/2021-06", "ar", "الدورة الاستثنائية لشهر يونيو 2021"),
    (Field.VOTE, "unanimous", "fr", "À l’unanimité"),
    (Field.VOTE, "majority 20/3/2", "ar", "بالأغلبية (الموافقون: 20، المعارضون: 3، الممتنعون: 2)"),
    (Field.VOTE, "unanimous 24/0/0", "en", "Unanimous (24 votes)"),
    (Field.TYPE, "tender", "fr", "Marché public"),
    (Field.TYPE, "gazette", "ar", "الجريدة الرسمية"),
    (Field.BODY, "waha", "fr", "Conseil de la région Al Waha"),
    (Field.ORGANIZATION, "bureau", "ar", "المكتب"),
    (Field.LANGUAGE, "ar", "fr", "Arabe"),
    (Field.AMOUNT, "1250000", "fr", None),
]


@pytest.mark.parametrize(("field", "value", "language", "expected"), LABELS)
def test_codes_have_words(field: Field, value: str, language: str, expected: str | None) -> None:
    assert DescriptionWriter(Labels(language, [WAHA], [BUREAU])).label(field, value) == expected


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_field_has_a_name(language: str) -> None:
    assert all(f"field.{field}" in messages(language) for field in Field)


# The review queue shows drafts: it is served only to editors, who are known by their tokens.


@pytest.fixture(scope="module")
def office(library: Library) -> Office:
    library.archive.put_body(Body("atlas", {"fr": "Conseil de l’Atlas"}))
    office = Office(library.archive)
    assert office.admin
    return office


@pytest.fixture
def staff(library: Library, office: Office) -> Iterator[Visitor]:
    application = FastAPI()
    ProblemWriter().install(application)
    Guard(office.callers, Cookies(secure=False), SITE, body_of(library.archive)).install(application)
    application.include_router(ReviewRoutes(library.archive).router())
    require_declared(application)
    with Visitor(application) as visitor:
        yield visitor


def token_of(office: Office, role: Role, body: str | None) -> dict[str, str]:
    """The header of a program that acts for somebody with the role."""
    account = office.member(f"clerk{next(NUMBERS)}@example.ma", role, body)
    return {"authorization": f"Bearer {office.own.make_token(account, 'test', Right, 30)}"}


@pytest.fixture(scope="module")
def clerk(office: Office) -> dict[str, str]:
    """An editor of the body whose papers these are."""
    return token_of(office, Role.EDITOR, WAHA.id)


def test_the_public_has_no_review_queue(library: Library) -> None:
    described(library)
    assert library.client.get("/api/v1/review").status_code == 404
    assert not any("review" in path for path in create_application(library.service).openapi()["paths"])


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_who_is_not_known_is_told_nothing(library: Library, staff: Visitor, method: str) -> None:
    put = described(library, publish=False)
    address = "/api/v1/review" if method == "GET" else f"/api/v1/review/{put.document}/number"
    assert staff.request(method, address, json={"values": []} if method == "PUT" else None).status_code == 401
    assert library.archive.descriptions.of(put.document).corrections == ()


@pytest.mark.parametrize(("role", "body"), [(Role.VIEWER, WAHA.id), (Role.EDITOR, "atlas")])
def test_who_edits_nothing_there_changes_nothing_there(
    library: Library, office: Office, staff: Visitor, role: Role, body: str
) -> None:
    put, headers = described(library, publish=False), token_of(office, role, body)
    address = f"/api/v1/review/{put.document}/date"
    assert staff.request("PUT", address, json={"values": [{"value": "2022"}]}, headers=headers).status_code == 403
    assert staff.get(f"/api/v1/review/{put.document}", headers=headers).status_code == 403
    queue = staff.get("/api/v1/review", headers=headers)
    assert queue.status_code == 403 or queue.json()["items"] == []
    assert library.archive.descriptions.of(put.document).corrections == ()


def test_nobody_gives_a_document_to_a_body_they_do_not_edit(
    library: Library, office: Office, staff: Visitor, clerk: dict[str, str]
) -> None:
    put, body = described(library, publish=False), {"values": [{"value": "atlas"}]}
    address = f"/api/v1/review/{put.document}/body"
    assert staff.request("PUT", address, json=body, headers=clerk).status_code == 403
    assert staff.request("PUT", address, json=body, headers=token_of(office, Role.EDITOR, None)).status_code == 204


def test_the_queue_names_documents_and_their_unsure_fields(library: Library, staff: Visitor, clerk: dict[str, str]) -> None:
    put = described(library, publish=False)
    answer = staff.get("/api/v1/review", headers=clerk).json()
    last = answer["items"][-1]
    assert (last["document_id"], last["fields"], answer["next_after"]) == (put.document, ["date", "session"], None)
    page = staff.get("/api/v1/review?size=1", headers=clerk).json()
    rest = staff.get(f"/api/v1/review?after={page['next_after']}", headers=clerk).json()
    assert [*page["items"], *rest["items"]] == answer["items"]


def test_a_reviewer_sees_a_draft_corrects_it_and_takes_it_back(
    library: Library, office: Office, staff: Visitor, clerk: dict[str, str]
) -> None:
    put = described(library, publish=False)
    address = f"/api/v1/review/{put.document}"
    body = {"values": [{"value": "2022-10-05"}]}
    assert staff.request("PUT", f"{address}/date", json=body, headers=clerk).status_code == 204
    assert fields_of(staff, address, **clerk)["date"]["corrected"]
    (correction,) = library.archive.descriptions.of(put.document).corrections
    assert office.account(correction.actor).email.startswith("clerk")
    assert staff.request("DELETE", f"{address}/date", headers=clerk).status_code == 204
    assert "date" not in fields_of(staff, address, **clerk)


@pytest.mark.parametrize(
    ("field", "value", "status"),
    [("date", "tomorrow", 422), ("organization", "nowhere", 422), ("colour", "red", 400), ("number", "1/2022", 204)],
)
def test_a_value_that_is_none_is_refused_with_a_reason(
    library: Library, staff: Visitor, clerk: dict[str, str], field: str, value: str, status: int
) -> None:
    put = described(library)
    answer = staff.request(
        "PUT", f"/api/v1/review/{put.document}/{field}", json={"values": [{"value": value}]}, headers=clerk
    )
    assert answer.status_code == status
    assert status == 204 or answer.json()["title"]


def test_a_document_that_is_not_there_can_not_be_reviewed(office: Office, staff: Visitor, clerk: dict[str, str]) -> None:
    everywhere = token_of(office, Role.EDITOR, None)
    for headers, status in ((clerk, 403), (everywhere, 404)):
        assert staff.get("/api/v1/review/0nowhere", headers=headers).status_code == status
        answer = staff.request("PUT", "/api/v1/review/0nowhere/date", json={"values": []}, headers=headers)
        assert answer.status_code == status
