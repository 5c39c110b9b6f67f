"""The pages of staff in Chromium: without a mouse, without barriers (axe), on a phone and at a desk."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from fastapi import FastAPI
from playwright.sync_api import Browser, BrowserContext, Page, expect

from archive.blobs.directory import DirectoryBlobStore
from archive.store import Archive
from domain.accounts import Right, Role
from domain.batches import NewBatch
from domain.documents import Body, DocumentStatus
from domain.failures import Failure
from domain.publication import DocumentFilter
from frontend import statics
from frontend.words import words
from tests.accounts.staffed import Office
from tests.archive.batched import file, taken
from tests.archive.samples import added, read
from tests.chromium import DESK, PHONE, chromium, served, sign_in
from tests.databases import Databases
from tests.frontend.staff.conftest import NADIA
from tests.frontend.staff.person import application

pytestmark = pytest.mark.browser

PRIVATE = (
    "/account",
    "/account/second-factor",
    "/staff/people/souss",
    "/staff/audit",
    "/staff/documents",
    "/staff/documents/DRAFT",
    "/staff/documents/DRAFT/redactions/VERSION/1",
    "/staff/batches",
    "/staff/upload",
)
LANGUAGES = ("ar", "fr")


def busy_office(archive: Archive) -> Office:
    """An office in which a few things have happened."""
    archive.put_body(Body("souss", {"ar": "مجلس جهة سوس", "fr": "Conseil de la région de Souss"}))
    office = Office(archive)
    office.member("karim.elidrissi@example.ma", Role.EDITOR, "souss")
    office.member("latifa@example.ma", Role.PUBLISHER, "souss")
    office.key_sent_to("younes@example.ma", Role.VIEWER, "souss")
    office.own.make_token(office.admin, "مكتب الضبط", [Right.EDIT, Right.PUBLISH], 90)
    for name in ("private", "plain"):
        intake = added(archive, name, body_id="souss", title=f"محضر الدورة العادية {name}")
        read(archive, intake, "السيد علي الحامل للبطاقة الوطنية رقم BK123456" if name == "private" else "مقرر")
    batch = archive.batches.create(NewBatch("سجل 2004", "souss", office.admin.id))
    for path, failure in (("2004/مقرر 12.pdf", Failure.ENCRYPTED), ("2004/procès-verbal.pdf", Failure.BROKEN)):
        archive.refuse(str(taken(archive, batch, file(path)).task_id), failure, "")
    taken(archive, batch, file("2004/waits.pdf"))
    return office


def draft(office: Office) -> tuple[str, str]:
    """The document with personal data, and its version."""
    *_, found = office.archive.publishing.page(DocumentFilter())
    return found.document.id, found.document.files[0].current.id


def at(office: Office, address: str) -> str:
    """An address with the draft in it."""
    document_id, version_id = draft(office)
    return address.replace("DRAFT", document_id).replace("VERSION", version_id)


@pytest.fixture(scope="module")
def office(databases: Databases) -> Iterator[Office]:
    with databases.migrated() as url:
        archive = Archive(url)
        yield busy_office(archive)
        archive.close()


@pytest.fixture(scope="module")
def app(office: Office, tmp_path_factory: pytest.TempPathFactory) -> FastAPI:
    return application(office, blobs=DirectoryBlobStore(tmp_path_factory.mktemp("blobs")))


@pytest.fixture(scope="module")
def server(app: FastAPI) -> Iterator[str]:
    with served(app) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def signed_in(browser: Browser, server: str) -> Iterator[BrowserContext]:
    """A browser in which the administrator is signed in."""
    with browser.new_context(base_url=server, viewport=DESK) as context:
        sign_in(context.new_page(), NADIA)
        yield context


@pytest.fixture(params=[PHONE, DESK], ids=["phone", "desk"])
def private(request: pytest.FixtureRequest, signed_in: BrowserContext) -> Iterator[Page]:
    page = signed_in.new_page()
    page.set_viewport_size(request.param)
    yield page
    page.close()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("address", PRIVATE)
def test_no_page_of_staff_raises_a_barrier_or_is_wider_than_its_screen(
    office: Office, private: Page, address: str, language: str
) -> None:
    private.goto(f"{at(office, address)}?lang={language}")
    found = Axe().run(private)
    assert found.violations_count == 0, found.generate_report()
    assert private.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_way_in_raises_no_barrier_even_when_something_is_wrong(browser: Browser, server: str, language: str) -> None:
    with browser.new_context(base_url=server, viewport=PHONE) as context:
        page = context.new_page()
        page.goto(f"/sign-in?lang={language}")
        assert Axe().run(page).violations_count == 0
        page.locator("#email").fill("nobody@example.ma")
        page.locator("#password").fill("wrong")
        page.keyboard.press("Enter")
        expect(page.get_by_role("alert")).to_be_visible()
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()


def test_everything_can_be_done_without_a_mouse(signed_in: BrowserContext) -> None:
    page = signed_in.new_page()
    page.goto("/staff/people/souss?lang=fr")
    page.locator("#email").focus()
    page.keyboard.type("hind@example.ma")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Envoyer l’invitation")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("L’invitation est en route.")
    expect(page.get_by_text("hind@example.ma").first).to_be_visible()
    summary = page.locator("summary", has_text="latifa")
    summary.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Oui, retirer")).to_be_focused()
    page.close()


def test_documents_are_published_by_keyboard_and_personal_data_shown_before(
    office: Office, signed_in: BrowserContext
) -> None:
    page = signed_in.new_page()
    page.goto("/staff/documents?lang=fr")
    for box in page.get_by_role("checkbox").all():
        box.focus()
        page.keyboard.press("Space")
    page.get_by_role("button", name="Publier", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.locator(".finds mark")).to_have_text("BK123456")
    assert Axe().run(page).violations_count == 0
    left = [one.document.id for one in office.archive.publishing.page(DocumentFilter(status=DocumentStatus.DRAFT))]
    assert left == [draft(office)[0]]
    page.close()


def test_a_place_is_marked_with_the_mouse_and_redaction_asked_for(office: Office, signed_in: BrowserContext) -> None:
    page = signed_in.new_page()
    page.goto(f"{at(office, '/staff/documents/DRAFT/redactions/VERSION/1')}?lang=fr")
    frame = page.locator("[data-marking]").bounding_box()
    assert frame is not None
    page.mouse.move(frame["x"] + frame["width"] * 0.25, frame["y"] + frame["height"] * 0.5)
    page.mouse.down()
    page.mouse.move(frame["x"] + frame["width"] * 0.75, frame["y"] + frame["height"] * 0.75)
    page.mouse.up()
    expect(page.locator("[data-marking] rect")).to_have_count(1)
    page.get_by_role("button", name="Masquer", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("Le masquage est demandé")
    (order,) = office.archive.redactions.unfinished()
    (area,) = order.areas
    assert 0.2 < area.left < 0.3
    assert 0.7 < area.right < 0.8
    assert 0.4 < area.top < 0.6
    assert 0.7 < area.bottom < 0.8
    page.close()


def test_pages_of_staff_work_without_scripts(browser: Browser, server: str) -> None:
    with browser.new_context(base_url=server, viewport=DESK, java_script_enabled=False) as context:
        page = context.new_page()
        sign_in(page, NADIA)
        page.goto("/staff/audit?lang=fr")
        page.get_by_label("Quoi").select_option("invite")
        page.get_by_role("button", name="Afficher").click()
        assert set(page.locator(".entry strong").all_text_contents()) == {"Invitation"}


def test_nothing_is_shown_to_whoever_sits_down_after_somebody_signed_out(browser: Browser, server: str) -> None:
    with browser.new_context(base_url=server, viewport=DESK) as context:
        page = context.new_page()
        sign_in(page, NADIA)
        page.get_by_role("button", name="Se déconnecter", exact=True).click()
        page.wait_for_url("**/sign-in*")
        page.go_back()
        expect(page.locator("#password")).to_be_visible()
        assert context.cookies() == [cookie for cookie in context.cookies() if "session" not in cookie["name"]]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_batch_raises_no_barrier_and_fits_a_phone(signed_in: BrowserContext, office: Office, language: str) -> None:
    (batch,) = office.archive.batches.newest(None)
    page = signed_in.new_page()
    page.set_viewport_size(PHONE)
    page.goto(f"/staff/batches/{batch.id}?lang={language}")
    expect(page.locator("[data-state=refused]")).to_have_text("2")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    page.close()


def test_a_batch_that_changes_is_seen_to_change_and_screen_readers_hear_of_it(
    signed_in: BrowserContext, office: Office
) -> None:
    archive = office.archive
    batch = archive.batches.create(NewBatch("registre", "souss", office.admin.id))
    upload = taken(archive, batch, file("late.pdf"))
    page = signed_in.new_page()
    page.goto(f"/staff/batches/{batch.id}?lang=fr")
    expect(page.locator("[data-role=said]")).to_have_text("0 fichiers traités sur 1")
    archive.refuse(str(upload.task_id), Failure.TIMED_OUT, "")
    archive.batches.close(batch.id, office.admin.id)
    expect(page.locator("[data-role=said]")).to_have_text("1 fichiers traités sur 1")
    expect(page.locator("[data-role=status]")).to_have_text("1 fichiers traités sur 1")
    expect(page.locator("[data-part=files]")).to_contain_text("La lecture du fichier a dépassé le temps permis.")
    page.get_by_role("button", name="Réessayer tous les échecs").press("Enter")
    expect(page.get_by_role("status").first).to_have_text("Les fichiers en échec vont être relus.")
    page.close()


@pytest.fixture
def upload_page(signed_in: BrowserContext) -> Iterator[Page]:
    page = signed_in.new_page()
    page.goto("/staff/upload?lang=ar")
    yield page
    page.close()


def test_a_list_of_many_thousand_files_draws_those_in_sight_alone(upload_page: Page) -> None:
    few, last = upload_page.evaluate(
        """async (address) => {
          const { FileList } = await import(address);
          const frame = document.querySelector("[data-role=files]");
          document.querySelector("#sending").hidden = false;
          const list = new FileList(frame, 76, (item, row) => { row.textContent = item; });
          list.show(Array.from({ length: 20000 }, (_, number) => `ملف ${number}`));
          const drawn = () => new Promise((resolve) => { setTimeout(resolve, 200); });
          await drawn();
          frame.scrollTop = frame.scrollHeight;
          await drawn();
          const rows = [...frame.querySelectorAll("li")];
          return [rows.length, rows.find((row) => row.getAttribute("aria-posinset") === "20000").textContent];
        }""",
        statics.url("upload/list.js"),
    )
    assert few < 40
    assert last == "ملف 19999"


def test_numbers_sizes_and_times_are_said_as_the_page_says_them(upload_page: Page) -> None:
    said = upload_page.evaluate(
        """async (address) => {
          const { Said } = await import(address);
          const said = new Said(JSON.parse(document.querySelector("#upload").dataset.words));
          return [said.number(1234567.84, 1), said.number(12), said.size(3 * 1024 ** 2), said.size(10), said.time(3845)];
        }""",
        statics.url("upload/said.js"),
    )
    t = words("ar")
    assert said == [t.number(1234567.84, 1), "12", t.size(3 * 1024**2), t.size(10), "1:04:05"]


def test_the_time_left_follows_what_was_sent_lately(upload_page: Page) -> None:
    left = upload_page.evaluate(
        """async (address) => {
          const { Pace } = await import(address);
          let now = 0;
          const pace = new Pace(() => now);
          const left = [pace.left(1000)];
          for (const [at, sent] of [[0, 0], [10_000, 1000], [40_000, 1000], [50_000, 3000]]) {
            now = at;
            pace.mark(sent);
            left.push(pace.left(1000));
          }
          pace.forget();
          return [...left, pace.left(1000)];
        }""",
        statics.url("upload/pace.js"),
    )
    assert left == [None, None, 10, None, 5, None]


def test_files_are_hashed_beside_the_page(upload_page: Page) -> None:
    found = upload_page.evaluate(
        """async (address) => {
          const { Hashing } = await import(address);
          const hashing = new Hashing();
          return Promise.all(["abc", "", "قرار".repeat(100000)].map((text) => hashing.of(new Blob([text]))));
        }""",
        statics.url("upload/hashing.js"),
    )
    assert found == [hashlib.sha256(text.encode()).hexdigest() for text in ("abc", "", "قرار" * 100_000)]
