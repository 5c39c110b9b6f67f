"""Readers propose corrections without an account; nothing of it is public before an editor accepts it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from lxml.html import HtmlElement

from domain.accounts import Role
from domain.documents import PageKey
from domain.proposals import MOST_NOTED, MOST_PROPOSED, Proposal
from domain.translation import LANGUAGES
from tests.frontend.reading import one, parse, texts
from tests.frontend.staff.editing.workplace import Workplace, application, register, scan
from tests.frontend.staff.person import Person, filled, form_at
from tests.search_api.library import WAHA, Library, Put


@pytest.fixture
def reader(place: Workplace) -> Iterator[Person]:
    """Somebody without an account, whose connection has not sent anything yet."""
    with Person(application(place.library, place.office)) as person:
        yield person


def at(put: Put, language: str = "fr", page: int = 1) -> str:
    return f"/documents/{put.document}/propose?version={put.version}&page={page}&lang={language}"


def read(library: Library, put: Put, number: int = 1) -> str:
    key = PageKey(put.version, number)
    return library.archive.page_texts([key])[key]


def corrected(library: Library, put: Put) -> str:
    return read(library, put).replace("Montant", "Enveloppe")


def send(person: Person, put: Put, **fields: str) -> HtmlElement:
    """Fill in the form and send it; what is answered."""
    return parse(person.submit(at(put), at(put).partition("?")[0], **fields).text)


def waiting(library: Library, put: Put) -> list[Proposal]:
    return [one for one in library.archive.proposals.waiting(None, limit=1000) if one.said.document_id == put.document]


def proposal_at(put: Put, proposal: Proposal, deed: str = "") -> str:
    return f"/staff/documents/{put.document}/proposals/{proposal.id}{'/' if deed else ''}{deed}"


def decide(person: Person, library: Library, put: Put, deed: str, **fields: str) -> HtmlElement:
    """Press a button of the proposal's page; the page it leads to."""
    (proposal,) = waiting(library, put)
    return person.follow(person.submit(f"{proposal_at(put, proposal)}?lang=fr", proposal_at(put, proposal, deed), **fields))


def test_the_page_of_a_document_leads_to_the_form_which_holds_the_text(library: Library, reader: Person) -> None:
    put = scan(library, publish=True)
    link = one(reader.page(f"/documents/{put.document}?lang=fr"), "//p[@class='propose']/a").get("href")
    page = reader.page(link)
    assert one(page, "//textarea[@name='text']").text_content().removeprefix("\n") == read(library, put)
    image = one(page, "//figure/img").get("src")
    assert library.client.get(image).status_code == 200


def test_a_proposal_waits_unseen_until_an_editor_accepts_it(library: Library, reader: Person, editor: Person) -> None:
    put = scan(library, publish=True, index=True)
    text = corrected(library, put)
    page = send(reader, put, text=text, note="voir l’original")
    assert texts(page, "//p[@role='status']") == ["Votre proposition est chez les rédacteurs."]
    library.indexer.catch_up()
    assert library.client.get(put.page()).json()["text"] == read(library, put) != text
    for address in (f"/documents/{put.document}?lang=fr", at(put), "/search?q=Enveloppe&lang=fr"):
        assert "Enveloppe" not in reader.page(address).xpath("string(//main//ol | //main//textarea | //main//article)")
    queue = editor.page("/staff/proposals?lang=fr")
    (proposal,) = waiting(library, put)
    entry = one(queue, f"//li[.//a[starts-with(@href, '{proposal_at(put, proposal)}')]]")
    assert "voir l’original" in entry.text_content()
    shown = editor.page(f"{proposal_at(put, proposal)}?lang=fr")
    assert (texts(shown, "//del"), texts(shown, "//ins")) == (["Montant"], ["Enveloppe"])
    done = decide(editor, library, put, "accept")
    assert texts(done, "//p[@role='status']") == [
        "Acceptée. Les recherches trouveront le nouveau texte dans quelques secondes."
    ]
    library.indexer.catch_up()
    assert read(library, put) == text
    assert put.document in library.found("Enveloppe")
    history = editor.page(f"/staff/documents/{put.document}/pages/1/text?lang=fr")
    assert "proposé par un lecteur, accepté par somebody" in history.text_content()
    assert waiting(library, put) == []


def test_an_editor_may_change_what_is_accepted(library: Library, reader: Person, editor: Person) -> None:
    put = scan(library, publish=True)
    send(reader, put, text=corrected(library, put))
    decide(editor, library, put, "accept", text="Tout autre chose")
    assert read(library, put) == "Tout autre chose"


def test_what_is_declined_is_gone(library: Library, reader: Person, editor: Person) -> None:
    put = scan(library, publish=True)
    before = read(library, put)
    send(reader, put, text=corrected(library, put))
    decide(editor, library, put, "decline")
    assert (read(library, put), waiting(library, put)) == (before, [])
    assert library.archive.audit(put.document)[0].action == "decline_proposal"


def test_a_text_that_changed_meanwhile_is_shown_and_not_overwritten(
    library: Library, reader: Person, editor: Person
) -> None:
    put = scan(library, publish=True)
    send(reader, put, text=corrected(library, put))
    (proposal,) = waiting(library, put)
    page = editor.page(f"{proposal_at(put, proposal)}?lang=fr")
    address = f"/staff/documents/{put.document}/pages/1/text"
    editor.submit(address, address, text="entre-temps")
    form = form_at(page, proposal_at(put, proposal, "accept"))
    refused = editor.post(form.get("action"), filled(page, proposal_at(put, proposal, "accept")))
    assert refused.status_code == 409
    assert texts(parse(refused.text), "//p[@role='alert']")
    assert (read(library, put), len(waiting(library, put))) == ("entre-temps", 1)


REFUSED = [
    ({"text": "a" * (MOST_PROPOSED + 1)}, "C’est trop long : un texte peut avoir 20 000 lettres."),
    ({"text": "autre", "note": "a" * (MOST_NOTED + 1)}, "C’est trop long : un texte peut avoir 20 000 lettres."),
    ({}, "Vous n’avez encore rien changé."),
]


@pytest.mark.parametrize(("fields", "reason"), REFUSED)
def test_what_is_not_kept_is_said_with_a_reason(
    library: Library, reader: Person, fields: dict[str, str], reason: str
) -> None:
    put = scan(library, publish=True)
    page = send(reader, put, **fields)
    said = [text.replace("\u202f", " ").replace("\xa0", " ") for text in texts(page, "//p[@role='alert']")]
    assert (said, waiting(library, put)) == ([reason], [])


def test_a_robot_that_fills_in_everything_is_thanked_and_forgotten(library: Library, reader: Person) -> None:
    put = scan(library, publish=True)
    page = send(reader, put, text="buy", website="http://spam.example")
    assert texts(page, "//p[@role='status']") == ["Votre proposition est chez les rédacteurs."]
    assert waiting(library, put) == []
    trap = one(reader.page(at(put)), "//input[@name='website']")
    assert (trap.get("tabindex"), trap.getparent().get("aria-hidden")) == ("-1", "true")


def test_who_sends_too_many_is_asked_to_wait_and_keeps_what_they_wrote(library: Library, reader: Person) -> None:
    puts = [scan(library, publish=True) for _ in range(11)]
    answers = [send(reader, put, text=f"autre {number}") for number, put in enumerate(puts)]
    assert [bool(texts(page, "//p[@role='status']")) for page in answers] == [True] * 10 + [False]
    assert one(answers[-1], "//textarea[@name='text']").text_content().strip() == "autre 10"
    assert waiting(library, puts[-1]) == []


def test_nobody_proposes_anything_from_another_site(library: Library, reader: Person) -> None:
    put = scan(library, publish=True)
    fields = filled(reader.page(at(put)), at(put).partition("?")[0]) | {"text": "autre"}
    address = at(put).partition("?")[0]
    assert reader.post(address, fields | {"form_key": "guess"}).status_code == 403
    assert reader.post(address, fields, headers={"origin": "https://evil.example"}).status_code == 403
    assert waiting(library, put) == []


@pytest.mark.parametrize("page", ["0", "2", "x", "", "-1", "99999999999"])
def test_a_page_that_is_none_can_not_be_corrected(library: Library, reader: Person, page: str) -> None:
    put = scan(library, publish=True)
    assert reader.get(f"/documents/{put.document}/propose?version={put.version}&page={page}").status_code == 404


def test_drafts_are_not_there(library: Library, reader: Person) -> None:
    draft, public = scan(library), scan(library, publish=True)
    assert reader.get(at(draft)).status_code == 404
    address = at(public).partition("?")[0]
    fields = filled(reader.page(at(public)), address) | {"text": "autre", "version": draft.version}
    assert reader.post(address, fields).status_code == 404
    assert reader.post(address.replace(public.document, draft.document), fields).status_code == 404
    assert waiting(library, draft) == []


def test_pages_that_were_arranged_are_known_by_their_place(library: Library, reader: Person, editor: Person) -> None:
    put = register(library, "un", "deux", publish=True)
    pages = f"/staff/documents/{put.document}/pages"
    editor.submit(f"{pages}?order=2,1", f"{pages}/arrange")
    link = one(reader.page(f"/documents/{put.document}?lang=fr"), "//p[@class='propose']/a").get("href")
    assert one(reader.page(link), "//textarea[@name='text']").text_content().strip().startswith("deux")


@pytest.mark.parametrize(("role", "body"), [(Role.VIEWER, WAHA.id), (Role.PUBLISHER, "atlas")])
def test_only_editors_of_the_body_decide(
    library: Library, reader: Person, somebody: Callable[..., Person], role: Role, body: str
) -> None:
    put, person = scan(library, publish=True), somebody(role, body)
    send(reader, put, text=corrected(library, put))
    (proposal,) = waiting(library, put)
    key = filled(person.page("/account"), "/sign-out")["form_key"]
    assert person.get(proposal_at(put, proposal)).status_code == 403
    for deed in ("accept", "decline"):
        assert person.post(proposal_at(put, proposal, deed), {"form_key": key, "text": "x"}).status_code == 403
    assert len(waiting(library, put)) == 1


def test_a_proposal_is_only_known_with_its_document(library: Library, reader: Person, editor: Person) -> None:
    put, other = scan(library, publish=True, body="atlas"), scan(library, publish=True)
    send(reader, put, text="autre")
    (proposal,) = waiting(library, put)
    assert editor.get(proposal_at(other, proposal)).status_code == 404
    assert editor.page("/staff/proposals?lang=fr").xpath(f"//a[contains(@href, '{put.document}')]") == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_form_speaks_the_readers_language(library: Library, reader: Person, language: str) -> None:
    page = reader.page(at(scan(library, publish=True), language))
    assert (page.get("lang"), page.get("dir")) == (language, "rtl" if language == "ar" else "ltr")
