"""Why a document was found, in its own words."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import pytest

from domain.searching import Window
from search_api.asking import SearchRequest
from search_api.search_answers import SearchHit
from search_api.snippets import COUNT, SIZE
from tests.search_api.library import Library, Paper

FILLER = "وبعد المناقشة المستفيضة تقرر ما يلي. " * 40
LONG = f"الماء الصالح للشرب. {FILLER} الماء العذب. {FILLER} الماء المالح."


def only_hit(library: Library, query: str) -> SearchHit:
    (hit,) = library.service.search(SearchRequest(query, window=Window(5))).hits
    return hit


def test_snippets_are_short_and_do_not_overlap(library: Library) -> None:
    library.put(Paper("مقرر", (LONG,)))
    snippets = only_hit(library, "الماء").snippets
    assert len(snippets) == COUNT
    for snippet in snippets:
        assert len(snippet.text) <= SIZE
        assert snippet.highlights
        assert LONG[snippet.start : snippet.start + len(snippet.text)] == snippet.text
    for before, after in pairwise(sorted(snippets, key=lambda snippet: snippet.start)):
        assert before.start + len(before.text) <= after.start


def test_words_stay_whole(library: Library) -> None:
    library.put(Paper("مقرر", (LONG,)))
    for snippet in only_hit(library, "الماء").snippets:
        end = snippet.start + len(snippet.text)
        assert snippet.start == 0 or not LONG[snippet.start - 1].isalnum()
        assert end == len(LONG) or not LONG[end].isalnum()


def test_snippets_come_from_the_pages_that_hold_the_words(library: Library) -> None:
    library.put(Paper("مقرر", (FILLER, FILLER, "صادق المجلس على القنطرة.", FILLER)))
    hit = only_hit(library, "القنطرة")
    assert [page.number for page in hit.pages] == [3]
    assert [snippet.number for snippet in hit.snippets] == [3]


def test_words_on_two_pages_are_shown_from_both(library: Library) -> None:
    library.put(Paper("مقرر", ("ترميم القنطرة.", FILLER, "إصلاح المسلك.")))
    hit = only_hit(library, "القنطرة المسلك")
    assert {page.number for page in hit.pages} == {1, 3}
    assert {snippet.number for snippet in hit.snippets} == {1, 3}


def test_a_document_found_by_its_title_shows_its_beginning(library: Library) -> None:
    library.put(Paper("مقرر القنطرة", (f"\n\n  {FILLER}",)))
    (snippet,) = only_hit(library, "القنطرة").snippets
    assert snippet.text == FILLER[: len(snippet.text)]
    assert 0 < len(snippet.text) <= SIZE
    assert (snippet.start, snippet.highlights, snippet.language) == (4, [], "ar")


@pytest.mark.parametrize("text", ["", "  \n "])
def test_a_document_without_text_has_no_snippet(library: Library, text: str) -> None:
    library.put(Paper("مقرر القنطرة", (text,)))
    assert only_hit(library, "القنطرة").snippets == []


def test_a_word_without_end_is_cut_and_breaks_nothing(library: Library) -> None:
    library.put(Paper("مقرر القنطرة", ("ا" * 5000,)))
    (snippet,) = only_hit(library, "القنطرة").snippets
    assert len(snippet.text) == SIZE


def test_the_title_is_not_shown_twice(library: Library) -> None:
    title = "مقرر بشأن صيانة القنطرة"
    library.put(Paper(title, (f"{title}\n{FILLER} كلفة القنطرة مليون درهم. {FILLER}",)))
    (snippet,) = only_hit(library, "القنطرة").snippets
    assert "مليون" in snippet.text
    assert snippet.highlights


def test_a_title_is_shown_where_the_text_has_nothing_else(library: Library) -> None:
    title = "مقرر بشأن صيانة القنطرة"
    library.put(Paper(title, (f"{title}\n{FILLER}",)))
    (snippet,) = only_hit(library, "القنطرة").snippets
    assert snippet.text.startswith(title)
    assert snippet.highlights


HEADER = "المملكة المغربية - مجلس جهة الواحة"
BODY = (
    "افتتح الرئيس الجلسة بكلمة ترحيبية.\nثم تليت النقط المدرجة.\nوتمت المناقشة.",
    "قرر المجلس بالإجماع بناء القنطرة.\nوكلف الرئيس بالتنفيذ.\nورفعت الجلسة.",
    "حضر الأعضاء كلهم.\nوتغيب عضوان بعذر.\nوختم الاجتماع.",
    "ملحق الجداول.\nأرقام ومبالغ.\nتوقيعات الحاضرين.",
)


def headed(pages: Sequence[str]) -> tuple[str, ...]:
    return tuple(f"{HEADER}\n{text}\nالصفحة {number} من 4" for number, text in enumerate(pages, start=1))


def test_a_snippet_is_not_cut_from_a_header_when_the_text_says_it_too(library: Library) -> None:
    library.put(Paper("محضر", headed(BODY)))
    snippets = only_hit(library, "مجلس").snippets
    assert [snippet.number for snippet in snippets] == [2]
    marked = [snippets[0].text[start:end] for start, end in snippets[0].highlights]
    assert "المجلس" in marked
    assert "بناء القنطرة" in snippets[0].text


def test_a_word_that_stands_in_headers_alone_is_shown_there(library: Library) -> None:
    library.put(Paper("محضر", headed(BODY)))
    snippets = only_hit(library, "الواحة").snippets
    assert snippets
    assert all("الواحة" in snippet.text for snippet in snippets)


def test_a_first_line_that_stands_on_one_page_alone_is_no_header(library: Library) -> None:
    library.put(Paper("محضر", ("القنطرة الجديدة", *headed(BODY)[2:])))
    (snippet,) = only_hit(library, "القنطرة").snippets
    assert (snippet.number, snippet.text) == (1, "القنطرة الجديدة")
