"""The Arabic lexicon: where it is, how it is built, and what it knows of a word.

Importing this package loads nothing; `load` does, and only processes that analyse may call it.
"""

from analyzers.lexicon.location import LexiconMissingError, build, locate
from analyzers.lexicon.morphology import Morphology, Reading, load

__all__ = ["LexiconMissingError", "Morphology", "Reading", "build", "load", "locate"]
