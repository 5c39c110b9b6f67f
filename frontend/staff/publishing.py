"""What a form asks to be done to documents, and doing it: each document by itself, after the check for personal data."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from enum import StrEnum

from archive.clock import now
from archive.store import Archive
from domain.accounts import Caller, Right
from domain.documents import Document
from domain.personal_data import PersonalFind
from domain.publication import PublicationError, PublicationFault, Schedule
from ingest.personal_data.check import PersonalDataCheck
from search_api.forms import SentForm
from search_api.problems import Problem

MOST = 50
"""Documents that one form is for."""


class Deed(StrEnum):
    """What can be done to documents; the words are under `publication.deed`."""

    PUBLISH = "publish"
    SCHEDULE = "schedule"
    CANCEL = "cancel"
    WITHDRAW = "withdraw"


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be done to which documents: `at` for a schedule, `reason` for a withdrawal. `confirmed` holds by document
    the seal of the personal data that somebody has seen and would publish all the same.
    """

    deed: Deed
    document_ids: tuple[str, ...]
    at: datetime | None = None
    reason: str = ""
    confirmed: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, form: SentForm, zone: tzinfo) -> Order:
        """What a form says, times being those of the zone. Raises PublicationError for what can't be done."""
        try:
            deed = Deed(form.get("deed"))
        except ValueError:
            raise Problem(400, "bad_request") from None
        ids = tuple(dict.fromkeys(form.all("document")))[:MOST]
        if not ids:
            raise PublicationError(PublicationFault.NOTHING_CHOSEN)
        reason = " ".join(form.get("reason").split())
        if deed is Deed.WITHDRAW and not reason:
            raise PublicationError(PublicationFault.NO_REASON)
        at = moment_in(form.get("at"), zone) if deed is Deed.SCHEDULE else None
        seals = (value.partition(":") for value in form.all("confirmed"))
        return cls(deed, ids, at, reason, {document: seal for document, _, seal in seals if form.get("sure")})


def moment_in(typed: str, zone: tzinfo) -> datetime:
    """A time as a browser sends it (`2026-12-01T09:00`), of the clock in the zone; the first of two where the clock is set
    back. Raises PublicationError for what is none, for one that the clock leaves out, and for one that is past.
    """
    try:
        there = datetime.fromisoformat(typed)
    except ValueError:
        raise PublicationError(PublicationFault.NO_TIME) from None
    moment = there.replace(tzinfo=zone, fold=0).astimezone(UTC)
    if there.tzinfo is not None or moment.astimezone(zone).replace(tzinfo=None, fold=0) != there:
        raise PublicationError(PublicationFault.NO_TIME)
    if moment <= now():
        raise PublicationError(PublicationFault.PAST)
    return moment


def seal(finds: Iterable[PersonalFind]) -> str:
    """What stands for exactly these finds in a form."""
    return hashlib.sha256(" ".join(sorted(one.digest for one in finds)).encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Unsure:
    """A document that was not made public yet, since somebody has to see its personal data first."""

    document: Document
    finds: Sequence[PersonalFind]

    @property
    def seal(self) -> str:
        """What a form confirms it with."""
        return seal(self.finds)


@dataclass(frozen=True, slots=True)
class Publisher:
    """Does what is asked for, for a caller who has the right to it in each document's council."""

    archive: Archive
    check: PersonalDataCheck

    def carry_out(self, order: Order, caller: Caller) -> list[Unsure]:
        """Do it to each of the documents; returns those that wait for somebody's word. Raises Problem where one is not the
        caller's to publish, and PublicationError where it can't be done; nothing was done then to those behind it.
        """
        documents = list(self.archive.documents(order.document_ids).values())
        if any(not caller.may(Right.PUBLISH, one.body_id) for one in documents):
            raise Problem(403, "forbidden")
        unsure = [self._done(order, one, caller.account.id) for one in documents]
        return [one for one in unsure if one is not None]

    def _done(self, order: Order, document: Document, actor: str) -> Unsure | None:
        publishing = self.archive.publishing
        if order.deed is Deed.WITHDRAW:
            self.archive.withdraw(document.id, actor, order.reason)
        elif order.deed is Deed.CANCEL:
            publishing.cancel(document.id, actor)
        else:
            finds = self.check.finds(document)
            if finds and order.confirmed.get(document.id) != seal(finds):
                return Unsure(document, finds)
            self._release(order, document, actor, finds)
        return None

    def _release(self, order: Order, document: Document, actor: str, finds: Sequence[PersonalFind]) -> None:
        if order.at is None:
            self.archive.publishing.publish(document.id, actor, len(finds))
        else:
            confirmed = frozenset(one.digest for one in finds)
            self.archive.publishing.schedule(Schedule(document.id, order.at, actor, confirmed))
