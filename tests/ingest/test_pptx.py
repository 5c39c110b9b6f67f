from __future__ import annotations

from pathlib import Path

import pytest

from domain.documents import TextSource
from domain.failures import Failure, RefusedFileError
from ingest.extractors.pptx import PLUGIN
from ingest.limits import Limits
from tests.ingest.office_samples import slide_part, slide_text, write_pptx
from tests.ingest.packages import write_zip

TABLE = "<a:tbl><a:tr><a:tc>{}</a:tc><a:tc>{}</a:tc></a:tr><a:tr><a:tc>{}</a:tc><a:tc>{}</a:tc></a:tr></a:tbl>"


def slide(*paragraphs: str, attributes: str = "") -> str:
    return slide_part("sld", slide_text(*paragraphs), attributes)


def texts(path: Path, limits: Limits | None = None) -> list[str]:
    return [page.text for page in PLUGIN.extract(path, limits or Limits())]


def test_a_slide_is_a_page_in_the_order_of_the_presentation(tmp_path: Path) -> None:
    path = write_pptx(tmp_path / "a.pptx", [slide("الأولى"), slide("Deuxième", "suite")], shown=[2, 1])
    assert texts(path) == ["Deuxième\nsuite", "الأولى"]


def test_notes_stand_below_their_slide(tmp_path: Path) -> None:
    path = write_pptx(tmp_path / "a.pptx", [slide("Budget"), slide("Fin")], notes={1: slide_text("ملاحظة المقرر")})
    assert texts(path) == ["Budget\n\nملاحظة المقرر", "Fin"]


def test_a_table_is_read_row_by_row(tmp_path: Path) -> None:
    cells = TABLE.format(*(slide_text(text) for text in ("الصنف", "المبلغ", "طرق", "100")))
    assert texts(write_pptx(tmp_path / "a.pptx", [slide_part("sld", cells)])) == ["الصنف\tالمبلغ\nطرق\t100"]


def test_hidden_slides_and_page_numbers_are_left_out(tmp_path: Path) -> None:
    number = '<a:p><a:fld type="slidenum"><a:t>7</a:t></a:fld><a:r><a:t>page</a:t></a:r></a:p>'
    path = write_pptx(tmp_path / "a.pptx", [slide("secret", attributes='show="0"'), slide_part("sld", number)])
    assert texts(path) == ["page"]


def test_a_presentation_of_pictures_is_a_page_without_text(tmp_path: Path) -> None:
    for number, slides in enumerate(([], [slide()])):
        (page,) = PLUGIN.extract(write_pptx(tmp_path / f"{number}.pptx", slides), Limits())
        assert (page.text, page.source) == ("", TextSource.EMPTY)


def test_a_relation_leads_nowhere_outside_of_the_package(tmp_path: Path) -> None:
    path = write_pptx(tmp_path / "a.pptx", [slide("x")])
    secret = tmp_path / "slide9.xml"
    secret.write_text(slide("secret"))
    members = dict.fromkeys(("[Content_Types].xml",), "<Types/>")
    evil = write_zip(
        tmp_path / "evil.pptx",
        members
        | {
            "ppt/presentation.xml": '<p xmlns:r="r"><a:sldId xmlns:a="a" r:id="r1"/></p>',
            "ppt/_rels/presentation.xml.rels": f'<R><x:Relationship xmlns:x="x" Id="r1" Target="{secret}"/></R>',
        },
    )
    assert texts(path) == ["x"]
    with pytest.raises(RefusedFileError) as refusal:
        texts(evil)
    assert refusal.value.failure is Failure.BROKEN


def test_more_slides_than_pages_are_allowed_are_refused(tmp_path: Path) -> None:
    path = write_pptx(tmp_path / "a.pptx", [slide("x")] * 3)
    with pytest.raises(RefusedFileError) as refusal:
        texts(path, Limits(pages=2))
    assert refusal.value.failure is Failure.TOO_MANY_PAGES
