"""The words of one interface language as a page needs them: messages, plurals, numbers, dates, sizes.

Every message is text, never HTML: values put into one are escaped unless they are `Markup` already.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from html import escape as escape_text
from types import MappingProxyType

from markupsafe import Markup

from domain.documents import DatedValue, DatePrecision
from domain.translation import LANGUAGES, messages
from frontend.plurals import category

_RIGHT_TO_LEFT = frozenset({"ar"})
_FRENCH_SPACE = re.compile(r"(?<=«) | (?=[»:;?!%])")
_NARROW = "\u202f"
_KB, _MB = 1024, 1024 * 1024


@dataclass(frozen=True, slots=True)
class Words:
    """Messages of `language`, one of `domain.translation.LANGUAGES`."""

    language: str
    texts: MappingProxyType[str, str]

    @property
    def direction(self) -> str:
        """`rtl` or `ltr`."""
        return "rtl" if self.language in _RIGHT_TO_LEFT else "ltr"

    def __call__(self, key: str, **values: object) -> Markup:
        """The message `key`, safe in HTML, its `{name}` places filled. Raises KeyError when it has no words."""
        text = Markup(escape_text(self.texts[key], quote=False))  # noqa: S704
        return text.format(**values) if values else text

    def known(self, key: str, otherwise: str) -> Markup:
        """The message `key` or, for a code that has no words, `otherwise`."""
        return self(key) if key in self.texts else Markup("{}").format(otherwise)

    def plural(self, noun: str, count: int) -> Markup:
        """`count` of a noun of the `count` table in its right form: `3 وثائق`, `11 وثيقة`, `2 documents`."""
        forms = f"count.{noun}.plural."
        form = category(self.language, count)
        if count == 0 and f"{forms}zero" in self.texts:
            form = "zero"
        return self(forms + form, n=self.number(count))

    def number(self, count: float, digits: int = 0) -> str:
        """A number with the separators of the language, `digits` behind the decimal sign."""
        plain = f"{count:,.{digits}f}"
        sample = self.texts["format.number"]
        swap = {",": sample[1], ".": sample[-2]}
        return "".join(swap.get(sign, sign) for sign in plain)

    def percent(self, share: float) -> Markup:
        """A share from 0 to 1 as whole percents."""
        return self("format.percent", value=self.number(round(share * 100)))

    def size(self, count: int) -> Markup:
        """A number of bytes as people say it."""
        if count >= _MB:
            return self("size.mb", value=self.number(count / _MB, 1))
        return self("size.kb", value=self.number(max(1, round(count / _KB))))

    def date(self, value: date | datetime, precision: str = DatePrecision.DAY) -> Markup:
        """A date as it is written in Morocco, as far as it is known: 27 يوليوز 2022, juillet 2022, 2022."""
        day = self.texts["date.first"] if value.day == 1 else str(value.day)
        month = self.texts[f"month.{value.month}"]
        return self(f"date.{DatePrecision(precision).value}", day=day, month=month, year=value.year)

    def dated(self, dated: DatedValue) -> Markup:
        """As `date`, with the precision the value carries."""
        return self.date(dated.value, dated.precision)


@cache
def words(language: str) -> Words:
    """The words of an interface language. Raises ValueError for a language that is not one of LANGUAGES."""
    texts = messages(language)
    if language == "fr":
        texts = {key: _FRENCH_SPACE.sub(_NARROW, text) for key, text in texts.items()}
    return Words(language, MappingProxyType(dict(texts)))


@cache
def choices() -> tuple[Words, ...]:
    """The words of every interface language, the default first."""
    return tuple(words(language) for language in LANGUAGES)
