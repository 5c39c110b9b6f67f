"""Files are shown under their own names, whatever folder they were sent in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.documents import File, FileRole


def plain(name: str) -> str:
    return File("f1", "d1", name, FileRole.MAIN).plain_name


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("مقرر.pdf", "مقرر.pdf"),
        ("gazette/x.pdf", "x.pdf"),
        ("lot.zip/dossier/1.txt", "1.txt"),
        ("C:\\scans\\a.tif", "a.tif"),
        ("dossier/", "dossier"),
        ("/", "/"),
        ("", ""),
        ("a b/c d.pdf", "c d.pdf"),
    ],
)
def test_a_file_goes_by_its_own_name(name: str, shown: str) -> None:
    assert plain(name) == shown


@given(st.text())
def test_a_name_is_never_lost(name: str) -> None:
    assert bool(plain(name)) == bool(name)
    assert name.find(plain(name)) >= 0
