"""Days and moments as they are typed at the terminal, and the options that several commands share."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

import click
from django.utils.translation import gettext as _

from knooppunt.kit.clock import NETHERLANDS


class Moment(click.ParamType[datetime]):
    """A day (all of it), or a day and time; without a zone it is the time of the Netherlands."""

    name = "moment"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        if isinstance(value, datetime):
            return value
        try:
            read = datetime.fromisoformat(value)
        except ValueError:
            self.fail(
                _("{value} is not a moment: write 2020-09-15 or 2020-09-15T14:00.").format(value=value), param, ctx
            )
        if len(value) == len("2020-09-15"):
            day_after = datetime.combine(read.date() + timedelta(days=1), time(), NETHERLANDS)
            return day_after - timedelta(microseconds=1)
        return read if read.tzinfo else read.replace(tzinfo=NETHERLANDS)


class Day(click.ParamType[date]):
    """A day: 2020-09-15."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(_("{value} is not a day: write 2020-09-15.").format(value=value), param, ctx)


as_json = click.option("--json", "as_json", is_flag=True, help="One JSON document.")
known_option = click.option("--known", type=Moment(), metavar="MOMENT", help="As known then: a day, or day and time.")
source_option = click.option("--source", metavar="S", help="Of this source; else of the one that delivered last.")
stratum_option = click.option(
    "--stratum", default="", metavar="TEXT", help="Of this part of the people, or this plant."
)
limit_option = click.option("--limit", type=click.IntRange(1, 1_000_000), default=500, show_default=True)
note_option = click.option("--note", required=True, metavar="TEXT", help="Why; it is kept with your name.")
