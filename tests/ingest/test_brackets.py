from __future__ import annotations

import pytest

from ingest.layer.brackets import Letter, mirror_page


def line(text: str, rightward: bool = True) -> list[Letter]:
    return [(letter, rightward) for letter in text]


def read(*texts: str) -> list[str]:
    return ["".join(units) for units in mirror_page([line(text) for text in texts])]


@pytest.mark.parametrize(
    ("found", "meant"),
    [
        ("المادة )12( من", "المادة (12) من"),
        ("المادة (12) من", "المادة (12) من"),
        ("»نعم«", "«نعم»"),
        ("بلا أقواس", "بلا أقواس"),
    ],
    ids=["named as drawn", "named as meant", "quotes", "none"],
)
def test_a_pair_shows_which_way_the_file_names_brackets(found: str, meant: str) -> None:
    assert read(found) == [meant]


def test_a_bracket_that_closes_on_another_line_follows_the_rest_of_the_page() -> None:
    assert read("أولا )كذا(", ")بقية", "تتمة(") == ["أولا (كذا)", "(بقية", "تتمة)"]
    assert read("أولا (كذا)", "(بقية", "تتمة)") == ["أولا (كذا)", "(بقية", "تتمة)"]


def test_without_any_pair_brackets_are_taken_as_drawn() -> None:
    assert read(")بقية") == ["(بقية"]


def test_brackets_of_latin_text_stay() -> None:
    assert mirror_page([line("(abc)", rightward=False)]) == [list("(abc)")]
