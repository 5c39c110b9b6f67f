"""The pages of batches: every failure with its reason, another try for those alone, and a way out for the whole."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from archive.blobs.directory import DirectoryBlobStore
from archive.store import Archive
from domain.accounts import Role
from domain.batch_files import FileFilter, FileState
from domain.batches import Batch, FileUpload, NewBatch, NewFile
from domain.failures import Failure, RefusedFileError
from domain.translation import LANGUAGES, messages
from tests.accounts.staffed import Office
from tests.archive.batched import begun, file, taken
from tests.frontend.reading import one, texts
from tests.frontend.staff.person import Person, application

CLERK = "karim@example.ma"


@dataclass
class Desk:
    """A batch of the council of Souss, and a clerk who may hand files in there."""

    archive: Archive
    batch: Batch
    clerk: Person
    blobs: DirectoryBlobStore

    @property
    def address(self) -> str:
        return f"/staff/batches/{self.batch.id}"

    def page(self, language: str = "en", **asked: str) -> str:
        """The address of the batch's page."""
        query = "".join(f"&{name}={value}" for name, value in asked.items())
        return f"{self.address}?lang={language}{query}"

    def add(self, path: str, failure: Failure | None = None) -> FileUpload:
        """A file of the batch, kept among the blobs, that is waiting, or was refused when it was read."""
        self.blobs.put(io.BytesIO(path.encode()))
        upload = taken(self.archive, self.batch, file(path))
        if failure:
            assert upload.task_id
            self.archive.refuse(upload.task_id, failure, "")
        return upload

    def read(self, path: str, publish: bool = False) -> FileUpload:
        """A file of the batch that was read."""
        upload = self.add(path)
        assert upload.task_id is not None
        assert upload.document_id is not None
        self.archive.start_reading(upload.task_id, 1)
        self.archive.finish(upload.task_id)
        if publish:
            self.archive.publish(upload.document_id, "nadia")
        return upload

    def states(self) -> dict[str, FileState]:
        return {one.name: one.state for one in self.archive.batch_files.walk(self.batch.id, FileFilter())}

    def names(self, **asked: str) -> list[str]:
        """The files that the page shows."""
        return texts(self.clerk.page(self.page(**asked)), "//li[contains(@class, 'row')]/div[1]/p[1]")


@pytest.fixture
def blobs(tmp_path: Path) -> DirectoryBlobStore:
    return DirectoryBlobStore(tmp_path / "blobs")


@pytest.fixture
def desk(office: Office, blobs: DirectoryBlobStore) -> Iterator[Desk]:
    account = office.member(CLERK, Role.EDITOR, "souss")
    batch = office.archive.batches.create(NewBatch("registre 2004", "souss", account.id))
    with Person(application(office, blobs=blobs)) as clerk:
        clerk.sign_in(CLERK)
        yield Desk(office.archive, batch, clerk, blobs)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("failure", [Failure.ENCRYPTED, Failure.BROKEN, Failure.EMPTY, Failure.CANCELLED])
def test_every_failure_says_why_and_what_to_do(desk: Desk, failure: Failure, language: str) -> None:
    desk.add("2004/12.pdf", failure)
    said = " ".join(texts(desk.clerk.page(desk.page(language)), "//li[contains(@class, 'row')]"))
    words = messages(language)
    for part in ("reason", "remedy"):
        assert " ".join(words[f"failure.{failure}.{part}"].split()) in said.replace("\u202f", " ")


def test_a_file_that_was_refused_at_the_door_has_its_reason_and_is_to_be_sent_again(desk: Desk) -> None:
    refusal = RefusedFileError(Failure.EMPTY)
    desk.archive.batches.uploads.refuse("u1", desk.batch, NewFile("empty.pdf", 0), "clerk", refusal)
    page = desk.clerk.page(desk.page())
    assert "The file is empty." in one(page, "//li[contains(@class, 'row')]").text_content()
    assert page.xpath("//li//form") == []
    assert texts(page, "//span[@data-state='refused']") == ["1"]


def test_counts_are_told_by_state_with_what_still_comes_and_what_was_known(desk: Desk) -> None:
    begun(desk.archive, desk.batch, file("half.pdf"))
    desk.add("waits.pdf")
    desk.read("read.pdf")
    desk.add("broken.pdf", Failure.BROKEN)
    other = desk.archive.batches.create(NewBatch("other", "souss", "x"))
    taken(desk.archive, other, file("known.pdf"))
    taken(desk.archive, desk.batch, file("again.pdf", "known.pdf"))
    page = desk.clerk.page(desk.page())
    counts = {span.get("data-state"): span.text_content() for span in page.xpath("//span[@data-state]")}
    assert counts.pop("reading") == counts.pop("cancelled") == "0"
    assert set(counts) == {"coming", "waiting", "done", "known", "refused"}
    assert one(page, "//progress").get("max") == str(sum(int(count) for count in counts.values()))


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ({}, ["2004/a.pdf", "2005/b.pdf", "2005/قرار.pdf"]),
        ({"state": "refused"}, ["2005/b.pdf"]),
        ({"name": "قرار"}, ["2005/قرار.pdf"]),
        ({"name": "2005", "state": "done"}, ["2005/قرار.pdf"]),
        ({"state": "nonsense"}, ["2004/a.pdf", "2005/b.pdf", "2005/قرار.pdf"]),
        ({"after": "-1"}, ["2004/a.pdf", "2005/b.pdf", "2005/قرار.pdf"]),
        ({"after": "9" * 19}, []),
        ({"name": "%25"}, []),
    ],
)
def test_files_are_filtered_by_state_and_name(desk: Desk, asked: dict[str, str], shown: list[str]) -> None:
    desk.add("2004/a.pdf")
    desk.add("2005/b.pdf", Failure.BROKEN)
    desk.read("2005/قرار.pdf")
    assert desk.names(**asked) == shown


def test_a_long_batch_has_a_way_to_its_next_files(desk: Desk) -> None:
    for number in range(103):
        desk.add(f"{number:03}.pdf")
    page = desk.clerk.page(desk.page(state="waiting"))
    onward = one(page, "//a[contains(@href, 'after=')]").get("href")
    assert "state=waiting" in onward
    assert texts(desk.clerk.page(onward), "//li//bdi") == ["100.pdf", "101.pdf", "102.pdf"]


def test_one_failure_or_all_are_tried_again_and_nothing_else(desk: Desk) -> None:
    for name in ("a", "b", "c"):
        desk.add(name, Failure.CRASHED)
    desk.read("fine")
    page = desk.clerk.page(desk.page())
    single = page.xpath("//li//form")[0]
    desk.clerk.follow(desk.clerk.post(single.get("action"), dict(single.form_values())))
    assert [name for name, state in desk.states().items() if state is FileState.WAITING] == ["a"]
    everything = one(desk.clerk.page(desk.page()), "//div[@data-part='acts']//form[contains(@action, '/retry')]")
    assert "2" in one(everything, ".//button").text_content()
    done = desk.clerk.follow(desk.clerk.post(everything.get("action"), dict(everything.form_values())))
    assert texts(done, "//p[@role='status'][@class='done']") == ["The files that failed are being read again."]
    assert desk.states() == {"a": FileState.WAITING, "b": FileState.WAITING, "c": FileState.WAITING, "fine": FileState.DONE}
    assert done.xpath("//form[contains(@action, '/retry')]") == []


def test_what_waits_is_cancelled_and_may_be_tried_again(desk: Desk) -> None:
    desk.add("a")
    desk.read("fine")
    desk.clerk.follow(desk.clerk.submit(desk.page(), f"{desk.address}/cancel"))
    assert desk.states() == {"a": FileState.CANCELLED, "fine": FileState.DONE}
    desk.clerk.follow(desk.clerk.submit(desk.page(state="done"), f"{desk.address}/retry"))
    assert desk.states()["a"] is FileState.WAITING


def test_an_undone_batch_leaves_no_document_and_no_bytes_but_an_entry(desk: Desk) -> None:
    desk.read("a")
    upload = desk.add("b", Failure.BROKEN)
    sha256 = upload.file.sha256 or ""
    assert desk.blobs.contains(sha256)
    done = desk.clerk.follow(desk.clerk.submit(desk.page(), f"{desk.address}/undo"))
    assert texts(done, "//p[@class='done']") == ["The batch is undone: its documents are deleted."]
    assert list(desk.archive.all_document_ids()) == []
    assert not desk.blobs.contains(sha256)
    assert [entry.action for entry in desk.archive.audit(desk.batch.id)][:1] == ["undo_batch"]


def test_a_batch_of_which_something_is_public_says_why_it_is_not_undone(desk: Desk) -> None:
    desk.read("a", publish=True)
    desk.read("b")
    response = desk.clerk.submit(desk.page(), f"{desk.address}/undo")
    assert response.status_code == 409
    assert "1 of its documents have been published" in response.text
    assert desk.states() == {"a": FileState.DONE, "b": FileState.DONE}


def test_bytes_that_another_batch_brought_too_stay_when_one_is_undone(desk: Desk) -> None:
    other = desk.archive.batches.create(NewBatch("other", "souss", "x"))
    desk.blobs.put(io.BytesIO(b"shared"))
    shared = taken(desk.archive, other, file("shared"))
    taken(desk.archive, desk.batch, file("again", "shared"))
    desk.add("own")
    desk.clerk.submit(desk.page(), f"{desk.address}/undo")
    assert desk.blobs.contains(shared.file.sha256 or "")
    assert list(desk.archive.all_document_ids()) == [shared.document_id]


@pytest.mark.parametrize(
    ("language", "heading", "state"),
    [
        ("ar", "اسم الملف", "تعذرت قراءته"),
        ("fr", "Nom du fichier", "Échec"),
    ],
)
def test_the_report_opens_in_a_spreadsheet_in_the_clerks_language(
    desk: Desk, language: str, heading: str, state: str
) -> None:
    desk.add("محضر.pdf", Failure.BROKEN)
    response = desk.clerk.get(f"{desk.address}/report.csv?lang={language}")
    assert response.content.startswith(b"\xef\xbb\xbf")
    assert response.headers["content-type"] == "text/csv; charset=utf-8"
    first, row = csv.reader(io.StringIO(response.text.removeprefix("\ufeff")))
    assert first[0] == heading
    assert row[:2] == ["محضر.pdf", state]
    words = messages(language)
    assert row[2].replace("\u202f", " ") == words["failure.broken.reason"]


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(1)", '=HYPERLINK("x")'])
def test_no_name_becomes_a_formula_in_the_report(desk: Desk, name: str) -> None:
    desk.add(name)
    text = desk.clerk.get(f"{desk.address}/report.csv?lang=en").text.removeprefix("\ufeff")
    _, row = csv.reader(io.StringIO(text))
    assert row[0] == f"'{name}"


def test_the_report_has_the_files_that_the_page_shows(desk: Desk) -> None:
    desk.add("a", Failure.BROKEN)
    desk.add("b")
    address = one(desk.clerk.page(desk.page(state="refused")), "//a[contains(@href, 'report.csv')]").get("href")
    rows = list(csv.reader(io.StringIO(desk.clerk.get(address).text.removeprefix("\ufeff"))))
    assert [row[0] for row in rows[1:]] == ["a"]


def test_a_finished_batch_tells_so_at_once_and_the_stream_ends(desk: Desk) -> None:
    desk.read("a")
    desk.archive.batches.close(desk.batch.id, "x")
    response = desk.clerk.get(f"{desk.address}/events?lang=fr")
    assert response.headers["content-type"].startswith("text/event-stream")
    assert response.headers["cache-control"] == "no-store"
    (event,) = [part for part in response.text.split("\n\n") if part.startswith("event: end")]
    told = json.loads(event.partition("data: ")[2])
    assert (told["ended"], told["total"], told["counts"]["done"]) == (1, 1, "1")


def test_the_list_shows_the_batches_of_ones_councils_alone(
    desk: Desk, office: Office, somebody: Callable[[], Person]
) -> None:
    desk.add("a", Failure.BROKEN)
    foreign = desk.archive.batches.create(NewBatch("foreign", "tafilalt", "x"))
    page = desk.clerk.page("/staff/batches?lang=en")
    assert texts(page, "//li[@class='entry']//strong") == ["registre 2004"]
    assert "Failed 1" in texts(page, "//li[@class='entry']")[0]
    assert desk.clerk.get(f"/staff/batches/{foreign.id}").status_code == 403
    assert desk.clerk.get("/staff/batches/none").status_code == 403


def test_a_viewer_sees_a_batch_and_has_nothing_to_press(desk: Desk, office: Office) -> None:
    office.member("latifa@example.ma", Role.VIEWER, "souss")
    desk.add("a", Failure.BROKEN)
    with Person(application(office, blobs=desk.blobs)) as latifa:
        latifa.sign_in("latifa@example.ma")
        page = latifa.page(desk.page())
        assert page.xpath("//main//section//form[@method='post']") == []
        assert texts(page, "//li[contains(@class, 'row')]//bdi") == ["a"]
        assert latifa.get("/staff/upload").status_code == 403


def test_a_file_that_was_put_right_takes_the_place_of_the_one_that_was_refused(desk: Desk) -> None:
    desk.add("2004/12.pdf", Failure.BROKEN)
    assert desk.states() == {"2004/12.pdf": FileState.REFUSED}
    taken(desk.archive, desk.batch, file("2004/12.pdf", "mended"))
    assert desk.states() == {"2004/12.pdf": FileState.WAITING}
    assert desk.archive.batch_files.counts(desk.batch.id).total == 1
    assert desk.archive.batch_files.retry(desk.batch.id, "x") == 0
