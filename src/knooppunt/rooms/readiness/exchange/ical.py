"""Someone's duties as an iCalendar (RFC 5545). The same duties give the same bytes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from django.utils.translation import gettext, override
from icalendar import Calendar, Event, Timezone

from knooppunt.ground.network.public import ROLE_NAMES, Role
from knooppunt.kit.zone import NETHERLANDS
from knooppunt.rooms.readiness.queries.duties import DutyLine

MEDIA_TYPE = "text/calendar; charset=utf-8"


def icalendar(lines: Sequence[DutyLine], language: str, site: str) -> bytes:
    """The calendar in ``nl`` or ``en``; ``site`` is where the pages are (``https://node.example``)."""
    with override(language):
        made = Calendar()
        made.add("prodid", "-//Knooppunt//Duties//NL")
        made.add("version", "2.0")
        made.add("calscale", "GREGORIAN")
        made.add("x-wr-calname", gettext("My duties"))
        made.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
        if lines:
            first, last = lines[0].starts.year, lines[-1].ends.year
            made.add_component(
                Timezone.from_tzid(NETHERLANDS.key, first_date=date(first, 1, 1), last_date=date(last + 2, 1, 1))
            )
        for line in lines:
            made.add_component(_event(line, site))
    return bytes(made.to_ical())


def _event(line: DutyLine, site: str) -> Event:
    event = Event()
    event.add("uid", f"{line.id}@knooppunt")
    event.add("sequence", line.version)
    changed = line.changed_at.replace(microsecond=0)
    event.add("dtstamp", changed)
    event.add("last-modified", changed)
    event.add("dtstart", line.starts.astimezone(NETHERLANDS))
    event.add("dtend", line.ends.astimezone(NETHERLANDS))
    event.add("summary", f"{gettext(ROLE_NAMES[Role(line.role)])} – {line.roster_name}")
    event.add("url", f"{site}/readiness/mine/")
    return event
