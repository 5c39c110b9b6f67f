"""The page at which files are handed in, as the server draws it, and the words it gives its scripts."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.blobs.directory import DirectoryBlobStore
from domain.accounts import Role
from domain.batches import NewBatch
from domain.failures import Failure
from domain.translation import LANGUAGES
from frontend import statics
from frontend.staff.upload_pages import script_words
from frontend.words import words
from tests.accounts.staffed import Office
from tests.frontend.reading import one, texts
from tests.frontend.staff.person import Person, application

SCRIPTS = {path.name: path.read_text(encoding="utf-8") for path in (statics.FOLDER / "upload").glob("*.js")}
STATES = ("queued", "hashing", "ready", "asking", "wanted", "sending", "sent", "known", "refused", "failed")


@pytest.fixture
def clerk(office: Office, tmp_path: Path) -> Iterator[Person]:
    """An editor of one council, signed in."""
    office.member("karim@example.ma", Role.EDITOR, "souss")
    with Person(application(office, blobs=DirectoryBlobStore(tmp_path))) as person:
        person.sign_in("karim@example.ma")
        yield person


def account(office: Office, email: str) -> str:
    return next(member.account.id for member in office.staff.members.members("souss") if member.account.email == email)


def test_a_clerk_chooses_among_the_councils_they_may_hand_files_in_for(clerk: Person) -> None:
    page = clerk.page("/staff/upload?lang=fr")
    assert texts(page, "//select[@id='body']/option") == ["Conseil du Souss"]
    assert page.xpath("//input[@id='publish']") == []


def test_who_may_publish_is_asked_whether_to(office: Office, tmp_path: Path) -> None:
    office.member("latifa@example.ma", Role.PUBLISHER, "souss")
    with Person(application(office, blobs=DirectoryBlobStore(tmp_path))) as publisher:
        publisher.sign_in("latifa@example.ma")
        assert len(publisher.page("/staff/upload").xpath("//input[@id='publish']")) == 1


def test_what_one_has_not_finished_is_offered_to_go_on_with_and_nothing_else(office: Office, clerk: Person) -> None:
    own, batches = account(office, "karim@example.ma"), office.archive.batches
    open_one = batches.create(NewBatch("سجل 2004", "souss", own))
    batches.close(batches.create(NewBatch("finished", "souss", own)).id, own)
    others = batches.create(NewBatch("of somebody else", "souss", office.admin.id))
    page = clerk.page("/staff/upload?lang=ar")
    assert texts(page, "//li[@class='row']//p[1]") == ["سجل 2004"]
    going_on = clerk.page(page.xpath("//li[@class='row']//a[@class='button']/@href")[0])
    assert one(going_on, "//section[@id='upload']").get("data-batch") == open_one.id
    assert going_on.xpath("//select[@id='body']") == []
    foreign = clerk.page(f"/staff/upload?batch={others.id}")
    assert one(foreign, "//section[@id='upload']").get("data-batch") == ""


def test_without_scripts_the_page_says_what_else_there_is(clerk: Person) -> None:
    assert "shaffaf upload" in one(clerk.page("/staff/upload"), "//noscript").text_content()


def test_all_is_reached_by_keyboard_and_what_changes_is_announced(clerk: Person) -> None:
    page = clerk.page("/staff/upload?lang=ar")
    for field in ("folder", "files", "sheet"):
        assert one(page, f"//input[@type='file'][@id='{field}']").get("tabindex") is None
    assert len(page.xpath("//*[@id='sending']//*[@role='status']")) == 1
    assert one(page, "//*[@data-role='files']").get("tabindex") == "0"


@pytest.mark.parametrize("language", LANGUAGES)
def test_scripts_are_given_all_the_words_they_say(clerk: Person, language: str) -> None:
    page = clerk.page(f"/staff/upload?lang={language}")
    given = json.loads(one(page, "//section[@id='upload']").get("data-words"))
    asked = {key for script in SCRIPTS.values() for key in re.findall(r'\bsay\("(\w+)"', script)}
    chosen = {key for script in SCRIPTS.values() for pair in re.findall(r'\? "(\w+)" : "(\w+)"', script) for key in pair}
    assert asked | {*STATES, "all_over", "progress", "unreadable", "lost"} <= given.keys()
    assert "all_over" in chosen


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("failure", Failure)
def test_scripts_can_say_why_any_file_is_refused_and_what_to_do(failure: Failure, language: str) -> None:
    t = words(language)
    said = script_words(t)[f"failure.{failure}"]
    assert said == f"{t.texts[f'failure.{failure}.reason']} {t.texts[f'failure.{failure}.remedy']}"
