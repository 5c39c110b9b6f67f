"""How the worker's part in alerts is put together."""

from __future__ import annotations

from collections.abc import Callable
from zoneinfo import ZoneInfo

from alerts.courier import Courier
from alerts.deadlines import Deadlines
from alerts.digests import Digests
from alerts.letter import ChannelSettings, MessageChannel, MessagePlugin
from alerts.letters import LetterWriter
from alerts.links import Links
from alerts.matching import AlertMatcher
from alerts.work import AlertWork, Rounds
from analyzers.pipeline import Analyzer
from app.settings import Settings
from archive.store import Archive
from domain.plugins import discover
from search_api.alert_news import SearchNews
from search_api.service import SearchService


def open_channels(settings: Settings) -> dict[str, MessageChannel]:
    """The channels that the settings allow for, by name."""
    wanted = ChannelSettings(settings.mail_server, settings.webhook_loopback)
    plugins = {name: one for name, one in discover("alerts.channels").items() if isinstance(one, MessagePlugin)}
    opened = {name: plugin.open_channel(wanted) for name, plugin in plugins.items()}
    return {name: channel for name, channel in opened.items() if channel is not None}


def alert_links(settings: Settings) -> Links:
    """The addresses in messages."""
    return Links(settings.site_url.rstrip("/"))


def open_alert_work(
    settings: Settings, archive: Archive, analyzer: Analyzer, open_service: Callable[[], SearchService]
) -> AlertWork:
    """Matching and sending; `open_service` is called when something is to be told."""
    links, zone = alert_links(settings), ZoneInfo(settings.zone)
    news = SearchNews(open_service, links)
    return AlertWork(
        AlertMatcher(archive, analyzer),
        Rounds(
            Digests(archive.alerts.publishing, zone),
            Deadlines(archive.alerts.calendar, zone),
            archive.alerts.asking,
        ),
        Courier(archive.alerts.outbox, LetterWriter(archive, news, links), open_channels(settings)),
    )
