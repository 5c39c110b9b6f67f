"""Batches for programs and for the scripts of our own pages."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from domain.accounts import Right, Role
from domain.batches import Batch, UploadState
from search_api.batch_routes import PAGE_PREFIX
from search_api.bundles import MEDIA_TYPE
from search_api.cookies import form_key
from search_api.offers import MOST_FILES
from tests.accounts.staffed import HERE
from tests.databases import Databases
from tests.search_api.upload_site import UploadSite, content, sha256, upload_site
from tests.visitor import Visitor


@pytest.fixture(scope="module")
def site(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[UploadSite]:
    with databases.migrated() as url, upload_site(url, tmp_path_factory.mktemp("site")) as opened:
        yield opened


@pytest.fixture(scope="module")
def visitor(site: UploadSite) -> Iterator[Visitor]:
    with site.visitor() as asking:
        yield asking


@pytest.fixture(scope="module")
def editor(site: UploadSite) -> dict[str, str]:
    return site.token()


@pytest.fixture
def batch(site: UploadSite) -> Batch:
    return site.batch()


def file(path: str, data: bytes) -> dict[str, Any]:
    """A file as it is offered."""
    return {"path": path, "size": len(data), "sha256": sha256(data)}


def bundle(*files: tuple[str, bytes]) -> bytes:
    """Files as they are sent together."""
    head = json.dumps({"files": [file(path, data) for path, data in files]}).encode()
    return head + b"\n" + b"".join(data for _, data in files)


def send(visitor: Visitor, batch: Batch, editor: dict[str, str], body: bytes) -> httpx.Response:
    """What comes of a bundle."""
    headers = {**editor, "content-type": MEDIA_TYPE}
    return visitor.request("POST", f"/api/v1/batches/{batch.id}/bundle", headers=headers, content=body)


def test_a_batch_is_made_found_again_and_closed(visitor: Visitor, site: UploadSite, editor: dict[str, str]) -> None:
    asked = {"name": "مقررات 2004", "announce": False, "resume_key": "k"}
    made = visitor.request("POST", "/api/v1/bodies/souss/batches", headers=editor, json=asked).json()
    assert (made["name"], made["body"], made["publish"], made["announce"]) == ("مقررات 2004", "souss", False, False)
    assert made["uploads"] == f"/api/v1/batches/{made['id']}/uploads"
    again = visitor.request("POST", "/api/v1/bodies/souss/batches", headers=editor, json=asked).json()
    assert again["id"] == made["id"]
    closed = visitor.request("POST", f"/api/v1/batches/{made['id']}/close", headers=editor)
    assert closed.json()["closed"]
    assert visitor.get(f"/api/v1/batches/{made['id']}", headers=editor).json()["closed"]
    other = visitor.request("POST", "/api/v1/bodies/souss/batches", headers=editor, json=asked).json()
    assert other["id"] != made["id"]


@pytest.mark.parametrize(("role", "status"), [(Role.EDITOR, 403), (Role.PUBLISHER, 200)])
def test_only_who_may_publish_hands_in_what_is_published_at_once(
    visitor: Visitor, site: UploadSite, role: Role, status: int
) -> None:
    asked = {"publish": True}
    answer = visitor.request("POST", "/api/v1/bodies/souss/batches", headers=site.token(role=role), json=asked)
    assert answer.status_code == status


def test_a_token_without_the_scope_to_publish_does_not(visitor: Visitor, site: UploadSite) -> None:
    token = site.token(Right.UPLOAD, role=Role.PUBLISHER)
    answer = visitor.request("POST", "/api/v1/bodies/souss/batches", headers=token, json={"publish": True})
    assert answer.status_code == 403
    assert visitor.request("POST", "/api/v1/bodies/souss/batches", headers=token, json={}).status_code == 200


@pytest.mark.parametrize("body", ["tafilalt", "all", "nowhere"])
def test_nobody_makes_a_batch_for_a_council_that_is_not_theirs(visitor: Visitor, editor: dict[str, str], body: str) -> None:
    assert visitor.request("POST", f"/api/v1/bodies/{body}/batches", headers=editor, json={}).status_code == 403


def test_an_offer_says_what_is_worth_sending(
    visitor: Visitor, site: UploadSite, batch: Batch, editor: dict[str, str]
) -> None:
    sent, new = content(100, seed=1), content(100, seed=2)
    assert send(visitor, batch, editor, bundle(("a.txt", sent))).status_code == 200
    for of, standing in ((batch, "sent"), (site.batch(), "known")):
        question = {"files": [file("new.txt", new), file("a.txt", sent)]}
        answer = visitor.request("POST", f"/api/v1/batches/{of.id}/known", headers=editor, json=question)
        found = answer.json()["files"]
        assert [one["standing"] for one in found] == ["wanted", standing]
        assert [one["sha256"] for one in found] == [sha256(new), sha256(sent)]
    counts = visitor.get(f"/api/v1/batches/{batch.id}", headers=editor).json()["files"]
    assert counts == {"receiving": 0, "taken": 1, "known": 0, "refused": 0}


@pytest.mark.parametrize(
    "wrong",
    [
        b"",
        b"[]",
        b"{",
        b'{"files": 1}',
        b'{"files": [{"path": "a", "size": -1, "sha256": "' + b"0" * 64 + b'"}]}',
        b'{"files": [{"path": "a", "size": 1, "sha256": "../../etc/passwd"}]}',
        json.dumps({"files": [file("a", b"x")] * (MOST_FILES + 1)}).encode(),
    ],
)
def test_a_question_that_is_none_is_not_answered(
    visitor: Visitor, batch: Batch, editor: dict[str, str], wrong: bytes
) -> None:
    headers = {**editor, "content-type": "application/json"}
    answer = visitor.request("POST", f"/api/v1/batches/{batch.id}/known", headers=headers, content=wrong)
    assert answer.status_code == 400


def test_a_question_that_is_too_large_is_not_read(visitor: Visitor, batch: Batch, editor: dict[str, str]) -> None:
    headers = {**editor, "content-type": "application/json"}
    answer = visitor.request("POST", f"/api/v1/batches/{batch.id}/known", headers=headers, content=b" " * (4 * 1024**2 + 1))
    assert answer.status_code == 413


def test_small_files_come_together_and_each_is_answered_for(
    visitor: Visitor, site: UploadSite, batch: Batch, editor: dict[str, str]
) -> None:
    good, other = content(50, seed=11), content(60, seed=12)
    body = bundle(("a.txt", good), ("empty.pdf", b""), ("same.txt", good), ("../b.txt", other))
    answer = send(visitor, batch, editor, body)
    assert [(one["path"], one["standing"], one["failure"]) for one in answer.json()["files"]] == [
        ("a.txt", "sent", None),
        ("empty.pdf", "refused", "empty"),
        ("same.txt", "known", None),
        ("b.txt", "sent", None),
    ]
    assert site.documents(batch) == {"a.txt": sha256(good), "b.txt": sha256(other)}
    assert site.left_over() == set()


def test_a_bundle_sent_again_is_there_once(visitor: Visitor, site: UploadSite, batch: Batch, editor: dict[str, str]) -> None:
    body = bundle(("a.txt", content(50, seed=21)), ("b.txt", content(50, seed=22)))
    for _ in range(2):
        answer = send(visitor, batch, editor, body)
        assert [one["standing"] for one in answer.json()["files"]] == ["sent", "sent"]
    assert site.archive.batches.uploads.counts(batch.id)[UploadState.TAKEN] == 2


def test_a_file_of_a_bundle_with_other_bytes_is_wanted_still_and_the_others_arrive(
    visitor: Visitor, site: UploadSite, batch: Batch, editor: dict[str, str]
) -> None:
    right, wrong = content(50, seed=31), content(50, seed=32)
    body = bundle(("a.txt", right), ("b.txt", wrong)).replace(sha256(wrong).encode(), sha256(b"x").encode())
    answer = send(visitor, batch, editor, body)
    assert [one["standing"] for one in answer.json()["files"]] == ["sent", "wanted"]
    assert site.documents(batch) == {"a.txt": sha256(right)}


@pytest.mark.parametrize("body", [b"", b"{}\nx", b'{"files": []}', bundle(("a", b"abc"))[:-1], bundle(("a", b"abc")) + b"x"])
def test_a_bundle_that_is_not_as_long_as_it_says_is_not_taken(
    visitor: Visitor, site: UploadSite, batch: Batch, editor: dict[str, str], body: bytes
) -> None:
    answer = send(visitor, batch, editor, body)
    assert answer.status_code == 400 or answer.json() == {"files": []}
    assert site.documents(batch) == {}


def test_nothing_comes_into_a_closed_batch(visitor: Visitor, site: UploadSite, batch: Batch, editor: dict[str, str]) -> None:
    site.archive.batches.close(batch.id, "a-clerk")
    assert send(visitor, batch, editor, bundle(("a.txt", content(50)))).status_code == 409
    question = {"files": [file("a.txt", content(50))]}
    answer = visitor.request("POST", f"/api/v1/batches/{batch.id}/known", headers=editor, json=question)
    assert answer.status_code == 409


def test_our_pages_use_the_same_routes_with_their_session_and_key(visitor: Visitor, site: UploadSite) -> None:
    account = site.office.staff.accounts.by_email("editor@souss.ma")
    assert account is not None
    key = site.office.sign_in.open_for(account.id, HERE).key
    headers = {"cookie": f"shaffaf-session={key}", "x-form-key": form_key(key)}
    made = visitor.request("POST", f"{PAGE_PREFIX}/bodies/souss/batches", headers=headers, json={"name": "x"}).json()
    assert made["uploads"] == f"{PAGE_PREFIX}/batches/{made['id']}/uploads"
    question = {"files": [file("a.txt", b"x")]}
    address = f"{PAGE_PREFIX}/batches/{made['id']}/known"
    assert visitor.request("POST", address, headers=headers, json=question).json()["files"][0]["standing"] == "wanted"
    headers["x-form-key"] = "guess"
    assert visitor.request("POST", address, headers=headers, json=question).status_code == 403
