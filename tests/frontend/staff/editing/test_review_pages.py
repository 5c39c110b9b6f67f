"""Reviewing: the queue, a document beside its fields, what was said and what stays."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from lxml.html import HtmlElement

from domain.accounts import Role
from domain.description import Field, SaidValue
from domain.translation import LANGUAGES
from tests.frontend.reading import one, parse, texts
from tests.frontend.staff.editing.workplace import LINES, Workplace, describe, described
from tests.frontend.staff.person import Person, filled, form_at
from tests.search_api.library import WAHA, Library, Put


def at(put: Put, language: str = "fr", **more: str) -> str:
    return f"/staff/review/{put.document}?lang={language}" + "".join(f"&{key}={value}" for key, value in more.items())


def act(put: Put, field: Field, deed: str) -> str:
    return f"/staff/review/{put.document}/{field}/{deed}"


def send(person: Person, put: Put, field: Field, deed: str, **fields: str) -> HtmlElement:
    """Press a button of the field's form; the page it leads to."""
    return person.follow(person.submit(at(put, field=field), act(put, field, deed), **fields))


def asked(page: HtmlElement) -> str:
    """The field that is looked at."""
    (name,) = texts(page, "//h2[@id='asked']")
    return name


def values(page: HtmlElement, path: str) -> list[str]:
    """What elements say, with plain spaces between digits."""
    return [text.replace("\u202f", " ").replace("\xa0", " ") for text in texts(page, path)]


def standing(library: Library, put: Put, field: Field) -> list[SaidValue] | None:
    found = library.archive.descriptions.of(put.document).correction(field)
    return None if found is None else list(found.values)


def test_the_queue_names_documents_of_ones_own_bodies_and_what_to_check(
    library: Library, editor: Person, other_editor: Person
) -> None:
    put = described(library)
    address = f"/staff/review/{put.document}"
    entries = editor.page("/staff/review?lang=fr").xpath(f"//li[.//a[starts-with(@href, '{address}?')]]")
    assert texts(entries[0], ".//p[last()]") == ["À vérifier : Organe, Session, Montants"]
    assert other_editor.page("/staff/review?lang=fr").xpath(f"//a[starts-with(@href, '{address}')]") == []


def test_the_first_unsure_field_is_shown_with_its_place_on_the_scan(library: Library, editor: Person) -> None:
    put = described(library)
    page = editor.page(at(put))
    assert asked(page) == "Organe"
    page = editor.page(at(put, field=Field.SESSION))
    assert "Session ordinaire, octobre 2022" in page.text_content()
    assert texts(page, "//li//span[@class='muted']")[0] == "sûr à 50 %"
    assert texts(page, "//blockquote//mark") == [LINES[2]]
    assert len(page.xpath("//svg[@class='boxes']/rect")) == len(LINES[2].split())
    image = one(page, "//figure//img").get("src")
    assert editor.get(image).headers["content-type"] in ("image/png", "image/jpeg")


def test_a_field_without_a_place_shows_the_first_page(library: Library, editor: Person) -> None:
    page = editor.page(at(described(library), field=Field.TYPE))
    assert (len(page.xpath("//figure//img")), page.xpath("//svg[@class='boxes']")) == (1, [])


def test_confirming_leads_from_field_to_field_and_on_to_the_next_document(library: Library, editor: Person) -> None:
    first, second = described(library), described(library)
    assert asked(send(editor, first, Field.ORGANIZATION, "confirm")) == "Session"
    assert asked(send(editor, first, Field.SESSION, "confirm")) == "Montants"
    page = send(editor, first, Field.AMOUNT, "confirm")
    assert second.document in one(page, "//form[contains(@action, 'confirm')]").get("action")
    assert standing(library, first, Field.SESSION) == [SaidValue("ordinary/2022-10")]
    assert standing(library, first, Field.ORGANIZATION) == []


def test_skipping_leads_on_and_back_and_ends_at_the_queue(library: Library, editor: Person) -> None:
    first, second = described(library), described(library)
    forth = one(editor.page(at(first)), "//a[@data-key='s']").get("href")
    there = editor.page(forth)
    assert second.document in one(there, "//form[contains(@action, 'confirm')]").get("action")
    back = editor.page(one(there, "//a[@data-key='b']").get("href"))
    assert first.document in one(back, "//form[contains(@action, 'confirm')]").get("action")
    end = editor.page(one(editor.page(at(second)), "//a[@data-key='s']").get("href"))
    assert texts(end, "//p[@role='status']") == ["C’est la fin de la liste. Ce que vous avez passé y figure toujours."]
    assert end.xpath(f"//a[contains(@href, '{first.document}')]")


def test_what_is_typed_stands_instead_and_can_be_taken_back(library: Library, editor: Person) -> None:
    put = described(library)
    send(editor, put, Field.AMOUNT, "change", value="1.300.000,50 DH")
    assert standing(library, put, Field.AMOUNT) == [SaidValue("1300000.50")]
    page = editor.page(at(put, field=Field.AMOUNT))
    assert values(page, "//p[@class='done']/strong") == ["1 300 000,50 DH"]
    assert filled(page, act(put, Field.AMOUNT, "change"))["value"] == "1300000.50"
    assert values(page, "//ul[@class='found-list']//strong") == ["1 250 000 DH"]
    page = send(editor, put, Field.AMOUNT, "take-back")
    assert asked(page) == "Montants"
    assert standing(library, put, Field.AMOUNT) is None


CHANGES: list[tuple[Field, dict[str, str], list[SaidValue]]] = [
    (Field.TYPE, {"value": "tender"}, [SaidValue("tender")]),
    (Field.ORGANIZATION, {"value": "bureau"}, [SaidValue("bureau")]),
    (Field.SESSION, {"kind": "extraordinary", "value": "2/2022"}, [SaidValue("extraordinary/2022-02")]),
    (Field.VOTE, {"kind": "majority", "value": "20/3/2"}, [SaidValue("majority 20/3/2")]),
    (Field.DATE, {"value": "5/10/2022"}, [SaidValue("2022-10-05")]),
    (Field.TITLE, {"title_ar": "مقرر", "title_fr": "Décision"}, [SaidValue("مقرر", "ar"), SaidValue("Décision", "fr")]),
    (Field.PLACE, {"value": "الحسيمة\r\nخنيفرة"}, [SaidValue("الحسيمة"), SaidValue("خنيفرة")]),
]


@pytest.mark.parametrize(("field", "typed", "expected"), CHANGES)
def test_every_kind_of_field_can_be_filled_in(
    library: Library, editor: Person, field: Field, typed: dict[str, str], expected: list[SaidValue]
) -> None:
    put = described(library)
    send(editor, put, field, "change", **typed)
    assert standing(library, put, field) == expected
    shown = filled(editor.page(at(put, field=field)), act(put, field, "change"))
    assert all(shown[name] for name in typed)


WRONG = [
    (Field.DATE, {"value": "demain"}),
    (Field.TYPE, {"value": ""}),
    (Field.ORGANIZATION, {"value": "nowhere"}),
    (Field.SESSION, {"kind": "ordinary", "value": "13/2022"}),
    (Field.TITLE, {"title_ar": "", "title_fr": ""}),
]


@pytest.mark.parametrize(("field", "typed"), WRONG)
def test_what_is_no_value_is_said_beside_what_was_typed(
    library: Library, editor: Person, field: Field, typed: dict[str, str]
) -> None:
    put = described(library)
    before = len(library.archive.audit(limit=1000))
    response = editor.submit(at(put, field=field), act(put, field, "change"), **typed)
    page = parse(response.text)
    assert response.status_code == 422
    assert texts(page, "//p[@role='alert']") == ["Ce n’est pas une valeur de ce champ. Lisez l’indication sous le champ."]
    if field is Field.DATE:
        assert filled(page, act(put, field, "change"))["value"] == "demain"
    assert standing(library, put, field) is None
    assert len(library.archive.audit(limit=1000)) == before


def test_a_correction_stays_when_the_file_is_read_again(library: Library, editor: Person) -> None:
    put = described(library)
    send(editor, put, Field.NUMBER, "change", value="13/2022")
    library.read_again(put, "\n".join(LINES), finish=True)
    describe(library, put, number="99/1999")
    page = editor.page(at(put, field=Field.NUMBER))
    assert texts(page, "//p[@class='done']/strong") == ["13/2022"]
    assert texts(page, "//ul[@class='found-list']//strong") == ["99/1999"]
    record = library.archive.document(put.document)
    assert record is not None
    assert record.number == "13/2022"


def test_every_deed_is_one_entry_of_who_did_it(place: Workplace, library: Library, somebody: Callable[..., Person]) -> None:
    put, editor = described(library), somebody()
    for field, deed, action in (
        (Field.AMOUNT, "confirm", "correct"),
        (Field.DATE, "change", "correct"),
        (Field.AMOUNT, "take-back", "take_back_correction"),
    ):
        before = len(library.archive.audit(put.document))
        editor.submit(at(put, field=field), act(put, field, deed))
        entry, *others = library.archive.audit(put.document)
        assert (entry.action, entry.detail["field"], len(others)) == (action, field, before)
        assert place.office.account(entry.actor).email.startswith("somebody")


@pytest.mark.parametrize(
    ("role", "body", "status"),
    [
        (Role.VIEWER, WAHA.id, 403),
        (Role.EDITOR, "atlas", 403),
        (Role.EDITOR, WAHA.id, 303),
        (Role.EDITOR, None, 303),
    ],
)
def test_only_editors_of_the_body_may_say_anything(
    library: Library, somebody: Callable[..., Person], role: Role, body: str | None, status: int
) -> None:
    put, person = described(library), somebody(role, body)
    key = filled(person.page("/account"), "/sign-out")["form_key"]
    response = person.post(act(put, Field.AMOUNT, "confirm"), {"form_key": key})
    assert response.status_code == status
    assert (standing(library, put, Field.AMOUNT) is None) == (status == 403)
    assert person.get(at(put)).status_code == (403 if status == 403 else 200)


def test_images_of_drafts_are_for_those_who_may_see_them_and_nobody_keeps_them_for_others(
    library: Library, editor: Person, other_editor: Person, stranger: Person, somebody: Callable[..., Person]
) -> None:
    put = described(library)
    image = f"/staff/documents/{put.document}/pages/{put.version}/1/image"
    shown = editor.get(image)
    assert (shown.status_code, shown.headers["cache-control"]) == (200, "private, no-cache")
    assert editor.get(image, headers={"if-none-match": shown.headers["etag"]}).status_code == 304
    assert somebody(Role.VIEWER).get(image).status_code == 200
    assert other_editor.get(image).status_code == 403
    assert stranger.get(image).headers["location"].startswith("/sign-in")


@pytest.mark.parametrize("number", ["0", "2", "99999999999999999999", "x"])
def test_a_page_that_is_none_has_no_image(library: Library, editor: Person, number: str) -> None:
    put = described(library)
    assert editor.get(f"/staff/documents/{put.document}/pages/{put.version}/{number}/image").status_code in (400, 404)


def test_a_page_of_another_document_is_not_shown(library: Library, editor: Person) -> None:
    put, other = described(library), described(library, body="atlas")
    assert editor.get(f"/staff/documents/{put.document}/pages/{other.version}/1/image").status_code == 404
    assert editor.get(f"{at(put)}&page=2").status_code == 404


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_field_has_its_form_in_every_language(library: Library, editor: Person, language: str) -> None:
    put = described(library)
    for link in editor.page(at(put, language)).xpath("//ol[@class='field-list']//a/@href"):
        page = editor.page(link)
        assert form_at(page, act(put, Field(link.partition("field=")[2].partition("&")[0]), "change")) is not None


def test_every_key_that_is_listed_does_something(library: Library, editor: Person) -> None:
    put = described(library)
    described(library)
    send(editor, put, Field.AMOUNT, "change", value="5")
    page = editor.page(at(put, field=Field.AMOUNT))
    listed = {text.lower() for text in texts(page, "//dl[@class='key-list']//kbd")}
    assert listed == set(page.xpath("//@data-key"))
    assert all(len(page.xpath(f"//*[@data-key='{key}']")) == 1 for key in listed)
