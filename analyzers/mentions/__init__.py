"""What words name together: a day, an amount, a law, a place.

However it is written, it has one key, which is one more lemma of each of its words; so all ways to write it find each
other.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from analyzers.mentions.amounts import find_amounts
from analyzers.mentions.dates import find_dates, is_month
from analyzers.mentions.laws import find_laws, law_key
from analyzers.mentions.mention import Mention
from analyzers.mentions.places import Places
from analyzers.tokens import Token

__all__ = ["Mention", "Places", "law_key", "with_mentions", "without_months"]


def with_mentions(text: str, tokens: list[Token], places: Places) -> list[Token]:
    """The tokens of a text, those of mentions with the mentions' keys behind their own lemmas."""
    numbers = [place for place, token in enumerate(tokens) if token.exact[0].isdigit()]
    in_numbers = (*find_dates(tokens, numbers), *find_amounts(text, tokens, numbers), *find_laws(tokens, numbers))
    for mention in (*in_numbers, *places.find(tokens)):
        for place in range(mention.first, mention.last + 1):
            tokens[place] = _with_keys(tokens[place], mention.keys)
    return tokens


def without_months(lemmas: Sequence[str]) -> tuple[str, ...]:
    """Lemmas to search for: whoever names a day does not ask for its whole month, under which texts name it too."""
    days = [lemma for lemma in lemmas if lemma.startswith("@") and not is_month(lemma)]
    return tuple(lemma for lemma in lemmas if not (is_month(lemma) and any(day.startswith(lemma) for day in days)))


def _with_keys(token: Token, keys: Iterable[str]) -> Token:
    return token._replace(lemmas=tuple(dict.fromkeys((*token.lemmas, *keys))))
