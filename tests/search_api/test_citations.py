"""What a document cites and what cites it: by number, in its own council, among what is public."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pytest

from analyzers.pipeline import Analyzer
from domain.documents import Body
from search_api.citations import MOST_CITING
from tests.search_api.library import Library, Paper, Put, opened

LAW = Paper(
    "القانون التنظيمي المتعلق بالجماعات", ("ينظم هذا القانون شؤون الجماعات.",), type="law", number="113.14", name="law.txt"
)
DECISION = Paper(
    "مقرر يتعلق بالقنطرة",
    (
        "مقرر عدد 12/2022. بناء على القانون التنظيمي رقم 113.14 وعلى الظهير الشريف رقم 1.15.85 .",
        "وطبقا لأحكام القانون التنظيمي رقم 14-113 تقرر بناء القنطرة.",
    ),
    number="12/2022",
    day=date(2022, 7, 27),
)
FOLLOWING = Paper(
    "مقرر بتعديل مقرر القنطرة",
    ("مقرر عدد 3/2023.", "تعديلا للمقرر عدد 2022/12 المتعلق بالقنطرة."),
    number="3/2023",
    day=date(2023, 2, 1),
)
BARE = Paper("Facture de la passerelle", ("La facture 12/2022 est payée.",), language="fr", type="report")
OTHER_COUNCIL = Paper("مقرر مجلس آخر", ("تنفيذا للمقرر عدد 12/2022 .",), number="9/2023")
SECRET = Paper("مسودة زمردية", ("تعديلا للمقرر عدد 12/2022 . والقانون رقم 113.14",), number="1/2030")
RIF = Body("rif", {"ar": "مجلس جهة الريف"})


@dataclass(frozen=True)
class Shelf:
    library: Library
    law: Put
    decision: Put
    following: Put
    bare: Put
    elsewhere: Put

    def citations(self, put: Put, language: str = "ar") -> Any:
        answer = self.library.client.get(f"{put.url}/citations", params={"lang": language})
        assert answer.status_code == 200, answer.text
        return answer.json()


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory, analyzer: Analyzer) -> Iterator[Shelf]:
    with opened(tmp_path_factory.mktemp("citations"), analyzer) as library:
        library.archive.put_body(RIF)
        put = [library.put(paper) for paper in (LAW, DECISION, FOLLOWING, BARE)]
        elsewhere = library.put(OTHER_COUNCIL, body=RIF.id)
        library.put(SECRET, publish=False)
        library.withdraw(library.put(replace(SECRET, title="سحبت", number="2/2030")))
        yield Shelf(library, *put, elsewhere)


def ids(links: Any) -> list[str]:
    return [link["id"] for link in links]


def test_a_law_is_cited_once_however_often_and_links_to_what_the_archive_has(shelf: Shelf) -> None:
    law, dahir = shelf.citations(shelf.decision)["cites"]
    assert (law["text"], law["kind"]) == ("القانون التنظيمي رقم 113.14", "law")
    assert ids(law["documents"]) == [shelf.law.document]
    assert dahir["text"] == "الظهير الشريف رقم 1.15.85"
    assert dahir["documents"] == []


def test_what_the_archive_has_not_comes_with_a_search_that_finds_who_mentions_it(shelf: Shelf) -> None:
    dahir = shelf.citations(shelf.decision)["cites"][1]
    assert shelf.library.found(dahir["query"]) == [shelf.decision.document]


def test_a_document_does_not_cite_itself(shelf: Shelf) -> None:
    assert "12/2022" not in {one["number"] for one in shelf.citations(shelf.decision)["cites"]}
    assert shelf.decision.document not in ids(shelf.citations(shelf.decision)["cited_by"])


def test_a_decision_is_cited_in_either_order_of_its_number(shelf: Shelf) -> None:
    (cited,) = shelf.citations(shelf.following)["cites"]
    assert (cited["kind"], ids(cited["documents"])) == ("decision", [shelf.decision.document])
    assert ids(shelf.citations(shelf.decision)["cited_by"]) == [shelf.following.document]


def test_the_same_number_in_another_council_is_another_decision(shelf: Shelf) -> None:
    (cited,) = shelf.citations(shelf.elsewhere)["cites"]
    assert cited["documents"] == []
    assert shelf.elsewhere.document not in ids(shelf.citations(shelf.decision)["cited_by"])


def test_a_number_alone_is_no_citation(shelf: Shelf) -> None:
    assert shelf.citations(shelf.bare)["cites"] == []
    assert shelf.bare.document not in ids(shelf.citations(shelf.decision)["cited_by"])


def test_a_law_is_cited_by_documents_of_any_council(shelf: Shelf) -> None:
    answer = shelf.citations(shelf.law)
    assert ids(answer["cited_by"]) == [shelf.decision.document]
    assert answer["citing_query"] == "law:113.14"


def test_a_document_without_a_number_is_cited_by_none(shelf: Shelf) -> None:
    answer = shelf.citations(shelf.bare)
    assert (answer["cited_by"], answer["citing_query"]) == ([], None)


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_drafts_and_withdrawn_documents_are_never_shown(shelf: Shelf, language: str) -> None:
    for put in (shelf.law, shelf.decision, shelf.following):
        text = str(shelf.citations(put, language))
        assert "زمردية" not in text
        assert "سحبت" not in text


def test_a_document_withdrawn_since_is_not_shown_before_the_index_follows(library: Library) -> None:
    decision, following = library.put(DECISION), library.put(FOLLOWING)
    library.withdraw(following, index=False)
    assert library.client.get(f"{decision.url}/citations").json()["cited_by"] == []
    library.archive.publish(following.document, "system:test")
    assert ids(library.client.get(f"{decision.url}/citations").json()["cited_by"]) == [following.document]
    library.withdraw(decision, index=False)
    (cited,) = library.client.get(f"{following.url}/citations").json()["cites"]
    assert cited["documents"] == []


def test_the_newest_that_cite_come_first_and_the_others_by_search(library: Library) -> None:
    law = library.put(LAW)
    years = range(2000, 2000 + MOST_CITING + 2)
    papers = [Paper(f"مقرر سنة {year}", (f"طبقا للقانون رقم 113.14 سنة {year}",), day=date(year, 1, 1)) for year in years]
    put = [library.put(paper) for paper in papers]
    answer = library.client.get(f"{law.url}/citations").json()
    assert ids(answer["cited_by"]) == [one.document for one in reversed(put)][:MOST_CITING]
    everything = library.client.get("/api/v1/search", params={"q": answer["citing_query"]}).json()
    assert everything["total"] == len(put)


@pytest.mark.parametrize("route", ["citations", "similar"])
def test_what_is_not_there_is_not_found(shelf: Shelf, route: str) -> None:
    assert shelf.library.client.get(f"/api/v1/documents/0000000000zz/{route}").status_code == 404
