from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.extractor import Sample
from ingest.extractors.text import PLUGIN
from ingest.limits import Limits

Write = Callable[[str, bytes], Path]


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("note.txt", b"texte", "text/plain"),
        ("NOTE.TXT", b"texte", "text/plain"),
        ("note.md", b"# Titre", "text/markdown"),
        ("note.txt", "نص".encode("utf-16"), "text/plain"),
        ("note.txt", b"bin\0ary", None),
        ("note.dat", b"texte", None),
    ],
)
def test_text_is_known_by_its_name_unless_it_cannot_be_text(
    write: Write, name: str, content: bytes, media_type: str | None
) -> None:
    assert PLUGIN.recognise(Sample(write("file", content), name)) == media_type


def test_the_text_is_what_the_file_says(write: Write) -> None:
    pages = PLUGIN.extract(write("note.txt", "محضر\r\nالدورة\fتابع".encode("cp1256")), Limits())
    assert [page.text for page in pages] == ["محضر\nالدورة", "تابع"]
