"""People who review, approve and publish the national picture, made with the real verbs, and their way of doing it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from tests.cast import account_of, someone

from knooppunt.ground.access.public import Account
from knooppunt.kit.authority import Actor
from knooppunt.rooms.picture.public import (
    approve,
    ask_approval,
    compile_edition,
    missing,
    review,
    standing,
    submit,
    text_digest,
    texts,
)
from knooppunt.rooms.picture.tests.outbreak import ON

TEXTS = {"kernboodschap": "Het loopt op.", "zorg": "Drukte op de ic."}


@dataclass(frozen=True)
class Staff:
    """Who works on the picture: the head of a section, the programme DG, the chair of the RCDV, a reader."""

    head: Actor
    dg: Actor
    chair: Actor
    reader: Actor


def staff() -> Staff:
    """Let everyone in."""
    return Staff(
        head=someone("Hilde Hoofd", function="Hoofd informatie", bundle="section_head"),
        dg=someone("Dirk Generaal", organisation="VWS", function="Programma-DG", bundle="commissioner"),
        chair=someone("Vera Voorzitter", organisation="RCDV", function="Voorzitter", bundle="commissioner"),
        reader=someone("Lex Lezer", organisation="NRK", function="Liaison", bundle="press_reader"),
    )


def deputy_account(name: str = "Ploon Plaatsvervanger") -> Account:
    """Someone at the ministry who may approve once they act for someone."""
    return account_of(name, organisation="VWS", function="Plaatsvervanger", bundle="commissioner")


def begun(who: Staff, product: str = "landelijk_beeld") -> UUID:
    """A draft with two of its texts."""
    return compile_edition(product=product, on=ON, texts=TEXTS, actor=who.head)


def reviewed(which: UUID, actor: Actor) -> None:
    """Say of every text that it is right."""
    submit(edition=which, actor=actor)
    review_all(which, actor)


def review_all(which: UUID, actor: Actor) -> None:
    """Say of every text that was not reviewed as it stands that it is right."""
    unreviewed = {each.key for each in standing(which, actor=actor).reviews if each.at is None}
    for text in texts(which, actor=actor):
        if text.key in unreviewed:
            review(edition=which, key=text.key, sha256=text_digest(text.text), actor=actor)


def for_approval(who: Staff) -> UUID:
    """An edition that its commissioners are asked about."""
    which = begun(who)
    reviewed(which, who.head)
    ask_approval(edition=which, actor=who.head)
    return which


def approved(who: Staff) -> UUID:
    """An edition that both commissioners approved."""
    which = for_approval(who)
    for commissioner in (who.dg, who.chair):
        yes(which, commissioner)
    return which


def yes(which: UUID, commissioner: Actor) -> None:
    """Approve what this commissioner sees now."""
    approve(edition=which, sha256=standing(which, actor=commissioner).sha256, actor=commissioner)


def seen(which: UUID, actor: Actor) -> str:
    """What says that this actor saw what is missing."""
    return missing(which, actor=actor)[1]
