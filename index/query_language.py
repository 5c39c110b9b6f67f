"""The query language: what people type in the search box, as a tree.

    words                  in any form
    "words"                in this order and form; also « », “ ” and ‘ ’
    "words"~5              near each other: at most 5 other words between one and the next
    word OR word           either: OR, OU (capitals) or أو between two words or phrases
    -word  -"words"        not
    pref*                  words that begin so
    field:value            type, body, organization, number, law, language, year, title, date, after, before; also
                           in Arabic and French (`query_words.toml`); in:title puts all words into the title

Dates are 2022-07-27, 2022-07, 2022 or 27/07/2022; after: and before: include the day, month or year named.
In a question, or a long text that looks pasted, "or" and quotation marks are part of the text (`index.operators`).
Anything else is words. There are no errors: what can't be parsed is searched as words, with a hint.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from domain.query import AllOf, AnyOf, DateRange, FieldValue, Node, Not, ParsedQuery, Phrase, Prefix, Proximity, Word
from index.dates import parse_period
from index.lexemes import MAX_CHARACTERS, MAX_WORDS, Lexeme, clean, cut, has_open_quote
from index.operators import Either, find_operators, is_running_text, join, unquoted
from index.query_words import field_named

_QUESTION_MARKS = ("?", "؟")


def parse(text: str) -> ParsedQuery:
    """What was asked. Never raises; everything not understood is words, and `hints` say so."""
    cleaned = clean(text[:MAX_CHARACTERS])
    lexemes, too_many = _first_words(cut(cleaned))
    parser = _Parser(lexemes, question=cleaned.rstrip().endswith(_QUESTION_MARKS))
    if too_many or len(text) > MAX_CHARACTERS:
        parser.hint("too_long")
    if has_open_quote(cleaned):
        parser.hint("unclosed_quote")
    return parser.parse()


def _first_words(lexemes: Iterable[Lexeme]) -> tuple[list[Lexeme], bool]:
    """As many as hold MAX_WORDS words, a quotation cut where it passes that, and whether any are left."""
    kept: list[Lexeme] = []
    room = MAX_WORDS
    for lexeme in lexemes:
        words = lexeme.text.split()
        if len(words) > room:
            return [*kept, *([replace(lexeme, text=" ".join(words[:room]))] if room else [])], True
        kept.append(lexeme)
        room -= max(1, len(words))
    return kept, False


class _Parser:
    """One query being parsed."""

    def __init__(self, lexemes: list[Lexeme], question: bool) -> None:
        self._lexemes = lexemes
        self._question = question
        self._hints: dict[str, None] = {}
        self._in_title = False

    def hint(self, code: str) -> None:
        self._hints[code] = None

    def parse(self) -> ParsedQuery:
        items = self._running_text() if is_running_text(self._lexemes, self._question) else self._items()
        if not items:
            self.hint("no_words")
        if self._in_title:
            items = [_moved_to_title(item) for item in items]
        return ParsedQuery(AllOf(tuple(items)), tuple(self._hints))

    def _running_text(self) -> list[Node]:
        if any(lexeme.quoted for lexeme in self._lexemes):
            self.hint("quotes_as_words")
        return [Word(lexeme.text) for lexeme in unquoted(self._lexemes)]

    def _items(self) -> list[Node]:
        operators = find_operators(self._lexemes)
        parts: list[Node | Either] = []
        for position, lexeme in enumerate(self._lexemes):
            part = Either(lexeme.text) if position in operators else self._node(lexeme)
            if part is not None:
                parts.append(part)
        items, dangling = join(parts)
        if dangling:
            self.hint("dangling_or")
        return items

    def _node(self, lexeme: Lexeme) -> Node | None:
        node = self._field(lexeme) if lexeme.name is not None else _text(lexeme)
        return Not(node) if node is not None and lexeme.negated else node

    def _field(self, lexeme: Lexeme) -> Node | None:
        name = lexeme.name or ""
        field = field_named(name)
        if field is None:
            return self._unknown_field(lexeme, name)
        if not any(map(str.isalnum, lexeme.text)):
            self.hint("empty_field")
            return None
        if field == "title":
            return _text(lexeme, in_title=True)
        if field == "in":
            return self._place(lexeme)
        if field in {"date", "after", "before", "year"}:
            return self._period(field, lexeme)
        return FieldValue(field, lexeme.text.strip())

    def _unknown_field(self, lexeme: Lexeme, name: str) -> Node:
        if lexeme.quoted:
            self.hint("unknown_field")
            return AllOf((Word(name), Phrase(lexeme.text)))
        if lexeme.text[:1].isalnum():
            self.hint("unknown_field")
        return Word(f"{name}:{lexeme.text}")

    def _place(self, lexeme: Lexeme) -> Node | None:
        if field_named(lexeme.text) == "title":
            self._in_title = True
            return None
        self.hint("unknown_field")
        return Word(f"{lexeme.name}:{lexeme.text}")

    def _period(self, field: str, lexeme: Lexeme) -> Node:
        period = parse_period(lexeme.text)
        if period is None or (field == "year" and period[0].year != period[1].year):
            self.hint("bad_date")
            return Word(lexeme.text)
        first, last = period
        if field == "year":
            return FieldValue("year", str(first.year))
        return DateRange(None if field == "before" else first, None if field == "after" else last)


def _text(lexeme: Lexeme, in_title: bool = False) -> Node:
    if lexeme.distance is not None:
        return Proximity(lexeme.text, lexeme.distance, in_title)
    if lexeme.quoted:
        return Phrase(lexeme.text, in_title)
    stem = lexeme.text.rstrip("*")
    if stem != lexeme.text and stem[-1:].isalnum():
        return Prefix(stem, in_title)
    return Word(lexeme.text, in_title)


def _moved_to_title(node: Node) -> Node:
    if isinstance(node, Word | Phrase | Prefix | Proximity):
        return replace(node, in_title=True)
    if isinstance(node, Not):
        return Not(_moved_to_title(node.item))
    if isinstance(node, AnyOf | AllOf):
        return replace(node, items=tuple(map(_moved_to_title, node.items)))
    return node
