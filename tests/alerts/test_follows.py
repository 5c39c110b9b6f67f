"""Who follows what is known, whatever was put and removed before, and a tender however its reference is written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.follows import Follows
from domain.alerts import Alert, AlertKind

IDS = st.sampled_from("abc")
DOCUMENTS = st.sampled_from("xyz")


def follow(alert_id: str, text: str, kind: AlertKind = AlertKind.DOCUMENT, **filters: list[str]) -> Alert:
    return Alert(alert_id, "s", kind, "name", text, filters)


@given(st.lists(st.tuples(st.booleans(), IDS, DOCUMENTS), max_size=30))
def test_an_alert_follows_what_it_was_put_with_last(steps: list[tuple[bool, str, str]]) -> None:
    follows, known = Follows(), dict[str, str]()
    for puts, alert_id, document in steps:
        if puts:
            follows.put(follow(alert_id, document))
            known[alert_id] = document
        else:
            follows.remove(alert_id)
            known.pop(alert_id, None)
    for document in "xyz":
        assert follows.of_document(document) == {one for one, followed in known.items() if followed == document}


@pytest.mark.parametrize(
    ("reference", "body", "found"),
    [
        ("12/2026/TC", "souss", True),
        ("12 / 2026 / tc", "souss", True),
        ("12/2026/TC", "tafilalt", False),
        ("12/2026/TC", None, False),
        ("13/2026/TC", "souss", False),
        ("2/2026/TC", "souss", False),
    ],
)
def test_a_tender_is_that_of_its_council(reference: str, body: str | None, found: bool) -> None:
    follows = Follows()
    follows.put(follow("a", "12/2026/TC", AlertKind.TENDER, body=["souss"]))
    assert follows.of_tender([reference], body) == ({"a"} if found else set())


def test_a_tender_of_no_council_in_particular_may_be_anybody_s() -> None:
    follows = Follows()
    follows.put(follow("a", "1/2026", AlertKind.TENDER))
    assert follows.of_tender(["7/2026", "1/2026"], "souss") == follows.of_tender(["1/2026"], None) == {"a"}


def test_a_document_and_a_tender_of_the_same_name_are_two_things() -> None:
    follows = Follows()
    follows.put(follow("a", "1/2026"))
    assert not follows.tenders
    assert follows.of_tender(["1/2026"], None) == frozenset()
    follows.put(follow("b", "1/2026", AlertKind.TENDER))
    assert follows.tenders
    assert follows.of_document("1/2026") == {"a"}
    follows.remove("b")
    assert not follows.tenders
