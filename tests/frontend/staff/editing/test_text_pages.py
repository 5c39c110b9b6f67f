"""A page's text is written anew beside its image: searched in seconds, never lost, never overwritten by a machine."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from lxml.html import HtmlElement
from pdfminer.high_level import extract_text

from domain.accounts import Role
from domain.documents import PageKey
from domain.page_texts import MOST_LETTERS, PageTexts
from tests.frontend.reading import one, parse, texts
from tests.frontend.staff.editing.workplace import scan
from tests.frontend.staff.person import Person, filled
from tests.search_api.library import WAHA, Library, Put


def at(put: Put, more: str = "", language: str = "fr") -> str:
    return f"/staff/documents/{put.document}/pages/1/text{more}?lang={language}"


def typed_over(person: Person, put: Put, **fields: str) -> HtmlElement:
    """Save a text; the page it leads to."""
    return person.follow(person.submit(at(put), at(put).partition("?")[0], **fields))


def now(library: Library, put: Put) -> PageTexts:
    found = library.archive.texts.of(PageKey(put.version, 1))
    assert found is not None
    return found


def shown(page: HtmlElement) -> str:
    """What the field holds."""
    return str(one(page, "//textarea[@name='text']").text_content()).removeprefix("\n")


def corrected(text: str, old: str = "12/2022", new: str = "13/2022") -> str:
    return text.replace(old, new)


def test_the_page_shows_the_scan_and_the_text_that_stands(library: Library, editor: Person) -> None:
    put = scan(library)
    page = editor.page(at(put))
    assert shown(page) == now(library, put).machine
    assert len(page.xpath("//figure//img")) == 1
    assert texts(page, "//section[@aria-labelledby='history']//li//strong") == ["Ce que la machine a lu"]


def test_a_text_that_is_saved_is_found_at_once_and_marked_on_the_scan(library: Library, editor: Person) -> None:
    put = scan(library, publish=True, index=True)
    text = now(library, put).text
    page = typed_over(editor, put, text=corrected(text, "Al Waha", "Zagoraville").replace("\n", "\r\n"))
    assert texts(page, "//p[@role='status']") == [
        "Enregistré. Les recherches trouveront le nouveau texte dans quelques secondes."
    ]
    library.indexer.catch_up()
    assert library.found("Zagoraville") == [put.document]
    boxes = library.client.get(f"{put.page()}/boxes?q=Zagoraville").json()["boxes"]
    assert [box["text"] for box in boxes] == ["Zagoraville"]
    answer = library.client.get(put.page()).json()
    assert (answer["source"], answer["confidence"], answer["uncertain"]) == ("corrected", None, [])


def test_what_is_found_of_the_document_follows_its_text(library: Library, editor: Person) -> None:
    put = scan(library, "Conseil de la région Al Waha", "Décision n° 12/2022", "du 5 octobre 2022")
    typed_over(editor, put, text=corrected(now(library, put).text))
    (number,) = [one for one in library.archive.descriptions.of(put.document).found if one.field == "number"]
    assert number.value == "13/2022"
    assert number.evidence is not None
    assert now(library, put).text[number.evidence.start : number.evidence.end] == "13/2022"


def test_every_text_stays_and_any_of_them_can_be_shown_again(library: Library, editor: Person) -> None:
    put = scan(library)
    machine = now(library, put).machine
    first, second = corrected(machine), corrected(machine, "12/2022", "14/2022")
    for text in (first, second):
        typed_over(editor, put, text=text)
    page = editor.page(at(put))
    entries = texts(page, "//section[@aria-labelledby='history']//li//strong")
    assert entries == ["Texte n° 2", "Texte n° 1", "Ce que la machine a lu"]
    seen = editor.page(f"{at(put)}&edition=1")
    assert (texts(seen, "//del"), texts(seen, "//ins")) == (["13/2022"], ["14/2022"])
    restore = at(put, "/restore").partition("?")[0]
    editor.post(restore, filled(seen, restore))
    assert now(library, put).text == first
    machines = editor.page(f"{at(put)}&edition=0")
    editor.post(restore, filled(machines, restore))
    assert (now(library, put).text, now(library, put).corrected) == (machine, False)
    assert len(now(library, put).editions) == 4


def test_two_who_write_at_once_see_both_texts_and_lose_neither(
    library: Library, editor: Person, somebody: Callable[..., Person]
) -> None:
    put, colleague = scan(library), somebody()
    text, address = now(library, put).text, at(put).partition("?")[0]
    mine = filled(editor.page(at(put)), address) | {"text": corrected(text, "octobre", "mars")}
    typed_over(colleague, put, text=corrected(text))
    refused = editor.post(address, mine)
    page = parse(refused.text)
    assert refused.status_code == 409
    assert shown(page) == mine["text"]
    assert "13/2022" in texts(page, "//section[@aria-labelledby='theirs']//div")[0]
    assert "mars" in texts(page, "//ins")
    assert now(library, put).text == corrected(text)
    again = editor.post(address, filled(page, address))
    assert again.status_code == 303
    assert [one.text for one in now(library, put).editions] == [mine["text"], corrected(text)]


def test_a_machine_that_reads_the_page_again_leaves_it_and_staff_are_told(library: Library, editor: Person) -> None:
    put = scan(library, publish=True)
    typed_over(editor, put, text=corrected(now(library, put).text))
    mine = now(library, put).text
    library.read_again(put, corrected(mine, "Montant", "Mortant"), finish=True)
    assert now(library, put).text == mine
    assert library.client.get(put.page()).json()["text"] == mine
    queue = editor.page("/staff/review?lang=fr")
    assert queue.xpath(f"//section[@aria-labelledby='otherwise']//a[contains(@href, '{put.document}')]")
    page = editor.page(at(put))
    assert (texts(page, "//del"), texts(page, "//ins")) == (["Montant"], ["Mortant"])
    keep = at(put, "/keep").partition("?")[0]
    after = editor.follow(editor.post(keep, filled(page, keep)))
    assert after.xpath("//*[@id='otherwise']") == []
    assert now(library, put).text == mine


def test_searchable_pdfs_hold_the_text_that_stands(library: Library, editor: Person) -> None:
    put = scan(library, publish=True)
    before = library.client.get(put.searchable)
    typed_over(editor, put, text=corrected(now(library, put).text, "Montant", "Enveloppe"))
    after = library.client.get(put.searchable)
    assert before.headers["etag"] != after.headers["etag"]
    held = extract_text(io.BytesIO(after.content))
    assert "Enveloppe" in held
    assert "Montant" not in held
    assert "Session" in held


def test_nothing_changed_is_no_new_text(library: Library, editor: Person) -> None:
    put = scan(library)
    entries = len(library.archive.audit(put.document))
    page = typed_over(editor, put)
    assert texts(page, "//p[@role='status']") == ["Rien n’a été changé."]
    assert (now(library, put).editions, len(library.archive.audit(put.document))) == ((), entries)


def test_a_text_that_is_too_long_is_refused_with_a_reason_and_still_there(library: Library, editor: Person) -> None:
    put = scan(library)
    response = editor.submit(at(put), at(put).partition("?")[0], text="a" * (MOST_LETTERS + 1))
    page = parse(response.text)
    assert (response.status_code, texts(page, "//p[@role='alert']")) == (
        422,
        ["Le texte d’une page compte 100 000 lettres au plus."],
    )
    assert len(shown(page)) == MOST_LETTERS + 1
    assert now(library, put).editions == ()


def test_markup_in_a_text_is_text(library: Library, editor: Person) -> None:
    put = scan(library, publish=True)
    typed_over(editor, put, text="</textarea><script>alert(1)</script>\n\x00")
    page = editor.page(at(put))
    assert shown(page) == "</textarea><script>alert(1)</script>\n\ufffd"
    public = editor.page(f"/documents/{put.document}?lang=fr")
    assert "</textarea><script>alert(1)</script>" in texts(public, "//div[@class='page-text']")[0]
    assert public.xpath("//script[contains(., 'alert')]") == []


def test_each_deed_is_one_entry(library: Library, editor: Person) -> None:
    put = scan(library)
    typed_over(editor, put, text=corrected(now(library, put).text))
    editor.post(
        at(put, "/restore").partition("?")[0],
        filled(editor.page(f"{at(put)}&edition=0"), at(put, "/restore").partition("?")[0]),
    )
    actions = [entry.action for entry in library.archive.audit(put.document)]
    assert actions[:2] == ["restore_machine_text", "correct_text"]
    assert actions.count("correct_text") == 1


@pytest.mark.parametrize(("role", "body"), [(Role.VIEWER, WAHA.id), (Role.PUBLISHER, "atlas")])
def test_only_editors_of_the_body_may_write(
    library: Library, somebody: Callable[..., Person], role: Role, body: str
) -> None:
    put, person = scan(library), somebody(role, body)
    key = filled(person.page("/account"), "/sign-out")["form_key"]
    fields = {"form_key": key, "text": "x", "base": now(library, put).base}
    assert person.get(at(put)).status_code == 403
    assert person.post(at(put).partition("?")[0], fields).status_code == 403
    assert now(library, put).editions == ()


@pytest.mark.parametrize("more", ["&edition=9", "&edition=-1", "&edition=x"])
def test_an_edition_that_is_none_is_not_there(library: Library, editor: Person, more: str) -> None:
    assert editor.get(at(scan(library)) + more).status_code in (400, 404)
