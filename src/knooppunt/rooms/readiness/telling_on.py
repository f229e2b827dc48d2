"""Sees to it that who is not needed, or for whom it is over, hears so, also when a channel fails."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from knooppunt.rooms.readiness.calling import FAILED, how_telling_fares, means_of, tell
from knooppunt.rooms.readiness.models import Call, Callout
from knooppunt.rooms.readiness.rules.callouts import State
from knooppunt.rooms.readiness.telling import end_key, end_words, plan_of, release_key, released_words


def tell_on(callout: Callout) -> int:
    """Whom a channel failed to tell that they are not needed, or that it is over, is told by their next one; how many.

    Bears being run again: each hears the same thing once over each channel.
    """
    ended = callout.ended_at
    states = [State.STOOD_DOWN] if ended else [State.RELEASED]
    calls = {call.person_id: call for call in Call.objects.filter(callout=callout, state__in=states)}
    told = {who: ended or call.released_at for who, call in calls.items()}
    tried: defaultdict[UUID, set[str]] = defaultdict(set)
    heard = set[UUID]()
    for fate in how_telling_fares(callout.id, min((at for at in told.values() if at), default=callout.started_at)):
        moment = told.get(fate.addressee)
        if moment is not None and fate.changed_at >= moment:
            tried[fate.addressee].add(fate.channel)
            if fate.state not in FAILED:
                heard.add(fate.addressee)
    unheard = {who: channels for who, channels in tried.items() if who not in heard}
    return _tell_next(callout, [calls[who] for who in unheard], unheard)


def _tell_next(callout: Callout, calls: Sequence[Call], tried: Mapping[UUID, Collection[str]]) -> int:
    """Tell these people by the first channel of the plan that they have and that was not tried."""
    means, count = means_of([call.person_id for call in calls]), 0
    batches: defaultdict[tuple[str, int], list[UUID]] = defaultdict(list)
    for call in calls:
        have = means.get(call.person_id, frozenset()) - set(tried[call.person_id])
        channel = next((step.channel for step in plan_of(callout).steps if step.channel in have), None)
        if channel is not None:
            batches[channel, call.rounds].append(call.person_id)
    for (channel, turn), people in sorted(batches.items()):
        words, key = (end_words(), end_key(callout)) if callout.ended_at else (
            released_words(), release_key(callout, turn))  # fmt: skip
        tell(sorted(people), words, channel=channel, callout=callout, key=f"{key}:{channel}")
        count += len(people)
    return count
