"""The sample archive: loaded on the first run, removed by one command."""

from __future__ import annotations

from app import wiring
from app.console import Speaker, progress_bar
from app.ingesting import Outcome, Parcel, ingest
from app.settings import Settings
from archive.store import Archive
from ingest.intake import Sender

BATCH = "samples"
COUNT = 60
SEED = 1


def wanted(settings: Settings) -> bool:
    """Whether the archive is empty, so that samples would help."""
    archive = wiring.open_archive(settings)
    empty = archive.counts().documents == 0
    archive.close()
    return empty


def are_all(archive: Archive) -> bool:
    """Whether all that the archive holds are samples (and it holds some)."""
    return 0 < archive.counts().documents <= len(archive.document_ids_of_batch(BATCH))


def load(settings: Settings, speaker: Speaker) -> Outcome:
    """Generate the sample documents of the invented councils and publish them."""
    from demo import generate  # only here: the server, which asks `are_all`, never draws samples

    archive = wiring.open_archive(settings)
    for body in generate.bodies():
        archive.put_body(body)
    for organization in generate.organizations():
        archive.put_organization(organization)
    archive.close()
    with progress_bar(speaker.words("cli.making_samples")) as bar:
        made = generate.generate(settings.state / "samples", COUNT, SEED, bar.show)
    parcels = [
        Parcel(
            Sender("system:samples", BATCH, body.id),
            [sample.path for sample in made if sample.truth["body"] == body.id],
        )
        for body in generate.bodies()
    ]
    return ingest(settings, speaker, BATCH, parcels)


def remove(settings: Settings) -> int:
    """Take all samples out of the archive; returns how many documents went. The worker takes them out of the index."""
    archive = wiring.open_archive(settings)
    blobs = wiring.open_blobs(settings)
    ids = archive.document_ids_of_batch(BATCH)
    for sha256 in archive.remove(ids, "system:samples"):
        blobs.delete(sha256)
    archive.close()
    return len(ids)
