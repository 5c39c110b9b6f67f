from __future__ import annotations

from pathlib import Path

import pytest

from domain.failures import Failure, RefusedFileError
from ingest.extractors.odt import PLUGIN
from ingest.limits import Limits
from tests.ingest.packages import ODT_TYPE, write_odt, write_zip

NEW_PAGE = (
    '<style:style style:name="P1"><style:paragraph-properties fo:break-before="page"/></style:style>'
    '<style:style style:name="P2"><style:paragraph-properties/></style:style>'
)


def read(path: Path) -> list[str]:
    return [page.text for page in PLUGIN.extract(path, Limits())]


@pytest.mark.parametrize(
    ("body", "pages"),
    [
        ("<text:h>محضر</text:h><text:p>قرر <text:span>المجلس</text:span> ذلك</text:p>", ["محضر\nقرر المجلس ذلك"]),
        ('<text:p>a<text:s text:c="3"/>b<text:tab/>c<text:line-break/>d</text:p>', ["a b c\nd"]),
        ("<text:list><text:list-item><text:p>a</text:p></text:list-item></text:list><text:p>b</text:p>", ["a\nb"]),
        (
            "<table:table><table:table-row><table:table-cell><text:p>a</text:p></table:table-cell>"
            "<table:table-cell><text:p>b</text:p></table:table-cell></table:table-row>"
            "<table:table-row><table:table-cell><text:p>1</text:p></table:table-cell></table:table-row></table:table>",
            ["a\tb\n1"],
        ),
        ("<text:p>one</text:p><text:p text:style-name='P1'>two</text:p>", ["one", "two"]),
        ("<text:p text:style-name='P1'>one</text:p><text:p text:style-name='P2'>more</text:p>", ["one\nmore"]),
        ("<text:p>one</text:p><text:soft-page-break/><text:p>two</text:p>", ["one", "two"]),
        ("<text:tracked-changes><text:p>no</text:p></text:tracked-changes><text:p>yes</text:p>", ["yes"]),
        ("<text:p>yes<office:annotation><text:p>no</text:p></office:annotation></text:p>", ["yes"]),
        ("", [""]),
    ],
    ids=["text", "signs", "list", "table", "new page", "first page", "soft break", "deleted", "comment", "empty"],
)
def test_the_text_is_what_writer_shows(tmp_path: Path, body: str, pages: list[str]) -> None:
    assert read(write_odt(tmp_path / "a.odt", body, NEW_PAGE)) == pages


def test_headers_and_footers_of_the_pages_are_read(tmp_path: Path) -> None:
    master = "<style:header><text:p>en-tête</text:p></style:header><style:footer><text:p>pied</text:p></style:footer>"
    assert read(write_odt(tmp_path / "a.odt", "<text:p>texte</text:p>", master=master)) == ["en-tête\npied\n\ntexte"]


def test_entities_of_its_own_refuse_the_file(tmp_path: Path) -> None:
    bomb = '<!DOCTYPE a [<!ENTITY b "bomb">]><a>&b;</a>'
    path = write_zip(tmp_path / "a.odt", {"mimetype": ODT_TYPE, "content.xml": bomb})
    with pytest.raises(RefusedFileError) as refusal:
        read(path)
    assert refusal.value.failure is Failure.BROKEN


def test_a_package_without_text_is_broken(tmp_path: Path) -> None:
    with pytest.raises(RefusedFileError) as refusal:
        read(write_zip(tmp_path / "a.odt", {"mimetype": ODT_TYPE}))
    assert refusal.value.failure is Failure.BROKEN
