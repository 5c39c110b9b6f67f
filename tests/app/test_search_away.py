"""The search engine of the cluster goes away and comes back: nothing else stops, and nothing has to be done by hand."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from email.message import Message
from pathlib import Path

import pytest

from app.settings import Settings
from app.wiring import open_archive
from domain.documents import Document, ReadingState
from domain.translation import LANGUAGES, messages
from tests.app.served import Served, serving
from tests.elasticsearch_server import PASSWORD, USER, Server, make_server, stop


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A server that does not run yet."""
    made = make_server()
    yield made
    shutil.rmtree(made.folder, ignore_errors=True)


@pytest.fixture(scope="module")
def served(server: Server, lexicon_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A site whose search engine is away as it starts."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SHAFFAF_ENGINE", "elasticsearch")
        patch.setenv("SHAFFAF_ELASTICSEARCH_HOSTS", server.url)
        patch.setenv("SHAFFAF_ELASTICSEARCH_USER", USER)
        patch.setenv("SHAFFAF_ELASTICSEARCH_PASSWORD", PASSWORD)
        patch.setenv("SHAFFAF_ELASTICSEARCH_CA", str(server.authority))
        patch.setenv("SHAFFAF_ELASTICSEARCH_PREFIX", "test-away")
        with serving(tmp_path_factory.mktemp("away"), lexicon_path) as opened:
            yield opened


def test_search_goes_away_and_comes_back_and_nothing_else_stops(served: Served, server: Server, tmp_path: Path) -> None:
    check_it_says_so(served)
    ingesting = take_in(served, tmp_path / "first.txt", "مقرر المجلس الجماعي\nالمصادقة على بناء خزان الماء")
    served.wait_for(lambda: reads(served) == 1)
    document = documents(served)[0]
    assert ask(served, f"api/v1/documents/{document.id}")[0] == 200
    assert doctor(served)["engine_unreachable"] is False

    process = server.start()
    try:
        served.wait_for(lambda: found(served, "خزان") == [document.id])
        assert ingesting.wait(timeout=60) == 0
        assert doctor(served)["engine"] is True
    finally:
        stop(process)

    check_it_says_so(served)
    status, _, page = ask(served, f"documents/{document.id}?q=خزان&lang=fr")
    assert status == 200
    assert "خزان" in page
    ingesting = take_in(served, tmp_path / "second.txt", "محضر الدورة العادية")
    served.wait_for(lambda: reads(served) == 2)
    assert ingesting.poll() is None  # it waits for the index
    ingesting.terminate()
    ingesting.wait()


def check_it_says_so(served: Served) -> None:
    for language in LANGUAGES:
        words = messages(language)
        status, headers, body = ask(served, f"api/v1/search?q=x&lang={language}")
        assert (status, headers["content-type"]) == (503, "application/problem+json")
        assert int(headers["retry-after"]) > 0
        assert json.loads(body)["title"] == words["problem.search_away.title"]
        status, headers, body = ask(served, f"search?q=x&lang={language}")
        assert status == 503
        assert int(headers["retry-after"]) > 0
        assert words["error.search_away.title"] in body
    assert ask(served, "help")[0] == 200


def ask(served: Served, path: str) -> tuple[int, dict[str, str], str]:
    address = served.address + urllib.request.quote(path, safe="/?=&")
    try:
        with urllib.request.urlopen(address, timeout=30) as answer:
            return answer.status, lowered(answer.headers), answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, lowered(error.headers), error.read().decode()


def lowered(headers: Message) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}


def found(served: Served, query: str) -> list[str]:
    status, _, body = ask(served, f"api/v1/search?q={query}")
    return [hit["id"] for hit in json.loads(body)["hits"]] if status == 200 else []


def take_in(served: Served, path: Path, text: str) -> subprocess.Popen[bytes]:
    path.write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "app.command_line", "ingest", str(path)]
    return subprocess.Popen(command, env=served.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def documents(served: Served) -> list[Document]:
    archive = open_archive(Settings(state=Path(served.environment["SHAFFAF_STATE"])))
    try:
        return list(archive.documents(list(archive.all_document_ids())).values())
    finally:
        archive.close()


def reads(served: Served) -> int:
    return sum(file.current.state is ReadingState.DONE for one in documents(served) for file in one.files)


def doctor(served: Served) -> dict[str, bool | None]:
    command = [sys.executable, "-m", "app.command_line", "doctor", "--json"]
    done = subprocess.run(command, env=served.environment, capture_output=True, text=True, check=False, timeout=120)
    return {finding["key"]: finding["well"] for finding in json.loads(done.stdout)}
