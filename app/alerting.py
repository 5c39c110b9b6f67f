"""How the worker's part in alerts is put together."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from alerts.courier import Courier
from alerts.digests import Digests
from alerts.letter import ChannelSettings, MessageChannel, MessagePlugin
from alerts.letters import LetterWriter
from alerts.links import Links
from alerts.matching import AlertMatcher
from alerts.work import AlertWork
from analyzers.pipeline import Analyzer
from app import wiring
from app.settings import Settings
from archive.store import Archive
from domain.plugins import discover
from search_api.alert_news import SearchNews


def open_channels(settings: Settings) -> dict[str, MessageChannel]:
    """The channels that the settings allow for, by name."""
    wanted = ChannelSettings(settings.mail_server, settings.webhook_loopback)
    plugins = {name: one for name, one in discover("alerts.channels").items() if isinstance(one, MessagePlugin)}
    opened = {name: plugin.open_channel(wanted) for name, plugin in plugins.items()}
    return {name: channel for name, channel in opened.items() if channel is not None}


def alert_links(settings: Settings) -> Links:
    """The addresses in messages."""
    return Links(settings.site_url.rstrip("/"))


def open_alert_work(settings: Settings, archive: Archive, analyzer: Analyzer) -> AlertWork:
    """Matching and sending."""
    links = alert_links(settings)
    news = SearchNews(lambda: wiring.open_service(settings, archive, analyzer), links)
    return AlertWork(
        AlertMatcher(archive, analyzer),
        Digests(archive.alerts.publishing, ZoneInfo(settings.zone)),
        archive.alerts.asking,
        Courier(archive.alerts.outbox, LetterWriter(archive, news, links), open_channels(settings)),
    )
