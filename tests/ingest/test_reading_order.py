from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ingest.layer.reading_order import Line, lines
from ingest.layer.rows import Piece
from tests.ingest.glyph_rows import piece, texts

LEFT, RIGHT = 0.0, 260.0
FULL = "x" * 40


def read(pieces: list[Piece], rightward: bool = False) -> list[str]:
    return ["|".join(texts(line.pieces)) for line in lines(pieces, rightward)]


def column(letter: str, left: float, first: int, count: int, step: int = 1) -> list[Piece]:
    return [piece(letter * 40, left, first + step * number) for number in range(count)]


def test_lines_are_read_from_the_top() -> None:
    assert read([piece("b", 0, 1), piece("a", 0, 0)]) == ["a", "b"]


def test_columns_of_running_text_are_read_one_by_one() -> None:
    page = [*column("l", LEFT, 0, 5), *column("r", RIGHT, 0, 5)]
    assert read(page) == ["l" * 40] * 5 + ["r" * 40] * 5


def test_in_a_right_to_left_page_the_right_column_comes_first() -> None:
    page = [*column("l", LEFT, 0, 5), *column("r", RIGHT, 0, 5)]
    assert read(page, rightward=True) == ["r" * 40] * 5 + ["l" * 40] * 5


def test_columns_whose_lines_are_not_level_are_columns_too() -> None:
    page = [*column("l", LEFT, 0, 5, step=2), *column("r", RIGHT, 1, 5, step=2)]
    assert read(page) == ["l" * 40] * 5 + ["r" * 40] * 5


def test_a_heading_across_both_columns_stays_before_them_and_a_footer_behind() -> None:
    page = [piece("h" * 92, LEFT, 0), *column("l", LEFT, 1, 5), *column("r", RIGHT, 1, 5), piece("f" * 92, LEFT, 6)]
    assert read(page) == ["h" * 92, *["l" * 40] * 5, *["r" * 40] * 5, "f" * 92]


def test_a_table_is_read_row_by_row() -> None:
    page = [piece(text, left, row) for row in range(6) for text, left in ((f"a{row}", 0.0), (f"b{row}", 200.0))]
    assert read(page) == [f"a{row}|b{row}" for row in range(6)]
    assert read(page, rightward=True) == [f"b{row}|a{row}" for row in range(6)]


def test_a_line_far_below_the_last_opens_a_new_block() -> None:
    found: list[Line] = lines([piece("a", 0, 0), piece("b", 0, 1), piece("c", 0, 4)], False)
    assert [line.opens for line in found] == [True, False, True]


def test_no_piece_is_no_line() -> None:
    assert lines([], False) == []


@given(
    st.lists(st.tuples(st.integers(1, 60), st.integers(0, 40), st.floats(0, 500)), max_size=50),
    st.booleans(),
)
def test_every_piece_is_read_once(drawn: list[tuple[int, int, float]], rightward: bool) -> None:
    page = sorted((piece("x" * length, left, row) for length, row, left in drawn), key=lambda made: made.row)
    read_pieces = [id(found) for line in lines(page, rightward) for found in line.pieces]
    assert sorted(read_pieces) == sorted(map(id, page))
