"""What a file is called and how it may be opened."""

from __future__ import annotations

from search_api.answers import FileAnswer
from search_api.search_answers import SearchHit

_NAMES = {
    "application/pdf": "PDF",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "DOCX",
    "application/vnd.oasis.opendocument.text": "ODT",
    "application/vnd.oasis.opendocument.text-template": "OTT",
    "application/vnd.oasis.opendocument.presentation": "ODP",
    "application/vnd.oasis.opendocument.spreadsheet": "ODS",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "PPTX",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "XLSX",
    "application/vnd.ms-excel.sheet.binary.macroenabled.12": "XLSB",
    "application/msword": "DOC",
    "application/vnd.ms-powerpoint": "PPT",
    "application/vnd.ms-excel": "XLS",
    "application/x-ooxml-protected": "OOXML",
    "message/rfc822": "EML",
    "text/html": "HTML",
    "text/plain": "TXT",
    "text/markdown": "Markdown",
    "image/svg+xml": "SVG",
}


def format_name(media_type: str) -> str:
    """The short name of a media type: `PDF`, `DOCX`; of an unknown one its last part in capitals."""
    return _NAMES.get(media_type) or media_type.rpartition("/")[2].removeprefix("x-").upper()


def inline_address(file: FileAnswer) -> str:
    """Where the original is shown in place instead of being saved."""
    return f"{file.original}?inline=true"


def scanned(hit: SearchHit) -> bool:
    """Whether the document is an image, so that its text was read by a computer."""
    return (hit.media_type or "").startswith("image/")
