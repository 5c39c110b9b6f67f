from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest

from analyzers.pipeline import Analyzer
from domain.documents import DocumentStatus, FileRole, ReadingState
from domain.failures import Failure
from ingest.limits import Limits
from ingest.unpacking import DEEPEST
from tests.ingest.office_samples import locked_pdf, message, pdf_bytes, pdf_with_files
from tests.ingest.reading import Reader, open_reader

Write = Callable[[str, bytes], Path]

DECISION = "مقرر رقم 12/2021\nيتعلق بتأهيل المكتبات العمومية بالجهة\nصادق المجلس على المشروع."


@pytest.fixture
def reader(tmp_path: Path, analyzer: Analyzer) -> Iterator[Reader]:
    reader = open_reader(tmp_path, analyzer)
    yield reader
    reader.archive.close()


def zipped(members: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with ZipFile(target, "w") as package:
        for name, content in members.items():
            package.writestr(name, content)
    return target.getvalue()


def test_attachments_join_the_message_as_annexes_and_are_read(reader: Reader, write: Write) -> None:
    sent = message("إحالة", "تجدون رفقته", {"مقرر.txt": DECISION.encode(), "devis.pdf": pdf_bytes("devis estimatif")})
    intake = reader.take(write("a.eml", sent.as_bytes()))
    reader.read()
    document = reader.document(intake)
    assert [(file.name, file.role) for file in document.files] == [
        ("a.eml", FileRole.MAIN),
        ("مقرر.txt", FileRole.ANNEX),
        ("devis.pdf", FileRole.ANNEX),
    ]
    assert {file.contained_in for file in document.files[1:]} == {document.files[0].id}
    assert reader.texts(document)["devis.pdf"] == "devis estimatif"
    assert document.status is DocumentStatus.PUBLISHED
    assert reader.archive.counts().documents == 1


def test_a_message_that_only_forwards_is_described_by_what_is_attached(reader: Reader, write: Write) -> None:
    intake = reader.take(write("a.eml", message("x", "ci-joint", {"a.txt": DECISION.encode()}).as_bytes()))
    reader.read()
    document = reader.document(intake)
    assert document.type == "decision"
    assert document.number == "12/2021"


def test_a_portfolio_whose_cover_is_blank_is_the_files_in_it(reader: Reader, write: Write) -> None:
    portfolio = pdf_with_files("", {"1.txt": DECISION.encode(), "2.txt": b"Annexe"}, portfolio=True)
    intake = reader.take(write("a.pdf", portfolio))
    reader.read()
    document = reader.document(intake)
    assert [file.current.state for file in document.files] == [ReadingState.DONE] * 3
    assert document.type == "decision"
    assert document.status is DocumentStatus.PUBLISHED


def test_unpacking_again_after_a_kill_neither_loses_nor_doubles(reader: Reader, write: Write) -> None:
    sent = message("x", "y", {"1.txt": b"un", "2.txt": b"deux", "3.txt": b"trois"})
    intake = reader.take(write("a.eml", sent.as_bytes()))
    assert intake.task_id is not None
    task = reader.archive.task(intake.task_id)
    assert task is not None
    reader.steps.extract(task.id)
    kept = reader.archive.add_contained
    calls = Counter[str]()

    def killed_at_the_second(upload: object) -> object:
        calls["add"] += 1
        if calls["add"] == 2:
            raise KeyboardInterrupt
        return kept(upload)  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reader.archive, "add_contained", killed_at_the_second)
        with pytest.raises(KeyboardInterrupt):
            reader.steps.finish(task.id)
    reader.read()
    assert sorted(file.name for file in reader.document(intake).files) == ["1.txt", "2.txt", "3.txt", "a.eml"]
    actions = Counter((entry.action, entry.detail.get("name")) for entry in reader.archive.audit(limit=100))
    assert {count for (action, _), count in actions.items() if action == "add"} == {1}
    assert reader.archive.counts().waiting == 0


def test_a_zip_attached_is_taken_apart(reader: Reader, write: Write) -> None:
    lot = zipped({"dossier/1.txt": b"un", "outil.exe": b"MZ", "2.txt": b"deux"})
    intake = reader.take(write("a.eml", message("x", "y", {"lot.zip": lot}).as_bytes()))
    reader.read()
    assert [file.name for file in reader.document(intake).files] == ["a.eml", "lot.zip/2.txt", "lot.zip/dossier/1.txt"]


def test_messages_in_messages_are_opened_so_deep_and_no_deeper(reader: Reader, write: Write) -> None:
    inner = message("0", "tout au fond", {"fond.txt": b"fond"})
    for number in range(1, DEEPEST + 2):
        outer = message(str(number), f"envoi {number}")
        outer.add_attachment(inner)
        inner = outer
    intake = reader.take(write("a.eml", inner.as_bytes()))
    reader.read()
    document = reader.document(intake)
    assert len(document.files) == DEEPEST + 1
    assert "fond.txt" not in reader.texts(document)


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("plan.dwg", b"AC1027 drawing", Failure.UNSUPPORTED),
        ("cut.pdf", b"not a PDF", Failure.BROKEN),
        ("locked.pdf", locked_pdf("x", "sirr"), Failure.ENCRYPTED),
    ],
)
def test_an_attachment_that_cannot_be_read_is_kept_with_its_reason(
    reader: Reader, write: Write, name: str, content: bytes, reason: Failure
) -> None:
    intake = reader.take(write("a.eml", message("x", "y", {name: content}).as_bytes()))
    reader.read()
    document = reader.document(intake)
    annex = document.files[1]
    assert (annex.name, annex.current.state, annex.current.reason) == (name, ReadingState.REFUSED, reason)
    assert document.files[0].current.state is ReadingState.DONE
    with reader.blobs.path(annex.current.sha256) as path:
        assert path.read_bytes() == content


@pytest.mark.parametrize("evil", ["../../../evil.txt", "/etc/evil.txt", "..", ".", "a\0b.txt", "ي" * 500 + ".txt"])
def test_no_name_leads_out_of_the_scratch_folder(reader: Reader, write: Write, tmp_path: Path, evil: str) -> None:
    before = set(tmp_path.parent.rglob("*evil*"))
    intake = reader.take(write("a.pdf", pdf_with_files("x", {evil or "x": b"texte joint"})))
    reader.read()
    assert len(reader.document(intake).files) <= 2
    assert set(tmp_path.parent.rglob("*evil*")) == before


@pytest.mark.parametrize("limits", [Limits(contained_files=2), Limits(unpacked_bytes=25)])
def test_what_holds_too_much_is_read_without_the_rest(
    tmp_path: Path, analyzer: Analyzer, write: Write, limits: Limits
) -> None:
    reader = open_reader(tmp_path, analyzer, limits)
    sent = message("x", "le corps", {f"{number}.txt": b"dix lettres" for number in range(2)})
    sent.add_attachment(b"x" * 100, maintype="text", subtype="plain", filename="9.txt")
    intake = reader.take(write("a.eml", sent.as_bytes()))
    reader.read()
    document = reader.document(intake)
    assert "le corps" in reader.texts(document)["a.eml"]
    assert "9.txt" not in reader.texts(document)
    reader.archive.close()


def test_the_same_file_attached_twice_is_one_annex(reader: Reader, write: Write) -> None:
    sent = message("x", "y", {"a.txt": b"le meme", "b.txt": b"le meme"})
    intake = reader.take(write("a.eml", sent.as_bytes()))
    reader.read()
    assert len(reader.document(intake).files) == 2
