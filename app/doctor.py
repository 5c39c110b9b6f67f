"""`shaffaf doctor`: what is installed, what is missing, what to type."""

from __future__ import annotations

import platform
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from importlib import metadata

from analyzers import lexicon
from app import doctor_mail, doctor_signature, doctor_site, wiring
from app.finding import Finding
from app.settings import Settings
from domain.searching import Space
from index.engine import IndexUnavailableError
from ingest import libreoffice
from ingest.recipe import debian_package
from ingest.worker_files import worker_is_running

_MODELS = ("ara", "fra", "osd", "Arabic")
_COMFORTABLE_BYTES = 1024**3
"""Free beyond the reserve: with less, somebody should look."""

_PACKAGES = ("shaffaf", "dbos", "sqlalchemy", "tantivy")


def examine(settings: Settings) -> Iterator[Finding]:
    """Look at everything; nothing is changed but tables brought up to date. A check that fails is a finding."""
    checks: tuple[Callable[[Settings], Finding], ...] = (
        _versions,
        _tesseract,
        _libreoffice,
        _lexicon,
        _disk,
        _archive,
        _queue,
        _engine,
        _index,
        _worker,
        doctor_site.public_url,
        doctor_site.proxies,
        doctor_site.figures,
        doctor_mail.mail,
        doctor_signature.signature,
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
    disk = wiring.disk_reserve(settings)
    free = f"{shutil.disk_usage(disk.folder).free / 1024**3:.1f} GiB"
    if disk.is_short():
        return Finding("disk_full", False, free)
    return Finding("disk", True if not disk.is_short(_COMFORTABLE_BYTES) else None, free)


def _versions(_settings: Settings) -> Finding:
    versions = {name: metadata.version(name) for name in _PACKAGES}
    versions |= {"python": platform.python_version(), "sqlite": sqlite3.sqlite_version}
    return Finding("versions", True, ", ".join(f"{name} {version}" for name, version in versions.items()))


def _queue(settings: Settings) -> Finding:
    wiring.reach_queue(settings)
    return Finding("queue", True)


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
