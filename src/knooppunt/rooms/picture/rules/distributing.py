"""Who is told of an edition, and who is reminded. No Django, no clock."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from knooppunt.kit.authority import Actor
from knooppunt.kit.problems import Invalid, phrase

READ = "picture.read"
ANYONE = "anyone"
"""Stands for whoever works at an organisation and is no reader by name."""
PATIENCE = timedelta(hours=24)
"""How long someone may leave an edition unread before being reminded."""
QUIET = timedelta(minutes=15)
"""Reading again within this time is the same reading: a page that is refreshed need not be written down each time."""


class Sees(Protocol):
    """Whether an actor sees the edition by its marking."""

    def __call__(self, actor: Actor, /) -> bool: ...


@dataclass(frozen=True, slots=True)
class Wanted:
    """The organisations and people that are to be told, by identifier."""

    organisations: frozenset[str]
    people: frozenset[str]


def receivers(wanted: Wanted, readers: Mapping[str, Actor], sees: Sees) -> dict[str, Actor]:
    """Those among ``readers`` (by person) who are wanted, may read pictures and see this one."""
    return {
        person: actor
        for person, actor in readers.items()
        if (person in wanted.people or actor.organisation in wanted.organisations)
        and actor.may_anywhere(READ)
        and sees(actor)
    }


def refuse_unable(wanted: Wanted, readers: Mapping[str, Actor], sees: Sees, names: Mapping[str, str]) -> None:
    """:class:`Invalid`, naming every person who may not read the edition and organisation whose people may not see it.

    An organisation where nobody has an account yet is not refused.
    """
    told = receivers(Wanted(frozenset(), wanted.people), readers, sees)
    closed = {one for one in wanted.organisations if not sees(Actor(id=ANYONE, name="", organisation=one))}
    unable = sorted(names.get(one, one) for one in (wanted.people - told.keys()) | closed)
    if unable:
        template = phrase("These may not see this edition, so they cannot receive it: {names}.")
        raise Invalid(template, place="receivers", names=", ".join(unable))


def only_more(before: Wanted, after: Wanted, names: Mapping[str, str]) -> None:
    """:class:`Invalid` when a choice leaves out who was told already: that cannot be taken back."""
    lost = (before.organisations - after.organisations) | (before.people - after.people)
    if lost:
        template = phrase("The edition is out: {names} cannot be taken off the list any more.")
        raise Invalid(template, place="receivers", names=", ".join(sorted(names.get(one, one) for one in lost)))


@dataclass(frozen=True, slots=True)
class Told:
    """Someone who was told of an edition at a moment (aware), and whether they opened it."""

    person: str
    told_at: datetime
    opened: bool
    reminded: bool


def to_remind(told: Iterable[Told], still_see: Collection[str], now: datetime) -> list[str]:
    """Who has not opened it in time, was not reminded before, and may still see it."""
    return [
        one.person
        for one in told
        if not one.opened and not one.reminded and now - one.told_at >= PATIENCE and one.person in still_see
    ]
