"""Whether two people can be one, and how what they held fits together."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from knooppunt.ground.network.rules.organising import Term
from knooppunt.kit.problems import Conflict, Invalid, phrase


@dataclass(frozen=True, slots=True)
class Joining:
    """What becomes of the appointments of the one who is merged.

    ``moves`` go over as they are; ``covered`` were of a function that the other held in the same days, and are
    emptied; ``widened`` gives the days that such an appointment of the other has from then on.
    """

    moves: tuple[UUID, ...]
    covered: tuple[UUID, ...]
    widened: Mapping[UUID, tuple[date, date | None]]


def join_terms(kept: Mapping[UUID, Term], merged: Mapping[UUID, Term]) -> Joining:
    """How appointments (by identifier) of two records of one person fit together.

    :class:`Conflict` when they act for two organisations in the same days: one of the two is then wrong.
    """
    present = dict(kept)
    moves: list[UUID] = []
    covered: list[UUID] = []
    widened: dict[UUID, tuple[date, date | None]] = {}
    for which, term in merged.items():
        same = _same(term, present)
        if len(same) > 1:
            raise Conflict(phrase("Both hold one function in days that overlap more than once: end one of them first."))
        if same:
            joined = _joined(term, present[same[0]])
            present[same[0]] = joined
            widened[same[0]] = (joined.starts, joined.ends)
            covered.append(which)
        else:
            present[which] = term
            moves.append(which)
        _for_one(list(present.values()))
    return Joining(tuple(moves), tuple(covered), widened)


LONGEST_TITLE = 200


def apart(title: str, place: str, taken: Collection[str]) -> str:
    """A title that is not ``taken`` (casefolded) where the function goes: with the place it comes from, if need be."""
    if title.casefold() not in taken:
        return title
    told = f"{title} ({place})"
    if told.casefold() in taken or len(told) > LONGEST_TITLE:
        raise Conflict(phrase("Both have a function {title}, and no title tells them apart."), title=title)
    return told


def may_merge(kept: str, merged: str, actor: str, gone: bool) -> None:
    """Refuse (:class:`Invalid`, :class:`Conflict`) a merge that makes no sense; ``gone``: one was merged before."""
    if kept == merged:
        raise Invalid(phrase("Choose two that are not the same."), place="merged")
    if actor in (kept, merged):
        raise Conflict(phrase("Nobody merges themselves."), place="merged")
    if gone:
        raise Conflict(phrase("One of these was merged before."), place="merged")


def _same(term: Term, present: Mapping[UUID, Term]) -> list[UUID]:
    return [which for which, held in present.items() if held.function == term.function and held.overlaps(term)]


def _joined(one: Term, other: Term) -> Term:
    ends = None if one.ends is None or other.ends is None else max(one.ends, other.ends)
    return Term(one.function, one.organisation, min(one.starts, other.starts), ends)


def _for_one(held: Sequence[Term]) -> None:
    for place, one in enumerate(held):
        for other in held[place + 1 :]:
            if one.overlaps(other) and one.organisation != other.organisation:
                raise Conflict(
                    phrase("They act for two organisations in the same days: end one of the appointments first."),
                    place="merged",
                )
            if one.overlaps(other) and one.function == other.function:
                raise Conflict(
                    phrase("Both hold one function in days that overlap more than once: end one of them first.")
                )
