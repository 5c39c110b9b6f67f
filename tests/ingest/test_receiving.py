"""Files that come over a network, beside what the protocol's own tests show."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from archive.batch_tables import uploads
from archive.blob_store import BlobsAwayError
from archive.clock import now
from archive.dialect import open_engine, writing
from archive.upload_rows import KEPT
from domain.batches import NewFile, UploadState
from domain.failures import FullDiskError
from ingest.intake import FrontDoor
from tests.databases import Databases
from tests.search_api.upload_site import UploadSite, content, sha256, upload_site

ACTOR = "a-clerk"


@pytest.fixture
def site(databases: Databases, tmp_path: Path) -> Iterator[UploadSite]:
    with databases.migrated() as url, upload_site(url, tmp_path) as opened:
        yield opened


def new(data: bytes, path: str = "a.txt") -> NewFile:
    return NewFile(path, len(data), sha256(data))


def test_nothing_lies_about_once_a_file_is_in_the_archive(site: UploadSite) -> None:
    data, batch, receiving = content(1_000), site.batch(), site.receiving()
    begun = receiving.begin(batch, new(data), ACTOR)
    receiving.append(begun, 0, data)
    taken = receiving.finish(batch, begun)
    assert (taken.id, taken.state) == (begun.id, UploadState.TAKEN)
    assert list((site.folder / "uploads").iterdir()) == []
    assert receiving.offset(taken) == 1_000


def test_what_nobody_went_on_with_for_long_is_swept_away_and_nothing_else(site: UploadSite) -> None:
    batch, receiving = site.batch(), site.receiving()
    old, fresh = (receiving.begin(batch, new(content(100, seed=seed)), ACTOR, b"x") for seed in (1, 2))
    long_ago = now() - KEPT - timedelta(seconds=5)
    engine = open_engine(site.archive._url)
    with writing(engine).begin() as connection:
        connection.execute(update(uploads).where(uploads.c.id == old.id).values(expires_at=long_ago))
    engine.dispose()
    for one in (old, fresh):
        then = time.time() - KEPT.total_seconds() - 5
        os.utime(site.folder / "uploads" / f"{one.id}.part", (then, then))
    assert receiving.sweep() == 1
    assert [file.stem for file in (site.folder / "uploads").iterdir()] == [fresh.id]
    assert site.archive.batches.uploads.of_batch(batch.id) == [fresh]


@pytest.mark.parametrize("error", [BlobsAwayError("away"), FullDiskError("full")])
def test_a_whole_file_is_kept_while_there_is_no_place_for_it(
    site: UploadSite, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    data, batch, receiving = content(1_000), site.batch(), site.receiving()
    begun = receiving.begin(batch, new(data), ACTOR, data)
    with monkeypatch.context() as patch:

        def away(*_: object) -> None:
            raise error

        patch.setattr(FrontDoor, "_keep", away)
        with pytest.raises(type(error)):
            receiving.finish(batch, begun)
    assert receiving.offset(begun) == 1_000
    assert site.receiving().finish(batch, begun).state is UploadState.TAKEN


def test_of_a_bundle_all_is_recorded_or_nothing(site: UploadSite, monkeypatch: pytest.MonkeyPatch) -> None:
    batch, receiving = site.batch(), site.receiving()
    files = [(new(content(50, seed=seed), f"{seed}.txt"), content(50, seed=seed)) for seed in range(4)]
    kept = FrontDoor.keep
    calls = 0

    def once_full(door: FrontDoor, path: Path, name: str) -> object:
        nonlocal calls
        calls += 1
        if calls == 3:
            raise FullDiskError("full")
        return kept(door, path, name)

    with monkeypatch.context() as patch:
        patch.setattr(FrontDoor, "keep", once_full)
        with pytest.raises(FullDiskError):
            receiving.take_bundle(batch, files, ACTOR)
    assert site.archive.batches.uploads.of_batch(batch.id) == []
    assert site.left_over() == set()
    assert len([one for one in receiving.take_bundle(batch, files, ACTOR) if one]) == 4
