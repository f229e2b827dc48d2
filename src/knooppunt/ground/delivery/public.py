"""The door of the room."""

from __future__ import annotations

from knooppunt.ground.delivery.actions import (
    Mailing,
    NewSubscription,
    Occasion,
    end_subscription,
    pause,
    replay,
    resume,
    send,
    send_again,
    send_all,
    subscribe,
    withdraw,
)
from knooppunt.ground.delivery.carrying import carry, watch
from knooppunt.ground.delivery.channels.push.keys import push_key
from knooppunt.ground.delivery.links import capability, code_for, dispatch_of
from knooppunt.ground.delivery.passing import pass_on
from knooppunt.ground.delivery.queries.fates import Fate, failed_about, fates
from knooppunt.ground.delivery.queries.reading import AttemptLine, DispatchLine, dispatch, dispatches, tally
from knooppunt.ground.delivery.rules.dispatching import TO_PERSONS, Message, State
from knooppunt.ground.delivery.working import attempt, sweep, troubles

__all__ = [
    "TO_PERSONS",
    "AttemptLine",
    "DispatchLine",
    "Fate",
    "Mailing",
    "Message",
    "NewSubscription",
    "Occasion",
    "State",
    "attempt",
    "capability",
    "carry",
    "code_for",
    "dispatch",
    "dispatch_of",
    "dispatches",
    "end_subscription",
    "failed_about",
    "fates",
    "pass_on",
    "pause",
    "push_key",
    "replay",
    "resume",
    "send",
    "send_again",
    "send_all",
    "subscribe",
    "sweep",
    "tally",
    "troubles",
    "watch",
    "withdraw",
]
