"""What a person wrote as a page's text outlives the real steps of reading, and is what documents are described by."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from analyzers.pipeline import Analyzer
from domain.description import Field
from domain.documents import Body, PageKey, TextSource
from domain.page_texts import NewText
from domain.records import Intake
from ingest.arranger import Arranger
from ingest.file_description import FileDescriber
from tests.ingest.conftest import typeset
from tests.ingest.reading import Reader, open_reader
from tests.ingest.test_described_files import DECISION, Write, found, read_again

RIGHT = DECISION.replace("12/2021", "21/2021")


@pytest.fixture
def reader(tmp_path: Path, analyzer: Analyzer) -> Iterator[Reader]:
    reader = open_reader(tmp_path, analyzer)
    reader.archive.put_body(Body("waha", {"ar": "مجلس جهة الواحة"}))
    yield reader
    reader.archive.close()


def taken_in(reader: Reader, write: Write) -> Intake:
    intake = reader.take(write("a.txt", DECISION.encode()))
    reader.read()
    return intake


def correct(reader: Reader, intake: Intake, analyzer: Analyzer, text: str | None = RIGHT) -> None:
    """Write a text as an editor does on the page."""
    key, archive = PageKey(intake.version_id, 1), reader.archive
    texts = archive.texts.of(key)
    assert texts is not None
    described = {} if text is None else FileDescriber(archive, analyzer).with_text(key, text)
    archive.texts.write(intake.document_id, NewText(key, text, texts.base, "clerk"), described)


def evidence(reader: Reader, document_id: str, field: Field) -> str:
    """The words of the page that a value stands in."""
    (value,) = [one for one in reader.archive.descriptions.of(document_id).found if one.field is field]
    assert value.evidence is not None
    text = reader.archive.page_texts([value.evidence.page])[value.evidence.page]
    return text[value.evidence.start : value.evidence.end]


def test_a_document_is_described_by_the_text_that_stands(reader: Reader, write: Write, analyzer: Analyzer) -> None:
    intake = taken_in(reader, write)
    correct(reader, intake, analyzer)
    assert reader.document(intake).number == "21/2021"
    assert evidence(reader, intake.document_id, Field.NUMBER) == "21/2021"


def test_reading_again_leaves_the_text_and_describes_by_it(reader: Reader, write: Write, analyzer: Analyzer) -> None:
    intake = taken_in(reader, write)
    correct(reader, intake, analyzer)
    read_again(reader, intake.document_id)
    (page,) = reader.archive.pages(intake.version_id)
    assert (page.text, page.source) == (RIGHT, TextSource.CORRECTED)
    assert found(reader, intake.document_id, Field.NUMBER) == ["21/2021"]
    assert evidence(reader, intake.document_id, Field.AMOUNT) == "1.250.000,00 درهم"


def test_the_machines_text_is_there_again_when_a_person_wants_it(reader: Reader, write: Write, analyzer: Analyzer) -> None:
    intake = taken_in(reader, write)
    for text in (RIGHT, None):
        correct(reader, intake, analyzer, text)
    (page,) = reader.archive.pages(intake.version_id)
    assert page.text.strip() == DECISION
    described = FileDescriber(reader.archive, analyzer).as_shown(PageKey(intake.version_id, 1))
    assert described[intake.document_id].number == "12/2021"


def test_every_document_that_shows_the_page_follows(reader: Reader, write: Write, analyzer: Analyzer) -> None:
    first, second = taken_in(reader, write), reader.take(write("b.txt", DECISION.replace("12/", "13/").encode()))
    reader.read()
    described = FileDescriber(reader.archive, analyzer).with_text(PageKey(second.version_id, 1), RIGHT)
    assert {one: said.number for one, said in described.items()} == {second.document_id: "21/2021"}
    assert reader.document(first).number == "12/2021"
    assert FileDescriber(reader.archive, analyzer).as_shown(PageKey("vnowhere", 1)) == {}


def test_texts_go_where_their_pages_go(reader: Reader, write: Write, analyzer: Analyzer) -> None:
    register = typeset("الصفحة الأولى\n#pagebreak()\nالصفحة الثانية", "pdf", "Noto Serif")
    intake = reader.take(write("register.pdf", register))
    reader.read()
    key = PageKey(intake.version_id, 2)
    texts = reader.archive.texts.of(key)
    assert texts is not None
    reader.archive.texts.write(intake.document_id, NewText(key, RIGHT, texts.base, "clerk"), {})
    (piece,) = Arranger(reader.archive, analyzer, "clerk").split(intake.document_id, ["2"])
    record = reader.archive.document(piece)
    assert record is not None
    assert [page.text for _, page in reader.archive.document_pages(record)] == [RIGHT]
    assert record.number == "21/2021"
    described = FileDescriber(reader.archive, analyzer).with_text(key, RIGHT.replace("21/", "22/"))
    assert described[piece].number == "22/2021"
