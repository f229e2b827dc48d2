"""``knooppunt readiness``: hold the signals to the figures."""

from __future__ import annotations

import click
from django.utils.translation import gettext as _

from knooppunt.kit.authority import system_actor
from knooppunt.rooms.readiness.actions.watching import check_signals
from knooppunt.rooms.readiness.queries.watching import signals

NODE = system_actor("readiness")


@click.group()
def readiness() -> None:
    """Readiness: signals."""


@readiness.command("signals")
def signals_command() -> None:
    """Hold every signal to the figures as they are now, propose where one is over its threshold, and list them."""
    made = check_signals(actor=NODE)
    for one in signals(actor=NODE):
        value = _("unknown") if one.figure is None else f"{one.figure.value:g} ({one.figure.as_of})"
        click.echo(f"{one.verdict.value:<8} {one.watch.name}: {value}")
    click.echo(_("Proposals made: {number}").format(number=made))
