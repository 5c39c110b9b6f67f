"""Editors choose what is taken out of a document, among what was found or by hand, and nobody else sees originals."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from archive.store import Archive
from domain.accounts import Role
from domain.documents import DocumentStatus, Page, TextSource, WordBox
from domain.failures import Failure
from domain.redaction import Area, RedactedFile, RedactionState
from tests.accounts.staffed import Office
from tests.archive.samples import added, document, task_of
from tests.frontend.reading import parse, texts
from tests.frontend.staff.person import Person, faults, filled

TEXT = "CIN BK123456 GSM 0661234567"
DEEDS = "/staff/publication"


def draft(office: Office, media_type: str = "application/pdf", drawn: bool = True) -> str:
    """A document of one page with a card and a telephone."""
    intake = added(office.archive, media_type, body_id="souss", media_type=media_type, title="طلب")
    starts = [(at, at + len(word)) for word in TEXT.split() for at in (TEXT.index(word),)]
    words = tuple(WordBox(*span, 0.1 + 0.2 * at, 0.1, 0.25 + 0.2 * at, 0.12) for at, span in enumerate(starts))
    size = (595.0, 842.0) if drawn else (None, None)
    page = Page(1, TEXT, TextSource.OCR, "tesseract", None, *size, words if drawn else ())
    office.archive.start_reading(task_of(intake), 1)
    office.archive.put_pages(task_of(intake), [page])
    office.archive.finish(task_of(intake))
    return intake.document_id


def version(archive: Archive, document_id: str) -> str:
    return document(archive, document_id).files[0].versions[0].id


def address(document_id: str, path: str = "") -> str:
    return f"/staff/documents/{document_id}{path}"


def choose(person: Person, document_id: str, *places: int) -> None:
    """Tick finds in the list and have them taken out."""
    orders = address(document_id, "/redactions")
    page = person.page(f"{address(document_id)}?lang=en")
    ticked = page.xpath("//input[@name='find']/@value")
    shown = person.follow(person.post(orders, filled(page, orders) | {"find": [ticked[place] for place in places]}))
    assert texts(shown, "//*[@role='status']")


def test_what_is_ticked_is_asked_for_with_the_boxes_of_its_words(office: Office, nadia: Person) -> None:
    one = draft(office)
    choose(nadia, one, 0)
    (order,) = office.archive.redactions.unfinished()
    (area,) = order.areas
    assert (order.version_id, order.actor) == (version(office.archive, one), office.admin.id)
    assert (area.number, round(area.left, 2), round(area.right, 2)) == (1, 0.3, 0.45)
    assert area.left < 0.3
    assert area.bottom > 0.12
    entry = office.archive.audit(one)[0]
    assert (entry.action, entry.detail["places"]) == ("redact", "1")
    assert "BK123456" not in str(entry)
    assert (
        texts(nadia.page(f"{address(one)}?lang=en"), "//section[@aria-labelledby='personal']//li//*[@class='tag']")[-1]
        == "under way"
    )


def test_without_an_image_the_words_themselves_are_asked_for(office: Office, nadia: Person) -> None:
    one = draft(office, "text/plain", drawn=False)
    choose(nadia, one, 1)
    (order,) = office.archive.redactions.unfinished()
    assert [(passage.number, passage.text) for passage in order.passages] == [(1, "0661234567")]
    assert not nadia.page(f"{address(one)}?lang=en").xpath("//details//nav")


def test_nothing_ticked_is_nothing_asked_for(office: Office, nadia: Person) -> None:
    one = draft(office)
    choose(nadia, one)
    assert office.archive.redactions.unfinished() == []


def test_places_are_marked_by_hand(office: Office, nadia: Person) -> None:
    one = draft(office)
    orders = address(one, "/redactions")
    (link,) = nadia.page(f"{address(one)}?lang=en").xpath("//details//nav/a/@href")
    page = nadia.page(link)
    assert nadia.get(page.xpath("//figure/img/@src")[0]).headers["cache-control"] == "no-store"
    sides = {
        "left": ["10", "50,5", "90"],
        "top": ["10", "20", "5"],
        "right": ["20", "60", "80"],
        "bottom": ["15", "300", "9"],
    }
    nadia.follow(nadia.post(orders, filled(page, orders) | sides))
    (order,) = office.archive.redactions.unfinished()
    assert order.areas == (Area(1, 0.1, 0.1, 0.2, 0.15), Area(1, 0.505, 0.2, 0.6, 1.0))


@pytest.mark.parametrize("typed", ["", "x", "nan", "inf", "-5"])
def test_what_is_no_place_is_left_out(office: Office, nadia: Person, typed: str) -> None:
    one = draft(office)
    orders = address(one, "/redactions")
    page = nadia.page(address(one, f"/redactions/{version(office.archive, one)}/1"))
    sides = {"left": "0", "top": "0", "right": typed, "bottom": "9"}
    nadia.post(orders, filled(page, orders) | sides)
    found = office.archive.redactions.unfinished()
    assert all(0 <= area.left < area.right <= 1 for order in found for area in order.areas)
    assert found == [] or typed == "inf"


def test_it_is_not_published_before_it_is_redacted(office: Office, nadia: Person) -> None:
    one = draft(office)
    choose(nadia, one, 0)
    asked = parse(nadia.submit(f"{address(one)}?lang=en", DEEDS, deed="publish").text)
    response = nadia.post(f"{DEEDS}?lang=en", filled(asked, DEEDS) | {"sure": "1"})
    assert faults(parse(response.text)) == ["It is being redacted: wait until that is done."]
    assert document(office.archive, one).status is DocumentStatus.DRAFT


def redacted(office: Office, document_id: str) -> str:
    """Have the order be done; returns the version that was made."""
    (order,) = office.archive.redactions.unfinished()
    pages = (Page(1, "CIN ███ GSM ███", TextSource.OCR, "tesseract", None, 595.0, 842.0),)
    office.archive.redactions.replace(order.id, RedactedFile("0" * 64, 5, "application/pdf", pages, ("BK123456",)))
    office.archive.redactions.end(order.id)
    return document(office.archive, document_id).files[0].current.id


def test_originals_are_for_those_who_may_edit_and_images_of_them_too(
    office: Office, nadia: Person, somebody: Callable[[], Person]
) -> None:
    one = draft(office)
    choose(nadia, one, 0)
    made, original = redacted(office, one), version(office.archive, one)
    viewer = somebody()
    viewer.sign_in(office.member("v@example.ma", Role.VIEWER, "souss").email)
    page = nadia.page(f"{address(one)}?lang=en")
    listed = texts(page, "//section[@aria-labelledby='versions']//li//*[@class='muted']")
    assert listed == ["with redactions", "as handed in · for staff only"]
    for path in (f"/versions/{original}/original", f"/redactions/{original}/1/image"):
        answer = nadia.get(address(one, path))
        assert answer.status_code == 200
        assert answer.headers["cache-control"] == "no-store"
        assert viewer.get(address(one, path)).status_code == 403
    assert nadia.get(address(one, f"/redactions/{made}/1")).status_code == 200
    assert nadia.get(address(one, f"/redactions/{original}/1")).status_code == 404
    assert texts(viewer.page(address(one)), "//section[@aria-labelledby='versions']//a") == []


PAGES = "/redactions/{v}"


@pytest.mark.parametrize(
    "path", ["/redactions/none/1", f"{PAGES}/2", f"{PAGES}/x", f"{PAGES}/9/image", "/versions/none/original"]
)
def test_what_is_not_there_is_not_found(office: Office, nadia: Person, path: str) -> None:
    one = draft(office)
    assert nadia.get(address(one, path.format(v=version(office.archive, one)))).status_code == 404


def test_a_redaction_that_failed_says_why(office: Office, nadia: Person) -> None:
    one = draft(office)
    choose(nadia, one, 0)
    (order,) = office.archive.redactions.unfinished()
    office.archive.redactions.fail(order.id, Failure.BROKEN)
    (kept,) = office.archive.redactions.of(document(office.archive, one))
    assert kept.state is RedactionState.FAILED
    assert "failed" in texts(nadia.page(f"{address(one)}?lang=en"), "//section[@aria-labelledby='personal']")[0]
