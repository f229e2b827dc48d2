"""The verbs of the room: sending by rooms, attempts by the workers, bringing back and webhooks by people."""

from __future__ import annotations

from knooppunt.ground.delivery.actions.again import send_again
from knooppunt.ground.delivery.actions.announcing import announce
from knooppunt.ground.delivery.actions.attempts import begin_attempt, end_attempt, end_left_attempt
from knooppunt.ground.delivery.actions.sending import Mailing, send, send_all
from knooppunt.ground.delivery.actions.subscriptions import (
    NewSubscription,
    end_subscription,
    fail_subscription,
    pause,
    replay,
    resume,
    subscribe,
)
from knooppunt.ground.delivery.actions.withdrawing import withdraw

__all__ = [
    "Mailing",
    "NewSubscription",
    "announce",
    "begin_attempt",
    "end_attempt",
    "end_left_attempt",
    "end_subscription",
    "fail_subscription",
    "pause",
    "replay",
    "resume",
    "send",
    "send_again",
    "send_all",
    "subscribe",
    "withdraw",
]
