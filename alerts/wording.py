"""What an alert looks for, in words: with the names of councils, and not their ids."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from archive.store import Archive
from domain.alerts import Alert, AlertKind
from domain.translation import LANGUAGES, messages, translate

_BETWEEN = " · "
_RIGHT_TO_LEFT = frozenset({"ar"})
_ISOLATED = "\N{FIRST STRONG ISOLATE}{}\N{POP DIRECTIONAL ISOLATE}"
"""So that 12/2026/TC is not shown as TC/12/2026 among Arabic words."""


class Wording:
    """Words for alerts, in the language of whoever is told. Reads the names of councils when it is made."""

    def __init__(self, archive: Archive) -> None:
        self._names: Mapping[str, Mapping[str, Mapping[str, str]]] = {
            "body": {body.id: body.names for body in archive.bodies()},
            "organization": {one.id: one.names for one in archive.organizations()},
        }

    def looked_for(self, alert: Alert, language: str) -> str:
        """What the alert looks for, as a sentence of a message."""
        if alert.kind is AlertKind.DOCUMENT:
            return translate(language, "alerts.followed")
        form = _ISOLATED if language in _RIGHT_TO_LEFT else "{}"
        shown = _BETWEEN.join(map(form.format, self._parts(alert, language))) or translate(language, "alert_mail.everything")
        key = "alerts.followed_tender" if alert.kind is AlertKind.TENDER else "alert_mail.search"
        return translate(language, key, query=shown)

    def short(self, alert: Alert, language: str) -> str:
        """The query and the chosen values, as a name for the alert; "" when everything will do."""
        return _BETWEEN.join(self._parts(alert, language))

    def _parts(self, alert: Alert, language: str) -> Iterable[str]:
        values = (self._value(field, one, language) for field, chosen in alert.filters.items() for one in chosen)
        return filter(None, (alert.text, *values))

    def _value(self, field: str, value: str, language: str) -> str:
        names = self._names.get(field, {}).get(value)
        if names:
            return _first(names, (language, *LANGUAGES, *names))
        return messages(language).get(f"{field}.{value}", value)


def _first(names: Mapping[str, str], languages: Iterable[str]) -> str:
    return next(names[code] for code in languages if code in names)
