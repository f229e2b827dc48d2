"""``@action`` and ``record``: the one way in which anything in the house is changed."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

from django.db import connection, transaction

from knooppunt.ground.journal.frames import Frame, Happening, current
from knooppunt.ground.journal.writing import write
from knooppunt.kit.authority import Actor, times_asked
from knooppunt.kit.events import Event

P = ParamSpec("P")
R = TypeVar("R")


class Unasked(AssertionError):
    """An action wrote without asking authority: a fault in the code, and nothing is committed."""


class Unrecorded(AssertionError):
    """An action wrote without a journal entry: a fault in the code, and nothing is committed."""


def action(verb: Callable[P, R]) -> Callable[P, R]:
    """Make ``verb`` (keyword-only, with ``actor``) one transaction that asks, decides, writes and records.

    The commit is refused (:class:`Unasked`, :class:`Unrecorded`) when the verb wrote without asking authority or
    without a journal entry. An action inside an action joins its transaction; events are written when the outermost
    one ends, just before the commit.
    """
    room, name = verb.__module__.split(".actions")[0].rsplit(".", 1)[-1], verb.__name__

    @functools.wraps(verb)
    def act(*args: P.args, **kwargs: P.kwargs) -> R:
        actor = kwargs["actor"]
        assert isinstance(actor, Actor)
        frame = Frame(actor=actor, action=f"{room}.{name}", outer=current.get())
        token = current.set(frame)
        try:
            return _in_transaction(frame, verb, args, kwargs)
        finally:
            current.reset(token)

    act.is_action = True  # type: ignore[attr-defined]  # read by the architecture tests
    return act


def _in_transaction(frame: Frame, verb: Callable[..., R], args: Any, kwargs: Any) -> R:
    asked = times_asked()
    with transaction.atomic(), connection.execute_wrapper(frame.watch):
        result = verb(*args, **kwargs)
        if frame.wrote and times_asked() == asked:
            raise Unasked(frame.action)
        if frame.wrote and not frame.happenings:
            raise Unrecorded(frame.action)
        if frame.outer:
            frame.outer.happenings += frame.happenings
        else:
            write(frame.happenings)
        return result


def record(event: Event) -> None:
    """Announce ``event`` in the name of the actor of the action under way."""
    frame = current.get()
    if frame is None:
        raise RuntimeError("record() belongs inside an @action")
    frame.happenings.append(Happening(event, frame.actor, frame.action))
