"""Small files sent together: a line of JSON that says which, then their bytes, one file's behind the other's."""

from __future__ import annotations

from itertools import accumulate, pairwise

from archive.offered import STANDINGS
from domain.batches import FileStanding, FileUpload, NewFile, Standing
from domain.file_paths import relative_path
from search_api.offers import OfferRequest, read_json
from search_api.problems import Problem

MEDIA_TYPE = "application/vnd.shaffaf.bundle"
LARGEST = 8 * 1024**2


def bundled(sent: bytes) -> list[tuple[NewFile, bytes]]:
    """The files and their bytes. Raises a problem when what was sent is not as long as it says."""
    head, _, body = sent.partition(b"\n")
    files = [NewFile(relative_path(one.path), one.size, one.sha256) for one in read_json(OfferRequest, head).files]
    ends = list(accumulate((file.size for file in files), initial=0))
    if ends[-1] != len(body):
        raise Problem(400, "bad_request")
    return [(file, body[first:last]) for file, (first, last) in zip(files, pairwise(ends), strict=True)]


def stood(file: NewFile, upload: FileUpload | None) -> FileStanding:
    """How a file stands that was sent; without an upload it did not come as it was announced."""
    return FileStanding(file, Standing.WANTED if upload is None else STANDINGS[upload.state], upload)
