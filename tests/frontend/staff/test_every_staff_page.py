"""What every page of staff keeps to: its language, no foreign or inline code, labels, and a key in every form."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from lxml.html import HtmlElement

from archive.blobs.directory import DirectoryBlobStore
from archive.store import Archive
from domain.accounts import Right, Role
from domain.batches import NewBatch
from domain.documents import Body
from domain.failures import Failure
from domain.translation import LANGUAGES
from tests.accounts.staffed import Office
from tests.archive.batched import file, taken
from tests.databases import Databases
from tests.frontend.reading import one, parse, texts
from tests.frontend.staff.conftest import NADIA
from tests.frontend.staff.person import Person, application

HOSTILE = "<img src=x onerror=alert(1)>"
BATCHES = ("/staff/upload", "/staff/batches", "/staff/batches/BATCH", "/staff/upload?batch=BATCH")
PAGES = ("/account", "/account/second-factor", "/staff/people/souss", "/staff/people/all", "/staff/audit", *BATCHES)
ENTRANCES = ("/sign-in", "/sign-in?next=/staff/audit", "/sign-in/code", "/invitation/none", "INVITATION")


@pytest.fixture(scope="module")
def busy(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], HtmlElement]]:
    """Visits a page of an office where much has happened, as the administrator or, at the entrances, as a stranger."""
    with databases.migrated() as url:
        archive = Archive(url)
        archive.put_body(Body("souss", {"ar": f"سوس {HOSTILE}", "fr": f"Souss {HOSTILE}"}))
        office = Office(archive)
        office.member("karim@example.ma", Role.EDITOR, "souss")
        office.own.make_token(office.admin, HOSTILE, [Right.EDIT], 30)
        link = f"/invitation/{office.key_sent_to('latifa@example.ma', Role.VIEWER, 'souss')}"
        batch = archive.batches.create(NewBatch(HOSTILE, "souss", office.admin.id))
        archive.refuse(str(taken(archive, batch, file(HOSTILE)).task_id), Failure.BROKEN, HOSTILE)
        app = application(office, blobs=DirectoryBlobStore(tmp_path_factory.mktemp("blobs")))
        with Person(app) as admin, Person(app) as stranger:
            admin._visitor._client.headers["user-agent"] = HOSTILE
            admin.sign_in(NADIA)

            def visit(address: str) -> HtmlElement:
                wanted = address.replace("INVITATION", link).replace("BATCH", batch.id)
                person = stranger if wanted.startswith(("/sign-in", "/invitation")) else admin
                return parse(person.get(wanted).text)

            yield visit
        archive.close()


@pytest.fixture(params=PAGES + ENTRANCES)
def address(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def page(busy: Callable[[str], HtmlElement], address: str) -> HtmlElement:
    return busy(address)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_its_links_and_forms_keep_to_one_language(
    busy: Callable[[str], HtmlElement], address: str, language: str
) -> None:
    page = busy(f"{address}{'&' if '?' in address else '?'}lang={language}")
    assert (page.get("lang"), page.get("dir")) == (language, "rtl" if language == "ar" else "ltr")
    for link in page.xpath("//a[not(@hreflang)][starts-with(@href, '/')]/@href"):
        assert parse_qs(urlsplit(link).query)["lang"] == [language], link
    for form in page.xpath("//form"):
        kept = parse_qs(urlsplit(form.get("action")).query).get("lang", form.xpath(".//input[@name='lang']/@value"))
        assert kept == [language]


def test_every_form_that_changes_something_carries_its_key(page: HtmlElement) -> None:
    for form in page.xpath("//form"):
        keys = form.xpath(".//input[@name='form_key']/@value")
        assert len(keys) == (1 if form.get("method") == "post" else 0)
        assert all(len(key) == 43 for key in keys)


def test_nothing_is_inline_and_nothing_is_foreign(page: HtmlElement) -> None:
    assert page.xpath("//style | //@style | //*[@*[starts-with(name(), 'on')]] | //iframe | //base") == []
    for address in page.xpath("//@src | //@href | //@action"):
        assert address.startswith(("/", "#", "otpauth:")), address
        assert not address.startswith("//"), address


def test_nothing_that_somebody_typed_becomes_markup(page: HtmlElement) -> None:
    assert page.xpath("//img[@src='x'] | //*[@onerror]") == []


def test_every_field_has_a_label(page: HtmlElement) -> None:
    for field in page.xpath("//input[not(@type='hidden')] | //select"):
        labels = page.xpath(f"//label[@for='{field.get('id')}']") + field.xpath("ancestor::label")
        assert labels or field.get("aria-label"), field.get("name")


def test_ids_are_unique_and_what_is_named_exists(page: HtmlElement) -> None:
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    for names in page.xpath("//@aria-labelledby | //@aria-describedby"):
        assert set(names.split()) <= set(ids)


def test_buttons_that_do_the_same_to_different_things_say_to_which(page: HtmlElement) -> None:
    for form in page.xpath("//li//form[@method='post']"):
        (button,) = form.xpath(".//button")
        said = button.get("aria-label") or button.text_content()
        summary = "".join(form.xpath("ancestor::details/summary//text()"))
        assert ":" in said + summary


def test_a_page_has_one_heading_and_is_not_for_search_engines(page: HtmlElement) -> None:
    assert len(page.xpath("//h1")) == 1
    assert one(page, "//meta[@name='robots']").get("content") == "noindex"
    assert texts(page, "//title")[0].startswith(texts(page, "//h1")[0])


def test_passwords_and_codes_are_known_to_browsers_as_such(busy: Callable[[str], HtmlElement]) -> None:
    filled = {
        field.get("name"): field.get("autocomplete")
        for address in ("/sign-in", "/sign-in/code", "/account")
        for field in busy(address).xpath("//main//input[@autocomplete]")
    }
    assert (
        filled.items()
        >= {
            "email": "username",
            "password": "current-password",
            "code": "one-time-code",
            "old": "current-password",
            "new": "new-password",
        }.items()
    )
