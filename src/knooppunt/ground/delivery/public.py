"""The door of the room."""

from __future__ import annotations

from knooppunt.ground.delivery.actions import send, send_again
from knooppunt.ground.delivery.rules import Message, State
from knooppunt.ground.delivery.working import attempt, sweep

__all__ = ["Message", "State", "attempt", "send", "send_again", "sweep"]
