"""`shaffaf doctor`: what is installed, what is missing, what to type."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from analyzers import lexicon
from app import wiring
from app.settings import Settings
from domain.searching import Space
from index.engine import IndexUnavailableError
from ingest import libreoffice
from ingest.recipe import debian_package
from ingest.worker_files import worker_is_running

_MODELS = ("ara", "fra", "osd", "Arabic")
_LEAST_FREE_BYTES = 1024**3


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: `key` has its words under `doctor.KEY`, `detail` is a fact, `remedy` a line to type.

    `well` is False for what must be mended and None for what is worth knowing only.
    """

    key: str
    well: bool | None
    detail: str = ""
    remedy: str = ""


def examine(settings: Settings) -> Iterator[Finding]:
    """Look at everything; nothing is changed but tables brought up to date. A check that fails is a finding."""
    checks: tuple[Callable[[Settings], Finding], ...] = (
        _tesseract,
        _libreoffice,
        _lexicon,
        _disk,
        _archive,
        _engine,
        _index,
        _worker,
    )
    for check in checks:
        try:
            yield check(settings)
        except Exception as error:  # noqa: BLE001 (a doctor reports what it can't examine)
            yield Finding(check.__name__.strip("_"), False, str(error) or type(error).__name__)


def _tesseract(_settings: Settings) -> Finding:
    program = shutil.which("tesseract")
    install = "sudo apt-get install -y tesseract-ocr " + " ".join(map(debian_package, _MODELS))
    if program is None:
        return Finding("tesseract", False, remedy=install)
    listed = subprocess.run([program, "--list-langs"], capture_output=True, text=True, check=True, timeout=20)
    missing = [code for code in _MODELS if code not in listed.stdout.split()]
    if missing:
        return Finding("tesseract", False, ", ".join(missing), install)
    return Finding("tesseract", True, " ".join(_MODELS))


def _libreoffice(_settings: Settings) -> Finding:
    if libreoffice.installed():
        return Finding("libreoffice", True, libreoffice.PROGRAM)
    return Finding("libreoffice", None, remedy=f"sudo apt-get install -y --no-install-recommends {libreoffice.PACKAGES}")


def _lexicon(settings: Settings) -> Finding:
    path = lexicon.locate(settings.state, settings.lexicon)
    return Finding("lexicon", True, str(path))


def _disk(settings: Settings) -> Finding:
    settings.state.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(settings.state).free
    return Finding("disk", free >= _LEAST_FREE_BYTES, f"{free / 1024**3:.1f} GiB")


def _archive(settings: Settings) -> Finding:
    archive = wiring.open_archive(settings)
    counts = archive.counts()
    archive.close()
    return Finding("archive", True, f"{counts.documents} / {counts.published} / {counts.pages} / {counts.waiting}")


def _engine(settings: Settings) -> Finding:
    try:
        wiring.open_engine(settings).examine()
    except IndexUnavailableError as error:
        return Finding(f"engine_{error.trouble}", False, error.detail)
    return Finding("engine", True, settings.engine)


def _index(settings: Settings) -> Finding:
    archive = wiring.open_archive(settings)
    reader = wiring.open_engine(settings).reader(Space.PUBLIC)
    behind = archive.last_change() - reader.committed_change()
    reader.close()
    archive.close()
    return Finding("index", True if behind == 0 else None, str(behind), "" if behind == 0 else "bin/serve")


def _worker(settings: Settings) -> Finding:
    running = worker_is_running(settings.state)
    return Finding("worker", True if running else None, "", "" if running else "bin/serve")
