"""Text of documents becomes safe HTML that still says the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from frontend.marks import Doubts, marked, paragraphs

TEXTS = st.text(st.sampled_from("ab <>&\"'ابتد12-٣\n"), max_size=40)


def spans_of(text: str, cuts: list[int]) -> list[tuple[int, int]]:
    edges = sorted({cut % (len(text) + 1) for cut in cuts})
    return list(zip(edges[::2], edges[1::2], strict=False))


@pytest.mark.parametrize(
    ("text", "spans", "shown"),
    [
        ("مقرر المجلس", [(5, 11)], "مقرر <mark>المجلس</mark>"),
        ("a b", [(0, 1), (2, 3)], "<mark>a</mark> <mark>b</mark>"),
        ("<b>&", [(0, 3)], "<mark>&lt;b&gt;</mark>&amp;"),
        ("plain", [], "plain"),
        ("", [], ""),
        ("القانون 111-14 .", [], 'القانون <bdi class="number" dir="ltr">111-14</bdi> .'),
        ("رقم 111-14", [(4, 10)], 'رقم <bdi class="number" dir="ltr"><mark>111-14</mark></bdi>'),
        ("رقم 111-14", [(4, 7)], 'رقم <bdi class="number" dir="ltr"><mark>111</mark>-14</bdi>'),
        ("12/2023 و 2.500", [], "12/2023 و 2.500"),
    ],
)
def test_found_words_are_marked_and_numbers_keep_their_order(text: str, spans: list[tuple[int, int]], shown: str) -> None:
    assert marked(text, spans) == shown


@given(TEXTS, st.lists(st.integers(0, 40)))
def test_nothing_of_a_text_is_lost_or_becomes_markup(text: str, cuts: list[int]) -> None:
    spans = spans_of(text, cuts)
    tree = html.fragment_fromstring(f"<div>|{marked(text, spans)}</div>")
    assert {str(element.tag) for element in tree.iter()} <= {"div", "mark", "bdi"}
    assert "".join(tree.itertext()) == "|" + text
    assert "".join("".join(mark.itertext()) for mark in tree.iter("mark")) == "".join(
        text[start:end] for start, end in spans
    )


@given(TEXTS, st.lists(st.integers(0, 40)))
def test_paragraphs_hold_every_letter_and_every_mark(text: str, cuts: list[int]) -> None:
    blocks = [html.fragment_fromstring(str(block), create_parent="p") for block in paragraphs(text, spans_of(text, cuts))]
    said = "".join("".join(block.itertext()) for block in blocks)
    assert "".join(said.split()) == "".join(text.split())


def test_paragraphs_are_parted_by_empty_lines_and_keep_their_own_lines() -> None:
    assert paragraphs("a\nb\n \n\nc\n", [(4, 8)]) == ["a\nb", "<mark>c</mark>\n"]
    assert paragraphs("\n\n \n") == []


@pytest.mark.parametrize(
    ("spans", "doubts", "shown"),
    [
        ([], [(0, 2)], '<u class="unsure" title="?">ab</u> cd'),
        ([(0, 2)], [(0, 2)], '<mark><u class="unsure" title="?">ab</u></mark> cd'),
        ([(0, 5)], [(3, 5)], '<mark>ab <u class="unsure" title="?">cd</u></mark>'),
        ([(1, 2)], [(0, 2)], '<u class="unsure" title="?">a</u><mark><u class="unsure" title="?">b</u></mark> cd'),
    ],
)
def test_doubtful_words_are_underlined_inside_found_ones(
    spans: list[tuple[int, int]], doubts: list[tuple[int, int]], shown: str
) -> None:
    assert marked("ab cd", spans, doubts=Doubts(doubts, "?")) == shown


@given(TEXTS, st.lists(st.integers(0, 40)), st.lists(st.integers(0, 40)))
def test_doubts_change_neither_the_text_nor_what_is_marked(text: str, cuts: list[int], doubtful: list[int]) -> None:
    spans, doubts = spans_of(text, cuts), spans_of(text, doubtful)
    tree = html.fragment_fromstring(f"<div>|{marked(text, spans, doubts=Doubts(doubts, '<&>'))}</div>")
    assert "".join(tree.itertext()) == "|" + text
    for tag, wanted in (("mark", spans), ("u", doubts)):
        said = "".join("".join(element.itertext()) for element in tree.iter(tag))
        assert said == "".join(text[start:end] for start, end in wanted)
    plain = html.fragment_fromstring(f"<div>|{marked(text, spans)}</div>")
    assert [mark.text_content() for mark in tree.iter("mark")] == [mark.text_content() for mark in plain.iter("mark")]
