"""What may go wrong with a file on its way, and the answer that the tus protocol has for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType

from starlette.requests import Request

from domain.failures import Failure, RefusedFileError
from domain.translation import messages
from ingest.partial_files import NoPartialFileError, OffsetError
from ingest.receiving import AlteredError, ClosedBatchError, QuotaError
from search_api.problems import Problem, not_found, request_language
from search_api.tus.protocol import CHECKSUM_MISMATCH, fault

_ANSWERS: Mapping[type[Exception], tuple[int, str]] = MappingProxyType(
    {
        ClosedBatchError: (409, "batch_closed"),
        QuotaError: (429, "too_much_unfinished"),
        AlteredError: (CHECKSUM_MISMATCH, "file_altered"),
        OffsetError: (409, "other_offset"),
        NoPartialFileError: (410, "upload_gone"),
    }
)
_AGAIN = MappingProxyType({"Retry-After": "600"})


@contextmanager
def told(request: Request, largest: int) -> Iterator[None]:
    """What goes wrong inside is raised as a Problem; what passes is left to `search_api.problems`."""
    try:
        yield
    except tuple(_ANSWERS) as error:
        status, code = _ANSWERS[type(error)]
        raise fault(status, code, _AGAIN if status == 429 else None) from error
    except RefusedFileError as error:
        if error.failure is Failure.DISK_FULL:
            raise
        raise _refusal(error.failure, largest, request_language(request)) from error
    except LookupError as error:
        raise not_found() from error


def _refusal(failure: Failure, largest: int, language: str) -> Problem:
    """Why a file is not taken, in words for people and, in a header, for programs."""
    code = {"Upload-Failure": failure.value}
    if failure is Failure.TOO_LARGE:
        return fault(413, "file_too_large", code, mebibytes=largest // 1024**2)
    words = messages(language)
    reason, remedy = (words[f"failure.{failure}.{part}"] for part in ("reason", "remedy"))
    return fault(422, "file_refused", code, reason=reason, remedy=remedy)
