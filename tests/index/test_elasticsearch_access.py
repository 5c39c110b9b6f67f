"""Getting into a cluster, and what is said when that fails: the words of `shaffaf doctor` hang on it."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import trustme
from elasticsearch import ApiError, BadRequestError

from benchmarks.ports import free_port
from domain.searching import Sort, Space, Window
from domain.translation import LANGUAGES, messages
from index.cluster import Cluster
from index.engine import IndexUnavailableError, Trouble
from index.engines import elasticsearch_health
from index.engines.elasticsearch import ElasticsearchEngine
from index.engines.elasticsearch_client import connect
from index.plan import Every, Plan
from tests.elasticsearch_server import STRANGER, Server
from tests.index.archives import document, word
from tests.index.conftest import written

ALL = Plan(Every(()))


@pytest.fixture(scope="module")
def cluster(elasticsearch: Server) -> Cluster:
    return elasticsearch.cluster("access")


@pytest.fixture(scope="module")
def filled(cluster: Cluster) -> Iterator[ElasticsearchEngine]:
    """An engine with one document."""
    opened = ElasticsearchEngine(Path(), cluster)
    with written(opened, [document(1, "abi", "bd")]):
        yield opened
    opened.remove()


def trouble(cluster: Cluster) -> Trouble:
    """What the doctor finds."""
    with pytest.raises(IndexUnavailableError) as found:
        ElasticsearchEngine(Path(), cluster).examine()
    assert found.value.detail
    return found.value.trouble


def test_a_cluster_in_order_is_in_order(filled: ElasticsearchEngine) -> None:
    filled.examine()


def test_everybody_reads_in_their_language_what_is_wrong() -> None:
    for language in LANGUAGES:
        assert {f"doctor.engine_{one}" for one in Trouble} <= set(messages(language))


def test_an_authority_that_did_not_sign_is_no_authority(cluster: Cluster, tmp_path: Path) -> None:
    another = tmp_path / "another.pem"
    trustme.CA().cert_pem.write_to_path(another)
    assert trouble(replace(cluster, authority=another)) is Trouble.CERTIFICATE
    assert trouble(replace(cluster, authority=None)) is Trouble.CERTIFICATE


def test_the_certificate_must_be_the_hosts_own(cluster: Cluster) -> None:
    elsewhere = cluster.hosts[0].replace("localhost", "127.0.0.1")
    assert trouble(replace(cluster, hosts=(elsewhere,))) is Trouble.CERTIFICATE


def test_settings_that_make_no_sense_are_told_at_once(cluster: Cluster, tmp_path: Path) -> None:
    for broken in (replace(cluster, hosts=("localhost",)), replace(cluster, authority=tmp_path / "gone")):
        with pytest.raises(IndexUnavailableError) as found:
            ElasticsearchEngine(Path(), broken)
        assert found.value.trouble is Trouble.SETTINGS


@pytest.mark.parametrize("change", [{"password": "wrong"}, {"user": "nobody"}, {"user": ""}, {"api_key": "d3Jvbmc6a2V5"}])
def test_who_is_not_known_gets_nothing(cluster: Cluster, change: dict[str, str]) -> None:
    barred = replace(cluster, **change)
    assert trouble(barred) is Trouble.CREDENTIALS
    with pytest.raises(IndexUnavailableError):
        ElasticsearchEngine(Path(), barred).reader(Space.PUBLIC).search(ALL, {}, Sort.NEWEST, Window())


_SITES_ROLE = {
    "cluster": ["monitor", "manage_index_templates"],
    "indices": [{"names": ["test-*"], "privileges": ["manage", "read", "write"]}],
}


def key(server: Server, role: dict[str, object]) -> str:
    """An API key that may do what the role may."""
    with server.admin() as admin:
        return str(admin.security.create_api_key(name="site", role_descriptors={"site": role})["encoded"])


def test_an_api_key_lets_a_site_in_and_goes_before_an_account(elasticsearch: Server, filled: ElasticsearchEngine) -> None:
    cluster = replace(elasticsearch.cluster("access"), password="wrong", api_key=key(elasticsearch, _SITES_ROLE))
    opened = ElasticsearchEngine(Path(), cluster)
    opened.examine()
    with written(opened, [document(1, "abi", "bd")]) as reader:
        assert reader.document_ids() == filled.reader(Space.PUBLIC).document_ids() == {"d1"}


def test_what_an_api_key_may_not_do_is_named(elasticsearch: Server, filled: ElasticsearchEngine) -> None:
    reading = key(elasticsearch, {"cluster": ["monitor"], "indices": [{"names": ["test-*"], "privileges": ["read"]}]})
    opened = ElasticsearchEngine(Path(), replace(elasticsearch.cluster("access"), user="", password="", api_key=reading))
    with pytest.raises(IndexUnavailableError) as found:
        opened.examine()
    assert found.value.trouble is Trouble.RIGHTS
    assert "read test-access-*" not in found.value.detail
    assert "write test-access-*" in found.value.detail
    assert opened.reader(Space.PUBLIC).document_ids() == filled.reader(Space.PUBLIC).document_ids()


def test_an_api_key_that_was_taken_back_is_nobodys(elasticsearch: Server, cluster: Cluster) -> None:
    with elasticsearch.admin() as admin:
        made = admin.security.create_api_key(name="gone", role_descriptors={"site": _SITES_ROLE})
        admin.security.invalidate_api_key(ids=[made["id"]])
    assert trouble(replace(cluster, api_key=made["encoded"])) is Trouble.CREDENTIALS


def test_missing_rights_are_named(elasticsearch: Server, filled: ElasticsearchEngine) -> None:
    stranger = ElasticsearchEngine(Path(), elasticsearch.cluster("access", STRANGER))
    with pytest.raises(IndexUnavailableError) as found:
        stranger.examine()
    assert found.value.trouble is Trouble.RIGHTS
    for right in ("manage_index_templates", "read test-access-*", "write test-access-*"):
        assert right in found.value.detail
    with pytest.raises(IndexUnavailableError) as found:
        stranger.reader(Space.PUBLIC).search(ALL, {}, Sort.NEWEST, Window())
    assert found.value.trouble is Trouble.RIGHTS


def test_an_old_server_is_told_apart(cluster: Cluster) -> None:
    with pytest.raises(IndexUnavailableError) as found:
        elasticsearch_health.examine(connect(cluster), cluster, oldest=(99, 0))
    assert found.value.trouble is Trouble.VERSION
    assert "99.0" in found.value.detail


def test_where_nothing_listens_nothing_is_found(cluster: Cluster) -> None:
    assert trouble(replace(cluster, hosts=(f"https://localhost:{free_port()}",))) is Trouble.UNREACHABLE


def test_a_server_that_takes_too_long_is_told_apart(cluster: Cluster) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        hosts = (f"http://127.0.0.1:{silent.getsockname()[1]}",)
        assert trouble(replace(cluster, hosts=hosts, authority=None, seconds=0.2)) is Trouble.SLOW


def test_of_several_hosts_one_that_answers_is_enough(cluster: Cluster, filled: ElasticsearchEngine) -> None:
    dead = f"https://localhost:{free_port()}"
    several = ElasticsearchEngine(
        Path(), replace(cluster, hosts=(dead, *cluster.hosts, dead.replace("localhost", "127.0.0.1")))
    )
    reader = several.reader(Space.PUBLIC)
    for _ in range(6):  # whichever host its turn is
        assert reader.search(Plan(Every((word("abi"),))), {}, Sort.RELEVANCE, Window()).total == 1
    assert filled.reader(Space.PUBLIC).document_ids() == reader.document_ids()


def test_what_is_not_in_the_mapping_is_refused(elasticsearch: Server, filled: ElasticsearchEngine) -> None:
    assert filled.reader(Space.PUBLIC).document_ids() == {"d1"}
    with elasticsearch.admin() as admin:
        indices = list(admin.indices.get(index="test-access-public-*").body)
        assert len(indices) == 2
        for index in indices:
            with pytest.raises(BadRequestError, match="strict_dynamic_mapping_exception"):
                admin.index(index=index, document={"something_new": 1})


def test_no_index_comes_to_be_without_its_mapping(elasticsearch: Server, filled: ElasticsearchEngine) -> None:
    assert filled.reader(Space.PUBLIC).document_ids() == {"d1"}
    with elasticsearch.admin() as admin:
        (some, *_) = admin.indices.get(index="test-access-public-*").body
        with pytest.raises(ApiError):
            admin.index(index=some.replace("000001", "000077"), document={"doc_id": "d1"})


def test_passwords_and_keys_are_not_in_what_is_told(cluster: Cluster) -> None:
    with pytest.raises(IndexUnavailableError) as found:
        ElasticsearchEngine(Path(), replace(cluster, password="very secret")).examine()
    assert "very secret" not in str(found.value)
