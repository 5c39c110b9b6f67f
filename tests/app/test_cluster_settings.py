"""Settings alone say which engine answers and how its cluster is reached."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from app.settings import Settings
from app.wiring import open_engine
from index.engines.elasticsearch import ElasticsearchEngine
from index.engines.tantivy import TantivyEngine

PREFIX = "SHAFFAF_ELASTICSEARCH_"


def test_without_settings_the_embedded_engine_answers(tmp_path: Path) -> None:
    assert isinstance(open_engine(Settings(state=tmp_path)), TantivyEngine)


def test_one_setting_changes_the_engine_and_asks_nothing_of_the_cluster_yet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHAFFAF_ENGINE", "elasticsearch")
    monkeypatch.setenv(f"{PREFIX}HOSTS", "http://localhost:1")
    assert isinstance(open_engine(Settings(state=tmp_path)), ElasticsearchEngine)


def test_hosts_stand_between_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"{PREFIX}HOSTS", "https://one:9200, https://two:9200,")
    assert Settings().cluster.hosts == ("https://one:9200", "https://two:9200")


def test_all_that_the_cluster_needs_comes_from_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    values = {
        "USER": "u",
        "PASSWORD": "p",
        "API_KEY": "k",
        "CA": "/ca.pem",
        "PREFIX": "rabat",
        "SHARDS": "4",
        "SECONDS": "3",
    }
    for name, value in values.items():
        monkeypatch.setenv(PREFIX + name, value)
    cluster = Settings().cluster
    assert (cluster.user, cluster.password, cluster.api_key) == ("u", "p", "k")
    assert (cluster.authority, cluster.prefix, cluster.shards, cluster.seconds) == (Path("/ca.pem"), "rabat", 4, 3.0)


def test_secrets_are_never_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"{PREFIX}PASSWORD", "hidden-one")
    monkeypatch.setenv(f"{PREFIX}API_KEY", "hidden-two")
    assert "hidden" not in repr(Settings()) + repr(Settings().cluster)


@pytest.mark.parametrize("prefix", ["", "Rabat", "-x", "a*", "a b", "x" * 60])
def test_a_prefix_that_no_index_could_have_is_refused(prefix: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"{PREFIX}PREFIX", prefix)
    with pytest.raises(ValidationError):
        Settings()
