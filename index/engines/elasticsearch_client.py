"""The connection to Elasticsearch, and its errors as the port's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from elastic_transport import ConnectionError as NoConnectionError
from elastic_transport import ConnectionTimeout, TlsError, TransportError
from elasticsearch import ApiError, Elasticsearch, UnsupportedProductError

from index.cluster import Cluster
from index.engine import IndexFaultError, IndexUnavailableError, Trouble

BUSY = frozenset({429, 502, 503, 504})
"""What a server answers that may take the same request later."""

_REFUSED = {401: Trouble.CREDENTIALS, 403: Trouble.RIGHTS}
_DISK_FULL = "flood-stage"


def connect(cluster: Cluster) -> Elasticsearch:
    """A client of the cluster; nothing is sent yet. A host that fails is passed over for a while, and the same is asked of
    the next one. Raises IndexUnavailableError when the settings make no sense.
    """
    entry: dict[str, Any] = {}
    if cluster.api_key:
        entry["api_key"] = cluster.api_key
    elif cluster.user:
        entry["basic_auth"] = (cluster.user, cluster.password)
    if cluster.authority:
        if not cluster.authority.is_file():
            raise IndexUnavailableError(Trouble.SETTINGS, f"no file {cluster.authority}")
        entry["ca_certs"] = str(cluster.authority)
    try:
        return Elasticsearch(
            list(cluster.hosts),
            **entry,
            request_timeout=cluster.seconds,
            retry_on_timeout=False,
            max_retries=len(cluster.hosts),
        )
    except (ValueError, OSError) as error:
        raise IndexUnavailableError(Trouble.SETTINGS, str(error)) from error


@contextmanager
def engine_errors() -> Iterator[None]:
    """Turn what the client raises into the port's errors."""
    try:
        yield
    except TlsError as error:
        raise IndexUnavailableError(Trouble.CERTIFICATE, str(error)) from error
    except ConnectionTimeout as error:
        raise IndexUnavailableError(Trouble.SLOW, str(error)) from error
    except (NoConnectionError, TransportError, UnsupportedProductError) as error:
        raise IndexUnavailableError(Trouble.UNREACHABLE, str(error)) from error
    except ApiError as error:
        raise fault(error.status_code, reason(error.body)) from error


def fault(status: int, why: str) -> Exception:
    """The port's error for an answer with this status."""
    if is_full_disk(why):
        return IndexUnavailableError(Trouble.DISK, why)
    if status in _REFUSED:
        return IndexUnavailableError(_REFUSED[status], why)
    if status in BUSY:
        return IndexUnavailableError(Trouble.BUSY, why)
    return IndexFaultError(f"{status}: {why}")


def is_full_disk(why: str) -> bool:
    """Whether a server takes nothing more in since its disk is full."""
    return _DISK_FULL in why


def reason(body: Any) -> str:
    """What a server's error says."""
    error = body.get("error", body) if isinstance(body, Mapping) else body
    if not isinstance(error, Mapping):
        return str(error)
    causes = error.get("root_cause") or [error]
    first = causes[0]
    told = (first.get("reason") or error.get("reason"), first.get("additional_unsuccessful_credentials"))
    return f"{first.get('type')}: {'; '.join(filter(None, told))}"
