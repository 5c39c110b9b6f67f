"""Suggestions while typing, of what is public, and what may have been meant."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from analyzers.pipeline import Analyzer
from tests.search_api.library import Library, Paper, opened

PAPERS = (
    Paper("مقرر يتعلق بالميزانية المواطنة", ("تتضمن الميزانية المواطنة أرقاما مبسطة.",), number="15/2022"),
    Paper("تقرير حول الميزانية المواطنة", ("نشرت الميزانية المواطنة.",), type="report", day=date(2023, 1, 1)),
    Paper("Avis sur le budget citoyen", ("Le budget citoyen est publié.",), language="fr", number="7/2023"),
    Paper("Rapport du budget citoyen", ("Le budget citoyen et la jeunesse.",), language="fr"),
    Paper("محضر دورة المجلس حول الجماعة", ("تداول المجلس في شؤون الجماعة والإعفاءات.",)),
)
SECRET = Paper("مسودة الميزانية الزمردية", ("الميزانية الزمردية الزمردية émeraude",))


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory, analyzer: Analyzer) -> Iterator[Library]:
    with opened(tmp_path_factory.mktemp("suggesting"), analyzer) as made:
        for paper in PAPERS:
            made.put(paper)
        made.put(SECRET, publish=False)
        yield made


def suggested(library: Library, typed: str) -> dict[str, str]:
    answer = library.client.get("/api/v1/suggest", params={"q": typed}).json()
    return dict(zip(answer["suggestions"], answer["kinds"], strict=True))


def meant(library: Library, query: str) -> dict[str, str]:
    answer: Any = library.client.get("/api/v1/search", params={"q": query}).json()
    assert answer["query"] == query
    return {other["kind"]: other["query"] for other in answer["did_you_mean"]}


@pytest.mark.parametrize(
    ("typed", "text", "kind"),
    [
        ("الميزا", "الميزانية المواطنة", "phrase"),
        ("ميزا", "الميزانية المواطنة", "phrase"),
        ("الميزانيه الموا", "الميزانية المواطنة", "phrase"),
        ("budg", "budget citoyen", "phrase"),
        ("BUDGET ci", "budget citoyen", "phrase"),
        ("محضر المواط", "محضر المواطنة", "phrase"),
        ("15", "15/2022", "number"),
        ("١٥", "15/2022", "number"),
        ("مجلس جه", "مجلس جهة الواحة", "body"),
        ("واح", "مجلس جهة الواحة", "body"),
        ("region", "Conseil de la région Al Waha", "body"),
        ("avis", "Avis sur le budget citoyen", "title"),
        ("محضر دو", "محضر دورة المجلس حول الجماعة", "title"),
    ],
)
def test_what_is_typed_is_completed(library: Library, typed: str, text: str, kind: str) -> None:
    assert suggested(library, typed).get(text) == kind


@pytest.mark.parametrize("typed", ["", "xyz", "الزمر", "زمردية", "émer", "مسودة"])
def test_nothing_is_made_of_nothing_nor_of_drafts(library: Library, typed: str) -> None:
    assert suggested(library, typed) == {}


def test_the_article_alone_completes_no_phrase(library: Library) -> None:
    assert set(suggested(library, "محضر ال").values()) == {"title"}


def test_what_is_typed_already_is_no_suggestion(library: Library) -> None:
    assert "budget citoyen" not in suggested(library, "Budget citoyen")


def test_there_are_no_more_than_asked_for_and_none_twice(library: Library) -> None:
    answer = library.client.get("/api/v1/suggest", params={"q": "الم", "size": 3}).json()
    assert len(answer["suggestions"]) <= 3
    assert len(set(answer["suggestions"])) == len(answer["suggestions"])


@pytest.mark.parametrize(
    ("query", "kind", "other"),
    [
        ("الميزنية", "spelling", "الميزانية"),
        ("buget", "spelling", "budget"),
        ("buget jeunese", "spelling", "budget jeunesse"),
        ("jama3a", "arabizi", "الجماعة"),
        ("mizaniya", "arabizi", "الميزانية"),
        ("hgldvhkdm", "spelling", ""),
        ("hgl[gs", "keyboard", "المجلس"),
        ("لاعيلثف", "keyboard", "budget"),
    ],
)
def test_what_may_have_been_meant(library: Library, query: str, kind: str, other: str) -> None:
    found = meant(library, query).get(kind, "")
    assert found.removeprefix("ال") == other.removeprefix("ال")


@pytest.mark.parametrize(
    "query", ["", "الميزانية", "budgets citoyens", "2022", "type:tendr", "والميزانية في", '"budget"', "!!"]
)
def test_words_that_the_archive_knows_are_left_alone(library: Library, query: str) -> None:
    assert meant(library, query) == {}


@pytest.mark.parametrize("query", ["الزمردىة", "emeraud", "زمرديا"])
def test_words_of_drafts_are_never_meant(library: Library, query: str) -> None:
    assert all("زمرد" not in other and "meraude" not in other for other in meant(library, query).values())


def test_what_was_typed_is_what_is_searched(library: Library) -> None:
    answer = library.client.get("/api/v1/search", params={"q": "buget"}).json()
    assert (answer["query"], answer["total"]) == ("buget", 0)


def test_the_rest_of_the_query_stays_as_it_was_typed(library: Library) -> None:
    assert meant(library, 'type:report  "budget citoyen" buget')["spelling"] == 'type:report  "budget citoyen" budget'


def test_a_document_taken_from_the_public_gives_no_words_before_the_index_follows(analyzer: Analyzer, tmp_path: Any) -> None:
    with opened(tmp_path, analyzer) as library:
        library.put(Paper("مقرر الزعفران", ("الزعفران والزعفران",)))
        put = library.put(Paper("مقرر آخر حول الزعفران", ("الزعفران",)))
        assert "الزعفران" in suggested(library, "الزعف")
        assert meant(library, "الزعفرلن")
        library.withdraw(put, index=False)
        assert set(suggested(library, "الزعف").values()) <= {"title"}
        assert meant(library, "الزعفرلن") == {}
