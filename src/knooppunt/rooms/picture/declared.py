"""What this room tells the ground when the node starts: which products are due in a phase."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.dates import WEEKDAYS
from django.utils.formats import time_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from knooppunt.ground.incidents.public import Phase, declare_consequence
from knooppunt.kit.authority import Actor
from knooppunt.kit.problems import phrase
from knooppunt.kit.recurring import Every
from knooppunt.rooms.picture.public import rhythms

HOW_OFTEN = {
    Every.DAY: phrase("every day at {time}"),
    Every.WEEK: phrase("every week on {weekday} at {time}"),
    Every.MONTH: phrase("every month on day {on} of the month at {time}"),
}


def products_in(phase: Phase, actor: Actor) -> list[str]:
    """The products due in a phase that the actor may know, in words."""
    return list(_lines(phase, actor)) if actor.may("picture.read") else []


def _lines(phase: Phase, actor: Actor) -> Iterator[str]:
    for one in rhythms(actor=actor):
        beat = one.beats.get(phase.value)
        if beat is not None:
            title = one.title.get(get_language() or "nl") or one.product
            told = {"on": beat.on, "weekday": _weekday(beat.on), "time": time_format(beat.at, "H:i")}
            yield f"{title}: {_(HOW_OFTEN[beat.every]).format(**told)}"


def _weekday(on: int) -> str:
    """The name of a day of the week, 1 to 7; "" for none."""
    return str(WEEKDAYS.get(on - 1, ""))


declare_consequence(phrase("Products"), products_in)
