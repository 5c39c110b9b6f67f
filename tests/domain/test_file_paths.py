"""Names of files come from anywhere and are shown to everybody."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.file_paths import LONGEST, folded, relative_path

HOSTILE = st.text(st.sampled_from("aé/\\.: \t\n\x00\u202e…م\u0301\ud800C"), max_size=60) | st.text()


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("decisions/2004/12.pdf", "decisions/2004/12.pdf"),
        ("مقررات/2004/مقرر عدد 12.pdf", "مقررات/2004/مقرر عدد 12.pdf"),
        ("../../etc/passwd", "etc/passwd"),
        ("/etc/passwd", "etc/passwd"),
        ("a/../../b.pdf", "a/b.pdf"),
        ("C:\\Users\\greffe\\12.pdf", "Users/greffe/12.pdf"),
        ("\\\\serveur\\partage\\12.pdf", "serveur/partage/12.pdf"),
        ("./a//b.pdf", "a/b.pdf"),
        (" a / b.pdf ", "a/b.pdf"),
        ("annexe\u202efdp.exe", "annexefdp.exe"),
        ("a\x00b\nc.pdf", "abc.pdf"),
        ("de\u0301cision.pdf", "d\u00e9cision.pdf"),
        ("", "unnamed"),
        ("../..", "unnamed"),
    ],
)
def test_a_path_says_where_a_file_was_and_leads_nowhere(sent: str, shown: str) -> None:
    assert relative_path(sent) == shown


def test_a_name_that_is_too_long_keeps_its_beginning_and_its_suffix() -> None:
    name = relative_path("محضر" * 300 + ".pdf")
    assert len(name) == 255
    assert name.startswith("محضر")
    assert name.endswith(".pdf")


def test_of_a_path_that_is_too_long_the_innermost_folders_stay() -> None:
    path = relative_path("/".join(["dossier"] * 500) + "/12.pdf")
    assert len(path) <= LONGEST
    assert path.endswith("dossier/12.pdf")


@given(HOSTILE)
def test_no_path_leads_out_of_a_folder_or_shows_what_it_is_not(sent: str) -> None:
    path = relative_path(sent)
    parts = path.split("/")
    assert 0 < len(path) <= LONGEST
    assert not {"", ".", ".."} & set(parts)
    assert not any(unicodedata.category(letter) in ("Cc", "Cs") for letter in path)
    assert "\\" not in path


@given(HOSTILE)
def test_a_path_made_fit_stays_as_it_is(sent: str) -> None:
    assert relative_path(relative_path(sent)) == relative_path(sent)


@given(HOSTILE)
def test_what_people_type_is_compared_without_regard_to_capitals(sent: str) -> None:
    assert folded(folded(sent)) == folded(sent)
