"""What is wrong with a cluster, if anything: for `shaffaf doctor`."""

from __future__ import annotations

from typing import Any

from elasticsearch import ApiError, Elasticsearch

from index.cluster import Cluster
from index.engine import IndexUnavailableError, Trouble

OLDEST = (8, 19)
"""The oldest version that is known to answer as the embedded engine does."""

_RIGHTS = ("manage", "read", "write")
_CLUSTER_RIGHTS = ("monitor", "manage_index_templates")
_FULL_DISK = "read_only_allow_delete"


def examine(client: Elasticsearch, cluster: Cluster, oldest: tuple[int, int] = OLDEST) -> None:
    """Raise IndexUnavailableError for the first thing that is wrong: version, rights, disk, missing shards."""
    _examine_version(client, oldest)
    _examine_rights(client, cluster)
    _examine_disk(client, cluster)
    _examine_shards(client, cluster)


def _examine_version(client: Elasticsearch, oldest: tuple[int, int]) -> None:
    nodes = client.nodes.info(node_id="_all", metric="_none", filter_path="nodes.*.version")["nodes"]
    versions = sorted({node["version"] for node in nodes.values()}, key=_numbers)
    if _numbers(versions[0]) < oldest:
        raise IndexUnavailableError(Trouble.VERSION, f"{versions[0]} < {'.'.join(map(str, oldest))}")


def _numbers(version: str) -> tuple[int, int]:
    major, minor, *_ = version.split(".")
    return int(major), int(minor)


def _examine_rights(client: Elasticsearch, cluster: Cluster) -> None:
    """A server without security knows no rights, and allows everything."""
    wanted: dict[str, Any] = {
        "cluster": list(_CLUSTER_RIGHTS),
        "index": [{"names": [f"{cluster.prefix}-*"], "privileges": list(_RIGHTS)}],
    }
    try:
        held = client.security.has_privileges(**wanted)
    except ApiError as error:
        if error.status_code in {400, 405, 500}:
            return
        raise
    if held["has_all_requested"]:
        return
    missing = [right for right, has in held["cluster"].items() if not has]
    missing += [f"{right} {name}" for name, rights in held["index"].items() for right, has in rights.items() if not has]
    raise IndexUnavailableError(Trouble.RIGHTS, ", ".join(missing))


def _examine_disk(client: Elasticsearch, cluster: Cluster) -> None:
    """Servers with a full disk have their indices refuse whatever needs room."""
    settings = client.indices.get_settings(index=f"{cluster.prefix}-*", name="index.blocks.*", flat_settings=True)
    blocked = [index for index, one in settings.items() if one["settings"].get(f"index.blocks.{_FULL_DISK}") == "true"]
    if blocked:
        raise IndexUnavailableError(Trouble.DISK, ", ".join(sorted(blocked)))


def _examine_shards(client: Elasticsearch, cluster: Cluster) -> None:
    health = client.cluster.health(index=f"{cluster.prefix}-*", expand_wildcards="all")
    if health["status"] == "red":
        raise IndexUnavailableError(Trouble.BUSY, f"{health['unassigned_primary_shards']} primary shards are missing")
