from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.scans.judging import Knowledge, WordJudge
from ingest.scans.merging import merge, places, supplement
from ingest.scans.words import ScannedWord
from tests.ingest.scans.rows import line, page, word

KNOWN = set("قرر المجلس الجماعي الموافقة على مشروع conseil communal de".split())


@pytest.fixture(scope="module")
def judge() -> WordJudge:
    return WordJudge(Knowledge(KNOWN.__contains__, KNOWN.__contains__))


def merged(judge: WordJudge, main: list[ScannedWord], other: list[ScannedWord]) -> str:
    return page(merge(main, other, judge)).text


@pytest.mark.parametrize(
    ("main", "other", "best"),
    [
        ("قرر المجاس الجماعي", "فرر المجلس الجماعى", "قرر المجلس الجماعي"),
        ("conseil eommunal", "eonseil communal", "conseil communal"),
        ("قرر المجلس", "قرر المجلس", "قرر المجلس"),
        ("ززز طططط", "ززز ظظظظ", "ززز طططط"),
        ("قرر ضصثق", "قرر", "قرر ضصثق"),
        ("قررررررررر", "de", "قررررررررر"),
    ],
)
def test_where_two_readings_differ_the_better_word_wins(judge: WordJudge, main: str, other: str, best: str) -> None:
    assert merged(judge, line(main), line(other)) == best


def test_a_word_cut_in_two_is_made_whole(judge: WordJudge) -> None:
    halves = [word("المجـ", 0), word("لس", 0.5)]
    assert merged(judge, halves, [word("المجلس", 0.25)]) == "المجلس"


def test_what_only_the_other_reading_saw_comes_where_it_stands_there(judge: WordJudge) -> None:
    assert merged(judge, line("قرر", 0) + line("على", 2), line("قرر", 0) + line("المجلس", 1)) == "قرر المجلس على"
    assert merged(judge, line("على", 2), line("قرر المجلس", 0)) == "قرر المجلس على"


@pytest.mark.parametrize("junk", ["ضصثق", "il|", "...", "م"])
def test_junk_that_only_the_other_reading_saw_is_left_out(judge: WordJudge, junk: str) -> None:
    assert merged(judge, line("قرر"), [*line("قرر"), word(junk, 4, 4)]) == "قرر"


def test_lines_stay_lines(judge: WordJudge) -> None:
    first, second = line("قرر المجاس"), line("على مشروع", 1)
    second[0] = ScannedWord("\n", second[0].text, second[0].box)
    assert merged(judge, first + second, line("قرر المجلس", 0) + line("على مشروع", 1)) == "قرر المجلس\nعلى مشروع"


def test_noise_as_tall_as_two_lines_joins_neither(judge: WordJudge) -> None:
    one, two = word("قرر", 0, 0), word("على", 0, 1)
    tall = ScannedWord(" ", "|", one.box.__class__(0, 0, one.box.left, one.box.top, one.box.right, 0.9, 0.9))
    assert all(not place.main for place in places([one, two], [tall]))


SHEETS = st.lists(
    st.builds(word, st.sampled_from([*sorted(KNOWN), "ضصثق", "12"]), st.integers(0, 5), st.integers(0, 5)), max_size=12
)


@given(SHEETS)
def test_a_reading_merged_with_itself_or_with_nothing_is_that_reading(judge: WordJudge, words: list[ScannedWord]) -> None:
    assert merge(words, words, judge) == words
    assert merge(words, [], judge) == words


@given(SHEETS, SHEETS)
def test_every_word_comes_from_one_of_the_readings(
    judge: WordJudge, main: list[ScannedWord], other: list[ScannedWord]
) -> None:
    places_read = {(each.text, each.box) for each in (*main, *other)}
    assert {(each.text, each.box) for each in merge(main, other, judge)} <= places_read


def test_a_believed_text_gets_what_a_reading_saw_beside_it_and_nothing_else(judge: WordJudge) -> None:
    layer = line("ضصثق المجاس على")
    read = line("قرر المجلس على") + line("مشروع ززز", 3)
    assert page(supplement(layer, read, judge)).text == "ضصثق المجاس على مشروع"


@given(SHEETS, SHEETS)
def test_nothing_of_a_believed_text_is_lost_and_twice_adds_nothing(
    judge: WordJudge, layer: list[ScannedWord], read: list[ScannedWord]
) -> None:
    once = supplement(layer, read, judge)
    assert [each for each in once if each in layer] == [each for each in layer if each in once]
    assert len(once) >= len(layer)
    assert supplement(once, read, judge) == once
