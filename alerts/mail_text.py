"""A letter in words: subject, text and HTML, from the side that its language begins at."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, partial
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup, escape

from alerts.letter import Excerpt, Letter, NewsItem
from domain.alerts import DeliveryKind
from domain.translation import translate

_DIRECTIONS = {"ar": "rtl", "fr": "ltr", "en": "ltr"}
_COLONS = {"fr": "\N{NARROW NO-BREAK SPACE}:"}


def subject(letter: Letter) -> str:
    """What the message is about, on one line."""
    say = partial(translate, letter.language)
    if letter.groups:
        count = sum(group.count for group in letter.groups)
        if len(letter.groups) == 1:
            return say("alert_mail.subject_one", name=letter.groups[0].alert.name, count=count)
        return say("alert_mail.subject_several", count=count)
    return say(f"alert_mail.{letter.kind}.subject", name=letter.alert.name if letter.alert else "")


def text(letter: Letter) -> str:
    """The message as paragraphs."""
    return "\n\n".join("\n".join(paragraph) for paragraph in _paragraphs(letter))


def html(letter: Letter) -> str:
    """The message as a page that loads nothing."""
    return _template().render(
        letter=letter,
        subject=subject(letter),
        direction=_DIRECTIONS[letter.language],
        t=partial(translate, letter.language),
    )


def _paragraphs(letter: Letter) -> Iterator[list[str]]:
    say, label = partial(translate, letter.language), partial(_label, letter.language)
    if letter.groups:
        yield [say("alert_mail.lead")]
        yield from _news(letter)
    else:
        yield [say(f"alert_mail.{letter.kind}.text")]
        if letter.alert is not None:
            yield [letter.alert.name, letter.looked_for]
        yield [label(f"alert_mail.{letter.kind}.button"), letter.confirm_url or letter.manage_url]
        yield [say(f"alert_mail.{letter.kind}.until")]
    if letter.kind is not DeliveryKind.CONFIRMATION:
        yield ["--", say("alert_mail.why", site=letter.site)]
        yield [label("alert_mail.manage"), letter.manage_url]
        yield [label("alert_mail.stop"), letter.stop_url]


def _news(letter: Letter) -> Iterator[list[str]]:
    say = partial(translate, letter.language)
    for group in letter.groups:
        yield [f"== {say('alert_mail.group', name=group.alert.name)}", group.looked_for]
        yield from (_item(item, letter.language) for item in group.items)
        more = [say("alert_mail.more", count=group.left_out)] if group.left_out else []
        yield [*more, _label(letter.language, "alert_mail.all"), group.url]


def _item(item: NewsItem, language: str) -> list[str]:
    facts = " · ".join((translate(language, f"occasion.{item.occasion}"), *item.facts))
    last = item.url or translate(language, "alert_mail.withdrawn")
    return [f"* {item.title}", facts, *(f"… {_line(excerpt.text)} …" for excerpt in item.excerpts), last]


def _label(language: str, key: str) -> str:
    """Words with an address behind them."""
    return translate(language, key) + _COLONS.get(language, ":")


def _highlighted(excerpt: Excerpt) -> Markup:
    parts, end = [], 0
    for start, stop in excerpt.highlights:
        parts += [escape(excerpt.text[end:start]), Markup("<b>{}</b>").format(excerpt.text[start:stop])]
        end = stop
    return Markup("").join([*parts, escape(excerpt.text[end:])])


def _line(text: str) -> str:
    return " ".join(text.split())


def _tongue(language: str) -> Markup:
    direction = _DIRECTIONS.get(language)
    return Markup(' dir="{}" lang="{}"').format(direction, language) if direction else Markup(' dir="auto"')


@cache
def _template() -> Template:
    templates = Environment(
        loader=FileSystemLoader(Path(__file__).with_name("templates")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.globals["tongue"] = _tongue
    templates.filters["highlighted"] = _highlighted
    return templates.get_template("mail.html")
