"""The template environment: everything is escaped, a name that is not there is an error."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from domain.records import UNDETERMINED
from frontend import statics
from frontend.formats import format_name, inline_address, scanned
from frontend.marks import marked
from search_api.answers import DateAnswer

QUOTES = '"«»“”„'
_DIRECTIONS = {"ar": "rtl", "fr": "ltr", "en": "ltr"}
_KNOWN_PART = {"day": 10, "month": 7, "year": 4}


def environment() -> Environment:
    """The templates of this package with their filters and functions."""
    templates = Environment(
        loader=FileSystemLoader(Path(__file__).with_name("templates")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.globals |= {"static": statics.url, "quoted": quoted, "link": link, "tongue": tongue, "frozenset": frozenset}
    templates.filters |= {
        "marked": marked,
        "plain": plain,
        "machine_date": machine_date,
        "format_name": format_name,
        "inline_address": inline_address,
        "scanned": scanned,
    }
    return templates


def quoted(query: str) -> Markup:
    """A query as it is named in a sentence, in quotation marks unless it has its own."""
    kind = "typed" if any(mark in query for mark in QUOTES) else "query"
    return Markup('<q class="{}"><bdi>{}</bdi></q>').format(kind, query)


def link(text: str, href: str) -> Markup:
    """A link on words that somebody typed."""
    return Markup('<a href="{}"><bdi>{}</bdi></a>').format(href, text)


def tongue(language: str) -> Markup:
    """The attributes that say which language a text of a document is in, and so where its lines begin.

    Of an unknown language the first letter decides.
    """
    if language == UNDETERMINED:
        return Markup(' dir="auto"')
    direction = _DIRECTIONS.get(language, "auto")
    return Markup(' dir="{}" lang="{}"').format(direction, language)


def plain(text: Markup) -> str:
    """A message as text, to be used in an address."""
    return text.unescape()


def machine_date(answer: DateAnswer) -> str:
    """The known part of a date as HTML's `datetime` wants it: 2022-07-27, 2022-07 or 2022."""
    value: date = answer.value
    return value.isoformat()[: _KNOWN_PART[answer.precision.value]]
