"""Whatever is killed, refused or left hanging: every search is told of every document it finds, and a repeat is known."""

from __future__ import annotations

import gc
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

import pytest
from lxml import html

from analyzers.pipeline import Analyzer
from app import wiring
from app.settings import Settings
from archive.clock import now
from archive.store import Archive
from benchmarks.ports import free_port
from domain.alerts import Alert, DeliveryState, Frequency
from domain.documents import DocumentStatus
from domain.searching import Sort, Window
from search_api.alert_news import alert_request
from tests.alerts.letterbox import TAKEN, Letterbox, letterbox
from tests.alerts.receiver import SECRET, Receiver, receiver
from tests.app.alert_victims import READY
from tests.archive.alerts.people import all_alerts, wish
from tests.archive.samples import added, read

WORDS = (
    "piscine tramway forêt musée route école budget barrage marché stade hôpital jardin port pont gare terrain lampe taxe "
    "fontaine loyer marais cheval citerne phare usine moulin verger palmier olivier safran tapis laine cuivre cèdre dune"
).split()
PATIENCE = 3600.0
AT_ONCE_TRIED = 4
"""Messages that a worker tries at the same time, as in `alerts.courier`."""

Pair = tuple[str, str]


@dataclass(frozen=True)
class Scale:
    """How much is done, and how often something is killed."""

    searches: int
    documents: int
    kills: int
    burst: int


class Victim:
    """A process that is killed and started again."""

    def __init__(self, environment: dict[str, str], *arguments: str) -> None:
        self._environment = environment
        self._arguments = arguments
        self.process = self.start()

    def start(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "tests.app.alert_victims", *self._arguments]
        self.process = subprocess.Popen(command, env=self._environment)
        return self.process

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


@dataclass(frozen=True)
class Post:
    """Where messages go, and what came."""

    box: Letterbox
    hook: Receiver

    def pairs(self) -> dict[str, list[Pair]]:
        """Each message by its id, with what it told; the same each time it came."""
        found: dict[str, list[Pair]] = {}
        for message_id, told in self._came():
            assert found.setdefault(message_id, told) == told
        return found

    def repeats(self) -> int:
        """How many messages came again."""
        counts = Counter(message_id for message_id, _ in self._came())
        return sum(counts.values()) - len(counts)

    def _came(self) -> Iterator[tuple[str, list[Pair]]]:
        for mail in self.box.messages:
            yield str(mail["Message-ID"]), list(told_by_mail(mail))
        for call in self.hook.calls:
            assert call.is_genuine()
            told = [(one["name"], document["id"]) for one in call.said["data"]["alerts"] for document in one["documents"]]
            yield call.headers["webhook-id"], told


def told_by_mail(mail: EmailMessage) -> Iterator[Pair]:
    body = mail.get_body(("html",))
    assert body is not None
    name = ""
    for element in html.fromstring(body.get_content()).iter("h1", "a"):
        if element.tag == "h1":
            name = element.text_content().strip().removeprefix("Alerte « ").removesuffix(" »")
        elif "/documents/" in element.get("href"):
            yield name, element.get("href").partition("/documents/")[2].partition("?")[0]


def drafts(archive: Archive, dice: random.Random, count: int) -> None:
    """Documents that nobody sees yet, of a few words each."""
    for number in range(count):
        intake = added(archive, f"document {number}")
        read(archive, intake, " ".join(dice.sample(WORDS, 3)))


def save_alerts(archive: Archive, dice: random.Random, count: int, hook: str) -> list[Alert]:
    """Searches of one word or two; every tenth is told to a webhook, the others to addresses that have four each."""
    for number in range(count):
        said = {"frequency": Frequency.AT_ONCE, "language": "fr", "translate": False, "name": f"a{number}"}
        text = " ".join(dice.sample(WORDS, dice.choice((1, 2, 2, 2))))
        target = {"channel": "webhook", "target": hook, "secret": SECRET} if number % 10 == 0 else {}
        archive.alerts.asking.alert(f"p{number // 4}@example.org", wish(text=text, **said, **target), now())
    saved = [found for alert in all_alerts(archive) if (found := archive.alerts.saved.confirm(alert.id))]
    for delivery in archive.alerts.outbox.newest(DeliveryState.WAITING, count):
        archive.alerts.outbox.sent(delivery.id)
    return saved


def expected(settings: Settings, archive: Archive, analyzer: Analyzer, alerts: Iterable[Alert]) -> set[Pair]:
    """What a search for the same finds, now that all is public."""
    service = wiring.open_service(settings, archive, analyzer)
    pairs: set[Pair] = set()
    for alert in alerts:
        request = alert_request(alert)
        hits = service.search(type(request)(request.query, sort=Sort.NEWEST, window=Window(1_000), translate=False)).hits
        pairs |= {(alert.name, hit.id) for hit in hits if hit.full}
    return pairs


def done(archive: Archive) -> bool:
    """Whether all is published, matched and sent."""
    if next(archive.all_document_ids(DocumentStatus.DRAFT), None) or archive.alerts.publishing.unmatched(1)[1]:
        return False
    return not archive.alerts.outbox.counts()[DeliveryState.WAITING]


def wait_until_it_works(worker: Victim, ready: Path) -> None:
    while not ready.exists() or ready.read_text() != str(worker.process.pid):
        assert worker.process.poll() is None, "the worker ended by itself"
        time.sleep(0.05)


def run_with_kills(archive: Archive, victims: list[Victim], scale: Scale, dice: random.Random, ready: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    for _ in range(scale.kills):
        wait_until_it_works(victims[0], ready)
        time.sleep(dice.uniform(0.0, 4.0))
        for victim in dice.choice(([victims[0]], [victims[0]], [victims[1]], victims)):
            victim.kill()
            victim.start()
    while not done(archive):
        assert time.monotonic() < deadline, archive.alerts.outbox.counts()
        assert victims[0].process.poll() is None, "the worker ended by itself"
        time.sleep(0.2)


@pytest.mark.parametrize(
    "scale",
    [
        pytest.param(Scale(40, 12, 1, 6), id="one kill", marks=pytest.mark.full),
        pytest.param(Scale(200, 60, 10, 12), id="ten kills", marks=pytest.mark.full),
        pytest.param(Scale(1_000, 300, 30, 30), id="thirty kills", marks=pytest.mark.full),
    ],
)
def test_nothing_is_lost_and_repeats_are_known(
    tmp_path: Path, analyzer: Analyzer, lexicon_path: Path, scale: Scale, capsys: pytest.CaptureFixture[str]
) -> None:
    dice, began = random.Random(8), time.monotonic()
    settings = Settings(state=tmp_path / "state", lexicon=lexicon_path)
    archive = wiring.open_archive(settings)
    gc.freeze()  # Looking through the lexicon for garbage makes the letterbox hang more than it is told to.
    with letterbox() as (box, server), receiver() as hook:
        drafts(archive, dice, scale.documents)
        alerts = save_alerts(archive, dice, scale.searches, hook.url)
        box.answer = lambda: dice.choices(("451 later", "hang", TAKEN), (0.2, 0.05, 0.75))[0]
        hook.answer = lambda: (dice.choices((503, 204), (0.2, 0.8))[0], {})
        environment = os.environ | {
            "SHAFFAF_STATE": str(settings.state),
            "SHAFFAF_LEXICON": str(lexicon_path),
            "SHAFFAF_MAIL_HOST": server.host,
            "SHAFFAF_MAIL_PORT": str(server.port),
            "SHAFFAF_MAIL_SECURITY": "none",
            "SHAFFAF_MAIL_FROM": server.sender,
            "SHAFFAF_MAIL_SECONDS": "2",
            "SHAFFAF_WEBHOOK_LOOPBACK": "true",
            "SHAFFAF_PORT": str(free_port()),
        }
        victims = [Victim(environment, "worker"), Victim(environment, "server", str(scale.burst))]
        try:
            run_with_kills(archive, victims, scale, dice, settings.state / READY)
        finally:
            for victim in victims:
                victim.kill()
        post = Post(box, hook)
    told = [pair for pairs in post.pairs().values() for pair in pairs]
    came = f"{len(box.messages)} mails and {len(hook.calls)} calls"
    with capsys.disabled():
        print(f"\n{len(told)} pairs in {len(post.pairs())} messages; {came}, {post.repeats()} repeats")
        print(f"{scale.kills} kills, {time.monotonic() - began:.0f} s")
    assert len(told) == len(set(told)), "told in two different messages"
    assert set(told) == expected(settings, archive, analyzer, alerts)
    assert post.repeats() <= scale.kills * AT_ONCE_TRIED
    gc.unfreeze()
    archive.close()
