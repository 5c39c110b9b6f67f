"""Buckwalter's transliteration of Arabic letters into ASCII, read back.

https://en.wikipedia.org/wiki/Buckwalter_transliteration; letters and vowel signs stand here in Unicode's order.
"""

from __future__ import annotations

_HAMZA_TO_GHAIN = "'|>&<}AbptvjHxd*rzs$SDTZEg"
_TATWEEL_TO_SUKUN = "_fqklmnhwYyFNKaui~o"
_OTHERS = {"`": "\u0670", "{": "\u0671", "P": "\u067e", "J": "\u0686", "V": "\u06a4", "G": "\u06af"}

_ARABIC = str.maketrans(
    {letter: chr(0x621 + i) for i, letter in enumerate(_HAMZA_TO_GHAIN)}
    | {letter: chr(0x640 + i) for i, letter in enumerate(_TATWEEL_TO_SUKUN)}
    | _OTHERS
)
_VOWELS = str.maketrans(dict.fromkeys("FNKaui~o`_"))


def to_arabic(transliterated: str) -> str:
    """The Arabic spelling; what stands for no Arabic letter is left as it is."""
    return transliterated.translate(_ARABIC)


def drop_vowels(transliterated: str) -> str:
    """The transliteration without vowel signs and tatweel."""
    return transliterated.translate(_VOWELS)
