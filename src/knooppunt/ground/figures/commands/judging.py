"""``knooppunt figures release``, ``discard`` and ``answer``: what people decide about rows and values."""

from __future__ import annotations

from uuid import UUID

import click
from django.utils.translation import gettext as _

from knooppunt.ground.figures.actions import answer_flag, discard_quarantined, release_quarantined
from knooppunt.ground.figures.commands.reporting import report_lines
from knooppunt.ground.figures.commands.speaking import say_json
from knooppunt.kit.authority import Actor

ids_argument = click.argument("ids", nargs=-1, required=True, type=click.UUID)
note_option = click.option("--note", required=True, help="Why; it is kept with your name.")
as_json = click.option("--json", "as_json", is_flag=True, help="One JSON document.")


@click.command()
@ids_argument
@click.option("--set", "changes", multiple=True, metavar="COLUMN=VALUE", help="Put something else in a cell.")
@note_option
@as_json
@click.pass_obj
def release(actor: Actor, /, *, ids: tuple[UUID, ...], changes: tuple[str, ...], note: str, as_json: bool) -> None:
    """Bring rows (IDS) out of quarantine into the figures, as a delivery of their own."""
    wrong = [change for change in changes if "=" not in change]
    if wrong:
        raise click.BadParameter(_("{change} is not COLUMN=VALUE").format(change=wrong[0]), param_hint="--set")
    replacements = dict(change.split("=", 1) for change in changes)
    report = release_quarantined(ids=ids, replacements=replacements, note=note, actor=actor)
    if as_json:
        say_json(report.as_json())
    else:
        click.echo("\n".join(report_lines(report)))


@click.command()
@ids_argument
@note_option
@as_json
@click.pass_obj
def discard(actor: Actor, /, *, ids: tuple[UUID, ...], note: str, as_json: bool) -> None:
    """Decide that rows (IDS) in quarantine will not be brought in. They stay to be seen."""
    count = discard_quarantined(ids=ids, note=note, actor=actor)
    if as_json:
        say_json({"discarded": count})
    else:
        click.echo(_("{count} rows discarded.").format(count=count))


@click.command()
@click.argument("flag", type=click.UUID)
@note_option
@as_json
@click.pass_obj
def answer(actor: Actor, /, *, flag: UUID, note: str, as_json: bool) -> None:
    """Say what is the matter with a flagged value. The value stays as it is."""
    answer_flag(flag=flag, note=note, actor=actor)
    if as_json:
        say_json({"answered": flag})
    else:
        click.echo(_("Answered."))
