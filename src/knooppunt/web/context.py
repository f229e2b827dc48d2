"""What every page shows around its own content: navigation, incident and phase, exercise, live stream, language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from knooppunt.ground.incidents.public import IncidentLine, current_incident
from knooppunt.ground.journal.public import UNKNOWN
from knooppunt.kit.authority import NOBODY, Actor
from knooppunt.web.live import live_address


@dataclass(frozen=True, slots=True)
class Place:
    """A node of the navigation: shown to whoever has ``permission`` or ``also`` anywhere; without one to everybody."""

    address: str
    name: str | Promise
    permission: str = ""
    also: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A node as one reader sees it."""

    address: str
    name: str | Promise
    current: bool


PLACES = (
    Place("/", _("Today"), "picture.read"),
    Place("/attention/", _("Attention"), "picture.compile"),
    Place("/figures/", _("Figures"), "figures.read"),
    Place("/interpretation/", _("Interpretation"), "interpretation.read"),
    Place("/imports/", _("Imports"), "figures.read"),
    Place("/reporting/", _("Reporting"), "reporting.read", "reporting.answer"),
    Place("/readiness/rosters/", _("Rosters"), "readiness.read"),
    Place("/editions/", _("Editions"), "picture.read"),
    Place("/readiness/", _("Readiness"), "readiness.read"),
    Place("/incident/", _("Incident"), "incidents.read"),
    Place("/delivery/", _("Sending out"), "delivery.read"),
    Place("/journal/", _("Journal"), "journal.read"),
    Place("/accounts/", _("Accounts"), "access.manage"),
    Place("/account/", _("My account")),
)

OWN_PLACES = (
    Place("/readiness/contacts/", _("How I am reached")),
    Place("/editions/calendar/#own-title", _("What is due, in your own calendar"), "picture.read"),
    Place("/readiness/mine/", _("My duties"), "access.own_account"),
)
"""What rooms have for oneself: *My account* links to it."""


def navigation(actor: Actor, path: str, places: Sequence[Place] = PLACES) -> tuple[Link, ...]:
    """The nodes this actor may go to. Nobody gets none."""
    if actor == NOBODY:
        return ()
    open_to = [place for place in places if not place.permission or _may(actor, place)]
    here = max((place.address for place in open_to if _leads_to(place.address, path)), key=len, default="")
    return tuple(Link(place.address, place.name, place.address == here) for place in open_to)


def _may(actor: Actor, place: Place) -> bool:
    return actor.may_anywhere(place.permission) or bool(place.also and actor.may_anywhere(place.also))


def _leads_to(address: str, path: str) -> bool:
    return path == address if address == "/" else path.startswith(address)


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context of every template. The incident costs one query, when it is shown."""
    actor: Actor = getattr(request, "actor", NOBODY)
    return {
        "actor": actor,
        "navigation": navigation(actor, request.path),
        "own_places": navigation(actor, request.path, OWN_PLACES),
        "incident": SimpleLazyObject(lambda: _incident(actor)),
        "live_address": live_address(request) if actor != NOBODY else "",
        "live_after": getattr(request, "stands", UNKNOWN).newest_entry,
        "languages": settings.LANGUAGES,
        "wall": request.GET.get("wall") == "1",
    }


@dataclass(frozen=True, slots=True)
class Standing:
    """The incident in the frame; ``line`` is ``None`` when there is none."""

    line: IncidentLine | None

    def __bool__(self) -> bool:
        return self.line is not None


def _incident(actor: Actor) -> Standing:
    return Standing(current_incident(actor=actor))
