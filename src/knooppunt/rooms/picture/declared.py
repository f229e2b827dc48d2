"""What this room tells the ground when the node starts: which products are due in a phase."""

from __future__ import annotations

from collections.abc import Iterator

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
    Every.WEEK: phrase("every week on day {on} at {time}"),
    Every.MONTH: phrase("every month on the {on} at {time}"),
}


def products_in(phase: Phase, actor: Actor) -> list[str]:
    """The products due in a phase that the actor may know, in words."""
    return list(_lines(phase, actor)) if actor.may("picture.read") else []


def _lines(phase: Phase, actor: Actor) -> Iterator[str]:
    for one in rhythms(actor=actor):
        beat = one.beats.get(phase.value)
        if beat is not None:
            title = one.title.get(get_language() or "nl") or one.product
            yield f"{title}: {_(HOW_OFTEN[beat.every]).format(on=beat.on, time=time_format(beat.at, 'H:i'))}"


declare_consequence(phrase("Products"), products_in)
