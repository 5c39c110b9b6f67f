"""Whoever knows the address of what was withdrawn is told when and why, and nothing else."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.search_api.library import Library, Paper

TITLE = "Décision ambrée"


@pytest.mark.parametrize(
    ("language", "said"),
    [("ar", "سحبت بتاريخ"), ("fr", "Retiré le"), ("en", "Withdrawn on")],
)
def test_what_was_withdrawn_answers_with_day_and_reason(library: Library, language: str, said: str) -> None:
    put = library.put(Paper(TITLE, language="fr"))
    library.withdraw(put)
    response = library.client.get(put.url, params={"lang": language})
    detail = response.json()["detail"]
    assert response.status_code == 410
    assert said in detail
    assert datetime.now(UTC).date().isoformat() in detail
    assert "names a private person" in detail
    assert "ambr" not in response.text


def test_without_a_reason_none_is_told(library: Library) -> None:
    put = library.put(Paper(TITLE, language="fr"))
    library.archive.withdraw(put.document, "system:test", " ")
    assert library.client.get(put.url, params={"lang": "en"}).json()["detail"].startswith("Withdrawn on")
    assert "Reason" not in library.client.get(put.url, params={"lang": "en"}).text


def test_what_never_was_public_has_no_tombstone(library: Library) -> None:
    put = library.put(Paper(TITLE, language="fr"), publish=False)
    library.withdraw(put)
    assert library.client.get(put.url).status_code == 404


def test_published_again_it_is_itself_again(library: Library) -> None:
    put = library.put(Paper(TITLE, language="fr"))
    library.withdraw(put)
    library.archive.publish(put.document, "system:test")
    assert library.client.get(put.url).json()["title"]["text"] == TITLE
