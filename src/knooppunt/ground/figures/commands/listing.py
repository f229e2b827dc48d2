"""``knooppunt figures deliveries, quarantine, flags, gaps, provenance``: what came in, and what is the matter."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import click
from django.utils.translation import gettext as _

from knooppunt.ground.figures.commands.options import (
    Day,
    as_json,
    known_option,
    limit_option,
    source_option,
    stratum_option,
)
from knooppunt.ground.figures.commands.speaking import moment, name_of, number, plain, say_json, say_lines, sentence
from knooppunt.ground.figures.queries import history, listing
from knooppunt.ground.figures.queries.listed import DeliveryLine, FlagLine, GapLine, QuarantinedLine
from knooppunt.kit.authority import Actor

indicator_option = click.option("--indicator", metavar="SLUG", help="Only of this indicator.")
area_option = click.option("--area", metavar="CODE", help="Only of this area.")


@click.command()
@source_option
@limit_option
@as_json
@click.pass_obj
def deliveries(actor: Actor, /, *, source: str | None, limit: int, as_json: bool) -> None:
    """The files that came in, the newest first."""
    found = listing.deliveries(source=source, limit=limit, actor=actor)
    if as_json:
        say_json(found)
        return
    say_lines(map(_delivery, found), _("Nothing was delivered yet."))


@click.command()
@click.argument("delivery", required=False)
@click.option("--state", type=click.Choice(["held", "released", "discarded", "all"]), default="held", show_default=True)
@limit_option
@as_json
@click.pass_obj
def quarantine(actor: Actor, /, *, delivery: str | None, state: str, limit: int, as_json: bool) -> None:
    """Rows that were kept apart, of DELIVERY or of all: line, column, value and reason."""
    chosen = None if state == "all" else state
    found = listing.quarantined(delivery, state=chosen, limit=limit, actor=actor)
    if as_json:
        say_json([_with_sentence(row) for row in found])
        return
    say_lines(map(_quarantined, found), _("No row is kept apart."))


@click.command()
@click.option("--all", "everything", is_flag=True, help="Answered ones too.")
@indicator_option
@area_option
@source_option
@known_option
@limit_option
@as_json
@click.pass_obj
def flags(actor: Actor, /, *, everything: bool, as_json: bool, **wanted: Any) -> None:
    """Values that are hard to believe, and why."""
    found = listing.flags(open_only=not everything, actor=actor, **wanted)
    if as_json:
        say_json([_with_sentence(row) for row in found])
        return
    say_lines(map(_flag, found), _("No figure is flagged."))


@click.command()
@indicator_option
@area_option
@source_option
@click.option("--from", "since", type=Day(), metavar="DATE", help="From this day.")
@known_option
@limit_option
@as_json
@click.pass_obj
def gaps(actor: Actor, /, *, as_json: bool, **wanted: Any) -> None:
    """Where a delivered total differs from the sum of its parts, and by how much."""
    found = listing.gaps(actor=actor, **wanted)
    if as_json:
        say_json(found)
        return
    say_lines(map(_gap, found), _("Everything adds up."))


@click.command()
@click.argument("indicator")
@click.option("--area", default="NL", show_default=True, metavar="CODE")
@click.option("--on", type=Day(), required=True, metavar="DATE")
@known_option
@source_option
@stratum_option
@as_json
@click.pass_obj
def provenance(
    actor: Actor,
    /,
    *,
    indicator: str,
    area: str,
    on: date,
    known: datetime | None,
    source: str | None,
    stratum: str,
    as_json: bool,
) -> None:
    """Every version of one figure, the newest first: what was said, in which file, known from when to when."""
    found = history.provenance(indicator, area, on, known=known, source=source, stratum=stratum, actor=actor)
    if as_json:
        say_json(found)
        return
    click.echo(f"{name_of(found.basis)} ({found.basis.slug}), {found.source}")
    say_lines(map(_version, found.versions), _("Nothing is known of it."))


def _with_sentence(row: QuarantinedLine | FlagLine) -> Mapping[str, Any]:
    return {**plain(row), "sentence": sentence(row.reason, row.values)}


def _delivery(row: DeliveryLine) -> str:
    return f"{row.id}  {moment(row.known_at)}  {row.source}  {row.file_name}  {row.by_name}"


def _quarantined(row: QuarantinedLine) -> str:
    place = _("line {line}, column {column}").format(line=row.line, column=row.column or "–")
    return f"{row.id}  {row.file_name}, {place}: {row.value!r}  {sentence(row.reason, row.values)}"


def _flag(row: FlagLine) -> str:
    answer = f"  → {row.answer} ({row.answered_by_name})" if row.answered_at else ""
    return f"{row.id}  {row.starts}  {row.area}  {row.indicator}  {sentence(row.reason, row.values)}{answer}"


def _gap(row: GapLine) -> str:
    parts = _("{delivered} delivered, {summed} added up").format(
        delivered=number(row.delivered), summed=number(row.summed)
    )
    return f"{row.starts}  {row.area}  {row.indicator}  {number(row.gap)}  ({parts}; {row.source})"


def _version(row: history.VersionLine) -> str:
    until = moment(row.known_until) if row.known_until else _("now")
    return f"{row.starts}  {number(row.value)}  {row.made}  {moment(row.known_from)} – {until}  {row.file_name}"
