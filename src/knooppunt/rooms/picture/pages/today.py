"""Today: the current picture, and before it what needs attention first.

When there is news every reader asks for this page at once, and between two pieces of news it stays the same. So it is
made once for each reader, and kept until anything is committed in the database.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.contrib.messages import get_messages
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.crypto import get_random_string
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from knooppunt.ground.access.public import AskedRequest
from knooppunt.ground.figures.public import Attention, attention
from knooppunt.ground.journal.public import UNKNOWN, Kept
from knooppunt.kit.authority import Actor
from knooppunt.kit.clock import today as this_day
from knooppunt.rooms.picture.pages.showing import shown_edition
from knooppunt.rooms.picture.public import EditionLine, correction_counts, front, waiting_for

MAIN_PRODUCT = "landelijk_beeld"
PAGES: Kept[list[bytes]] = Kept(128)  # each of some 200 kB
TOKEN = get_random_string(32)  # nobody can write it in a text


@dataclass(frozen=True, slots=True)
class Matter:
    """Something that wants a look: what, where to go, how grave (``bad``, ``warn`` or ``info``)."""

    tone: str
    sentence: str
    address: str


def today(request: AskedRequest) -> HttpResponse:
    """The newest national picture, what needs attention, and the newest edition of each product."""
    # All that the page shows follows from these and from what is committed; a message is shown once, in one browser.
    look = (request.actor, request.LANGUAGE_CODE, request.build_absolute_uri(), this_day())
    stands = UNKNOWN if len(get_messages(request)) else request.stands
    parts = PAGES.get(look, stands, lambda: _page(request).encode().split(TOKEN.encode()))
    return HttpResponse(get_token(request).encode().join(parts))


def _page(request: AskedRequest) -> str:
    """The page, with :data:`TOKEN` where the token against forged requests of this one request belongs."""
    actor = request.actor
    editions, drafts = front(actor=actor) if actor.may_anywhere("picture.read") else ([], [])
    main = next((one for one in editions if one.product == MAIN_PRODUCT), editions[0] if editions else None)
    context = {
        "csrf_token": TOKEN,
        "matters": _matters(editions, drafts, actor),
        "compiles": actor.may("picture.compile"),
        "editions": editions,
        "edition": main,
        "shown": shown_edition(main, request.LANGUAGE_CODE, actor=actor) if main else None,
    }
    return render_to_string("picture/today.html", context, request)


def _matters(editions: list[EditionLine], drafts: list[EditionLine], actor: Actor) -> list[Matter]:
    found = _waiting_matters(actor) + _draft_matters(drafts, actor)
    if actor.may("figures.read"):
        waiting = attention(actor=actor)
        counts = correction_counts(editions, seen=waiting.seen, actor=actor) if editions else {}
        found += _figure_matters(waiting) + _edition_matters(editions, counts)
    order = {"bad": 0, "warn": 1, "info": 2}
    return sorted(found, key=lambda matter: order[matter.tone])


def _figure_matters(waiting: Attention) -> list[Matter]:
    found = []
    if waiting.quarantined:
        sentence = ngettext("%(n)s row waits in quarantine", "%(n)s rows wait in quarantine", waiting.quarantined) % {
            "n": waiting.quarantined
        }
        found.append(Matter("bad", sentence, reverse("figures:quarantine")))
    if waiting.flags:
        sentence = ngettext(
            "%(n)s figure is hard to believe and has no answer yet",
            "%(n)s figures are hard to believe and have no answer yet",
            waiting.flags,
        ) % {"n": waiting.flags}
        found.append(Matter("warn", sentence, reverse("figures:flags")))
    if waiting.gaps:
        sentence = ngettext(
            "%(n)s delivered total differs from the sum of its parts",
            "%(n)s delivered totals differ from the sum of their parts",
            waiting.gaps,
        ) % {"n": waiting.gaps}
        found.append(Matter("warn", sentence, reverse("figures:gaps")))
    return found


def _edition_matters(editions: list[EditionLine], counts: Mapping[UUID, int]) -> list[Matter]:
    found = []
    for edition in editions:
        corrections = counts.get(edition.id, 0)
        if corrections:
            sentence = ngettext(
                "%(n)s figure in %(title)s %(number)s was corrected since it was published",
                "%(n)s figures in %(title)s %(number)s were corrected since it was published",
                corrections,
            ) % {"n": corrections, "title": _title(edition), "number": edition.number}
            found.append(Matter("warn", sentence, reverse("picture:edition", args=[edition.id]) + "#corrections"))
    return found


def _draft_matters(drafts: list[EditionLine], actor: Actor) -> list[Matter]:
    """What is under way. An edition has a number from when it lies with the commissioners: those are told otherwise."""
    unfinished = _("A draft of %(title)s waits to be finished")
    asked = _("%(title)s %(number)s lies with the commissioners")
    return [
        Matter(
            "info",
            (unfinished if draft.number is None else asked) % {"title": _title(draft), "number": draft.number},
            reverse("picture:edition", args=[draft.id]),
        )
        for draft in drafts
        if draft.number is None or actor.may("picture.compile")
    ]


def _waiting_matters(actor: Actor) -> list[Matter]:
    """What waits for the approval of this reader; no query for who approves nothing."""
    return [
        Matter(
            "warn",
            _("%(title)s %(number)s waits for your approval") % {"title": _title(one), "number": one.number},
            reverse("picture:edition", args=[one.id]) + "#course",
        )
        for one in waiting_for(actor=actor)
    ]


def _title(edition: EditionLine) -> str:
    return edition.title_in(get_language() or "nl")
