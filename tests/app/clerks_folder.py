"""A clerk's folder of decisions, seven files of which can't be taken or read."""

from __future__ import annotations

import random
import zipfile
from pathlib import Path

from domain.failures import Failure
from tests.app.refused_files import LOCKED
from tests.ingest.drawn_pdf import DrawnPdf

LARGEST = 2 * 1024**2
"""Bytes of the largest file that the site of these tests takes."""

REFUSED = {
    "2003/vide.pdf": Failure.EMPTY,
    "2003/protégé.pdf": Failure.ENCRYPTED,
    "2003/coupé.pdf": Failure.BROKEN,
    "2003/programme.exe": Failure.UNSUPPORTED,
    "2003/trop grand.txt": Failure.TOO_LARGE,
    "2003/annexes.zip": Failure.BROKEN,
    "2003/صورة.png": Failure.BROKEN,
}
"""Why each of the planted files is refused."""

READ_FIRST = {"2003/protégé.pdf", "2003/coupé.pdf", "2003/صورة.png"}
"""Those that get in, and are refused when they are read."""

_LINE = "Le conseil approuve la décision numéro {number}. قرر المجلس الموافقة على المقرر رقم {number}.\n"


def decision(number: int, size: int = 0) -> bytes:
    """A text that no other number has, of at least so many bytes."""
    line = _LINE.format(number=number)
    return (line * max(1, size // len(line.encode()) + 1)).encode()


ZIP = "2003/paquet.zip"
_IN_ZIP = 2


def write_folder(folder: Path, count: int) -> None:
    """`count` files, the seven that are refused among them; two lie in a ZIP, and three are large."""
    for number in range(count - len(REFUSED) - _IN_ZIP):
        path = folder / f"{2004 + number % 20}" / f"قرار {number}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(decision(number, LARGEST * 3 // 4 if number % 8 == 5 and number < 24 else 3_000))
    _plant(folder)
    with zipfile.ZipFile(folder / ZIP, "w", zipfile.ZIP_DEFLATED) as packed:
        for number in range(_IN_ZIP):
            packed.writestr(f"annexes/ملحق {number}.txt", decision(50_000 + number))


def contents(folder: Path) -> list[bytes]:
    """What is to get into the archive."""
    refused = {name for name in REFUSED if name not in READ_FIRST}
    names = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    plain = [path.read_bytes() for name, path in names.items() if name not in refused and name != ZIP]
    return plain + [decision(50_000 + number) for number in range(_IN_ZIP)]


def mend(folder: Path) -> None:
    """Put good files in the place of those that were refused."""
    for number, name in enumerate(REFUSED, start=100_000):
        (folder / name).unlink()
        (folder / name).with_suffix(".txt").write_bytes(decision(number))


def _plant(folder: Path) -> None:
    (folder / "2003").mkdir()
    pdf = DrawnPdf()
    pdf.line("Décision", 50, 700)
    whole = pdf.to_bytes()
    planted = {
        "2003/vide.pdf": b"",
        "2003/protégé.pdf": LOCKED,
        "2003/coupé.pdf": whole[: len(whole) // 3],
        "2003/programme.exe": b"MZ\x90\x00" + random.Random(7).randbytes(5_000),
        "2003/trop grand.txt": decision(7, LARGEST + 1),
        "2003/annexes.zip": _cut_zip(folder),
        "2003/صورة.png": b"\x89PNG\r\n\x1a\n" + random.Random(8).randbytes(3_000),
    }
    assert planted.keys() == REFUSED.keys()
    for name, content in planted.items():
        (folder / name).write_bytes(content)


def _cut_zip(folder: Path) -> bytes:
    path = folder / "whole.zip"
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("annexe 1.txt", decision(8, 4_000))
    content = path.read_bytes()
    path.unlink()
    return content[: len(content) // 2]
