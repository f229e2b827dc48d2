"""The verbs of editions: compiling, approving, publishing."""

from __future__ import annotations

from knooppunt.rooms.picture.actions.approving import approve, ask_approval, review, send_back, submit
from knooppunt.rooms.picture.actions.compiling import compile_edition, correct, discard, refreeze, set_text
from knooppunt.rooms.picture.actions.falling import watch
from knooppunt.rooms.picture.actions.publishing import publish, release, schedule, withdraw

__all__ = [
    "approve",
    "ask_approval",
    "compile_edition",
    "correct",
    "discard",
    "publish",
    "refreeze",
    "release",
    "review",
    "schedule",
    "send_back",
    "set_text",
    "submit",
    "watch",
    "withdraw",
]
