"""A plug-in for the server of the tests, so that it can keep API keys.

The server that Maven Central has lacks names for some filters that the index of keys is made with; the filters are Lucene's,
which it has.
"""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
import zipfile
from pathlib import Path

_HERE = Path(__file__).parent
_ROOT = _HERE.parents[1]
_NAME = "key-filters"
_LIBRARY = re.compile(r"elasticsearch-[\d.]+/lib/(elasticsearch|lucene)-.*\.jar")


def add_plugin(plugins: Path) -> None:
    """Compile the plug-in for the server that the tests run, into a folder of its own in `plugins`."""
    version = server_version()
    folder = plugins / _NAME
    folder.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as scratch:
        with zipfile.ZipFile(_ROOT / ".cache" / "elasticsearch" / f"elasticsearch-{version}.zip") as server:
            jars = [server.extract(name, scratch) for name in server.namelist() if _LIBRARY.fullmatch(name)]
        classes = Path(scratch) / "classes"
        command = [_compiler(), "--release", "17", "-classpath", ":".join(jars), "-d", classes, _HERE / "KeyFilters.java"]
        subprocess.run(command, check=True)
        with zipfile.ZipFile(folder / f"{_NAME}.jar", "w") as packed:
            for path in classes.iterdir():
                packed.write(path, path.name)
    described = {
        "description": "filters that the index of API keys is made with",
        "version": "1",
        "name": _NAME,
        "classname": "KeyFilters",
        "java.version": "17",
        "elasticsearch.version": version,
    }
    (folder / "plugin-descriptor.properties").write_text("".join(f"{key}={value}\n" for key, value in described.items()))


def _compiler() -> str:
    """That of the Java which the server runs on: an older one can't read its files."""
    home = os.environ.get("ES_JAVA_HOME")
    return f"{home}/bin/javac" if home else "javac"


def server_version() -> str:
    """The version that `bin/elasticsearch` starts."""
    (default,) = re.findall(r"ES_VERSION:-([\d.]+)", (_ROOT / "bin" / "elasticsearch").read_text())
    return os.environ.get("ES_VERSION", default)
