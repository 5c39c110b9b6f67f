"""`shaffaf verify` and `shaffaf migrate-store`: whether all originals are whole, and moving to other stores."""

from __future__ import annotations

from app import wiring
from app.console import Speaker, console, progress_bar
from app.settings import Settings
from archive import originals, transfer
from archive.blob_copying import copy_blob
from archive.blob_store import BlobStore, open_blob_store
from archive.originals import BlobState


def verify(settings: Settings, speaker: Speaker) -> int:
    """Hash every original anew and print those that are not what they were. Returns how many these are."""
    archive, blobs = wiring.open_archive(settings), wiring.open_blobs(settings)
    known = list(archive.originals())
    bad = 0
    with progress_bar(speaker.words("cli.verifying")) as bar:
        for number, (original, state) in enumerate(originals.check(known, blobs), start=1):
            bar.show(number, len(known))
            if state is not BlobState.WHOLE:
                bad += 1
                words = speaker.words(f"cli.blob_{state}")
                console.print(f"  {original.document_id}  {original.name}\n    {words} {original.sha256}", markup=False)
    unknown = set(blobs.hashes()) - {original.sha256 for original in known}
    archive.close()
    speaker.say("cli.verified", count=len(known), bad=bad)
    if unknown:
        speaker.say("cli.blobs_unknown", count=len(unknown))
    return bad


def migrate_records(settings: Settings, speaker: Speaker, target: str) -> None:
    """Carry the records over into another database. Raises `archive.copying.NotEmptyError`."""
    with progress_bar(speaker.words("cli.carrying_records")) as bar:
        count = transfer.carry_over(settings.archive_url, target, bar.show)
    speaker.say("cli.carried_records", count=count)


def migrate_blobs(settings: Settings, speaker: Speaker, kind: str, place: str) -> None:
    """Copy all originals into another store, checked on the way; those that are there already are passed over."""
    source = wiring.open_blobs(settings)
    target = open_blob_store(kind, place, settings.state / "cache" / "blobs")
    hashes = sorted(source.hashes())
    with progress_bar(speaker.words("cli.carrying_blobs")) as bar:
        for number, sha256 in enumerate(hashes, start=1):
            _copy(source, target, sha256)
            bar.show(number, len(hashes))
    speaker.say("cli.carried_blobs", count=len(hashes))


def _copy(source: BlobStore, target: BlobStore, sha256: str) -> None:
    if target.contains(sha256):
        return
    if not copy_blob(sha256, source, target):
        raise OSError(f"the bytes kept under {sha256} are others: `shaffaf verify` names their file")
