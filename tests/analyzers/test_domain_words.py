"""Our own words beside Buckwalter's."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from analyzers.lexicon import Morphology, domain_words, load
from analyzers.lexicon.domain_words import DomainWord, parse_word, read_domain_words
from analyzers.normalization import fold

KINDS = tomllib.loads(Path(domain_words.__file__).with_name("domain_kinds.toml").read_text(encoding="utf-8"))["kinds"]


def row(word: str, kind: str, root: str = "", lemma: str = "") -> dict[str, str]:
    return {"word": word, "kind": kind, "root": root, "lemma": lemma}


@pytest.fixture(scope="module")
def morphology(lexicon_path: Path) -> Morphology:
    return load(lexicon_path)


@pytest.mark.parametrize(
    ("written", "word"),
    [
        (row("شراكة", "feminine", "شرك"), DomainWord("شراك", "NapAt", "noun", "شراكة", "شرك")),
        (row("الحسيمة", "place_with_article"), DomainWord("حسيمة", "N0", "noun_prop", "حسيمة", "")),
        (row("نونبر", "place", "", "نوفمبر"), DomainWord("نونبر", "Nprop", "noun_prop", "نوفمبر", "")),
        (row("ترابي", "adjective", "ترب"), DomainWord("ترابي", "Nall", "adj", "ترابي", "ترب")),
    ],
)
def test_a_line_becomes_a_stem(written: dict[str, str], word: DomainWord) -> None:
    assert parse_word(written, KINDS) == word


@pytest.mark.parametrize("written", [row("شراك", "feminine"), row("حسيمة", "place_with_article"), row("شراكة", "fish")])
def test_a_line_that_fits_no_kind_is_an_error(written: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=written["word"]):
        parse_word(written, KINDS)


def test_every_word_of_the_files_is_known_with_its_affixes(morphology: Morphology) -> None:
    endings = {"NapAt": "ة"}
    for word in read_domain_words():
        written = word.stem + endings.get(word.category, "")
        for form in (written, f"و{written}", f"ب{written}"):
            assert fold(word.lemma) in {reading.lemma for reading in morphology.readings(form)}, (form, word)


@pytest.mark.parametrize("word", ["الشراكات", "للحسيمة", "بالحسيمة", "حكامتنا", "الترابيون", "والظهائر", "مقرراتهم"])
def test_words_take_the_affixes_of_their_kind(word: str, morphology: Morphology) -> None:
    assert morphology.readings(word)


def test_no_word_is_listed_twice() -> None:
    words = [(word.stem, word.category) for word in read_domain_words()]
    assert len(set(words)) == len(words)
