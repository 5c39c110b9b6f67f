"""`bin/setup` says what is missing to whoever may not install it."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

SETUP = Path(__file__).parent.parent.parent / "bin" / "setup"


def program(folder: Path, name: str, script: str) -> None:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


def test_an_ordinary_user_is_told_the_one_line_that_is_missing(tmp_path: Path) -> None:
    program(tmp_path, "dpkg-query", "case $3 in tesseract-ocr-ara) exit 1;; *) echo 'install ok installed';; esac")
    program(tmp_path, "id", "echo 1000")
    environment = os.environ | {"PATH": f"{tmp_path}:{os.environ['PATH']}"}
    result = subprocess.run([SETUP], env=environment, capture_output=True, text=True, check=False, timeout=60)
    assert result.returncode == 1
    assert "sudo apt-get install -y --no-install-recommends tesseract-ocr-ara\n" in result.stderr
