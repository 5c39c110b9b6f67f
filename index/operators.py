"""OR, OU and أو between two parts of a query."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from domain.query import AnyOf, Node, Not, Word
from index.lexemes import Lexeme
from index.query_words import is_operator

_LONG = 6
"""A query of more words than this, quotations not counted, is likely to be a pasted title or a question."""


@dataclass(frozen=True, slots=True)
class Either:
    """An operator as typed."""

    text: str


def is_running_text(lexemes: Sequence[Lexeme], question: bool) -> bool:
    """Whether the query is a question, or a pasted title: then أو and quotation marks are part of its text.

    It is one when it is long, or ends in a question mark, and has no other sign of the query language. OR and OU are
    such signs, unless the whole text is in capitals.
    """
    words = [lexeme for lexeme in lexemes if not lexeme.quoted]
    if not question and len(words) <= _LONG:
        return False
    signs = any(
        lexeme.name is not None or lexeme.negated or lexeme.distance is not None or lexeme.text.endswith("*")
        for lexeme in lexemes
    )
    return not signs and (_is_capitals(words) or not any(_is_latin_operator(lexeme) for lexeme in words))


def unquoted(lexemes: Iterable[Lexeme]) -> list[Lexeme]:
    """The same with the words of quotations one by one."""
    return [
        Lexeme(word)
        for lexeme in lexemes
        for word in (lexeme.text.split() if lexeme.quoted else [lexeme.text])
        if any(map(str.isalnum, word))
    ]


def find_operators(lexemes: Sequence[Lexeme]) -> frozenset[int]:
    """The positions of the words that mean "either"."""
    return frozenset(i for i, lexeme in enumerate(lexemes) if lexeme.plain and is_operator(lexeme.text))


def join(parts: Sequence[Node | Either]) -> tuple[list[Node], bool]:
    """The parts with those on both sides of an operator made one, and whether an operator had nothing to join.

    Such an operator becomes a word: it stands at an end, beside another one, or beside what is excluded.
    """
    items: list[Node] = []
    joining = dangling = False
    for part, following in zip(parts, [*parts, None][1:], strict=True):
        if isinstance(part, Either):
            joining = bool(items) and _joinable(items[-1]) and _joinable(following)
            dangling |= not joining
            if not joining:
                items.append(Word(part.text))
        elif joining:
            items[-1] = _either(items[-1], part)
            joining = False
        else:
            items.append(part)
    return items, dangling


def _is_latin_operator(lexeme: Lexeme) -> bool:
    return lexeme.text.isascii() and is_operator(lexeme.text)


def _is_capitals(lexemes: Iterable[Lexeme]) -> bool:
    others = [lexeme.text for lexeme in lexemes if not _is_latin_operator(lexeme)]
    cased = [text for text in others if text.upper() != text.lower()]
    return bool(cased) and all(text == text.upper() for text in cased)


def _joinable(part: Node | Either | None) -> bool:
    return part is not None and not isinstance(part, Not | Either)


def _either(left: Node, right: Node) -> AnyOf:
    return AnyOf((*left.items, right)) if isinstance(left, AnyOf) else AnyOf((left, right))
