"""`shaffaf pages` as a clerk at a terminal meets it."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.store import Archive
from domain.documents import DocumentStatus
from tests.app.test_command_line import Terminal
from tests.ingest.conftest import typeset

_PAGES = """
#text(lang: "fr")[Décision n° 12/2021]

Le conseil communal approuve la bibliothèque
#pagebreak()
#text(lang: "fr")[Décision n° 7/2020]

Le conseil communal approuve le marché
"""


@pytest.fixture(scope="module")
def terminal(tmp_path_factory: pytest.TempPathFactory, lexicon_path: Path) -> Terminal:
    folder = tmp_path_factory.mktemp("pages")
    (folder / "registre.pdf").write_bytes(typeset(_PAGES, "pdf", "DejaVu Sans"))
    terminal = Terminal(folder / "state", lexicon_path)
    taken = terminal.run("ingest", folder / "registre.pdf")
    assert taken.returncode == 0, taken.stderr
    return terminal


def status(terminal: Terminal) -> dict[str, DocumentStatus]:
    """What documents there are and who may see them, in the order they came."""
    archive = Archive(f"sqlite:///{terminal.state}/archive.sqlite")
    found = archive.documents(archive.all_document_ids())
    archive.close()
    return {one: document.status for one, document in found.items()}


def done(terminal: Terminal, *arguments: str, language: str = "en") -> str:
    told = terminal.run("pages", *arguments, language=language)
    assert told.returncode == 0, told.stderr
    return told.stdout


def test_a_register_is_split_published_turned_and_put_together_again(terminal: Terminal) -> None:
    (register,) = status(terminal)
    assert done(terminal, "show", register).count("Le conseil communal") == 2

    split = done(terminal, "split", register, "1", "2", "--publish")
    _, first, second = status(terminal)
    assert f"{first} (published)  Décision n° 12/2021" in split
    assert terminal.titles("bibliothèque") == ["Décision n° 12/2021"]

    done(terminal, "rotate", second, "1", "180")
    assert "180°" in done(terminal, "show", second)

    assert f"{register} (publié)" in done(terminal, "undo", register, language="fr")
    assert list(status(terminal).values()) == ["published", "moved", "moved"]


@pytest.mark.parametrize(
    ("arguments", "language", "words"),
    [
        (("show", "nobody"), "en", "There is no document nobody."),
        (("show", "nobody"), "fr", "Aucun document ne porte l’identifiant nobody."),
        (("show", "nobody"), "ar", "لا توجد وثيقة بالمعرف nobody."),
    ],
)
def test_what_cannot_be_done_is_told_in_the_clerks_language(
    terminal: Terminal, arguments: tuple[str, ...], language: str, words: str
) -> None:
    told = terminal.run("pages", *arguments, language=language)
    assert (told.returncode, told.stderr.strip()) == (1, words)
