"""Searches, one after the other, as people send them: who gets an error that passes asks again."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass

import httpx

from benchmarks.faulting.ledger import Entry

_PASSING = frozenset({502, 503, 504})
_PATIENCE = 60.0
_PAUSE = 0.25
_AGAIN = 0.5


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether the document was found, and after how many tries that met an error which passes."""

    found: bool
    retries: int
    seconds: float
    wrong: str = ""


class Searcher:
    """Asks the site for words that one document alone holds."""

    def __init__(self, address: str) -> None:
        self._url = f"{address}/api/v1/search"

    def ask(self, entry: Entry, patience: float = _PATIENCE) -> Answer:
        """Ask until there is an answer, or for so many seconds."""
        started, retries = time.monotonic(), 0
        while True:
            try:
                response = httpx.get(self._url, params={"q": entry.word, "facets": "false"}, timeout=20)
                if response.status_code == httpx.codes.OK:
                    return self._answer(response, entry, retries, started)
                wrong = f"status {response.status_code}"
                if response.status_code not in _PASSING:
                    break
            except httpx.TransportError as error:
                wrong = repr(error)
            if time.monotonic() - started > patience:
                break
            retries += 1
            time.sleep(_AGAIN)
        return Answer(False, retries, time.monotonic() - started, wrong)

    @staticmethod
    def _answer(response: httpx.Response, entry: Entry, retries: int, started: float) -> Answer:
        full = [hit["id"] for hit in response.json()["hits"] if hit["full"]]
        wrong = "" if full == [entry.document_id] else f"{entry.word} found in {full}, not in {entry.document_id}"
        return Answer(not wrong, retries, time.monotonic() - started, wrong)


class SteadySearches:
    """A context in which searches go on, for documents that have been found before."""

    def __init__(self, searcher: Searcher, seed: int = 1) -> None:
        self._searcher = searcher
        self._known: list[Entry] = []
        self._dice = random.Random(seed)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="searches")
        self.answers: list[Answer] = []

    def know(self, entry: Entry) -> None:
        """This document has been found: it must be found from now on."""
        self._known.append(entry)

    def unknown(self, entries: Iterable[Entry]) -> list[Entry]:
        """Those of the documents that have not been found yet."""
        known = {entry.document_id for entry in self._known}
        return [entry for entry in entries if entry.document_id not in known]

    def failed(self) -> list[Answer]:
        """Those that were not answered rightly, however often they were tried."""
        return [answer for answer in self.answers if not answer.found]

    def __enter__(self) -> SteadySearches:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stop.wait(_PAUSE):
            if self._known:
                self.answers.append(self._searcher.ask(self._dice.choice(self._known)))
