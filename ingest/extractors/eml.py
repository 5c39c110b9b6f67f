"""EML (RFC 5322, MIME): the message is the text, what is attached comes with it as files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from domain.documents import Page
from ingest import mail
from ingest.capabilities import ContainedFile
from ingest.extractor import Sample
from ingest.limits import Limits
from ingest.markup_pages import markup_pages

_FIRST_HEADER = re.compile(
    rb"(?:From |(?:Return-Path|Received|Delivered-To|From|To|Subject|Date|Message-ID|MIME-Version|X-[\w-]+|"
    rb"(?:ARC|DKIM)-[\w-]+|Content-Type|Reply-To|Thread-[\w-]+):)",
    re.IGNORECASE,
)
_OTHER_HEADERS = re.compile(rb"^(?:MIME-Version|Message-ID|Date|From|Received):", re.IGNORECASE | re.MULTILINE)


class EmlExtractor:
    """One message, without the pictures that only adorn it."""

    media_types = frozenset({"message/rfc822"})
    suffixes = frozenset({".eml"})
    paged = False

    def recognise(self, sample: Sample) -> str | None:
        """It begins with a header of mail; without the suffix there must be three more."""
        if not _FIRST_HEADER.match(sample.head):
            return None
        found = len(_OTHER_HEADERS.findall(sample.head))
        return "message/rfc822" if found >= (1 if sample.suffix in self.suffixes else 3) else None

    def extract(self, path: Path, limits: Limits) -> Iterator[Page]:
        """Subject, sender, recipients and date, then the body. Raises RefusedFileError."""
        message = mail.parse(path.read_bytes())
        return markup_pages("\n\n".join(filter(None, (mail.head(message), mail.body(message)))), "email")

    def contained(self, path: Path, limits: Limits) -> Iterator[ContainedFile]:
        """The attachments, messages among them. See `Container`."""
        yield from mail.attachments(mail.parse(path.read_bytes()))


PLUGIN = EmlExtractor()
