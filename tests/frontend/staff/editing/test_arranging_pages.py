"""The pages of a scan are put right in the browser: nothing happens unseen, everything can be undone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from lxml.html import HtmlElement

from domain.accounts import Role
from domain.documents import Document, DocumentStatus
from tests.frontend.reading import one, parse, texts
from tests.frontend.staff.editing.workplace import register
from tests.frontend.staff.person import Person, filled, form_at
from tests.search_api.library import WAHA, Library

FIRST = "Conseil de la région Al Waha\nDécision n° 1/2022 relative aux routes"
SECOND = "Conseil de la région Al Waha\nDécision n° 2/2022 relative à l'eau"


def at(document: str, deed: str = "") -> str:
    return f"/staff/documents/{document}/pages{'/' if deed else ''}{deed}"


def page_of(person: Person, document: str, query: str = "") -> HtmlElement:
    return person.page(f"{at(document)}?lang=fr{query}")


def send(person: Person, page: HtmlElement, document: str, deed: str, **more: str) -> HtmlElement:
    """Press the button of one of the page's forms; the page it leads to."""
    action = at(document, deed)
    return person.follow(person.post(form_at(page, action).get("action"), filled(page, action) | more))


def beginnings(library: Library, document_id: str) -> list[str]:
    """The first words of the document's pages, in order."""
    document = record(library, document_id)
    return [page.text.split("\n")[0] for _, page in library.archive.document_pages(document)]


def record(library: Library, document_id: str) -> Document:
    found = library.archive.document(document_id)
    assert found is not None
    return found


def numbers(page: HtmlElement) -> list[str]:
    return [str(name).removeprefix("page-") for name in page.xpath("//ol[@class='thumbnails']/li/@id")]


def test_every_page_is_there_with_its_image_and_what_can_be_done(library: Library, editor: Person) -> None:
    put = register(library, "un", "deux", "trois")
    page = page_of(editor, put.document)
    assert numbers(page) == ["1", "2", "3"]
    for source in page.xpath("//ol[@class='thumbnails']//img/@src"):
        assert editor.get(source).status_code == 200
    assert page.xpath("//*[@id='outcome']") == []


def test_moving_a_page_changes_nothing_until_it_is_said(library: Library, editor: Person) -> None:
    put = register(library, "un", "deux", "trois")
    page = page_of(editor, put.document, "&move=3:earlier")
    assert (numbers(page), one(page, "//input[@id='order']").get("value")) == (["1", "3", "2"], "1,3,2")
    again = page_of(editor, put.document, "&order=1,3,2&move=3:earlier")
    assert numbers(again) == ["3", "1", "2"]
    assert beginnings(library, put.document) == ["un", "deux", "trois"]
    done = send(editor, again, put.document, "arrange")
    assert texts(done, "//p[@role='status']") == ["C’est fait."]
    assert beginnings(library, put.document) == ["trois", "un", "deux"]
    back = send(editor, done, put.document, "undo")
    assert numbers(back) == ["1", "2", "3"]
    assert beginnings(library, put.document) == ["un", "deux", "trois"]


def test_a_register_is_split_where_documents_begin_and_each_is_shown_before(library: Library, editor: Person) -> None:
    put = register(library, FIRST, "suite", SECOND)
    page = page_of(editor, put.document, "&start=3")
    (stays, new) = texts(page, "//ol[@class='outcomes']/li")
    assert stays.startswith("Ce document :")
    assert "pages 1-2 (2)" in stays
    assert "n° 2/2022" in new
    assert "pages 3 (1)" in new
    done = send(editor, page, put.document, "arrange")
    (link,) = done.xpath("//section[@aria-labelledby='made']//a/@href")
    made = str(link).split("/")[3]
    assert beginnings(library, put.document) == ["Conseil de la région Al Waha", "suite"]
    assert (record(library, made).number, record(library, made).status) == ("2/2022", DocumentStatus.DRAFT)
    send(editor, done, put.document, "undo")
    assert len(beginnings(library, put.document)) == 3
    assert record(library, made).status is DocumentStatus.MOVED
    assert texts(page_of(editor, made), "//p[@class='empty']")


def test_pages_are_ordered_and_split_in_one_go(library: Library, editor: Person) -> None:
    put = register(library, "un", "deux", "trois", "quatre")
    page = page_of(editor, put.document, "&order=4,3,2,1&start=2&start=1")
    done = send(editor, page, put.document, "arrange")
    made = [str(link).split("/")[3] for link in done.xpath("//section[@aria-labelledby='made']//a/@href")]
    assert beginnings(library, put.document) == ["quatre", "trois"]
    assert [beginnings(library, document) for document in made] == [["deux"], ["un"]]


def test_two_scans_of_one_document_become_one(library: Library, editor: Person) -> None:
    put, following = register(library, "un"), register(library, "deux")
    page = page_of(editor, put.document)
    assert one(page, "//input[@id='other']").get("value") == following.document
    seen = page_of(editor, put.document, f"&other=http://archive.example.ma/documents/{following.document}?lang=ar")
    assert "pages 1-2 (2)" in texts(seen, "//section[@aria-labelledby='merged']//li")[0]
    assert beginnings(library, put.document) == ["un"]
    done = send(editor, seen, put.document, "merge")
    assert beginnings(library, put.document) == ["un", "deux"]
    assert record(library, following.document).status is DocumentStatus.MOVED
    assert len(done.xpath("//section[@aria-labelledby='undo']//li")) == 2
    send(editor, done, put.document, "undo")
    assert [beginnings(library, one.document) for one in (put, following)] == [["un"], ["deux"]]


def test_a_turned_page_is_shown_so_at_once_and_waits_to_be_read(library: Library, editor: Person) -> None:
    put = register(library, "un", "deux")
    page = page_of(editor, put.document, "&order=2,1")
    done = send(editor, page, put.document, "turn", turn="2:90")
    assert numbers(done) == ["2", "1"]
    assert library.archive.arrangements.turns(put.version) == {2: 90}
    assert [task.version_id for task in library.archive.waiting_tasks()][-1] == put.version
    image = editor.get(f"/staff/documents/{put.document}/pages/{put.version}/2/image?width=200")
    assert "-90" in image.headers["etag"]


def test_who_looked_at_other_pages_than_there_are_now_changes_nothing(
    library: Library, editor: Person, somebody: Callable[..., Person]
) -> None:
    put, colleague = register(library, "un", "deux", "trois"), somebody()
    mine = page_of(editor, put.document, "&order=3,2,1")
    send(colleague, page_of(colleague, put.document, "&order=2,1,3"), put.document, "arrange")
    form = form_at(mine, at(put.document, "arrange"))
    refused = editor.post(form.get("action"), filled(mine, at(put.document, "arrange")))
    assert refused.status_code == 409
    assert "entre-temps" in texts(parse(refused.text), "//p[@role='alert']")[0]
    assert beginnings(library, put.document) == ["deux", "un", "trois"]


@pytest.mark.parametrize("query", ["order=1,1", "order=x", "order=1-99999999"])
def test_what_is_no_order_is_said(library: Library, editor: Person, query: str) -> None:
    put = register(library, "un", "deux")
    response = editor.get(f"{at(put.document)}?lang=fr&{query}")
    assert response.status_code == 422
    assert "nommez chaque page une fois" in response.text


def test_a_document_of_another_body_can_not_be_merged_nor_is_it_told_of(library: Library, editor: Person) -> None:
    put, other = register(library, "un"), register(library, "secret", body="atlas")
    page = page_of(editor, put.document, f"&other={other.document}")
    assert texts(page, "//p[@role='alert']") == ["Il n’y a pas de tel document que vous puissiez modifier."]
    fields = filled(page, at(put.document, "turn")) | {"other": other.document}
    assert editor.post(at(put.document, "merge"), fields).status_code == 422
    assert beginnings(library, other.document) == ["secret"]


@pytest.mark.parametrize(("role", "published"), [(Role.EDITOR, False), (Role.PUBLISHER, True)])
def test_new_documents_are_public_only_if_who_may_publish_says_so(
    library: Library, somebody: Callable[..., Person], role: Role, published: bool
) -> None:
    put, person = register(library, "un", "deux", publish=True), somebody(role)
    page = page_of(person, put.document, "&start=2")
    assert bool(page.xpath("//input[@name='publish']")) == published
    done = send(person, page, put.document, "arrange", publish="yes")
    made = str(one(done, "//section[@aria-labelledby='made']//a").get("href")).split("/")[3]
    assert record(library, made).status is (DocumentStatus.PUBLISHED if published else DocumentStatus.DRAFT)


@pytest.mark.parametrize(("role", "body"), [(Role.VIEWER, WAHA.id), (Role.PUBLISHER, "atlas")])
@pytest.mark.parametrize("deed", ["arrange", "turn", "merge", "undo"])
def test_only_editors_of_the_body_arrange(
    library: Library, editor: Person, somebody: Callable[..., Person], role: Role, body: str, deed: str
) -> None:
    put, person = register(library, "un", "deux"), somebody(role, body)
    key = filled(person.page("/account"), "/sign-out")["form_key"]
    fields = filled(page_of(editor, put.document, "&order=2,1"), at(put.document, "arrange"))
    sent = fields | {"form_key": key, "turn": "1:90", "other": put.document}
    assert person.post(at(put.document, deed), sent).status_code == 403
    assert beginnings(library, put.document) == ["un", "deux"]
    assert library.archive.arrangements.turns(put.version) == {}


def test_each_deed_is_one_entry(library: Library, editor: Person) -> None:
    put = register(library, "un", "deux")
    document = put.document
    for action, query, deed, more in (
        ("order", "&order=2,1", "arrange", {}),
        ("undo_arrangement", "", "undo", {}),
        ("split", "&start=2", "arrange", {}),
        ("undo_arrangement", "", "undo", {}),
        ("turn", "", "turn", {"turn": "1:270"}),
    ):
        before = len(library.archive.audit(document))
        send(editor, page_of(editor, document, query), document, deed, **more)
        newest, *others = library.archive.audit(document)
        assert (newest.action, len(others)) == (action, before)


def test_what_can_not_be_done_is_said(library: Library, editor: Person) -> None:
    put, public = register(library, "un"), register(library, "deux", publish=True)
    page = page_of(editor, put.document, f"&other={public.document}")
    response = editor.post(at(put.document, "merge"), filled(page, at(put.document, "merge")))
    assert response.status_code == 422
    assert texts(parse(response.text), "//p[@role='alert']")
    assert form_at(parse(response.text), at(put.document, "turn")) is not None
