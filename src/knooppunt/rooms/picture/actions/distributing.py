"""The verbs of distribution: choose who is told, tell them, remind who did not read. An e-mail carries no content."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from uuid import UUID

from django.urls import reverse
from django.utils.translation import get_language, gettext

from knooppunt.ground.access.public import TLP, readers_among
from knooppunt.ground.delivery.public import Message, send
from knooppunt.ground.journal.public import action, record
from knooppunt.kit.authority import Actor
from knooppunt.kit.clock import now
from knooppunt.kit.problems import NotFound, phrase
from knooppunt.rooms.picture.events import EditionDistributed, ReadersReminded, ReceiversChosen
from knooppunt.rooms.picture.models import Distribution, Edition, Receipt, State
from knooppunt.rooms.picture.queries.distribution import (
    is_newest,
    names_of,
    sees,
    told_of,
    unread,
    wanted_of,
)
from knooppunt.rooms.picture.queries.rows import product_of, visible
from knooppunt.rooms.picture.rules.distributing import Wanted, only_more, receivers, refuse_unable
from knooppunt.rooms.picture.turning import audience_of

PUBLISH, SEND = "picture.publish", "delivery.send"
AS_CLOSED_AS = {TLP.CLEAR: TLP.AMBER, TLP.GREEN: TLP.AMBER}
"""Who was told of an edition everyone may see is still for who sent it and who was told."""


@action
def choose_receivers(*, edition: UUID, organisations: Collection[str], people: Collection[str], actor: Actor) -> None:
    """Choose who is told of an edition, by identifier, instead of who the product declares.

    Refused with their names: who may not see it. Of an edition that is out the list only grows, and who is new on it is
    told at once.
    """
    actor.require(PUBLISH)
    row = _locked(edition, actor)
    names = names_of(actor)
    wanted = Wanted(frozenset(organisations), frozenset(people))
    if not (wanted.organisations | wanted.people) <= names.keys():
        raise NotFound(phrase("There is nothing here."))
    refuse_unable(wanted, readers_among(actor=actor), sees(row), names)
    if row.state == State.PUBLISHED:
        only_more(wanted_of(row, actor)[0], wanted, names)
    Distribution.objects.update_or_create(
        edition=row,
        defaults={
            "organisations": sorted(wanted.organisations),
            "people": sorted(wanted.people),
            "chosen_at": now(),
            "chosen_by_id": actor.id,
            "chosen_by_name": actor.name,
        },
    )
    record(ReceiversChosen(row.id, audience_of(row)))


@action
def distribute(*, edition: UUID, actor: Actor) -> int:
    """Tell everyone who is to be told, by e-mail, that there is an edition; how many are new. Each once, ever.

    Needs ``delivery.send``, which only the node itself has. Of an edition that was withdrawn nobody is told any more.
    """
    actor.require(SEND)
    row = _locked(edition, actor)
    if row.state != State.PUBLISHED:
        return 0
    told = receivers(wanted_of(row, actor)[0], readers_among(actor=actor), sees(row))
    fresh = sorted(told.keys() - set(told_of(row, told)))
    if fresh:
        _keep_receipts(row, {person: told[person] for person in fresh})
        _tell(row, fresh, lambda: _announcement(row), "picture.published", actor)
        record(EditionDistributed(row.id, len(fresh), audience_of(row)))
    return len(fresh)


@action
def remind_readers(*, edition: UUID, actor: Actor) -> int:
    """Remind who was told a day ago and has not opened the edition; how many. Each once, never of an old edition."""
    actor.require(SEND)
    row = _locked(edition, actor)
    if row.state != State.PUBLISHED or not is_newest(row):
        return 0
    late = unread(row, readers_among(actor=actor))
    if late:
        Receipt.objects.filter(edition=row, person__in=late).update(reminded_at=now())
        _tell(row, late, lambda: _reminder(row), "picture.reminder", actor)
        record(ReadersReminded(row.id, len(late), audience_of(row)))
    return len(late)


def _locked(which: UUID, actor: Actor) -> Edition:
    """The edition, so that two who tell of it come one after the other."""
    row = visible(actor).select_for_update(of=("self",), no_key=True).filter(pk=which).first()
    if row is None:
        raise NotFound(phrase("There is no such edition."))
    return row


def _keep_receipts(row: Edition, told: Mapping[str, Actor]) -> None:
    Receipt.objects.bulk_create(
        Receipt(edition=row, person=person, organisation=actor.organisation, told_at=now())
        for person, actor in told.items()
    )


def _announcement(row: Edition) -> Message:
    product, page = _title(row), reverse("picture:edition", args=[row.id])
    return Message(
        gettext("New edition: {product}").format(product=product),
        gettext("There is a new edition of {product}.").format(product=product),
        page,
    )


def _reminder(row: Edition) -> Message:
    product, page = _title(row), reverse("picture:edition", args=[row.id])
    return Message(
        gettext("Not read yet: {product}").format(product=product),
        gettext("You have not opened the newest edition of {product}.").format(product=product),
        page,
    )


def _title(row: Edition) -> str:
    title = product_of(row).title
    return title.en if get_language() == "en" else title.nl


def _tell(row: Edition, people: Collection[str], message: Callable[[], Message], kind: str, actor: Actor) -> None:
    marking = TLP(row.marking)
    send(
        to=[UUID(person) for person in people],
        message=message,
        about=str(row.id),
        key=f"{kind}:{row.id}",
        marking=AS_CLOSED_AS.get(marking, marking),
        readers=row.readers,
        actor=actor,
    )
