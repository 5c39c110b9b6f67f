from __future__ import annotations

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.documents import Page, TextSource, WordBox
from ingest.extracted import ExtractedPage
from ingest.frames import Frame, FrameReader, message_page, page_message, read_frame

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)
FRAMES = st.builds(Frame, st.dictionaries(st.text(), JSON, max_size=3), st.binary(max_size=50))
SHARES = st.integers(0, 100_000).map(lambda share: share / 100_000)
PAGES = st.builds(
    Page,
    number=st.integers(1, 9_999),
    text=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")),
    source=st.sampled_from(TextSource),
    tool=st.just("tool 1.0"),
    confidence=st.none() | SHARES,
    width=st.none() | st.floats(1, 5_000),
    height=st.none() | st.floats(1, 5_000),
    words=st.lists(
        st.builds(WordBox, st.integers(0, 99), st.integers(0, 99), SHARES, SHARES, SHARES, SHARES, st.none() | SHARES)
    ).map(tuple),
)


@given(st.lists(FRAMES, max_size=4), st.integers(1, 40))
def test_frames_come_out_as_they_went_in_however_the_pipe_cuts_them(frames: list[Frame], size: int) -> None:
    data = b"".join(frame.encode() for frame in frames)
    reader = FrameReader()
    pieces = (data[start : start + size] for start in range(0, len(data), size))
    assert [frame for piece in pieces for frame in reader.feed(piece)] == frames


@given(FRAMES)
def test_a_stream_gives_one_frame_at_a_time(frame: Frame) -> None:
    stream = BytesIO(frame.encode() + frame.encode())
    assert read_frame(stream) == read_frame(stream) == frame
    with pytest.raises(EOFError):
        read_frame(stream)


@given(PAGES)
def test_a_page_comes_out_as_it_went_in(page: Page) -> None:
    assert message_page(page_message(page)) == page


@given(PAGES, st.none() | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")), st.data())
def test_what_the_reader_of_a_layer_knows_comes_out_as_it_went_in(page: Page, raw: str | None, data: st.DataObject) -> None:
    fonts = data.draw(
        st.lists(st.sampled_from(["", "AAAAAA+Amiri", "Arial"]), min_size=len(page.words), max_size=len(page.words))
    )
    ligatures = data.draw(st.lists(st.tuples(st.integers(0, 99), st.integers(0, 99))))
    plain = (getattr(page, name) for name in ("number", "text", "source", "tool", "confidence", "width", "height", "words"))
    extracted = ExtractedPage(*plain, raw_text=raw, fonts=tuple(fonts), ligatures=tuple(ligatures))
    assert message_page(page_message(extracted)) == extracted


@pytest.mark.parametrize(
    "change", [{"word_fonts": [7]}, {"ligatures": [[1]]}, {"ligatures": 3}, {"fonts": None}, {"raw_text": ...}]
)
def test_what_is_no_page_is_found_out(change: dict[str, object]) -> None:
    message = page_message(ExtractedPage(1, "ab", TextSource.LAYER, "tool", fonts=("F1",)))
    message |= change
    if message["raw_text"] is ...:
        del message["raw_text"]
    with pytest.raises((KeyError, TypeError, ValueError)):
        message_page(message)


def test_a_path_that_is_no_utf_8_passes() -> None:
    assert read_frame(BytesIO(Frame({"path": "/srv/\udce9"}).encode())).message == {"path": "/srv/\udce9"}


def test_what_no_database_takes_is_replaced_letter_for_letter() -> None:
    page = Page(1, "a\0b\ud800c", TextSource.LAYER, "tool")
    assert message_page(page_message(page)).text == "a b?c"


@pytest.mark.parametrize("message", [{}, {"number": "x"}, page_message(Page(1, "", TextSource.OCR, "t")) | {"source": "?"}])
def test_what_is_no_page_is_an_error(message: dict[str, object]) -> None:
    with pytest.raises((KeyError, TypeError, ValueError)):
        message_page(message)
