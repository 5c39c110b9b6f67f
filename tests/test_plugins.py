"""One conformance test over all plug-ins: whatever a plug-in package offers fits its port."""

from __future__ import annotations

from pathlib import Path

import pytest

from alerts.calendar import CalendarChannel
from alerts.feed import FeedChannel
from alerts.letter import MessagePlugin
from domain.plugins import discover

PLUGIN_PACKAGES = {
    "ingest.extractors": ("media_types", "paged", "extract"),
    "index.engines": ("examine", "reader", "writer", "generations", "create_generation", "activate"),
    "analyzers.languages": ("code", "analyze"),
    "archive.blobs": ("put", "open", "path", "stream", "contains", "size", "delete", "hashes"),
}


@pytest.mark.parametrize(("package", "members"), PLUGIN_PACKAGES.items())
def test_every_plugin_offers_all_that_its_port_asks_for(package: str, members: tuple[str, ...]) -> None:
    plugins = discover(package)
    assert plugins
    for name, plugin in plugins.items():
        missing = [member for member in members if not hasattr(plugin, member)]
        assert not missing, f"{package}.{name} lacks {missing}"


def test_every_alert_channel_writes_feeds_or_calendars_or_sends_messages() -> None:
    plugins = discover("alerts.channels").items()
    assert {name for name, plugin in plugins if isinstance(plugin, FeedChannel)} >= {"atom", "json"}
    assert {name for name, plugin in plugins if isinstance(plugin, MessagePlugin)} >= {"email", "webhook"}
    assert {name for name, plugin in plugins if isinstance(plugin, CalendarChannel)} >= {"ics"}
    for name, plugin in plugins:
        assert sum(isinstance(plugin, kind) for kind in (FeedChannel, CalendarChannel, MessagePlugin)) == 1, name


def test_a_new_plugin_is_one_new_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "newly_made"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "first.py").write_text("PLUGIN = 'first'")
    (package / "no_plugin.py").write_text("VALUE = 1")
    monkeypatch.syspath_prepend(str(tmp_path))
    assert discover("newly_made") == {"first": "first"}


def test_a_broken_plugin_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "broken_ones"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "broken.py").write_text("import no_such_module_anywhere")
    monkeypatch.syspath_prepend(str(tmp_path))
    with pytest.raises(ImportError):
        discover("broken_ones")
