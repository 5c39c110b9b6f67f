from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest

from domain.failures import Failure, RefusedFileError
from ingest.extractors.locked_office import PLUGIN
from ingest.identify import identify
from ingest.limits import Limits
from ingest.sandbox import Sandbox
from tests.ingest.office_samples import (
    locked_office,
    locked_pdf,
    pdf_bytes,
    row,
    slide_part,
    slide_text,
    write_pptx,
    write_xlsx,
)
from tests.ingest.packages import paragraph, write_docx

Write = Callable[[str, bytes], Path]

LOCKED = "application/x-ooxml-protected"
PASSWORD = "كلمة السر"


def plain(folder: Path, suffix: str) -> bytes:
    path = folder / f"plain{suffix}"
    match suffix:
        case ".docx":
            write_docx(path, paragraph("قرر المجلس"))
        case ".xlsx":
            write_xlsx(path, {"s": row(1, "قرر المجلس")})
        case _:
            write_pptx(path, [slide_part("sld", slide_text("قرر المجلس"))])
    with ZipFile(path, "a") as package:  # what encrypts here fails on less than 4 KiB
        package.writestr("media/noise", random.Random(1).randbytes(6_000))
    return path.read_bytes()


@pytest.mark.parametrize("suffix", [".docx", ".xlsx", ".pptx"])
def test_the_right_password_gives_the_file_back_as_it_was(
    write: Write, tmp_path: Path, sandbox: Sandbox, suffix: str
) -> None:
    content = plain(tmp_path, suffix)
    path = write(f"a{suffix}", locked_office(content, PASSWORD))
    assert identify(path, path.name) == LOCKED
    with sandbox.unlock(path, LOCKED, ["wrong", PASSWORD]) as made:
        assert made is not None
        assert made.path.read_bytes() == content
        assert "قرر المجلس" in "".join(page.text for page in sandbox.extract(made.path, identify(made.path, path.name)))


@pytest.mark.parametrize("passwords", [[], ["wrong"], ["", PASSWORD.upper() + "x"]])
def test_without_the_right_password_it_is_refused_as_locked(write: Write, tmp_path: Path, passwords: list[str]) -> None:
    path = write("a.docx", locked_office(plain(tmp_path, ".docx"), PASSWORD))
    sandbox = Sandbox(Limits(), tmp_path / "scratch")
    with pytest.raises(RefusedFileError) as refusal:
        sandbox.extract(path, LOCKED)
    assert refusal.value.failure is Failure.ENCRYPTED
    if passwords:
        with pytest.raises(RefusedFileError) as refusal, sandbox.unlock(path, LOCKED, passwords):
            pass
        assert refusal.value.failure is Failure.ENCRYPTED


def test_a_damaged_lock_is_refused_and_nothing_else(write: Write, tmp_path: Path) -> None:
    whole = locked_office(plain(tmp_path, ".docx"), PASSWORD)
    for length in range(600, len(whole), 2_000):
        with pytest.raises(RefusedFileError) as refusal:
            PLUGIN.unlock(write("a.docx", whole[:length] + b"x" * 900), PASSWORD, tmp_path / "target")
            raise RefusedFileError(Failure.ENCRYPTED)
        assert refusal.value.failure is Failure.ENCRYPTED


def test_a_file_that_has_no_lock_needs_no_copy(write: Write, sandbox: Sandbox) -> None:
    for content in (pdf_bytes("x"), locked_pdf("x", user="")):
        with sandbox.unlock(write("a.pdf", content), "application/pdf", ["any"]) as made:
            assert made is None


def test_a_password_is_on_no_command_line(write: Write, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    import subprocess

    started: list[object] = []
    real = subprocess.Popen

    def spy(command: list[str], **options: object) -> object:
        started.append((command, options.get("env")))
        return real(command, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(subprocess, "Popen", spy)
    with sandbox.unlock(write("a.pdf", locked_pdf("x", user="sirr-9876")), "application/pdf", ["sirr-9876"]) as made:
        assert made is not None
    assert started
    assert "sirr-9876" not in repr(started)
