"""Files that can't be read, one for each way in which that happens."""

from __future__ import annotations

import zipfile
from pathlib import Path

LOCKED = (
    b"%PDF-1.4\n"
    b"1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
    b"2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n"
    b"3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] >>\nendobj\n"
    b"4 0 obj\n<< /Filter /Standard /V 1 /R 2 /P -4 /Length 40 /O <"
    + b"41" * 32
    + b"> /U <"
    + b"42" * 32
    + b"> >>\nendobj\n"
    b"trailer\n<< /Root 1 0 R /Size 5 /Encrypt 4 0 R /ID [<00> <00>] >>\n%%EOF\n"
)
"""A PDF whose password nobody knows."""

_UNPACKED_BYTES = 310 * 1024**2
_BLOCK = b" " * 1024**2


def write_refused_files(folder: Path) -> dict[str, str]:
    """Writes them; answers names with the words (in English) that say what is wrong with each."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "empty.pdf").touch()
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7\nthere is nothing in here\n%%EOF\n")
    (folder / "locked.pdf").write_bytes(LOCKED)
    with zipfile.ZipFile(folder / "bomb.docx", "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        with package.open("word/document.xml", "w", force_zip64=True) as member:
            member.write(b"<document>")
            for _ in range(_UNPACKED_BYTES // len(_BLOCK)):
                member.write(_BLOCK)
    return {
        "empty.pdf": "The file is empty.",
        "broken.pdf": "The file is damaged",
        "locked.pdf": "locked with a password",
        "bomb.docx": "becomes so when unpacked",
    }
