"""Figures at the terminal: ``knooppunt import`` and ``knooppunt figures``."""

from __future__ import annotations

import click

from knooppunt.ground.access.public import actor_by_email, operator
from knooppunt.ground.figures.commands.importing import import_
from knooppunt.ground.figures.commands.judging import answer, discard, release
from knooppunt.ground.figures.commands.listing import deliveries, flags, gaps, provenance, quarantine
from knooppunt.ground.figures.commands.showing import list_, show

__all__ = ["figures", "import_"]


@click.group()
@click.option("--as", "email", metavar="EMAIL", help="Act with the mandates of this account; else as the operator.")
@click.pass_context
def figures(ctx: click.Context, email: str | None) -> None:
    """Figures: what was counted, where, when, by whom, and since when we know it."""
    if not ctx.resilient_parsing:
        ctx.obj = actor_by_email(email) if email else operator()


for _command in (show, list_, deliveries, quarantine, flags, gaps, provenance, release, discard, answer):
    figures.add_command(_command)
