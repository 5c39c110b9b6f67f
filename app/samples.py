"""The sample archive: loaded on the first run, removed by one command."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app import wiring
from app.settings import Settings
from archive.store import Archive

if TYPE_CHECKING:
    from app.console import Speaker
    from app.ingesting import Outcome

BATCH = "samples"
COUNT = 60
SEED = 1


def are_all(archive: Archive) -> bool:
    """Whether all that the archive holds are samples (and it holds some)."""
    return 0 < archive.counts().documents <= len(archive.document_ids_of_batch(BATCH))


def load(settings: Settings, speaker: Speaker) -> Outcome:
    """Generate the sample documents of the invented councils and publish them."""
    # Only here: the server, which asks `are_all`, draws no samples.
    from app.console import progress_bar
    from app.ingesting import Parcel, ingest
    from demo import generate
    from ingest.intake import Sender

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
