"""A word of a query as engines look for it."""

from __future__ import annotations

from analyzers.mentions import without_months
from analyzers.tokens import Token
from index.plan import AnyForm


def any_form(token: Token, in_title: bool = False) -> AnyForm:
    """The word in all its forms."""
    return AnyForm(token.exact, token.stem, without_months(token.sought), token.roots, in_title, token.stop)
