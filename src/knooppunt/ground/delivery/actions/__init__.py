"""The verbs of the room: sending by rooms, attempts by the workers, bringing back by people."""

from __future__ import annotations

from knooppunt.ground.delivery.actions.again import send_again
from knooppunt.ground.delivery.actions.attempts import begin_attempt, end_attempt, end_left_attempt
from knooppunt.ground.delivery.actions.sending import send

__all__ = ["begin_attempt", "end_attempt", "end_left_attempt", "send", "send_again"]
