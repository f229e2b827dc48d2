"""``knooppunt reporting``: reports at the terminal."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from uuid import UUID

import click
from django.utils.translation import gettext as _

from knooppunt.ground.access.public import actor_by_email, operator
from knooppunt.kit.authority import Actor
from knooppunt.kit.problems import NotFound, Problem, phrase
from knooppunt.rooms.reporting import public as room
from knooppunt.rooms.reporting.exchange.reading import origin_of
from knooppunt.rooms.reporting.exchange.reports import read_report
from knooppunt.rooms.reporting.rules.submitting import Way

REFUSED = 1
MOST_ROUNDS = 1_000
"""Rounds of the own organisation in which the one of a sheet is looked for, the newest first."""


@click.group()
@click.option("--as", "email", metavar="EMAIL", help="Act with the mandates of this account; else as the operator.")
@click.pass_context
def reporting(ctx: click.Context, email: str | None) -> None:
    """Reports of the organisations, in their rounds."""
    if not ctx.resilient_parsing:
        ctx.obj = actor_by_email(email) if email else operator()


@reporting.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what is wrong; submit nothing.")
@click.option("--reason", default="", help="Why it is corrected, when the round is closed.")
@click.pass_context
def upload(ctx: click.Context, /, *, file: Path, dry_run: bool, reason: str) -> None:
    """Submit the Excel sheet FILE as the report it was made for.

    Exit codes: 0 done; 1 refused, with every cell that is wrong; 2 wrong usage.
    """
    try:
        wrongs = _brought(file, dry_run=dry_run, reason=reason, actor=ctx.obj)
    except Problem as problem:
        wrongs = [problem.sentence(_(problem.template))]
    for line in wrongs:
        click.echo(line, err=True)
    ctx.exit(REFUSED if wrongs else 0)


def _brought(file: Path, *, dry_run: bool, reason: str, actor: Actor) -> list[str]:
    """Submit the sheet, or give a line for each cell that is wrong."""
    shown = room.form(_asked(origin_of(file, file.name), file.name, actor), actor=actor)
    content = file.read_bytes()
    found = read_report(shown, content, file.name)
    if found.wrongs:
        more = [_("And {n} more.").format(n=found.more)] if found.more else []
        return [*(f"{one.place or file.name}: {one.sentence}" for one in found.wrongs), *more]
    if dry_run:
        click.echo(_("This sheet is right. Nothing is submitted."))
        return []
    room.submit_report(
        expectation=shown.place.expectation,
        answers=found.answers,
        seen=shown.place.version,
        way=Way.SHEET,
        reason=reason,
        sheet=room.Sheet(BytesIO(content), file.name),
        actor=actor,
    )
    told = _("{organisation}, {round}: version {number} is submitted.")
    name = f"{shown.round.title} {shown.round.number}"
    click.echo(told.format(organisation=shown.place.name, round=name, number=shown.place.version + 1))
    return []


def _asked(told: Mapping[str, str], file: str, actor: Actor) -> UUID:
    """What the sheet is an answer to; to whoever may not answer it, it is not there."""
    if actor.organisation == told["organisation"]:
        own = room.own_rounds(limit=MOST_ROUNDS, actor=actor)
        places = [place for line, place in own if str(line.id) == told["round"]]
    else:
        places = list(room.round_state(_id(told["round"], file), actor=actor).organisations)
    for place in places:
        if str(place.organisation) == told["organisation"]:
            return place.expectation
    raise _unknown(file)


def _id(text: str, file: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as wrong:
        raise _unknown(file) from wrong


def _unknown(file: str) -> NotFound:
    return NotFound(phrase("{file} is for no report that you may submit."), file=file)
