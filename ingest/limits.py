"""What reading one file may cost."""

from __future__ import annotations

from dataclasses import dataclass

_MIB = 1024**2


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one step on one file; going past one refuses the file with the reason that fits.

    `seconds` is the wall time of a step, and every page that is extracted adds `seconds_a_page` to it, so that long
    registers pass and a file that makes no progress does not. `page_seconds` is what drawing a page for the browser
    may take, and the text layer of one page before the page is left to OCR. `memory_bytes` is the child's address
    space. `reading_seconds` is the wall time of reading one page by OCR. `text_bytes` bounds what a child may send
    back, `pixels` one decoded image, `unpacked_bytes` what one file
    in a ZIP, or all parts of a DOCX or ODT together, or all `contained_files` that came in one file, may unpack to.
    """

    seconds: float = 120.0
    memory_bytes: int = 2048 * _MIB
    pages: int = 5_000
    text_bytes: int = 256 * _MIB
    pixels: int = 150_000_000
    unpacked_bytes: int = 256 * _MIB
    page_seconds: float = 20.0
    seconds_a_page: float = 1.0
    contained_files: int = 500
    reading_seconds: float = 60.0
