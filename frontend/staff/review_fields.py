"""The fields of a document as forms: what a clerk types becomes values, values become what the form holds."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum

from domain.description import Field, SaidValue
from domain.records import UNDETERMINED
from search_api.forms import SentForm

FIELDS = (
    Field.TYPE,
    Field.NUMBER,
    Field.TITLE,
    Field.DATE,
    Field.ORGANIZATION,
    Field.SESSION,
    Field.MEETING,
    Field.COMMITTEE,
    Field.AMOUNT,
    Field.TENDER_REFERENCE,
    Field.DEADLINE,
    Field.OPENING,
    Field.VOTE,
    Field.LAW,
    Field.PLACE,
    Field.LANGUAGE,
    Field.HIJRI_DATE,
)
"""The fields of the page, in order. A document's body is not among them: it decides who may edit."""

TITLE_LANGUAGES = ("ar", "fr")
"""Languages that a title is asked for in."""


class Control(StrEnum):
    """By what a field is filled in."""

    LINE = "line"
    LINES = "lines"
    CHOICE = "choice"
    TITLES = "titles"
    SESSION = "session"
    VOTE = "vote"


_CONTROLS = {
    Field.TYPE: Control.CHOICE,
    Field.ORGANIZATION: Control.CHOICE,
    Field.TITLE: Control.TITLES,
    Field.SESSION: Control.SESSION,
    Field.VOTE: Control.VOTE,
    Field.AMOUNT: Control.LINES,
    Field.LAW: Control.LINES,
    Field.PLACE: Control.LINES,
    Field.COMMITTEE: Control.LINES,
    Field.LANGUAGE: Control.LINES,
}
_DIGITS = str.maketrans({ord(first) + place: str(place) for first in "٠۰" for place in range(10)})
_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_MONTH = re.compile(r"(\d{1,2})[/.-](\d{4})")
_MONEY = re.compile(r"\d[\d\s.,٬٫'’]*")
_CURRENCY = re.compile(r"درهما?|دراهم|DHS?|MAD|dirhams?", re.IGNORECASE)
_CENTIMES = re.compile(r"[.,٫](\d{1,2})$")


def control(field: Field, values: Sequence[SaidValue]) -> Control:
    """By what a field with these values is filled in."""
    return _CONTROLS.get(field) or (Control.LINES if len(values) > 1 else Control.LINE)


def said(field: Field, form: SentForm) -> list[SaidValue]:
    """The values that somebody typed; what is no value of the field is left as it was typed."""
    if field is Field.TITLE:
        return [SaidValue(" ".join(text.split()), code) for code, text in titles_in(form) if text.strip()]
    return [SaidValue(_READ.get(field, _as_typed)(line)) for line in _lines(field, form)]


def titles_in(form: SentForm) -> list[tuple[str, str]]:
    """Languages and titles of a form."""
    return [(name[6:], text) for name, text in form.fields if re.fullmatch(r"title_[a-z]{2,3}", name)]


def title_languages(values: Sequence[SaidValue]) -> list[str]:
    """The languages in which a title is asked for: the usual ones, and those it has."""
    return list(dict.fromkeys([*TITLE_LANGUAGES, *(one.language or UNDETERMINED for one in values)]))


def _lines(field: Field, form: SentForm) -> list[str]:
    if field is Field.SESSION:
        kind, month = form.get("kind"), form.get("value").strip()
        return [f"{kind}/{_month(month)}"] if kind or month else []
    if field is Field.VOTE:
        outcome, typed = form.get("kind").strip(), form.get("value").strip()
        counts = "/".join(re.findall(r"[0-9]+", typed.translate(_DIGITS))) or typed
        return [f"{outcome} {counts}".strip()] if outcome or counts else []
    return [line.strip() for line in form.get("value").splitlines() if line.strip()]


def _as_typed(typed: str) -> str:
    return typed


def _date(typed: str) -> str:
    """`2021-07-15` of 15/7/2021, `2021-07` of 7/2021, in whatever digits."""
    plain = typed.translate(_DIGITS)
    if match := _DAY.fullmatch(plain):
        return f"{match[3]}-{int(match[2]):02}-{int(match[1]):02}"
    return _month(plain)


def _month(typed: str) -> str:
    plain = typed.translate(_DIGITS)
    match = _MONTH.fullmatch(plain)
    return f"{match[2]}-{int(match[1]):02}" if match else plain


def _amount(typed: str) -> str:
    """`1250000.50` of 1.250.000,5 or 1 250 000,50 DH."""
    plain = _CURRENCY.sub("", typed.translate(_DIGITS)).strip()
    if not _MONEY.fullmatch(plain):
        return typed
    centimes = _CENTIMES.search(plain)
    whole = re.sub(r"\D", "", plain[: centimes.start()] if centimes else plain)
    return f"{whole}.{centimes[1].ljust(2, '0')}" if centimes else whole


def _number(typed: str) -> str:
    return typed.translate(_DIGITS).replace(" ", "")


_READ: Mapping[Field, Callable[[str], str]] = {
    Field.DATE: _date,
    Field.DEADLINE: _date,
    Field.OPENING: _date,
    Field.AMOUNT: _amount,
    Field.NUMBER: _number,
    Field.TENDER_REFERENCE: _number,
    Field.MEETING: _number,
}
