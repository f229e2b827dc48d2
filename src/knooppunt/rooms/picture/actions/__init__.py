"""The verbs of editions: compiling, approving, publishing, telling who is to read them, and when they are due."""

from __future__ import annotations

from knooppunt.rooms.picture.actions.approving import approve, ask_approval, review, send_back, submit
from knooppunt.rooms.picture.actions.calendar import (
    end_rhythm,
    keep_rhythm,
    renew_calendar_address,
    revoke_calendar_address,
)
from knooppunt.rooms.picture.actions.compiling import compile_edition, correct, discard, refreeze, set_text
from knooppunt.rooms.picture.actions.distributing import choose_receivers, distribute, remind_readers
from knooppunt.rooms.picture.actions.falling import watch
from knooppunt.rooms.picture.actions.publishing import publish, release, schedule, withdraw

__all__ = [
    "approve",
    "ask_approval",
    "choose_receivers",
    "compile_edition",
    "correct",
    "discard",
    "distribute",
    "end_rhythm",
    "keep_rhythm",
    "publish",
    "refreeze",
    "release",
    "remind_readers",
    "renew_calendar_address",
    "review",
    "revoke_calendar_address",
    "schedule",
    "send_back",
    "set_text",
    "submit",
    "watch",
    "withdraw",
]
