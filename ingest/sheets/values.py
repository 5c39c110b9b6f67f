"""What cells of a sheet come to: values of fields (`domain.description.Field`), written as offices write them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from analyzers.months import month_numbers
from analyzers.normalization import fold
from domain.description import Field, PageText, SaidValue
from domain.documents import Organization, PageKey
from domain.sheets import SheetFault
from domain.translation import LANGUAGES, messages
from ingest.dates import find_dates
from ingest.description.amounts import dirhams
from ingest.description.folded_pages import fold_page
from ingest.description.sessions import find_session

_ARABIC = re.compile("[\u0621-\u064a]")
_AMOUNT = re.compile(
    r"(\d{1,3}(?:[ .,٬']\d{3})+(?:[.,٫]\d{1,2})?|\d+(?:[.,٫]\d{1,2})?)\s?(?:dhs?|mad|درهم|دراهم|درهما|dirhams?)?\.?"
)
_PART_OF_DATE = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{1,2}))?|(?P<month2>\d{1,2})[/-](?P<year2>\d{4})")
_SESSION = re.compile(r"(?:extra)?ordinary/\d{4}-(?:0[1-9]|1[0-2])")
_NAMED = ("", "دورة ", "session ")
"""What may be missing before the name of a session."""


class CellError(ValueError):
    """A cell holds no value of its column."""

    def __init__(self, fault: SheetFault) -> None:
        super().__init__(fault)
        self.fault = fault


@dataclass(frozen=True)
class Cells:
    """Reads cells, for a council with these organs."""

    organizations: tuple[Organization, ...] = ()
    _readers: Mapping[Field, Callable[[str], str]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        readers: dict[Field, Callable[[str], str]] = {
            Field.TYPE: _type,
            Field.NUMBER: _joined,
            Field.TENDER_REFERENCE: _joined,
            Field.ORGANIZATION: self._organization,
            Field.SESSION: _session,
            Field.MEETING: _meeting,
            Field.AMOUNT: _amount,
            **dict.fromkeys((Field.DATE, Field.DEADLINE, Field.OPENING), _date),
        }
        object.__setattr__(self, "_readers", readers)

    def read(self, field_: Field, text: str, language: str | None) -> SaidValue:
        """The value. Raises CellError."""
        if field_ is Field.TITLE:
            return SaidValue(text, language or ("ar" if _ARABIC.search(text) else "fr"))
        reader = self._readers.get(field_)
        return SaidValue(reader(text) if reader else text)

    def _organization(self, text: str) -> str:
        wanted = fold(text)
        for organ in self.organizations:
            if wanted in (fold(organ.id), *(fold(name) for name in organ.names.values())):
                return organ.id
        raise CellError(SheetFault.NO_ORGAN)


def _type(text: str) -> str:
    code = _types().get(fold(text))
    if code is None:
        raise CellError(SheetFault.NO_TYPE)
    return code


@cache
def _types() -> Mapping[str, str]:
    """Codes by what types are called in any language, and by themselves."""
    named = {
        fold(name): key.removeprefix("type.")
        for language in LANGUAGES
        for key, name in messages(language).items()
        if key.startswith("type.")
    }
    return {**named, **{code: code for code in named.values()}}


def _joined(text: str) -> str:
    return "".join(text.split())


def _session(text: str) -> str:
    if _SESSION.fullmatch(text):
        return text
    for before in _NAMED:
        page = fold_page(PageText(PageKey("", 1), before + text))
        if (found := find_session([page], None)) is not None:
            return found.value
    raise CellError(SheetFault.NO_SESSION)


def _meeting(text: str) -> str:
    if not re.fullmatch(r"\d{1,3}", fold(text)):
        raise CellError(SheetFault.NO_NUMBER)
    return str(int(fold(text)))


def _amount(text: str) -> str:
    told = _AMOUNT.fullmatch(fold(text).replace("\u00a0", " ").replace("\u202f", " ").strip())
    if told is None:
        raise CellError(SheetFault.NO_AMOUNT)
    return dirhams(told[1])


def _date(text: str) -> str:
    folded = fold(text).strip()
    days = find_dates(folded)
    if len(days) == 1:
        return days[0].value.value.isoformat()
    if part := _PART_OF_DATE.fullmatch(folded):
        return _partial(part["year"] or part["year2"], part["month"] or part["month2"])
    words = folded.split()
    if len(words) == 2 and words[0] in month_numbers("gregorian") and re.fullmatch(r"\d{4}", words[1]):
        return _partial(words[1], str(month_numbers("gregorian")[words[0]]))
    raise CellError(SheetFault.NO_DATE)


def _partial(year: str, month: str | None) -> str:
    try:
        told = date(int(year), int(month or 1), 1)
    except ValueError:
        raise CellError(SheetFault.NO_DATE) from None
    return f"{told:%Y-%m}" if month else f"{told:%Y}"
