"""What the pages have to know of the place they are served from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, tzinfo


def _no_samples() -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Site:
    """Settings of the pages.

    `samples` answers whether every document is an invented sample, which each page then tells. `feeds` says that
    `/feeds/search.atom` is served, `alerts` that people can ask for alerts. `zone` is where times are shown. `api_docs` is
    the address of the API's documentation, "" when it is not offered. `staff` says that people can sign in.
    """

    samples: Callable[[], bool] = _no_samples
    feeds: bool = False
    zone: tzinfo = UTC
    api_docs: str = ""
    staff: bool = False
    alerts: bool = False
