from __future__ import annotations

import pytest

from demo.blocks import Block, Kind, language_of, parse

LETTERHEAD = (("المملكة المغربية", "Royaume du Maroc"),)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# Avis", [Block(Kind.TITLE, (("Avis",),))]),
        ("## المادة", [Block(Kind.HEADING, (("المادة",),))]),
        ("^ Décide", [Block(Kind.CENTRED, (("Décide",),))]),
        ("- a\n- b", [Block(Kind.ITEM, (("a",),)), Block(Kind.ITEM, (("b",),))]),
        ("| a | b |\n| c | d |", [Block(Kind.TABLE, (("a", "b"), ("c", "d")))]),
        ("~ a | b", [Block(Kind.SIGNATURES, (("a", "b"),))]),
        ("one\ntwo\n\nthree", [Block(Kind.PARAGRAPH, (("one two",),)), Block(Kind.PARAGRAPH, (("three",),))]),
        ("@letterhead\n\n# T", [Block(Kind.LETTERHEAD, LETTERHEAD), Block(Kind.TITLE, (("T",),))]),
        ("# T\ntext", [Block(Kind.TITLE, (("T",),)), Block(Kind.PARAGRAPH, (("text",),))]),
        ("\n\n  spaced  \n\n\n", [Block(Kind.PARAGRAPH, (("spaced",),))]),
        ("1\u00a0250,00", [Block(Kind.PARAGRAPH, (("1\u00a0250,00",),))]),
    ],
)
def test_lines_become_blocks(text: str, expected: list[Block]) -> None:
    assert list(parse(text, LETTERHEAD)) == expected


@pytest.mark.parametrize(
    ("text", "language"),
    [("مقرر رقم 12", "ar"), ("Décision n° 12", "fr"), ("طلب عروض (AO 3)", "ar"), ("12/2021", "ar")],
)
def test_a_block_has_the_language_of_most_of_its_letters(text: str, language: str) -> None:
    assert language_of(text) == language


def test_a_blocks_text_goes_row_by_row() -> None:
    assert Block(Kind.TABLE, (("a", "b"), ("c", "d"))).text == "a b\nc d"
