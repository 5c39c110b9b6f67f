"""Buckwalter's dictionaries, read and written anew. The entries here are made up in their format."""

from __future__ import annotations

from pathlib import Path

import pytest

from analyzers.lexicon.buckwalter import drop_vowels, to_arabic
from analyzers.lexicon.database import FEATURES, write_database
from analyzers.lexicon.entries import Entry, Family, read_affixes, read_stems, read_table
from analyzers.lexicon.features import (
    INFLECTION,
    part_of_speech,
    parts_of_speech,
    prefix_features,
    stem_features,
    suffix_features,
    tags_of_stem,
)
from analyzers.lexicon.morphology import load
from analyzers.lexicon.roots import NO_ROOT, root_of

STEMS = """\
; a comment
;--- jls
;; majolis_1
mjls\tmajolis\tNdu\tcouncil;board
mjAls\tmajAlis\tNdip\tcouncils;boards
;; jalas-i_1
jls\tjalas\tPV\tsit down
jls\tjolis\tIV\tsit down
;
; a place
;; ribAT_2
rbAT\tribAT\tN0\tRabat (Morocco)
rbAT\tribAT\tN0\tRabat (Morocco)
;
>jnby\t>ajonabiy~\tNall\tforeign   <pos>>ajonabiy~/ADJ</pos>
Ajnby\t>ajonabiy~\tNall\tforeign   <pos>>ajonabiy~/ADJ</pos>
"""
FILES = {
    "dictPrefixes": "; a comment\n\t\tPref-0\t\nw\twa\tPref-Wa\tand <pos>wa/CONJ+</pos>\n"
    "Al\tAl\tNPref-Al\tthe <pos>Al/DET+</pos>\nxx\txx\tPref-Lost\t\nyy\tyy\t\t\n",
    "dictSuffixes": "\t\tSuff-0\t\nhA\thA\tNSuff-h\tits/her <pos>+hA/POSS_PRON_3FS</pos>\n",
    "dictStems": STEMS,
    "tableAB": "; a comment\nPref-0 Ndu\nPref-0 N0\nPref-0 PV\nPref-Wa Ndu\nNPref-Al Ndu\nNPref-Al Ndip\nNPref-Al Nall\n",
    "tableBC": "Ndu Suff-0\nNdu NSuff-h\nNdip Suff-0\nN0 Suff-0\nNall Suff-0\n",
    "tableAC": "Pref-0 Suff-0\nPref-0 NSuff-h\nNPref-Al Suff-0\nPref-Wa Suff-0\nPref-Wa NSuff-h\n",
}


@pytest.fixture
def dictionaries(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="latin-1")
    return tmp_path


def entry(category: str, vocalised: str = "xaTaT", gloss: str = "plan", tags: str = "") -> Entry:
    return Entry("xTT", vocalised, category, gloss, tags)


@pytest.mark.parametrize(
    ("transliterated", "arabic"),
    [
        ("majolis", "مَجْلِس"),
        (">ajonabiy~", "أَجْنَبِيّ"),
        ("qarAr", "قَرار"),
        ("|lap", "آلَة"),
        ("h`*A", "هٰذا"),
        ("$y' Dw'", "شيء ضوء"),
        ("gZvS", "غظثص"),
    ],
)
def test_transliterations_are_read_back(transliterated: str, arabic: str) -> None:
    assert to_arabic(transliterated) == arabic


def test_vowels_can_be_left_out() -> None:
    assert drop_vowels("mu>as~asap_") == "m>ssp"


def test_stems_belong_to_the_lemma_above_them(dictionaries: Path) -> None:
    stems, _ = read_stems(dictionaries / "dictStems")
    assert [(stem.entry.key, stem.lemma) for stem in stems] == [
        ("mjls", "majolis_1"),
        ("mjAls", "majolis_1"),
        ("jls", "jalas-i_1"),
        ("jls", "jalas-i_1"),
        ("rbAT", "ribAT_2"),
        ("rbAT", "ribAT_2"),
        (">jnby", ">ajonabiy~"),
        ("Ajnby", ">ajonabiy~"),
    ]


def test_stems_belong_to_a_family(dictionaries: Path) -> None:
    stems, families = read_stems(dictionaries / "dictStems")
    assert families[stems[0].family] == Family("jls", ("majolis_1", "jalas-i_1"))
    assert families[stems[4].family] == Family("", ("ribAT_2",))
    assert stems[6].family not in (stems[0].family, stems[4].family)


def test_tags_are_taken_out_of_glosses(dictionaries: Path) -> None:
    none, conjunction, article, _ = read_affixes(dictionaries / "dictPrefixes")
    assert (none.key, none.category, none.tags) == ("", "Pref-0", "")
    assert (conjunction.gloss, conjunction.tags) == ("and", "wa/CONJ")
    assert article == Entry("Al", "Al", "NPref-Al", "the", "Al/DET")


def test_tables_are_pairs(dictionaries: Path) -> None:
    assert read_table(dictionaries / "tableBC")[:2] == [("Ndu", "Suff-0"), ("Ndu", "NSuff-h")]


@pytest.mark.parametrize(
    ("family", "root"),
    [
        (Family("jls", ()), "ج.ل.س"),
        (Family("Ab", ()), "ء.ب.ب"),
        (Family("Axw/y", ()), "ء.خ.و"),
        (Family("bwr(2)", ()), "ب.و.ر"),
        (Family("", ("ka*ab-i_1", "ki*ob_1", "ka*~Ab_1")), "ك.ذ.ب"),
        (Family("", ("Had~-u_1",)), "ح.د.د"),
        (Family("", ("sAEap_1",)), NO_ROOT),
        (Family("TnTynyp", ("TanoTiyniyap_1",)), NO_ROOT),
        (Family("", ()), NO_ROOT),
    ],
)
def test_families_have_roots(family: Family, root: str) -> None:
    assert root_of(family) == root


@pytest.mark.parametrize(
    ("stem", "tag"),
    [
        (entry("IV"), "VERB_IMPERFECT"),
        (entry("PV_intr"), "VERB_PERFECT"),
        (entry("CV"), "VERB_IMPERATIVE"),
        (entry("Ndu"), "NOUN"),
        (entry("N0", gloss="Rabat"), "NOUN_PROP"),
        (entry("Nall", "xaT~iy~"), "ADJ"),
        (entry("N0", "xaT~iy~"), "NOUN"),
        (entry("N0", "magoribiy~", "Moroccan"), "ADJ"),
        (entry("FW-Wa"), "FUNC_WORD"),
    ],
)
def test_stems_without_tags_get_them_by_rule(stem: Entry, tag: str) -> None:
    assert tags_of_stem(stem) == f"{stem.vocalised}/{tag}"


@pytest.mark.parametrize(
    ("tags", "pos"),
    [
        ("xaTaT/NOUN", "noun"),
        ("ka/PREP+*`lika/DEM_PRON_MS", "prep"),
        ("bi/PREP+sabab/NOUN", "noun"),
        ("h`*A/DEM_PRON_MS", "pron_dem"),
        ("huwa/PRON_3MS", "pron"),
        ("Al~a*iy/REL_PRON", "pron_rel"),
        ("lA/NEG_PART", "part_neg"),
        ("who/UNHEARD_OF", "part"),
        ("", "part"),
    ],
)
def test_tags_tell_the_part_of_speech(tags: str, pos: str) -> None:
    assert part_of_speech(tags) == pos
    assert pos in parts_of_speech()


@pytest.mark.parametrize(
    ("tags", "features"),
    [
        ("wa/CONJ+bi/PREP+Al/DET", {"prc2": "wa_conj", "prc1": "bi_prep", "prc0": "Al_det"}),
        ("sa/FUT+ya/IV3MS", {"prc1": "sa_fut", "per": "3", "gen": "m", "num": "s", "asp": "i", "vox": "a"}),
        ("nu/IV1P", {"per": "1", "num": "p", "asp": "i", "vox": "a"}),
        ("", {}),
    ],
)
def test_prefixes_have_features(tags: str, features: dict[str, str]) -> None:
    assert prefix_features(entry("Pref", tags=tags)) == features


@pytest.mark.parametrize(
    ("tags", "features"),
    [
        ("At/NSUFF_FEM_PL+hu/POSS_PRON_3MS", {"gen": "f", "num": "p", "enc0": "3ms_poss", "stt": "c"}),
        ("atAni/NSUFF_FEM_DU_NOM", {"gen": "f", "num": "d", "cas": "n"}),
        ("uwA/PVSUFF_SUBJ:3MP+hA/PVSUFF_DO:3FS", {"per": "3", "gen": "m", "num": "p", "asp": "p", "enc0": "3fs_dobj"}),
        ("uwna/IVSUFF_SUBJ:MP_MOOD:I", {"gen": "m", "num": "p", "asp": "i", "mod": "i"}),
        ("hi/PRON_3MS", {"enc0": "3ms_pron"}),
        ("(null)", {}),
    ],
)
def test_suffixes_have_features(tags: str, features: dict[str, str]) -> None:
    assert suffix_features(tags) == features


def test_stems_have_every_inflectional_feature() -> None:
    noun, verb, particle = (stem_features(entry(category), pos) for category, pos in KINDS)
    assert set(noun) == set(verb) == set(particle) == set(INFLECTION)
    assert (noun["gen"], noun["prc0"], noun["asp"]) == ("m", "0", "-")
    assert (verb["asp"], verb["vox"]) == ("i", "p")
    assert set(particle.values()) == {"-"}


KINDS = [("Ndu", "noun"), ("IV_Pass_yu", "verb"), ("FW", "part")]


def test_a_database_has_the_sections_of_camel(dictionaries: Path) -> None:
    write_database(dictionaries, dictionaries / "made.db")
    lines = (dictionaries / "made.db").read_text(encoding="utf-8").splitlines()
    assert [line.strip("#") for line in lines if line.startswith("###")] == [
        "DEFINES",
        "DEFAULTS",
        "ORDER",
        "TOKENIZATIONS",
        "STEMBACKOFF",
        "PREFIXES",
        "SUFFIXES",
        "STEMS",
        "TABLE AB",
        "TABLE BC",
        "TABLE AC",
    ]
    assert "ORDER " + " ".join(FEATURES) in lines
    assert [line for line in lines if line.startswith("رباط")] == [
        "رباط\tN0\tdiac:رِباط lex:رِباط_2 root:NTWS pos:noun_prop gloss:Rabat_(Morocco) bw:ribAT/NOUN_PROP"
        " gen:m num:s asp:- cas:u mod:- stt:i vox:- enc0:0 prc0:0 prc1:0 prc2:0 per:- source:lex"
    ]


def test_spellings_that_differ_in_a_hamza_are_one_entry(dictionaries: Path) -> None:
    write_database(dictionaries, dictionaries / "made.db")
    assert (dictionaries / "made.db").read_text(encoding="utf-8").count("اجنبي\tNall") == 1


@pytest.mark.parametrize(
    ("word", "lemma", "root", "affixes"),
    [
        ("مجلس", "مجلس", "جلس", 0),
        ("المجالس", "مجلس", "جلس", 1),
        ("ومجلسها", "مجلس", "جلس", 2),
        ("رباط", "رباط", "", 0),
        ("الأجنبي", "اجنبي", "", 1),
        ("الاجنبي", "اجنبي", "", 1),
    ],
)
def test_camel_reads_the_database(word: str, lemma: str, root: str, affixes: int, dictionaries: Path) -> None:
    write_database(dictionaries, dictionaries / "made.db")
    (reading,) = load(dictionaries / "made.db").readings(word)
    assert (reading.lemma, reading.root, reading.affixes) == (lemma, root, affixes)


@pytest.mark.parametrize("word", ["مجلسهم", "الرباط", "council", "æÇáÌãÇÚÇÊ", "123", "،", "", "مج-لس"])
def test_what_is_not_in_the_database_has_no_reading(word: str, dictionaries: Path) -> None:
    write_database(dictionaries, dictionaries / "made.db")
    assert load(dictionaries / "made.db").readings(word) == ()
