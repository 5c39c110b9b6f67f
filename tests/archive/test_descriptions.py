"""What programs find of documents and what people say of them are kept apart, and people's word stands."""

from __future__ import annotations

from datetime import date

import pytest

from archive.store import Archive
from domain.description import NOT_FOUND, DescribedValue, Evidence, Field, SaidValue
from domain.documents import DatedValue, DatePrecision, Document, PageKey
from domain.records import Description
from tests.archive.samples import added, read

CLERK = "account:clerk"


def found(archive: Archive, content: str = "one", **confidence: float) -> str:
    """A document of which type, number, date and amounts were found, each as sure as told, else .95."""
    intake = added(archive, content)
    if intake.task_id:
        read(archive, intake, "مقرر رقم 12/2022")
    at = Evidence(PageKey(intake.version_id, 1), 9, 16)
    told = {Field.TYPE: "decision", Field.NUMBER: "12/2022", Field.DATE: "2022-10-05", Field.AMOUNT: "1250000"}
    values = tuple(DescribedValue(field, value, confidence.get(field, 0.95), at) for field, value in told.items())
    title = DescribedValue(Field.TITLE, "مقرر", 0.9, language="ar")
    archive.describe(
        intake.document_id,
        Description("decision", {"ar": "مقرر"}, "12/2022", DatedValue(date(2022, 10, 5)), values=(*values, title)),
    )
    return intake.document_id


def record(archive: Archive, document_id: str) -> Document:
    document = archive.document(document_id)
    assert document is not None
    return document


def said(*values: str) -> list[SaidValue]:
    return [SaidValue(value) for value in values]


def test_what_was_found_comes_back_with_its_evidence(archive: Archive) -> None:
    values = archive.descriptions.of(found(archive)).found
    assert [value.field for value in values] == [Field.TYPE, Field.NUMBER, Field.DATE, Field.AMOUNT, Field.TITLE]
    assert values[1].value == "12/2022"
    assert values[1].evidence is not None
    assert (values[1].evidence.start, values[1].evidence.end, values[1].evidence.page.number) == (9, 16, 1)
    assert (values[4].language, values[4].evidence) == ("ar", None)


def test_nothing_is_said_of_a_document_that_is_not_there(archive: Archive) -> None:
    assert archive.descriptions.of("0nowhere").found == ()


def test_what_is_found_later_replaces_what_was_found_before(archive: Archive) -> None:
    document_id = found(archive)
    later = DescribedValue(Field.NUMBER, "13/2022", 0.8)
    archive.describe(document_id, Description("decision", {"ar": "مقرر"}, "13/2022", values=(later,)))
    assert archive.descriptions.of(document_id).found == (later,)
    assert record(archive, document_id).number == "13/2022"


SHOWN = [
    (Field.TYPE, said("tender"), "type", "tender"),
    (Field.NUMBER, said("21/2022"), "number", "21/2022"),
    (Field.NUMBER, said(), "number", None),
    (Field.DATE, said("2022-10"), "decided_on", DatedValue(date(2022, 10, 1), DatePrecision.MONTH)),
    (Field.DATE, said("2021"), "decided_on", DatedValue(date(2021, 1, 1), DatePrecision.YEAR)),
    (Field.DATE, said(), "decided_on", None),
    (
        Field.TITLE,
        [SaidValue("مقرر السوق", "ar"), SaidValue("Le souk", "fr")],
        "titles",
        {"ar": "مقرر السوق", "fr": "Le souk"},
    ),
    (Field.BODY, said("tafilalt"), "body_id", "tafilalt"),
    (Field.ORGANIZATION, said("bureau"), "organization_id", "bureau"),
    (Field.LANGUAGE, said("fr", "ar"), "languages", ("fr", "ar")),
]


@pytest.mark.parametrize(("field", "values", "name", "expected"), SHOWN)
def test_the_record_says_what_a_person_said_also_after_it_was_read_again(
    archive: Archive, field: Field, values: list[SaidValue], name: str, expected: object
) -> None:
    document_id = found(archive)
    archive.descriptions.correct(document_id, field, values, CLERK)
    assert getattr(record(archive, document_id), name) == expected
    found(archive)
    assert getattr(record(archive, document_id), name) == expected
    correction = archive.descriptions.of(document_id).correction(field)
    assert correction is not None
    assert (list(correction.values), correction.actor) == (values, CLERK)


def test_what_was_found_stays_beside_what_a_person_said(archive: Archive) -> None:
    document_id = found(archive)
    before = archive.descriptions.of(document_id).found
    archive.descriptions.correct(document_id, Field.AMOUNT, said("1250000", "99.50"), CLERK)
    assert archive.descriptions.of(document_id).found == before


def test_a_correction_taken_back_gives_way_to_what_is_found(archive: Archive) -> None:
    document_id = found(archive)
    archive.descriptions.correct(document_id, Field.DATE, said("2021-01-01"), CLERK)
    archive.descriptions.take_back(document_id, Field.DATE, CLERK)
    assert record(archive, document_id).decided_on == DatedValue(date(2022, 10, 5))
    assert archive.descriptions.of(document_id).corrections == ()
    archive.describe(document_id, Description("decision", {"ar": "مقرر"}, "12/2022", DatedValue(date(2020, 1, 1))))
    assert record(archive, document_id).decided_on == DatedValue(date(2020, 1, 1))


def test_taking_back_what_nobody_said_changes_nothing(archive: Archive) -> None:
    document_id = found(archive)
    last = archive.last_change()
    archive.descriptions.take_back(document_id, Field.DATE, CLERK)
    assert (archive.last_change(), record(archive, document_id).number) == (last, "12/2022")


def test_the_last_word_of_a_person_counts(archive: Archive) -> None:
    document_id = found(archive)
    for number in ("1/2020", "2/2020"):
        archive.descriptions.correct(document_id, Field.NUMBER, said(number), CLERK)
    assert record(archive, document_id).number == "2/2020"
    assert len(archive.descriptions.of(document_id).corrections) == 1


def test_corrections_are_in_the_audit_and_told_to_the_index(archive: Archive) -> None:
    document_id = found(archive)
    last = archive.last_change()
    archive.descriptions.correct(document_id, Field.NUMBER, said("1/2020"), CLERK)
    archive.descriptions.take_back(document_id, Field.NUMBER, CLERK)
    back, correction = archive.audit(document_id, limit=2)
    assert (correction.actor, correction.action, correction.detail) == (
        CLERK,
        "correct",
        {"field": "number", "value": "1/2020"},
    )
    assert back.action == "take_back_correction"
    assert [change.document_id for change in archive.changes_after(last)] == [document_id, document_id]


WRONG = [
    (Field.TYPE, said()),
    (Field.TYPE, said("decision", "tender")),
    (Field.TYPE, said("no type!")),
    (Field.TITLE, said()),
    (Field.TITLE, said("  ")),
    (Field.DATE, said("5 October")),
    (Field.DATE, said("2022-13-01")),
    (Field.DATE, said("2022-1-1")),
    (Field.DEADLINE, said("soon")),
    (Field.AMOUNT, said("1.250.000,00")),
    (Field.SESSION, said("ordinary/2022-13")),
    (Field.VOTE, said("20/3/2")),
    (Field.NUMBER, said(NOT_FOUND)),
]


@pytest.mark.parametrize(("field", "values"), WRONG)
def test_what_is_no_value_of_a_field_is_refused(archive: Archive, field: Field, values: list[SaidValue]) -> None:
    document_id = found(archive)
    with pytest.raises(ValueError, match=r"\w"):
        archive.descriptions.correct(document_id, field, values, CLERK)
    assert archive.descriptions.of(document_id).corrections == ()


@pytest.mark.parametrize(("field", "value"), [(Field.BODY, "nowhere"), (Field.ORGANIZATION, "nobody")])
def test_a_body_or_organ_must_be_there(archive: Archive, field: Field, value: str) -> None:
    document_id = found(archive)
    with pytest.raises(LookupError):
        archive.descriptions.correct(document_id, field, said(value), CLERK)
    assert archive.descriptions.of(document_id).corrections == ()


def test_a_document_that_is_not_there_can_not_be_corrected(archive: Archive) -> None:
    with pytest.raises(LookupError):
        archive.descriptions.correct("0nowhere", Field.NUMBER, said("1"), CLERK)


def test_unsure_values_wait_for_review_in_the_order_documents_entered(archive: Archive) -> None:
    first = found(archive, "one", date=0.5, type=0.3)
    found(archive, "sure")
    third = found(archive, "two", amount=0.74)
    queue = archive.descriptions.to_review()
    assert [(one.document_id, one.fields) for one in queue] == [(first, (Field.TYPE, Field.DATE)), (third, (Field.AMOUNT,))]


def test_the_queue_goes_on_behind_any_document(archive: Archive) -> None:
    ids = [found(archive, str(number), date=0.5) for number in range(5)]
    first = archive.descriptions.to_review(limit=2)
    rest = archive.descriptions.to_review(after_row=first[-1].row)
    assert [one.document_id for one in (*first, *rest)] == ids


def test_a_field_leaves_the_queue_when_a_person_corrects_or_confirms_it(archive: Archive) -> None:
    document_id = found(archive, date=0.5, number=0.5)
    archive.descriptions.correct(document_id, Field.DATE, said("2021-01-01"), CLERK)
    assert [one.fields for one in archive.descriptions.to_review()] == [(Field.NUMBER,)]
    archive.descriptions.correct(document_id, Field.NUMBER, said("12/2022"), CLERK)
    assert archive.descriptions.to_review() == []
    found(archive, date=0.5, number=0.5)
    assert archive.descriptions.to_review() == []


def test_what_was_expected_and_not_found_waits_for_review(archive: Archive) -> None:
    document_id = found(archive)
    missing = DescribedValue(Field.DATE, NOT_FOUND, 0.0)
    archive.describe(document_id, Description("decision", {"ar": "مقرر"}, values=(missing,)))
    assert [one.fields for one in archive.descriptions.to_review()] == [(Field.DATE,)]
    assert archive.descriptions.of(document_id).unsure() == [missing]


def test_a_withdrawn_document_waits_for_nothing(archive: Archive) -> None:
    document_id = found(archive, date=0.1)
    archive.publish(document_id, CLERK)
    archive.withdraw(document_id, CLERK, "error")
    assert archive.descriptions.to_review() == []


def test_a_removed_document_leaves_nothing_behind(archive: Archive) -> None:
    document_id = found(archive, date=0.1)
    archive.descriptions.correct(document_id, Field.NUMBER, said("1/2020"), CLERK)
    archive.remove([document_id], CLERK)
    assert archive.descriptions.of(document_id).found == ()
    assert archive.descriptions.of(document_id).corrections == ()
    assert archive.descriptions.to_review() == []
