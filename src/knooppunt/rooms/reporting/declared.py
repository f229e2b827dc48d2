"""What this room tells the ground when the node starts: which rounds a phase brings."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.dates import WEEKDAYS
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from knooppunt.ground.incidents.public import Phase, declare_consequence
from knooppunt.kit.authority import Actor
from knooppunt.kit.problems import phrase
from knooppunt.kit.recurring import Every
from knooppunt.rooms.reporting.public import series
from knooppunt.rooms.reporting.rules.rhythm import Beat

HOW_OFTEN = {
    Every.DAY: phrase("every day at {time}"),
    Every.WEEK: phrase("every week on {weekday} at {time}"),
    Every.MONTH: phrase("every month on day {on} of the month at {time}"),
}


def rounds_in(phase: Phase, actor: Actor) -> list[str]:
    """The rounds of a phase that the actor may know, in words."""
    return list(_lines(phase, actor)) if actor.may("reporting.read") else []


def _lines(phase: Phase, actor: Actor) -> Iterator[str]:
    for one in series(actor=actor):
        beat = one.rhythm.beats.get(phase.value)
        if beat is not None and one.ended_at is None:
            yield f"{one.title}: {_said(beat)}"


def _said(beat: Beat) -> str:
    said = _(HOW_OFTEN[beat.every]).format(on=beat.on, weekday=_weekday(beat.on), time=time_format(beat.opens, "H:i"))
    due = _("deadline {time}").format(time=time_format(beat.deadline, "H:i"))
    if beat.days:
        due += " " + ngettext("after {n} day", "after {n} days", beat.days).format(n=beat.days)
    return f"{said}, {due}"


def _weekday(on: int) -> str:
    """The name of a day of the week, 1 to 7; "" for none."""
    return str(WEEKDAYS.get(on - 1, ""))


declare_consequence(phrase("Reporting rounds"), rounds_in)
