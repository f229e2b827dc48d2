"""Asks people over the channels of the plan, one after another, and tells them when they are not needed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta
from uuid import UUID

from django.db.models import F
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext, override

from knooppunt.ground.access.public import who_may
from knooppunt.ground.network.public import NODE_ID, Role, holders
from knooppunt.kit.clock import now
from knooppunt.rooms.readiness.calling import (
    ARRIVED,
    HOUSE,
    ask,
    asking,
    how_they_fare,
    means_of,
    take_back,
    tell,
)
from knooppunt.rooms.readiness.models import Call, Callout, Due, Group, LogLine, Sent
from knooppunt.rooms.readiness.rules.callouts import Purpose, State
from knooppunt.rooms.readiness.rules.log import What
from knooppunt.rooms.readiness.rules.plans import ChannelStep, PlanContent, filled, plan_from_json

STEP = "step"
VOICE = "voice"
DUTCH = "nl"
Callouts = Mapping[UUID, Callout]
"""Call-outs that are locked, by their identifier."""
Batches = dict[tuple[UUID, int, int], list[Call]]
"""Calls to be sent to, by call-out, the number of the step and how often they were asked before."""


def plan_of(callout: Callout) -> PlanContent:
    """What the plan says in the version of this call-out."""
    return plan_from_json(callout.version.content)


def words_of(callout: Callout) -> tuple[str, str]:
    """Subject and text that people get; a test says so."""
    plan = plan_of(callout)
    places = {"plan": callout.version.plan.name, "reason": callout.reason, "meeting": plan.meeting}
    subject, text = filled(plan.subject, **places), filled(plan.text, **places)
    if callout.purpose == Purpose.TEST:
        with override(DUTCH):
            return f"{gettext('TEST')} {subject}", f"{gettext('TEST: please answer, do not come.')} {text}"
    return subject, text


def ask_calls(callouts: Callouts, calls: Sequence[Call]) -> list[Call]:
    """Ask these people now; gives back those who cannot be reached by any channel of the plan."""
    steps, moment = {which: plan_of(one).steps for which, one in callouts.items()}, now()
    means = means_of([call.person_id for call in calls])
    lost, asked, first = [], list[Call](), Batches()
    later: list[Due] = []
    for call in calls:
        known = _known(steps[call.callout_id], means.get(call.person_id, frozenset()))
        if not known:
            lost.append(call)
            continue
        asked.append(call)
        call.rounds += 1
        call.state, call.asked_at, call.bound = State.ASKED, call.asked_at or moment, ""
        call.released_at = None
        at_once, waits = _order(steps[call.callout_id], known)
        for number in at_once:
            first.setdefault((call.callout_id, number, call.rounds), []).append(call)
        for number, wait in waits:
            at = moment + wait
            later.append(Due(due_at=at, what=STEP, callout_id=call.callout_id, call=call, number=number))
    Call.objects.filter(pk__in=[call.pk for call in asked]).update(
        state=State.ASKED, asked_at=Coalesce("asked_at", moment), rounds=F("rounds") + 1, bound="", released_at=None
    )
    Due.objects.bulk_create(later)
    send_steps(callouts, first)
    lose(lost)
    return lost


def _known(steps: Sequence[ChannelStep], means: Collection[str]) -> list[int]:
    """The steps by which someone with these means can be reached."""
    return [number for number, step in enumerate(steps) if step.channel in means]


def _order(steps: Sequence[ChannelStep], known: Sequence[int]) -> tuple[list[int], list[tuple[int, timedelta]]]:
    """Which of these steps go at once, and how long the others wait after the first one."""
    begin = steps[known[0]].minutes
    waits = [(number, timedelta(minutes=steps[number].minutes - begin)) for number in known]
    return [number for number, wait in waits if not wait], [one for one in waits if one[1]]


def send_steps(callouts: Callouts, batches: Batches) -> None:
    """Send each batch by its step of the plan, and write down which dispatch is of which call."""
    moment, order = now(), sorted(batches)
    channels, words = _to_send(callouts, {which for which, _, _ in order})
    mailings = [
        asking(
            [call.person_id for call in batches[one]],
            _said(words[one[0]], channels[one[0]][one[1]]),
            channel=channels[one[0]][one[1]],
            callout=callouts[one[0]],
            key=f"readiness.ask:{one[0]}:{one[1]}:{one[2]}",
        )
        for one in order
    ]
    sent, lines = list[Sent](), list[LogLine]()
    for (which, number, turn), made in zip(order, ask(mailings), strict=True):
        calls, channel = batches[which, number, turn], channels[which][number]
        sent += [
            Sent(dispatch=dispatch, call=call, channel=channel, step=number, round=turn, at=moment)
            for call, dispatch in zip(calls, made, strict=True)
        ]
        told = {"count": len(calls), "channel": channel}
        lines.append(LogLine(callout_id=which, at=moment, what=What.ASKED, told=told))
    Sent.objects.bulk_create(sent, ignore_conflicts=True)
    LogLine.objects.bulk_create(lines)


def _said(words: tuple[str, str], channel: str) -> tuple[str, str]:
    """The words as they go over this channel."""
    return _spoken(words) if channel == VOICE else words


def _spoken(words: tuple[str, str]) -> tuple[str, str]:
    """What is read out on the phone: there is no link to open, so it says which keys answer."""
    subject, text = words
    with override(DUTCH):
        return subject, f"{text} {gettext('Press 1 to come, 2 to come in two hours, 3 if you do not come.')}"


def _to_send(callouts: Callouts, these: Collection[UUID]) -> tuple[dict[UUID, list[str]], dict[UUID, tuple[str, str]]]:
    """By call-out the channels of its steps, and its words."""
    channels = {which: [step.channel for step in plan_of(callouts[which]).steps] for which in these}
    return channels, {which: words_of(callouts[which]) for which in these}


def lose(calls: Sequence[Call]) -> None:
    """These people cannot be reached by any channel of the plan."""
    if not calls:
        return
    Call.objects.filter(pk__in=[call.pk for call in calls]).update(state=State.UNREACHABLE)
    for call in calls:
        call.state = State.UNREACHABLE
    moment = now()
    LogLine.objects.bulk_create(
        LogLine(callout_id=call.callout_id, call=call, group_id=call.group_id, at=moment, what=What.UNREACHABLE)
        for call in calls
    )


def let_go(callout: Callout, calls: Sequence[Call]) -> None:
    """Enough people come: who was asked is told so, and not asked again."""
    if not calls:
        return
    Call.objects.filter(pk__in=[call.pk for call in calls]).update(state=State.RELEASED, released_at=now())
    for call in calls:
        call.state = State.RELEASED
    take_back(callout.id, [call.person_id for call in calls])
    rounds: defaultdict[int, list[Call]] = defaultdict(list)
    for call in calls:
        rounds[call.rounds].append(call)
    for turn, these in rounds.items():
        _over_what_worked(callout, these, released_words(), release_key(callout, turn))


def released_words() -> tuple[str, str]:
    """What those hear who are not needed any more."""
    with override(DUTCH):
        return gettext("You are not needed any more"), gettext("Enough people come. You need not answer any more.")


def release_key(callout: Callout, turn: int) -> str:
    """So that whoever is let go hears it once in each round."""
    return f"readiness.release:{callout.id}:{turn}"


def tell_the_end(callout: Callout, calls: Sequence[Call]) -> None:
    """Everyone who was asked hears that it is over, by the channels that worked."""
    take_back(callout.id, [call.person_id for call in calls])
    _over_what_worked(callout, calls, end_words(), end_key(callout))


def end_words() -> tuple[str, str]:
    """What everyone hears at the end."""
    with override(DUTCH):
        over = gettext("The call-out is over. You need not come or answer any more.")
        return gettext("The call-out is over"), over


def end_key(callout: Callout) -> str:
    """So that everyone hears the end once."""
    return f"readiness.end:{callout.id}"


def _over_what_worked(callout: Callout, calls: Sequence[Call], words: tuple[str, str], key: str) -> None:
    for channel, people in sorted(_worked(callout, calls).items()):
        tell(sorted(people), words, channel=channel, callout=callout, key=f"{key}:{channel}")


def _worked(callout: Callout, calls: Sequence[Call]) -> Mapping[str, Collection[UUID]]:
    """Who was reached by which channel; of whom nothing arrived yet: every channel of the plan they have."""
    reached: defaultdict[str, set[UUID]] = defaultdict(set)
    wanted = {call.person_id for call in calls}
    for fate in how_they_fare(callout.id):
        if fate.addressee in wanted and fate.state in ARRIVED:
            reached[fate.channel].add(fate.addressee)
    rest = wanted - {who for people in reached.values() for who in people}
    means = means_of(rest)
    for step in plan_of(callout).steps:
        reached[step.channel] |= {who for who in rest if step.channel in means.get(who, frozenset())}
    return reached


def tell_officers(callout: Callout, group: Group) -> None:
    """Nobody is left to ask: who started it and the duty officers of the node hear it by every channel of the plan."""
    officers = holders(roles=[Role.DUTY_OFFICER], organisations=[NODE_ID], actor=HOUSE)
    leave = who_may("readiness.call", actor=HOUSE)
    people = {one.person for one in officers if str(one.person) in leave}
    people |= {UUID(callout.started_by_id)} if callout.started_by_id in leave else set()
    with override(DUTCH):
        words = (
            gettext("Too few people come"),
            gettext("In a call-out too few people come and nobody is left to ask."),
        )
    means = means_of(people)
    link = reverse("readiness:board", args=[callout.id])
    for step in plan_of(callout).steps:
        to = sorted(who for who in people if step.channel in means.get(who, frozenset()))
        key = f"readiness.too_few:{group.id}:{group.turn}:{step.channel}"
        tell(to, words, channel=step.channel, callout=callout, key=key, link=link)


def go_on(callout: Callout, failed: Mapping[UUID, Sequence[Sent]]) -> list[Call]:
    """Where a channel failed the next one is used at once; gives back who cannot be reached by any.

    ``failed``: what failed of each call in its present round.
    """
    calls = list(Call.objects.filter(pk__in=list(failed), state=State.ASKED))
    means = means_of([call.person_id for call in calls])
    gone = Sent.objects.filter(call__in=calls, round=F("call__rounds"))
    used: defaultdict[UUID, set[int]] = defaultdict(set)
    for one in gone:
        used[one.call_id].add(one.step)
    steps, batches, lost, lines = plan_of(callout).steps, Batches(), [], []
    for call in calls:
        have = means.get(call.person_id, frozenset())
        left = [n for n, step in enumerate(steps) if step.channel in have and n not in used[call.id]]
        if left:
            batches.setdefault((callout.id, left[0], call.rounds), []).append(call)
            told = {"channel": failed[call.id][-1].channel}
            lines.append(LogLine(callout=callout, call=call, at=now(), what=What.ON, told=told))
        elif len(failed[call.id]) == len(used[call.id]):
            lost.append(call)
    LogLine.objects.bulk_create(lines)
    send_steps({callout.id: callout}, batches)
    lose(lost)
    return lost
