"""The changes an index follows, the audit, the counts."""

from __future__ import annotations

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from archive.store import Archive
from domain.documents import DocumentStatus
from domain.failures import Failure
from domain.records import ArchiveCounts, Description, Intake, Rereading
from tests.archive.samples import added, page, read, task_of
from tests.databases import Databases

READ_BY_THE_INDEX = {DocumentStatus.DRAFT, DocumentStatus.PUBLISHED}


class FollowedArchive(RuleBasedStateMachine):
    """An index that looks only at changed documents knows at every moment what a full walk would tell it."""

    intakes = Bundle("intakes")

    def __init__(self, databases: Databases) -> None:
        super().__init__()
        self.database = databases.migrated()
        self.archive = Archive(self.database.__enter__())
        self.index: dict[str, tuple[object, ...]] = {}
        self.number = 0

    @rule(target=intakes, content=st.integers(0, 5), publish=st.booleans())
    def add(self, content: int, publish: bool) -> Intake:
        return added(self.archive, str(content), publish=publish)

    @rule(intake=intakes, text=st.sampled_from(["قبل", "بعد"]))
    def finish(self, intake: Intake, text: str) -> None:
        if intake.task_id is not None:
            self.archive.put_pages(intake.task_id, [page(1, text)])
            self.archive.finish(intake.task_id)

    @rule(intake=intakes, text=st.sampled_from(["قبل", "بعد"]))
    def read_again(self, intake: Intake, text: str) -> None:
        self.archive.read_again(Rereading((intake.document_id,)), "again", "nadia")
        for task in self.archive.waiting_tasks():
            if task.batch == "again":
                self.archive.put_pages(task.id, [page(1, text)])
                self.archive.finish(task.id)

    @rule(intake=intakes)
    def refuse(self, intake: Intake) -> None:
        self.archive.refuse(intake.task_id or "", Failure.CRASHED, "")

    @rule(intake=intakes, kind=st.sampled_from(["decision", "tender"]))
    def describe(self, intake: Intake, kind: str) -> None:
        self.archive.describe(intake.document_id, Description(kind))

    @rule(intake=intakes, public=st.booleans())
    def decide(self, intake: Intake, public: bool) -> None:
        if self.archive.document(intake.document_id) is None:
            return
        if public:
            self.archive.publish(intake.document_id, "nadia")
        else:
            self.archive.withdraw(intake.document_id, "nadia", "")

    @rule(intake=intakes)
    def remove(self, intake: Intake) -> None:
        self.archive.remove([intake.document_id], "nadia")

    def present(self, document_id: str) -> tuple[object, ...] | None:
        document = self.archive.document(document_id)
        if document is None or document.status not in READ_BY_THE_INDEX:
            return None
        done = document.files[0].current.state.value == "done"
        texts = [text.text for _, text in self.archive.document_pages(document)] if done else []
        return document.status, document.type, tuple(document.titles.items()), tuple(texts)

    @invariant()
    def the_index_equals_the_archive(self) -> None:
        for change in self.archive.changes_after(self.number):
            assert change.number > self.number
            self.number = change.number
            self.index.pop(change.document_id, None)
            if (present := self.present(change.document_id)) is not None:
                self.index[change.document_id] = present
        walked = {document_id: self.present(document_id) for document_id in self.archive.all_document_ids()}
        assert self.index == {document_id: present for document_id, present in walked.items() if present}

    def teardown(self) -> None:
        self.archive.close()
        self.database.__exit__(None, None, None)


def test_an_index_that_follows_the_changes_equals_the_archive(databases: Databases) -> None:
    few = settings(max_examples=15, stateful_step_count=15, deadline=None)
    run_state_machine_as_test(lambda: FollowedArchive(databases), settings=few)


def test_changes_come_in_order_and_in_parts(archive: Archive) -> None:
    ids = [added(archive, str(number)).document_id for number in range(5)]
    first = archive.changes_after(0, limit=2)
    rest = archive.changes_after(first[-1].number)
    assert [change.document_id for change in [*first, *rest]] == ids
    assert rest[-1].number == archive.last_change()
    assert archive.changes_after(archive.last_change()) == []


def test_an_archive_without_changes_is_at_zero(archive: Archive) -> None:
    assert archive.last_change() == 0


def test_a_description_that_says_nothing_new_changes_nothing(archive: Archive) -> None:
    document_id = added(archive).document_id
    archive.describe(document_id, Description("decision", {"ar": "قرار"}, languages=("ar",)))
    before = archive.last_change()
    archive.describe(document_id, Description("decision", {"ar": "قرار"}, languages=("ar",)))
    assert archive.last_change() == before


def test_a_document_can_be_pointed_out_to_the_index(archive: Archive) -> None:
    document_id = added(archive).document_id
    before = archive.last_change()
    archive.record_change(document_id)
    assert [change.document_id for change in archive.changes_after(before)] == [document_id]


def test_the_audit_is_newest_first_and_as_long_as_asked(archive: Archive) -> None:
    ids = [added(archive, str(number)).document_id for number in range(3)]
    assert [entry.subject for entry in archive.audit()] == ids[::-1]
    assert [entry.subject for entry in archive.audit(limit=1)] == ids[-1:]
    assert [entry.detail["name"] for entry in archive.audit(ids[1])] == ["1.pdf"]


def test_counts_tell_what_is_there(archive: Archive) -> None:
    assert archive.counts() == ArchiveCounts(0, 0, 0, 0)
    read(archive, added(archive, "a", publish=True), "أ", "ب")
    archive.mark_enqueued([task_of(added(archive, "b"))])
    added(archive, "c")
    assert archive.counts() == ArchiveCounts(documents=3, published=1, pages=2, waiting=2)
