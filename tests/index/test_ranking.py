"""How evidence is summed up and ties are broken, whatever the engine."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from index.ranking import Candidate, ranked, shares
from index.weights import precedence, shipped_weights

WEIGHTS = replace(shipped_weights(), page=0.5)
CANDIDATES = st.builds(
    Candidate,
    st.integers(),
    st.floats(0, 1000),
    st.integers(1, 2**40),
    st.integers(0, 12),
    st.floats(0, 1000),
)


@given(st.lists(CANDIDATES))
def test_nothing_is_lost_and_better_scores_come_first(candidates: list[Candidate]) -> None:
    order = ranked(candidates, WEIGHTS)
    assert sorted(one.address for one in order) == sorted(one.address for one in candidates)
    scores = [one.score for one in order]
    assert all(later <= earlier * 1.01 for earlier, later in pairwise(scores))


@given(st.permutations([Candidate(n, 1.0, n << 32 | 1) for n in range(6)]))
def test_the_order_does_not_depend_on_the_order_they_came_in(candidates: list[Candidate]) -> None:
    assert [one.address for one in ranked(candidates, WEIGHTS)] == [5, 4, 3, 2, 1, 0]


def test_a_good_page_lifts_a_document() -> None:
    long, short = Candidate("long", 2.0, 1).with_page(6.0), Candidate("short", 4.0, 2).with_page(1.0)
    assert [one.address for one in ranked([short, long], WEIGHTS)] == ["long", "short"]


def test_types_have_an_order_that_decides_between_equals() -> None:
    assert precedence(["decision"]) > precedence(["session_minutes"]) > precedence(["other"]) >= 0
    assert precedence([]) == 0


@given(st.integers(0, 60), st.integers(0, 120), st.lists(st.integers(0, 40), max_size=3))
def test_a_window_is_shared_by_groups_as_if_they_were_one_list(size: int, offset: int, counts: list[int]) -> None:
    rest = 200
    listed = [(group, place) for group, count in enumerate([*counts, rest]) for place in range(count)]
    parts = shares(size, offset, counts)
    shown = [(group, first + place) for group, (inside, first) in enumerate(parts) for place in range(inside)]
    assert shown == listed[offset : offset + size]
