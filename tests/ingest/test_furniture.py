from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.furniture import at_edge, furniture, without_furniture

BODIES = ("قرر المجلس الجماعي", "Le conseil approuve", "المادة الأولى", "Article 2", "الباب الثاني", "المادة 12")


def pages(header: str = "", footer: str = "", count: int = 6) -> list[str]:
    """Pages of a few lines each, `{n}` in header and footer being the page's number."""
    return [
        "\n".join(
            line.format(n=n + 1)
            for line in (
                header,
                f"{BODIES[n % 6]} {'أ' * n}",
                f"سطر {'ب' * n}",
                f"ligne {'c' * n}",
                f"نهاية {'د' * n}",
                footer,
            )
            if line
        )
        for n in range(count)
    ]


def found(texts: list[str]) -> list[list[str]]:
    return [[text[start:end] for start, end in spans] for text, spans in zip(texts, furniture(texts), strict=True)]


@pytest.mark.parametrize(
    "line",
    [
        "الجريدة الرسمية - العدد 25 مكرر في 30 يونيو سنة 2023\t{n}",
        "{n}\tAppel d’Offres n° 2/2019/DG",
        "- {n} -",
        "{n}",
        "جماعة طنجة",
    ],
)
def test_a_line_that_repeats_at_the_edge_of_pages_is_furniture(line: str) -> None:
    assert found(pages(header=line)) == [[line.format(n=n)] for n in range(1, 7)]
    assert found(pages(footer=line)) == [[line.format(n=n)] for n in range(1, 7)]


def test_odd_and_even_pages_may_have_headers_of_their_own() -> None:
    texts = [f"{'العدد 7448' if n % 2 else 'الجريدة الرسمية'}\n{'ا' * (n + 2)}\nنص\nآخر {'ب' * n}" for n in range(8)]
    assert [lines[0] for lines in found(texts)] == ["الجريدة الرسمية", "العدد 7448"] * 4


def test_digits_and_spacing_do_not_tell_headers_apart() -> None:
    texts = ["العدد ١٢  ص 1\nأول", "العدد 12 ص 2\nثان", "العدد 12 ص 13\nثالث"]
    assert [len(lines) for lines in found(texts)] == [1, 1, 1]


def test_what_repeats_in_the_middle_of_pages_is_text() -> None:
    texts = [f"{'ا' * (n + 2)}\nأول {'ج' * n}\nوبعد المناقشة\nثان {'د' * n}\n{'ب' * (n + 2)}" for n in range(6)]
    assert found(texts) == [[]] * 6


@pytest.mark.parametrize("count", [1, 2])
def test_two_pages_are_too_few_to_tell(count: int) -> None:
    assert found(pages(header="جماعة طنجة", count=count)) == [[]] * count


def test_a_line_as_long_as_a_paragraph_is_no_header() -> None:
    assert found(pages(header="كلمة " * 60)) == [[]] * 6


def test_a_numbered_header_is_cut_off_every_page() -> None:
    cut = without_furniture(pages(header="الجريدة الرسمية {n}", footer="{n}"))
    assert all("الجريدة" not in text for text in cut)
    assert cut[1].strip() == pages()[1]


def test_the_first_page_keeps_a_title_that_the_others_repeat() -> None:
    first, *others = without_furniture(pages(header="قانون المسطرة المدنية"))
    assert first.startswith("قانون المسطرة المدنية")
    assert all("المسطرة" not in text for text in others)


def test_a_document_without_pages_has_no_furniture() -> None:
    assert furniture([]) == without_furniture([]) == []


@given(st.lists(st.text(st.sampled_from("ab1\n "), max_size=20), max_size=8))
def test_furniture_is_whole_lines_of_the_page_in_order(texts: list[str]) -> None:
    for text, spans in zip(texts, furniture(texts), strict=True):
        assert list(spans) == sorted(set(spans))
        assert all(text[start:end] in text.split("\n") for start, end in spans)
    assert all(len(cut) <= len(text) for cut, text in zip(without_furniture(texts), texts, strict=True))


@pytest.mark.parametrize(
    ("word", "edge"), [("head", True), ("second", True), ("middle", False), ("last", True), ("foot", True)]
)
def test_furniture_may_stand_in_the_first_and_last_lines_alone(word: str, edge: bool) -> None:
    text = "head line\nsecond line\na middle line\nlast line\nfoot line"
    start = text.index(word)
    assert at_edge(text, [(start, start + len(word))]) is edge


def test_nothing_lies_at_the_edge_of_nothing() -> None:
    assert not at_edge("", [])
    assert not at_edge("a line", [])
