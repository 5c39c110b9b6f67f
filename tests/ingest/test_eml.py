from __future__ import annotations

import base64
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.failures import RefusedFileError
from ingest.capabilities import ContainedFile
from ingest.extractors.eml import PLUGIN
from ingest.identify import identify
from ingest.limits import Limits
from tests.ingest.office_samples import message, pdf_bytes

Write = Callable[[str, bytes], Path]

PNG = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")


def read(path: Path) -> str:
    return "\n".join(page.text for page in PLUGIN.extract(path, Limits()))


def held(path: Path) -> list[ContainedFile]:
    return list(PLUGIN.contained(path, Limits()))


def test_the_subject_comes_first_then_who_wrote_and_what(write: Write) -> None:
    path = write("a.eml", message("محضر دورة أكتوبر", "تجدون رفقته المحضر.\n").as_bytes())
    assert identify(path, "a.eml") == "message/rfc822"
    assert read(path).split("\n") == [
        "محضر دورة أكتوبر",
        "From: كتابة المجلس <greffe@commune.example>",
        "To: membres@commune.example",
        "Date: Mon, 20 Sep 2021 10:00:00 +0100",
        "",
        "تجدون رفقته المحضر.",
    ]


@pytest.mark.parametrize(
    ("name", "first", "taken"),
    [
        ("a.eml", b"Subject: x\nFrom: a@b.example\n\nx", True),
        ("no suffix", b"Received: x\nDate: x\nFrom: a\nMessage-ID: <1>\n\nx", True),
        ("note.txt", b"From: the council\nTo: everybody\n\nDear all", False),
        ("a.eml", b"Dear all, no header here", False),
    ],
)
def test_mail_is_told_from_text_by_its_headers(write: Write, name: str, first: bytes, taken: bool) -> None:
    try:
        found = identify(write("file", first), name)
    except RefusedFileError:
        found = ""
    assert (found == "message/rfc822") is taken


@pytest.mark.parametrize(
    ("headers", "subject"),
    [
        ("Subject: =?utf-8?B?" + base64.b64encode("مقرر".encode()).decode() + "?=", "مقرر"),
        ("Subject: =?windows-1256?Q?=E3=DE=D1=D1?=", "مقرر"),
        ("Subject: =?iso-8859-1?Q?D=E9lib=E9ration?=", "Délibération"),
        ("Subject: =?x-unknown?Q?abc?=", "abc"),
        ("Subject: plain", "plain"),
    ],
)
def test_subjects_are_decoded_however_they_are_written(write: Write, headers: str, subject: str) -> None:
    assert read(write("a.eml", f"{headers}\nFrom: a@b.example\n\nx".encode())).split("\n")[0] == subject


def test_headers_and_bodies_that_name_no_encoding_are_read_as_what_they_are(write: Write) -> None:
    raw = "Subject: المجلس الجماعي\nFrom: a@b.example\n\nقرر المجلس الموافقة".encode("cp1256")
    assert read(write("a.eml", raw)) == "المجلس الجماعي\nFrom: a@b.example\n\nقرر المجلس الموافقة"


def test_of_two_forms_of_the_text_one_is_read(write: Write) -> None:
    made = message("x", "le texte")
    made.add_alternative("<p>le texte <b>gras</b></p>", subtype="html")
    assert read(write("a.eml", made.as_bytes())).count("le texte") == 1


def test_html_is_read_as_a_browser_shows_it_and_its_pictures_are_no_files(write: Write) -> None:
    made = message("x", "")
    made.clear_content()
    made.set_content("<style>p {}</style><p>قرر المجلس</p><img src='cid:logo'>", subtype="html")
    made.add_related(PNG, maintype="image", subtype="png", cid="<logo>", filename="logo.png")
    path = write("a.eml", made.as_bytes())
    assert read(path).endswith("قرر المجلس")
    assert held(path) == []


def test_attachments_come_with_their_names_and_bytes(write: Write) -> None:
    files = {"مقرر رقم 12.pdf": pdf_bytes("x"), "état financier.xlsx": b"\0\1\2"}
    path = write("a.eml", message("x", "y", files).as_bytes())
    assert held(path) == [ContainedFile(name, content) for name, content in files.items()]
    assert "état" not in read(path)


def test_a_message_in_a_message_is_one_file_with_all_that_is_attached_to_it(write: Write) -> None:
    inner = message("Premier envoi", "texte intérieur", {"annexe.txt": b"annexe"})
    outer = message("Transfert", "voir plus bas")
    outer.add_attachment(inner)
    path = write("a.eml", outer.as_bytes())
    (found,) = held(path)
    assert found.name == "Premier envoi.eml"
    assert "texte intérieur" not in read(path)
    nested = write("nested.eml", found.content)
    assert "texte intérieur" in read(nested)
    assert held(nested) == [ContainedFile("annexe.txt", b"annexe")]


def test_a_part_without_a_name_gets_one_by_its_type(write: Write) -> None:
    made = EmailMessage()
    made["From"] = "a@b.example"
    made.set_content("x")
    made.add_attachment(PNG, maintype="image", subtype="png")
    assert [one.name for one in held(write("a.eml", made.as_bytes()))] == ["attachment.png"]


@pytest.mark.parametrize(
    "content",
    [
        b"From: a\nContent-Type: multipart/mixed; boundary=x\n\n"
        + b"--x\nContent-Type: multipart/mixed; boundary=x\n\n" * 3_000,
        b"From: a\nContent-Type: multipart/mixed\n\n--x\n--x--",
        b"From: a\nContent-Type: text/plain; charset=\xff\nContent-Transfer-Encoding: base64\n\n!!!!",
        b"From: a\nContent-Type: message/rfc822\n\n" * 2_000,
        b"From: a\nSubject: " + b"=?utf-8?B?AA=?= " * 20_000 + b"\n\nx",
        b"From: " + b"(" * 100_000 + b"\nTo: <<<>>>\n\nx",
    ],
    ids=["one boundary", "no boundary", "no base64", "nested", "encoded words", "brackets"],
)
def test_hostile_messages_are_read_or_refused(write: Write, content: bytes) -> None:
    path = write("a.eml", content)
    try:
        read(path)
        held(path)
    except RefusedFileError:
        return


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_message_cut_off_anywhere_is_read_or_refused(write: Write, data: st.DataObject) -> None:
    whole = message("محضر", "نص", {"a.pdf": pdf_bytes("x")}).as_bytes()
    path = write("a.eml", whole[: data.draw(st.integers(1, len(whole)))])
    try:
        read(path)
        held(path)
    except RefusedFileError:
        return
