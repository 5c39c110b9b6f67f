"""DOC, PPT and ODP: LibreOffice makes a PDF of them, and that is read and shown."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from domain.documents import Page
from domain.failures import Failure, RefusedFileError
from ingest import libreoffice, office_locks
from ingest.extractor import Drawing, Sample, paged_extractor_for
from ingest.limits import Limits
from ingest.scale import Scale

_WORD = "application/msword"
_POWERPOINT = "application/vnd.ms-powerpoint"
_ODP = "application/vnd.oasis.opendocument.presentation"
_SUFFIXES = {_WORD: ".doc", _POWERPOINT: ".ppt", _ODP: ".odp"}
_STREAMS = {"WordDocument": _WORD, "PowerPoint Document": _POWERPOINT}
_PDF = "application/pdf"


class Office97Extractor:
    """Its pages are those of the PDF, which is also what they are drawn from."""

    media_types = frozenset(_SUFFIXES)
    suffixes = frozenset({".doc", ".dot", ".ppt", ".pps", ".pot", ".odp"})
    paged = True

    def recognise(self, sample: Sample) -> str | None:
        """By the stream that a program of Office keeps its text in, or the type that an OpenDocument declares."""
        found = next((kind for stream, kind in _STREAMS.items() if stream in sample.streams), None)
        return found or (_ODP if sample.declared_type == _ODP else None)

    def convert(self, path: Path, folder: Path, limits: Limits) -> Path:
        """A PDF. Raises RefusedFileError: ENCRYPTED, and what `libreoffice.convert` raises."""
        sample = Sample(path, path.name)
        if sample.streams and office_locks.is_locked(path):
            raise RefusedFileError(Failure.ENCRYPTED)
        return libreoffice.convert(path, _SUFFIXES[self.recognise(sample) or _WORD], folder)

    def unlock(self, path: Path, password: str, target: Path) -> None:
        """See `Lockable`."""
        office_locks.unlock(path, password, target)

    def extract(self, path: Path, limits: Limits) -> Iterator[Page]:
        """The pages of a PDF made for this once; `convert` makes one to keep."""
        with TemporaryDirectory() as folder:
            yield from paged_extractor_for(_PDF).extract(self.convert(path, Path(folder), limits), limits)

    def draw(self, path: Path, number: int, scale: Scale, limits: Limits) -> Drawing:
        """A page of a PDF made for this once."""
        with TemporaryDirectory() as folder:
            return paged_extractor_for(_PDF).draw(self.convert(path, Path(folder), limits), number, scale, limits)


PLUGIN = Office97Extractor()
