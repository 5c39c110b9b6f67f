"""A saved search is told of exactly the new documents that it would find, once each."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alerts import matching
from alerts.matching import AlertMatcher
from analyzers.pipeline import Analyzer
from domain.alerts import Alert, AlertKind, AlertState, Frequency, Occasion
from domain.documents import Body
from domain.searching import Precision, Sort, Window
from search_api.asking import SearchRequest
from tests.archive.alerts.people import confirmed, told
from tests.engines import EngineAt, remove
from tests.search_api.library import Library, Paper

AT_ONCE = {"frequency": Frequency.AT_ONCE}
WORDS = ("ميزانية", "الميزانيات", "صفقة", "مجلس", "طريق", "والطرق", "budget", "budgets", "marché", "route", "2024")


def drain(matcher: AlertMatcher) -> int:
    done = 0
    while step := matcher.step():
        done += step
    return done


def finds(library: Library, matcher: AlertMatcher, alert: Alert) -> list[str]:
    drain(matcher)
    return [document_id for alert_id, document_id in told(library.archive) if alert_id == alert.id]


def test_a_new_document_that_a_search_finds_is_told_once(library: Library, matcher: AlertMatcher) -> None:
    library.put(Paper("ميزانية 2023"))
    alert = confirmed(library.archive, text="ميزانية", **AT_ONCE)
    wanted = library.put(Paper("قرار", ("صادق المجلس على الميزانية",))).document
    library.put(Paper("شيء آخر"))
    assert finds(library, matcher, alert) == [wanted]
    assert drain(matcher) == 0
    assert finds(library, matcher, alert) == [wanted]


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ({"text": "budget"}, {"ar", "fr"}),
        ({"text": "budget", "translate": False}, {"fr"}),
        ({"text": "budgets", "precision": Precision.EXACT, "translate": False}, set()),
        ({"text": "", "filters": {"type": ["tender"]}}, {"fr"}),
        ({"text": "", "filters": {"type": ["tender", "decision"], "year": ["2023"]}}, {"ar"}),
        ({"text": "", "filters": {"language": []}}, {"ar", "fr"}),
        ({"text": "body:الواحة"}, {"ar", "fr"}),
        ({"text": "-budget", "translate": False}, {"ar"}),
        ({"text": "budget ميزانية -صفقة"}, {"ar", "fr"}),
    ],
)
def test_filters_and_settings_count_as_in_a_search(
    library: Library, matcher: AlertMatcher, said: dict[str, object], wanted: set[str]
) -> None:
    alert = confirmed(library.archive, **AT_ONCE, **said)
    arabic = library.put(Paper("الميزانية", day=date(2023, 5, 1))).document
    french = library.put(Paper("Le budget", language="fr", type="tender", day=date(2024, 5, 1))).document
    assert set(finds(library, matcher, alert)) == {{"ar": arabic, "fr": french}[one] for one in wanted}


def test_a_document_that_lacks_some_of_the_words_is_no_match(library: Library, matcher: AlertMatcher) -> None:
    alert = confirmed(library.archive, text="ميزانية صفقة", **AT_ONCE)
    library.put(Paper("ميزانية"))
    assert finds(library, matcher, alert) == []


def test_what_was_withdrawn_before_it_was_matched_is_told_to_nobody(library: Library, matcher: AlertMatcher) -> None:
    alert = confirmed(library.archive, text="ميزانية", **AT_ONCE)
    library.withdraw(library.put(Paper("ميزانية")))
    assert finds(library, matcher, alert) == []


def test_reading_again_tells_nobody(library: Library, matcher: AlertMatcher) -> None:
    put = library.put(Paper("قرار", ("نص",)))
    alert = confirmed(library.archive, text="ميزانية", **AT_ONCE)
    library.read_again(put, "ميزانية", finish=True)
    library.indexer.rebuild()
    assert finds(library, matcher, alert) == []


def test_a_correction_is_told_to_whom_it_concerns_now(library: Library, matcher: AlertMatcher) -> None:
    alert = confirmed(library.archive, text="ميزانية", **AT_ONCE)
    put = library.put(Paper("قرار", ("نص",)))
    assert finds(library, matcher, alert) == []
    library.read_again(put, "ميزانية", finish=True)
    library.archive.alerts.publishing.announce(put.document, "c1", Occasion.CORRECTED)
    assert finds(library, matcher, alert) == [put.document]


def test_alerts_that_change_are_matched_as_they_are_now(library: Library, matcher: AlertMatcher) -> None:
    saved = library.archive.alerts.saved
    alert = confirmed(library.archive, text="ميزانية", **AT_ONCE)
    other = confirmed(library.archive, text="صفقة", **AT_ONCE)
    first = library.put(Paper("ميزانية")).document
    assert finds(library, matcher, alert) == [first]
    saved.set_state(alert.id, AlertState.PAUSED)
    library.put(Paper("ميزانية أخرى"))
    drain(matcher)
    saved.set_state(alert.id, AlertState.ACTIVE)
    third = library.put(Paper("ميزانية ثالثة")).document
    assert finds(library, matcher, alert) == sorted([first, third])
    saved.remove(other.id)
    library.put(Paper("صفقة"))
    assert finds(library, matcher, other) == []


def test_a_council_s_new_name_counts_for_alerts_too(library: Library, matcher: AlertMatcher) -> None:
    alert = confirmed(library.archive, text="body:النخيل", **AT_ONCE)
    library.put(Paper("قرار"))
    assert finds(library, matcher, alert) == []
    library.archive.put_body(Body("waha", {"ar": "مجلس جماعة النخيل"}))
    renamed = library.put(Paper("قرار ثان")).document
    assert finds(library, matcher, alert) == [renamed]


def test_an_alert_saved_while_documents_are_matched_is_not_passed_over(
    library: Library, matcher: AlertMatcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    confirmed(library.archive, text="شيء", **AT_ONCE)
    saved: list[Alert] = []
    analyse = matching.index_document

    def slow(*arguments: object) -> object:
        if not saved:
            saved.append(confirmed(library.archive, "late@example.org", text="ميزانية", since=0, **AT_ONCE))
        return analyse(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(matching, "index_document", slow)
    library.put(Paper("ميزانية"))
    later = library.put(Paper("ميزانية ثانية"), index=False)
    assert drain(matcher) == 2
    assert later.document not in finds(library, matcher, saved[0])
    third = library.put(Paper("ميزانية ثالثة")).document
    assert finds(library, matcher, saved[0]) == [third]


def test_a_follower_hears_what_happens_to_a_document(library: Library, matcher: AlertMatcher) -> None:
    put, other = library.put(Paper("قرار")), library.put(Paper("آخر"))
    drain(matcher)
    alert = confirmed(library.archive, kind=AlertKind.DOCUMENT, text=put.document, **AT_ONCE)
    library.archive.alerts.publishing.announce(put.document, "v2", Occasion.NEW_VERSION)
    library.archive.alerts.publishing.announce(other.document, "v2", Occasion.NEW_VERSION)
    library.withdraw(put)
    assert finds(library, matcher, alert) == [put.document, put.document]
    library.archive.alerts.saved.remove(alert.id)
    library.archive.alerts.publishing.announce(put.document, "v3", Occasion.NEW_VERSION)
    assert drain(matcher) == 1


def test_many_pages_are_matched_a_few_documents_at_a_time(
    library: Library, matcher: AlertMatcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(matching, "_MOST_PAGES", 3)
    alert = confirmed(library.archive, text="ميزانية", **AT_ONCE)
    put = [library.put(Paper(f"ميزانية {number}", ("أ", "ب"))).document for number in range(3)]
    put.append(library.put(Paper("ميزانية كبيرة", tuple("أبتث"))).document)
    assert [matcher.step() for _ in range(5)] == [1, 1, 1, 1, 0]
    assert finds(library, matcher, alert) == sorted(put)


def test_without_alerts_no_document_is_even_read(
    library: Library, matcher: AlertMatcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unwanted(*_: object) -> None:
        raise AssertionError("read for nobody")

    monkeypatch.setattr(matching, "index_document", unwanted)
    library.put(Paper("ميزانية"))
    assert drain(matcher) == 1


# What holds always


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory, analyzer: Analyzer, engine_in: EngineAt) -> Iterator[Library]:
    folder: Path = tmp_path_factory.mktemp("alerts")
    search_engine = engine_in(folder / "index")
    opened = Library(folder, analyzer, search_engine=search_engine)
    yield opened
    opened.close()
    remove(search_engine)


texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join)
pieces = st.one_of(
    st.sampled_from(WORDS),
    st.lists(st.sampled_from(WORDS), min_size=2, max_size=3).map(lambda words: f'"{" ".join(words)}"'),
    st.sampled_from(WORDS).map(lambda word: f"-{word}"),
    st.sampled_from(WORDS).map(lambda word: f"{word[:3]}*"),
    st.sampled_from(("OR", "type:tender", "year:2024", "title:budget", "after:2023", "langue:français")),
)
queries = st.lists(pieces, min_size=1, max_size=4).map(" ".join)
wishes = st.fixed_dictionaries(
    {
        "text": queries,
        "precision": st.sampled_from(tuple(Precision)),
        "translate": st.booleans(),
        "filters": st.sampled_from(({}, {"type": ["tender"]}, {"year": ["2023", "2024"]}, {"language": ["fr"]})),
    }
)
papers = st.builds(
    lambda title, text, kind, year, language: Paper(title, (text,), language, kind, day=date(year, 2, 3)),
    texts,
    texts,
    st.sampled_from(("tender", "decision")),
    st.sampled_from((2022, 2023, 2024)),
    st.sampled_from(("ar", "fr")),
)
numbers = count(1)


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(wishes, min_size=1, max_size=6), st.lists(papers, min_size=1, max_size=4))
def test_an_alert_finds_what_its_search_finds_among_the_new_documents(
    shared: Library, analyzer: Analyzer, asked: list[dict[str, object]], new: list[Paper]
) -> None:
    who = f"n{next(numbers)}@example.org"
    alerts = [confirmed(shared.archive, who, **AT_ONCE, **one) for one in asked]
    known = {document for _, document in told(shared.archive)}
    put = {
        shared.put(Paper(one.title, (f"{one.texts[0]} {next(numbers)}x",), one.language, one.type, day=one.day)).document
        for one in new
    }
    drain(AlertMatcher(shared.archive, analyzer))
    found = set(told(shared.archive))
    for alert in alerts:
        request = SearchRequest(
            alert.text, alert.filters, Sort.NEWEST, Window(200), precision=alert.precision, translate=alert.translate
        )
        hits = {hit.id for hit in shared.service.search(request).hits if hit.full}
        assert {document for alert_id, document in found if alert_id == alert.id} == hits & put
    assert not known & put
    shared.archive.alerts.saved.remove_subscriber(alerts[0].subscriber_id)
