"""``knooppunt figures``: what was counted, as known at any moment, and what stands beside it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import click
from django.utils.translation import gettext as _

from knooppunt.ground.figures.commands.options import Day, as_json, known_option, source_option, stratum_option
from knooppunt.ground.figures.commands.speaking import figure_line, name_of, plain, say_json, say_lines
from knooppunt.ground.figures.queries import answering, catalogue, newest
from knooppunt.ground.figures.queries.asking import Ask, Figure
from knooppunt.ground.geography.public import area_name
from knooppunt.kit.authority import Actor
from knooppunt.kit.problems import Invalid, phrase


@click.command()
@click.argument("indicator")
@click.option("--area", "areas", multiple=True, default=("NL",), show_default=True, metavar="NL|VR09|GM0344")
@click.option("--from", "first", type=Day(), metavar="DATE", help="First day; else the last day with a figure.")
@click.option("--until", "last", type=Day(), metavar="DATE", help="Last day, inclusive; else the first day.")
@click.option("--borders", type=Day(), metavar="DATE", help="On the borders of this day; else as delivered.")
@click.option("--method", default="value", show_default=True, help="sum7, per_100k, trend, rank:sum7_per_100k, …")
@known_option
@source_option
@stratum_option
@as_json
@click.pass_obj
def show(
    actor: Actor,
    /,
    *,
    indicator: str,
    areas: tuple[str, ...],
    first: date | None,
    last: date | None,
    method: str,
    source: str | None,
    stratum: str,
    as_json: bool,
    **when: Any,
) -> None:
    """Figures of INDICATOR, each with its source, delivery, gap, flags and unknown part."""
    known: datetime | None = when["known"]
    first = first or last or _last_day(actor, indicator, areas[0], source, stratum, known)
    last = last or first
    if last < first:
        raise Invalid(
            phrase("The last day, {last}, is before the first, {first}."), place="--until", first=first, last=last
        )
    ask = Ask(indicator, areas, first, last + timedelta(days=1), method, source, stratum)
    found = answering.answer([ask], known=known, borders=when["borders"], actor=actor)[0]
    counted = catalogue.indicator(indicator, known=known, actor=actor)
    if as_json:
        rows = [_as_json(figure) for some in found.values() for figure in some]
        about = {"slug": counted.slug, "name": name_of(counted), "unit_nl": counted.unit_nl, "unit_en": counted.unit_en}
        say_json({"indicator": about, "method": method, **when, "figures": rows})
        return
    click.echo(f"{name_of(counted)} ({indicator}, {method})")
    say_lines((figure_line(one) for some in found.values() for one in some), _("There are no figures."))


def _last_day(
    actor: Actor, indicator: str, area: str, source: str | None, stratum: str, known: datetime | None
) -> date:
    found = newest.latest_day(indicator, area=area, source=source, stratum=stratum, known=known, actor=actor)
    if found is None:
        raise Invalid(
            phrase("No figure of {slug} is known for {area}: say --from."), place="--from", slug=indicator, area=area
        )
    return found


def _as_json(figure: Figure) -> dict[str, Any]:
    """All fields, with names; the part in no known municipality is named as what it is."""
    told: dict[str, Any] = plain(figure)
    told["area_name"] = area_name(figure.area)
    told["remarks"] = [_(remark) for remark in figure.remarks]
    if figure.unknown_part is not None:
        told["unknown_part_name"] = area_name(f"{figure.area}-X")
    return told


@click.command("list")
@known_option
@as_json
@click.pass_obj
def list_(actor: Actor, /, *, known: datetime | None, as_json: bool) -> None:
    """The indicators, and which sources deliver them."""
    # Decisions may name what the reader of this list may not see.
    found = {one.slug: replace(one, choices=()) for one in catalogue.indicators(known=known, actor=actor)}
    streams = {slug: catalogue.streams_for(slug, found) for slug in found}
    if as_json:
        say_json([plain(one) | {"streams": [_stream(*pair) for pair in streams[one.slug]]} for one in found.values()])
        return
    for slug, one in found.items():
        sources = ", ".join(dict.fromkeys(stream.source for _basis, stream in streams[slug]))
        click.echo(f"{slug:<46} {name_of(one)}  [{sources or '–'}]")


def _stream(basis: catalogue.KnownIndicator, stream: catalogue.Stream) -> dict[str, Any]:
    """Who delivers it, and as what: ``basis`` is the total where it is the daily difference of one."""
    return {"source": stream.source, "basis": basis.slug, "newest": stream.newest, "areas": len(stream.areas)}
