"""What is due as an iCalendar (RFC 5545). The same lines give the same bytes: a reader sees that nothing changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from django.utils.translation import gettext, override
from icalendar import Calendar, Event, Timezone

from knooppunt.kit.zone import NETHERLANDS
from knooppunt.rooms.picture.queries.calendar import DueLine
from knooppunt.rooms.picture.rules.due import PROGRESS_NAMES

MEDIA_TYPE = "text/calendar; charset=utf-8"
EVERY = timedelta(hours=1)
"""How often a program should look again."""


def icalendar(lines: Sequence[DueLine], language: str, site: str) -> bytes:
    """The calendar in ``nl`` or ``en``; ``site`` is where the pages are (``https://node.example``)."""
    with override(language):
        made = Calendar()
        made.add("prodid", "-//Knooppunt//Product calendar//NL")
        made.add("version", "2.0")
        made.add("calscale", "GREGORIAN")
        made.add("x-wr-calname", gettext("What is due"))
        made.add("refresh-interval", EVERY, parameters={"VALUE": "DURATION"})
        if lines:
            made.add_component(_zone(lines))
        for line in lines:
            made.add_component(_event(line, language, site))
    return bytes(made.to_ical())


def _zone(lines: Sequence[DueLine]) -> Timezone:
    """The clock changes of the years that are in it."""
    first, last = lines[0].at.year, lines[-1].at.year
    return Timezone.from_tzid(NETHERLANDS.key, first_date=date(first, 1, 1), last_date=date(last + 2, 1, 1))


def _event(line: DueLine, language: str, site: str) -> Event:
    event = Event()
    event.add("uid", f"{line.rhythm.series}-{line.due.day:%Y%m%d}@knooppunt")
    event.add("sequence", line.rhythm.version)
    changed = line.changed_at.replace(microsecond=0)
    event.add("dtstamp", changed)
    event.add("last-modified", changed)
    event.add("dtstart", line.at.astimezone(NETHERLANDS))
    event.add("duration", timedelta(minutes=15))
    event.add("summary", line.rhythm.title[language])
    event.add("description", _description(line))
    event.add("url", f"{site}/editions/{line.stand.edition}/" if line.stand.edition else f"{site}/editions/calendar/")
    event.add("transp", "TRANSPARENT")
    return event


def _description(line: DueLine) -> str:
    told = [gettext("Status: {status}").format(status=gettext(PROGRESS_NAMES[line.stand.progress]))]
    if line.rhythm.commission:
        told.append(gettext("Commission: {commission}").format(commission=line.rhythm.commission))
    return "\n".join(told)
