"""A fresh archive for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.store import Archive
from domain.documents import Body, Organization


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/state/archive.db"


@pytest.fixture
def archive(url: str) -> Iterator[Archive]:
    opened = Archive(url)
    opened.migrate()
    opened.put_body(Body("tafilalt", {"ar": "مجلس جهة تافيلالت", "fr": "Conseil de la région"}))
    opened.put_organization(Organization("bureau", "tafilalt", {"ar": "المكتب", "fr": "Bureau"}))
    yield opened
    opened.close()
