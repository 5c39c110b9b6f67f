"""The containers' description is valid, and keeps its promises: limits, health, no rights, secrets from files."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Mapping
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest
import yaml

from app.settings import Settings
from archive.blobs.s3 import Bucket

ROOT = Path(__file__).parents[2]
SERVICES = (
    *(f"elasticsearch-{number}" for number in (1, 2, 3)),
    *("certificates", "mail", "nginx", "postgresql", "server-1", "server-2", "storage", "worker-1", "worker-2"),
)
OURS = [name for name in SERVICES if name.startswith(("server", "worker"))]
LASTING = [name for name in SERVICES if name != "certificates"]


@pytest.fixture(scope="module")
def described(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Any]:
    """What Docker's own program makes of it: everything resolved. It exits with an error for what is not valid."""
    folder = tmp_path_factory.mktemp("compose")
    for name in ("docker-compose.yml", "Dockerfile"):
        shutil.copy(ROOT / name, folder)
    shutil.copytree(ROOT / "deploy", folder / "deploy", ignore=shutil.ignore_patterns("secrets"))
    subprocess.run([folder / "deploy" / "make-secrets"], check=True)
    ran = subprocess.run([*compose(), "config"], cwd=folder, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    found: Mapping[str, Any] = yaml.safe_load(ran.stdout)
    return found


def compose() -> list[str]:
    """Docker's program for this: a plug-in of its newer versions, or the one that Debian has."""
    docker = shutil.which("docker")
    if docker and subprocess.run([docker, "compose", "version"], capture_output=True, check=False).returncode == 0:
        return [docker, "compose"]
    return ["docker-compose"]


def test_the_site_is_two_servers_two_workers_and_what_they_need(described: Mapping[str, Any]) -> None:
    assert sorted(described["services"]) == sorted(SERVICES)


@pytest.mark.parametrize("name", SERVICES)
def test_no_container_takes_the_machine_for_itself(described: Mapping[str, Any], name: str) -> None:
    limits = described["services"][name]["deploy"]["resources"]["limits"]
    assert float(limits["cpus"]) > 0
    assert str(limits["memory"]) not in ("", "0")


@pytest.mark.parametrize("name", LASTING)
def test_every_container_says_whether_it_is_well_and_has_no_rights(described: Mapping[str, Any], name: str) -> None:
    service = described["services"][name]
    dockerfile = (ROOT / "Dockerfile").read_text()
    assert service.get("healthcheck", {}).get("test") or (name in OURS and "HEALTHCHECK" in dockerfile)
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["restart"] == "unless-stopped"
    user = service.get("user") or re.findall(r"^USER (.+)$", dockerfile, re.MULTILINE)[-1]
    assert str(user).split(":")[0] != "0"


@pytest.mark.parametrize("name", SERVICES)
def test_every_image_has_a_version(described: Mapping[str, Any], name: str) -> None:
    assert re.search(r":v?\d+\.\d+", described["services"][name]["image"])


@pytest.mark.parametrize("name", OURS)
def test_servers_and_workers_share_all_but_their_names_and_folders(described: Mapping[str, Any], name: str) -> None:
    service, other = (dict(described["services"][one]) for one in (name, OURS[0]))
    own = {"SHAFFAF_WORKER_NAME", "SHAFFAF_STOP_SECONDS"}
    for one in (service, other):
        one["environment"] = {key: value for key, value in one["environment"].items() if key not in own}
    assert service["environment"] == other["environment"]
    assert service["image"] == other["image"]
    assert [volume for volume in volumes(service) if volume.endswith(":/state")] == [f"{name}:/state"]


@pytest.mark.parametrize("name", OURS)
def test_the_settings_mean_what_they_say(described: Mapping[str, Any], name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for key, value in described["services"][name]["environment"].items():
        monkeypatch.setenv(key, str(value))
    settings = Settings()
    assert settings.engine == "elasticsearch"
    assert settings.cluster.hosts == tuple(f"https://elasticsearch-{number}:9200" for number in (1, 2, 3))
    assert Bucket.at(str(settings.blobs_url)).endpoint == "http://storage:8333"
    assert settings.worker_name == (name if name.startswith("worker") else None)
    assert settings.mail_host == "mail"
    assert str(settings.mail_from).endswith("@example.org>")
    assert (settings.log_format, settings.log_target) == ("json", "stderr")
    if name.startswith("worker"):
        grace = str(described["services"][name]["stop_grace_period"])
        assert settings.stop_seconds < float(grace.removesuffix("s"))


def test_figures_of_workers_lie_where_servers_look_for_them(described: Mapping[str, Any]) -> None:
    for name in OURS:
        service = described["services"][name]
        assert "figures:/figures" in volumes(service)
        assert service["environment"]["SHAFFAF_METRICS_FOLDER"] == "/figures"
    assert "--owner=shaffaf /figures" in (ROOT / "Dockerfile").read_text()


def test_no_network_of_the_containers_may_read_the_figures(described: Mapping[str, Any]) -> None:
    """People come from the network's own gateway, so whoever trusted it would tell everybody."""
    (inside,) = (ip_network(one["subnet"]) for one in described["networks"]["default"]["ipam"]["config"])
    readers = str(described["services"]["server-1"]["environment"]["SHAFFAF_METRICS_FROM"]).split(",")
    assert not any(ip_network(one).overlaps(inside) for one in readers)


def test_every_secret_that_a_setting_names_is_given_to_the_container(described: Mapping[str, Any]) -> None:
    for name in OURS:
        service = described["services"][name]
        given = {one["source"] for one in service["secrets"]}
        named = {str(value).rpartition("/")[2] for value in service["environment"].values() if "/run/secrets/" in str(value)}
        assert named <= given
        assert {"shaffaf_database_url", "shaffaf_elasticsearch_password"} <= given


@pytest.mark.parametrize("name", ["nginx", *OURS[:2]])
def test_what_serves_is_well_while_it_answers_whatever_is_away(described: Mapping[str, Any], name: str) -> None:
    """A container that is not well is started again by some; that would not bring back Elasticsearch."""
    test = " ".join(described["services"][name].get("healthcheck", {}).get("test", []))
    assert "/healthz" in (test or (ROOT / "deploy" / "image.sh").read_text())
    assert "/readyz" not in test


def test_no_secret_stands_in_the_description(described: Mapping[str, Any]) -> None:
    written = " ".join(path.read_text() for path in (ROOT / "docker-compose.yml", ROOT / "Dockerfile"))
    assert not re.search(r"(PASSWORD|SECRET|KEY)\s*[:=]\s*[A-Za-z0-9]", written.replace("_PASSWORD_FILE", ""))
    for secret in described["secrets"].values():
        assert Path(secret["file"]).is_file()


def volumes(service: Mapping[str, Any]) -> list[str]:
    """Source and target, however the program wrote them down."""
    found = service["volumes"]
    return [one.removesuffix(":rw") if isinstance(one, str) else f"{one['source']}:{one['target']}" for one in found]
