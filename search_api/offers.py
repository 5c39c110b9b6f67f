"""Questions about files that could be sent, and the answers; bodies read with limits."""

from __future__ import annotations

from typing import TypeVar

from fastapi import Request
from pydantic import BaseModel, Field, ValidationError

from domain.batches import Standing
from domain.failures import Failure
from search_api.answers import Answer, InvalidParameter
from search_api.problems import Problem

MOST_FILES = 1_000
"""How many files one question may be about."""

Asked = TypeVar("Asked", bound=BaseModel)


class OfferedFile(BaseModel):
    """A file that could be sent: its path, size in bytes, and SHA-256 in hexadecimal digits."""

    path: str = Field(max_length=4_000)
    size: int = Field(ge=0)
    sha256: str = Field(pattern="^[0-9a-f]{64}$")


class OfferRequest(BaseModel):
    """Files that could be sent."""

    files: list[OfferedFile] = Field(max_length=MOST_FILES)


class StandingAnswer(Answer):
    """How a file stands: `wanted`, `begun` (go on at `upload`), `sent` with this batch, `known` to the archive before, or
    `refused`, for the reason `failure`.
    """

    path: str
    sha256: str
    standing: Standing
    upload: str | None = None
    failure: Failure | None = None


class OfferResponse(Answer):
    """The files in the order of the question."""

    files: list[StandingAnswer]


class Body:
    """Reads the body of a request, for routes to depend on."""

    def __init__(self, media_type: str, largest: int) -> None:
        self._media_type = media_type
        self._largest = largest

    async def __call__(self, request: Request) -> bytes:
        """The body. Raises a problem for one that is too large, or of another type."""
        if request.headers.get("content-type", "").partition(";")[0].strip().lower() != self._media_type:
            raise Problem(400, "bad_request")
        body = bytearray()
        async for chunk in request.stream():
            body += chunk
            if len(body) > self._largest:
                raise Problem(413, "too_large")
        return bytes(body)


def read_json(kind: type[Asked], sent: bytes) -> Asked:
    """What was asked. Raises a problem that names what is wrong."""
    try:
        return kind.model_validate_json(sent or b"{}")
    except ValidationError as error:
        wrong = {str(fault["loc"][0])[:100] if fault["loc"] else "body" for fault in error.errors()}
        invalid = [InvalidParameter(name=name, reason="") for name in sorted(wrong)]
        raise Problem(400, "bad_request", invalid=invalid) from None
