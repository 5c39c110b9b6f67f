"""Which of a document's titles to suggest."""

from __future__ import annotations

import re
from collections.abc import Sequence

from analyzers.normalization import fold
from index.plan import ExactPrefix, Plan

_WORD = re.compile(r"\w+")


def begun_titles(titles: Sequence[str], plan: Plan) -> tuple[str, ...]:
    """Those with a word that begins as `plan` asks: of titles in several languages the one being typed.

    All of them where none has, or where `plan` looks for no beginning.
    """
    prefixes = tuple(item.prefix for item in plan.evidence if isinstance(item, ExactPrefix))
    begun = [title for title in titles if any(word.startswith(prefixes) for word in _WORD.findall(fold(title)))]
    return tuple(begun or titles)
