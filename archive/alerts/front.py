"""The archive's front door to alerts. Part of `archive.store.Archive`, with its promises."""

from __future__ import annotations

from sqlalchemy import Engine

from archive.alerts.asking import Asking
from archive.alerts.calendar import Calendar
from archive.alerts.outbox import Outbox
from archive.alerts.publishing import Publishing
from archive.alerts.saved import SavedAlerts


class Alerts:
    """What people have asked to be told of, what there is to tell, and the messages that tell it."""

    def __init__(self, reading: Engine, writing: Engine) -> None:
        self.asking = Asking(writing)
        self.saved = SavedAlerts(reading, writing)
        self.publishing = Publishing(reading, writing)
        self.outbox = Outbox(reading, writing)
        self.calendar = Calendar(reading, writing)
