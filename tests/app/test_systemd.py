"""The systemd units: systemd understands them, they confine what they start, and they start what there is."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import typer

from app.command_line import app
from app.settings import Settings

UNITS = Path(__file__).parent.parent.parent / "deploy" / "systemd"
PROGRAM = "/opt/shaffaf/.venv/bin/shaffaf"
SERVICES = sorted(path.name for path in UNITS.glob("*.service"))
EXPOSED = 25
"""Of 100, by systemd's own account: what it calls OK."""

needs_systemd = pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed here")


def analyze(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = ["systemd-analyze", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """The units as they are where the program is installed in this environment."""
    for unit in UNITS.iterdir():
        text = unit.read_text(encoding="utf-8").replace(PROGRAM, sys.executable)
        (tmp_path / unit.name).write_text(text, encoding="utf-8")
    return tmp_path


@needs_systemd
def test_systemd_has_nothing_to_say_against_the_units(installed: Path) -> None:
    units = [path for path in installed.iterdir() if path.suffix != ".sysusers"]
    assert len(units) == 5
    checked = analyze("verify", *units)
    assert (checked.returncode, checked.stderr) == (0, "")


@needs_systemd
def test_systemd_would_see_a_mistake(installed: Path) -> None:
    """The test above can fail."""
    unit = installed / "shaffaf-server.service"
    unit.write_text(unit.read_text().replace("Restart=always", "Restart=sometimes"))
    assert "sometimes" in analyze("verify", unit).stderr


@needs_systemd
@pytest.mark.parametrize("service", SERVICES)
def test_a_service_can_do_little_beside_its_work(installed: Path, service: str) -> None:
    checked = analyze("security", "--offline=true", f"--threshold={EXPOSED}", installed / service)
    assert checked.returncode == 0, checked.stdout[-200:]


def commands() -> set[str]:
    group = typer.main.get_command(app)
    return set(getattr(group, "commands", {}))


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_starts_a_command_that_there_is_with_settings_that_there_are(service: str) -> None:
    text = (UNITS / service).read_text(encoding="utf-8")
    (command,) = re.findall(rf"^ExecStart={re.escape(PROGRAM)} (\w+)", text, re.MULTILINE)
    assert command in commands()
    named = set(re.findall(r"SHAFFAF_(\w+)=", text))
    assert named
    assert {name.lower() for name in named} <= set(Settings.model_fields)


def test_server_and_worker_are_confined_alike() -> None:
    units = [(UNITS / f"shaffaf-{part}.service").read_text(encoding="utf-8").splitlines() for part in ("server", "worker")]
    confined = [{line for line in unit if line.startswith(("Protect", "Restrict", "System"))} for unit in units]
    assert confined[0] == confined[1] != set()


SAID = re.compile(r"SHAFFAF_[A-Z_]+")


def test_the_operations_page_names_no_setting_that_is_not_there() -> None:
    page = (UNITS.parent.parent / "docs" / "operations.md").read_text(encoding="utf-8")
    known = {f"SHAFFAF_{name.upper()}" for name in Settings.model_fields}
    assert set(SAID.findall(page)) - known <= {"SHAFFAF_"}
