"""Taking a file in describes it, with evidence in its pages; people's word outlives every reading."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from analyzers.pipeline import Analyzer
from domain.description import Field, SaidValue, values_of
from domain.documents import Body, PageKey
from domain.records import Rereading
from ingest.arranger import Arranger
from tests.ingest.conftest import typeset
from tests.ingest.office_samples import message
from tests.ingest.reading import Reader, open_reader

Write = Callable[[str, bytes], Path]

DECISION = """مجلس جهة الواحة
مقرر رقم 12/2021
يتعلق بتأهيل المكتبات العمومية بالجهة
المجتمع في إطار دورة أكتوبر العادية لسنة 2021 خلال جلسته المنعقدة يوم 5 أكتوبر 2021
بناء على القانون التنظيمي رقم 111.14
صادق المجلس بالإجماع على رصد مبلغ 1.250.000,00 درهم."""


@pytest.fixture
def reader(tmp_path: Path, analyzer: Analyzer) -> Iterator[Reader]:
    reader = open_reader(tmp_path, analyzer)
    reader.archive.put_body(Body("waha", {"ar": "مجلس جهة الواحة"}))
    yield reader
    reader.archive.close()


def found(reader: Reader, document_id: str, field: Field) -> list[str]:
    return values_of(reader.archive.descriptions.of(document_id).found, field)


def read_again(reader: Reader, document_id: str) -> None:
    reader.archive.read_again(Rereading((document_id,)), "again", "system:test")
    reader.read()


def test_a_file_that_is_taken_in_is_described_with_evidence(reader: Reader, write: Write) -> None:
    intake = reader.take(write("a.txt", DECISION.encode()))
    reader.read()
    document = reader.document(intake)
    assert (document.type, document.number, document.body_id) == ("decision", "12/2021", "waha")
    assert found(reader, document.id, Field.SESSION) == ["ordinary/2021-10"]
    assert found(reader, document.id, Field.AMOUNT) == ["1250000"]
    assert found(reader, document.id, Field.VOTE) == ["unanimous"]
    assert found(reader, document.id, Field.LAW) == ["111-14"]
    (page,) = reader.archive.pages(intake.version_id)
    slices = {
        one.field: page.text[one.evidence.start : one.evidence.end]
        for one in reader.archive.descriptions.of(document.id).found
        if one.evidence and one.evidence.page == PageKey(intake.version_id, 1)
    }
    assert slices[Field.NUMBER] == "12/2021"
    assert slices[Field.DATE] == "5 أكتوبر 2021"
    assert slices[Field.AMOUNT] == "1.250.000,00 درهم"
    assert reader.archive.descriptions.to_review() == []


def test_evidence_stands_in_the_file_that_says_so(reader: Reader, write: Write) -> None:
    intake = reader.take(write("a.eml", message("x", "ci-joint", {"a.txt": DECISION.encode()}).as_bytes()))
    reader.read()
    document = reader.document(intake)
    evidence = [one.evidence for one in reader.archive.descriptions.of(document.id).found if one.field is Field.NUMBER]
    assert [one and one.page.version_id for one in evidence] == [document.files[1].current.id]


def test_reading_again_finds_again_but_leaves_what_a_person_said(reader: Reader, write: Write) -> None:
    intake = reader.take(write("a.txt", DECISION.encode()))
    reader.read()
    before = reader.archive.descriptions.of(intake.document_id).found
    for field, value in ((Field.NUMBER, "21/2012"), (Field.AMOUNT, "99.50")):
        reader.archive.descriptions.correct(intake.document_id, field, [SaidValue(value)], "account:clerk")
    read_again(reader, intake.document_id)
    described = reader.archive.descriptions.of(intake.document_id)
    assert described.found == before
    assert {one.field: [said.value for said in one.values] for one in described.corrections} == {
        Field.NUMBER: ["21/2012"],
        Field.AMOUNT: ["99.50"],
    }
    assert reader.document(intake).number == "21/2012"


def test_a_document_that_says_little_waits_for_review(reader: Reader, write: Write) -> None:
    intake = reader.take(write("a.txt", "مقرر يتعلق بالسوق الأسبوعي".encode()))
    reader.read()
    (item,) = reader.archive.descriptions.to_review()
    assert (item.document_id, item.fields) == (intake.document_id, (Field.NUMBER, Field.DATE))
    for field in item.fields:
        reader.archive.descriptions.correct(intake.document_id, field, [], "account:clerk")
    read_again(reader, intake.document_id)
    assert reader.archive.descriptions.to_review() == []


def test_a_body_that_the_uploader_named_is_not_replaced(reader: Reader, write: Write) -> None:
    reader.archive.put_body(Body("other", {"ar": "مجلس آخر"}))
    intake = reader.take(write("a.txt", DECISION.encode()))
    reader.archive.descriptions.correct(intake.document_id, Field.BODY, [SaidValue("other")], "account:clerk")
    reader.read()
    assert reader.document(intake).body_id == "other"


def test_pages_split_off_are_described_by_what_stands_on_them(reader: Reader, write: Write, analyzer: Analyzer) -> None:
    texts = (f"Décision n° {number}/2021\n\nUn crédit de {number}.000,00 DH" for number in (12, 13))
    intake = reader.take(write("register.pdf", typeset("\n#pagebreak()\n".join(texts), "pdf", "Noto Serif")))
    reader.read()
    (made,) = Arranger(reader.archive, analyzer, "account:clerk").split(intake.document_id, ["2"])
    assert found(reader, intake.document_id, Field.NUMBER) == ["12/2021"]
    assert found(reader, made, Field.NUMBER) == ["13/2021"]
    read_again(reader, intake.document_id)
    evidence = [one.evidence for one in reader.archive.descriptions.of(made).found if one.field is Field.AMOUNT]
    assert [one and one.page for one in evidence] == [PageKey(intake.version_id, 2)]
